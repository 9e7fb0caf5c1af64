import { readConfig } from '#config.js';
import { runStoreCommand } from './run-store-command.js';
import type { PrintedMessage } from './store-commands.js';

/** `poolhouse messages`: prints the local inbox, the newest message last. */
export const printMessages = async (options: { to?: string; last: number; json?: true }): Promise<void> => {
  const { json, ...given } = options;
  const config = readConfig();
  const messages = await runStoreCommand(config, 'messages', given);
  if (messages.length === 0 && !json) {
    console.log(
      config.smtpUrl === undefined ? 'There are no messages.' : 'There are no messages: mails go to the SMTP server.',
    );
  }
  for (const message of messages) console.log(json ? JSON.stringify(message) : readable(message));
};

const readable = ({ at, pool, kind, to, subject, text }: PrintedMessage): string =>
  [
    `${at}  ${kind}  ${pool}`,
    `To: ${to}`,
    ...(subject === undefined ? [] : [`Subject: ${subject}`]),
    '',
    text.trim(),
    '',
  ].join('\n');
