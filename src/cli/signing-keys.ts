import { readConfig } from '#config.js';
import { runStoreCommand } from './run-store-command.js';

/** `poolhouse keys rotate`: publishes new signing keys, which sign after the lead time. */
export const rotateSigningKeys = async (pool: string, { lead }: { lead: number }): Promise<void> => {
  const { activeFrom } = await runStoreCommand(readConfig(), 'rotate-keys', { pool, leadMinutes: lead });
  console.log(
    `The next keys of ${pool} are published; from ${activeFrom} on they sign. Tokens of the keys before stay valid until they expire.`,
  );
};

/** `poolhouse keys withdraw`: new signing keys in the place of all others, at once. */
export const withdrawSigningKeys = async (pool: string): Promise<void> => {
  await runStoreCommand(readConfig(), 'withdraw-keys', { pool });
  console.log(
    `New keys sign for ${pool}, and nothing else verifies here. Whoever verifies tokens elsewhere must load the key set anew: see docs/operations.md.`,
  );
};

/** `poolhouse keys list`. */
export const listSigningKeys = async (pool: string, { json }: { json?: true }): Promise<void> => {
  for (const key of await runStoreCommand(readConfig(), 'list-keys', { pool })) {
    const { id, use, status, from, until } = key;
    const end = until === null ? '' : `  until ${until}`;
    console.log(json ? JSON.stringify(key) : `${id}  ${use.padEnd(6)}  ${status.padEnd(7)}  from ${from}${end}`);
  }
};
