import type { Config } from '#config.js';
import { parsePolicy, PolicyRejected } from '#domain/access-policy.js';
import { regionForm } from '#domain/pool.js';
import { plainText } from '#delivery/plain-text.js';
import { operationNames } from '#operations/names.js';
import type { InboxMessage } from '#store/outbox.js';
import type { Store } from '#store/store.js';
import { CommandFailure } from './command-failure.js';
import { type KeyCommands, keyCommands } from './key-commands.js';
import { newAccessKey } from './new-access-key.js';

/** A message of the local inbox as commands print it. */
export interface PrintedMessage {
  readonly at: string;
  readonly pool: string;
  readonly kind: string;
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
}

/** An access key as commands print it. */
export interface PrintedKey {
  readonly id: string;
  readonly name: string;
  readonly region: string | null;
  readonly created: string;
  readonly policy: object;
}

/** What each command takes and gives: JSON, since it may run in another process. */
export interface StoreCommands extends KeyCommands {
  readonly messages: { takes: { to?: string; last: number }; gives: PrintedMessage[] };
  readonly 'create-access-key': {
    takes: { name: string; policy: string; region?: string };
    /** The region is the only one that the key may be used in, or the usual one. */
    gives: { id: string; secret: string; region: string; endpoint: string };
  };
  readonly 'list-access-keys': { takes: object; gives: PrintedKey[] };
  readonly 'delete-access-key': { takes: { id: string }; gives: object };
  readonly 'set-access-key-policy': { takes: { id: string; policy: string }; gives: object };
}

/** The name of a command. */
export type CommandName = keyof StoreCommands;

/** The commands over one store. */
export type StoreRunners = {
  readonly [Name in CommandName]: (given: StoreCommands[Name]['takes']) => Promise<StoreCommands[Name]['gives']>;
};

/** What commands must know of the server's configuration, which a command's own environment may lack. */
export type ServerSettings = Pick<Config, 'account' | 'region' | 'publicUrl'>;

/** What the commands do with an open store, in the server or in the command's own process. They throw CommandFailure. */
export const storeCommands = (store: Store, server: ServerSettings): StoreRunners => ({
  async messages(given) {
    return Promise.all((await store.outbox.inbox(given)).map(printed));
  },

  'create-access-key': (given) => createAccessKey(given, store, server),

  async 'list-access-keys'() {
    const keys: PrintedKey[] = [];
    let after: string | undefined;
    do {
      const page = await store.accessKeys.list({ limit: 100, after });
      for (const { id, principal: name, region, createdAt, policy } of page.items)
        keys.push({ id, name, region, created: createdAt.toISOString(), policy });
      after = page.next;
    } while (after !== undefined);
    return keys;
  },

  async 'delete-access-key'({ id }) {
    if (!(await store.accessKeys.delete(id))) throw noSuchKey(id);
    return {};
  },

  async 'set-access-key-policy'({ id, policy }) {
    if (!(await store.accessKeys.setPolicy(id, checkedPolicy(policy)))) throw noSuchKey(id);
    return {};
  },

  ...keyCommands(store),
});

const createAccessKey = async (
  { name, policy, region }: StoreCommands['create-access-key']['takes'],
  store: Store,
  server: ServerSettings,
): Promise<StoreCommands['create-access-key']['gives']> => {
  if (!/^[\w+=,.@-]{1,64}$/.test(name))
    throw new CommandFailure('A name has 1 to 64 letters, digits or characters of +=,.@_-');
  if (region !== undefined && !regionForm.test(region))
    throw new CommandFailure('A region has 1 to 45 letters, digits or hyphens.');
  const key = newAccessKey();
  await store.accessKeys.create({
    ...key,
    account: server.account,
    region: region ?? null,
    principal: name,
    policy: checkedPolicy(policy),
    createdAt: new Date(),
  });
  return { ...key, region: region ?? server.region, endpoint: server.publicUrl };
};

const printed = async ({ createdAt, poolId, kind, message }: InboxMessage): Promise<PrintedMessage> => ({
  at: createdAt.toISOString(),
  pool: poolId,
  kind,
  to: message.to,
  ...(message.medium === 'EMAIL' && { subject: message.subject }),
  text: message.medium === 'EMAIL' ? await plainText(message.html) : message.text,
});

/** Every action that AWS has, built here or not: a policy may be older than what it allows. */
const actions = operationNames.map((name) => `cognito-idp:${name}`);

const checkedPolicy = (document: string) => {
  try {
    return parsePolicy(document, actions);
  } catch (error) {
    throw error instanceof PolicyRejected ? new CommandFailure(error.message) : error;
  }
};

const noSuchKey = (id: string) => new CommandFailure(`There is no access key ${id}.`);
