import { Command, InvalidArgumentError } from 'commander';
import { StartFailure } from '#lib/start-failure.js';
import { createAccessKey, deleteAccessKey, listAccessKeys, setAccessKeyPolicy } from './access-keys.js';
import { CommandFailure } from './command-failure.js';
import { rotateMasterKey } from './master-key.js';
import { printMessages } from './messages.js';
import { listSigningKeys, rotateSigningKeys, withdrawSigningKeys } from './signing-keys.js';
import { start } from './start.js';

/** Runs the command that the arguments name, `start` when they name none. What prevents it is one sentence and a non-zero status. */
export const run = async (argv: readonly string[]): Promise<void> => {
  try {
    const root = program();
    refuseUnknown(root, argv[2]);
    await root.parseAsync(argv);
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    process.stderr.write(`${sentence}\n`);
    // Whatever was begun (connections, a stock of keys) must not keep a process that has failed.
    process.exit(1);
  }
};

/** Without this the default command would take a misspelt one for an argument of its own. */
const refuseUnknown = (root: Command, name = ''): void => {
  const known = ['help', ...root.commands.map((command) => command.name())];
  if (name !== '' && !name.startsWith('-') && !known.includes(name))
    throw new CommandFailure(`There is no command ${name}: see poolhouse --help.`);
};

/** What the person who typed the command can mend; undefined for a fault of ours, which shows its stack. */
const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof StartFailure || error instanceof CommandFailure) return error.message;
  // The system refuses a file (no permission, no space, no directory): the message names it.
  if (error instanceof Error && 'syscall' in error) return `The operating system refuses this: ${error.message}.`;
  return undefined;
};

const program = (): Command => {
  const root = new Command('poolhouse')
    .description(
      'A self-hosted substitute for Amazon Cognito user pools. It is configured by environment variables: see README.md.',
    )
    .showHelpAfterError();
  root.command('start', { isDefault: true }).description('run the server (the default)').action(start);
  root
    .command('messages')
    .description('print the local inbox: messages that no mail server is configured for')
    .option('--to <destination>', 'only those to this address or number')
    .option('--last <count>', 'how many, counted from the newest', positive, 20)
    .option('--json', 'one JSON object a line')
    .action(printMessages);
  addAccessKeys(root.command('access-keys').description('manage the keys that sign requests, beside the root key'));
  addSigningKeys(root.command('keys').description("manage the keys that sign a pool's tokens"));
  root
    .command('master-key')
    .description('manage the key that protects everything stored')
    .command('rotate')
    .description('seal all data keys with the newest master key, while the server runs')
    .action(rotateMasterKey);
  return root;
};

const addSigningKeys = (group: Command): void => {
  group
    .command('rotate')
    .description(
      'publish new keys, which sign after the lead time; tokens of the keys before stay valid until they expire',
    )
    .argument('<pool>', "the pool's id")
    .option('--lead <minutes>', 'for how long verifiers may learn the new keys before they sign', leadMinutes, 1440)
    .action(rotateSigningKeys);
  group
    .command('withdraw')
    .description('when a key leaked: new keys sign at once, and all ID and access tokens from before are worth nothing')
    .argument('<pool>', "the pool's id")
    .action(withdrawSigningKeys);
  group
    .command('list')
    .description('print the keys: next (published), active (they sign) and retired (they still verify)')
    .argument('<pool>', "the pool's id")
    .option('--json', 'one JSON object a line')
    .action(listSigningKeys);
};

const addAccessKeys = (group: Command): void => {
  const policy = 'an IAM policy: JSON, or the path of a file that holds it';
  group
    .command('create')
    .description('make a key')
    .requiredOption('--name <name>', "the principal's name, as it stands in error messages")
    .requiredOption('--policy <policy>', policy)
    .option('--region <region>', 'the only region that the key may be used in')
    .option('--out <file>', 'where to write the key; on a terminal with the embedded database it is printed instead')
    .action(createAccessKey);
  group.command('list').description('print the keys').option('--json', 'one JSON object a line').action(listAccessKeys);
  group.command('delete').description('delete a key').argument('<id>', "the key's id").action(deleteAccessKey);
  group
    .command('set-policy')
    .description("replace a key's policy")
    .argument('<id>', "the key's id")
    .argument('<policy>', policy)
    .action(setAccessKeyPolicy);
};

const leadMinutes = (value: string): number => {
  const minutes = Number(value);
  if (!Number.isInteger(minutes) || minutes < 10 || minutes > 43_200)
    throw new InvalidArgumentError('It must be a whole number from 10 (key sets are cached for 5 minutes) to 43200.');
  return minutes;
};

const positive = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 10000.');
  return number;
};
