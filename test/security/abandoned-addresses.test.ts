import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserAttributesCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { newCode } from '#services/codes.js';
import { newOutboxRow } from '#store/outbox.js';
import { asList } from '../support/attributes.js';
import type { TestPool } from '../support/pool.js';
import { expect, test, type Fixture } from '../support/test.js';
import {
  addressOf,
  adminUpdate,
  attributesOf,
  expiredCode,
  update,
  verifiedFirst,
  verifyEmail,
} from '../support/updates.js';

// Whoever reads a mailbox that is not, or no longer, the user's has codes that must be worth nothing.

type World = Pick<Fixture, 'anonymous' | 'cognito'>;

/** What takes the wish for another address back, by who does it. */
const retractions: Readonly<
  Record<string, (world: World, own: TestPool, accessToken: string, present: string) => Promise<unknown>>
> = {
  'an administrator who states the present address': ({ cognito }, own, _accessToken, present) =>
    adminUpdate(cognito, own, 'maya', { email: present, email_verified: 'true' }),
  'the user who states the present address': ({ anonymous }, _own, accessToken, present) =>
    update(anonymous, accessToken, { email: present }),
  'the user who deletes the address': ({ anonymous }, _own, accessToken) =>
    anonymous.send(new DeleteUserAttributesCommand({ AccessToken: accessToken, UserAttributeNames: ['email'] })),
  'an administrator who deletes the address': ({ cognito }, own) =>
    cognito.send(
      new AdminDeleteUserAttributesCommand({ UserPoolId: own.id, Username: 'maya', UserAttributeNames: ['email'] }),
    ),
};

test.for(Object.entries(retractions))(
  'an address that waits is given up by %s',
  async ([, retract], { anonymous, cognito, mailbox, pool }) => {
    const own = await pool(verifiedFirst);
    const [present, other] = [addressOf(own, 'present'), addressOf(own, 'other')];
    const { accessToken } = await (await own.user('maya', { attributes: { email: present } })).signIn();
    await update(anonymous, accessToken, { email: other });
    const code = await mailbox.code(other);

    await retract({ anonymous, cognito }, own, accessToken, present);

    await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject(expiredCode);
    expect((await attributesOf(cognito, own, 'maya'))['email']).not.toBe(other);
  },
);

test('the first address of a user is given up while it waits', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool(verifiedFirst);
  const email = addressOf(own, 'maya');
  const { accessToken } = await (await own.user('maya')).signIn();
  await update(anonymous, accessToken, { email });
  const code = await mailbox.code(email);

  await update(anonymous, accessToken, { email: '' });

  await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject(expiredCode);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({});
});

/** What takes an address away from a user, after a code for a forgotten password went there. */
const changes: Readonly<Record<string, (world: World & Pick<Fixture, 'mailbox'>, own: TestPool) => Promise<unknown>>> =
  {
    'an administrator': ({ cognito }, own) =>
      adminUpdate(cognito, own, 'maya', { email: addressOf(own, 'safe'), email_verified: 'true' }),
    'an administrator who deletes it': ({ cognito }, own) =>
      cognito.send(
        new AdminDeleteUserAttributesCommand({ UserPoolId: own.id, Username: 'maya', UserAttributeNames: ['email'] }),
      ),
    'an administrator who says that it is not verified': ({ cognito }, own) =>
      adminUpdate(cognito, own, 'maya', { email_verified: 'false' }),
    'an administrator who deletes that it is verified': ({ cognito }, own) =>
      cognito.send(
        new AdminDeleteUserAttributesCommand({
          UserPoolId: own.id,
          Username: 'maya',
          UserAttributeNames: ['email_verified'],
        }),
      ),
    'an administrator who gives it to somebody else': async ({ cognito }, own) => {
      await own.user('noor');
      await adminUpdate(cognito, own, 'noor', { email: addressOf(own, 'maya'), email_verified: 'true' });
    },
    'an administrator who makes somebody else with it': ({ cognito }, own) =>
      cognito.send(
        new AdminCreateUserCommand({
          UserPoolId: own.id,
          Username: 'noor',
          MessageAction: 'SUPPRESS',
          ForceAliasCreation: true,
          UserAttributes: asList({ email: addressOf(own, 'maya'), email_verified: 'true' }),
        }),
      ),
    'somebody else who signs up with it': async ({ anonymous, mailbox }, own) => {
      const of = { ClientId: own.client.id, Username: 'noor' };
      const UserAttributes = asList({ email: addressOf(own, 'maya') });
      await anonymous.send(new SignUpCommand({ ...of, Password: 'Correct-horse-2', UserAttributes }));
      const ConfirmationCode = await mailbox.code(addressOf(own, 'maya'));
      await anonymous.send(new ConfirmSignUpCommand({ ...of, ConfirmationCode, ForceAliasCreation: true }));
    },
  };

test.for(Object.entries(changes))(
  'a code for a forgotten password ends when its address is taken away by %s',
  async ([, change], { anonymous, cognito, mailbox, pool }) => {
    const own = await pool({ AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
    const email = addressOf(own, 'maya');
    await own.user('maya', { attributes: { email } });
    await anonymous.send(new ForgotPasswordCommand({ ClientId: own.client.id, Username: 'maya' }));
    const ConfirmationCode = await mailbox.code(email);

    await change({ anonymous, cognito, mailbox }, own);

    const confirm = { ClientId: own.client.id, Username: 'maya', ConfirmationCode, Password: 'Robber-horse-3' };
    await expect(anonymous.send(new ConfirmForgotPasswordCommand(confirm))).rejects.toMatchObject(expiredCode);
  },
);

test('a code for a forgotten password that was asked for as its address was replaced is worth nothing', async ({
  anonymous,
  clock,
  cognito,
  pool,
  server: { store },
}) => {
  const own = await pool();
  const email = addressOf(own, 'maya');
  const { sub } = await own.user('maya', { attributes: { email } });
  await adminUpdate(cognito, own, 'maya', { email: addressOf(own, 'safe'), email_verified: 'true' });

  // What a request stores that had read the old address.
  const now = clock.now();
  const owner = { sub, deriveKey: await store.keys.derive(own.id) };
  const { secret, row: code } = newCode('reset', owner, { attribute: 'email', value: email }, now);
  const of = { poolId: own.id, sub, username: 'maya', attribute: 'email', destination: email, secret } as const;
  const vault = await store.vaults.forScope(own.id);
  const message = newOutboxRow(vault, { ...of, kind: 'ForgotPassword', medium: 'EMAIL' }, now);
  const counter = { poolId: own.id, purpose: 'send-reset-code', key: 'maya' } as const;
  await store.codes.send({ counter, code, message, pretended: false }, { limit: 5, now });

  const confirm = { ClientId: own.client.id, Username: 'maya', ConfirmationCode: secret, Password: 'Robber-horse-3' };
  await expect(anonymous.send(new ConfirmForgotPasswordCommand(confirm))).rejects.toMatchObject(expiredCode);
});

test('such a code ends when the new address is verified, and not before', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(verifiedFirst);
  const [before, after] = [addressOf(own, 'before'), addressOf(own, 'after')];
  const maya = await own.user('maya', { attributes: { email: before } });
  const { accessToken } = await maya.signIn();
  const forgotten = async (Password: string, next: () => Promise<unknown>) => {
    await anonymous.send(new ForgotPasswordCommand({ ClientId: own.client.id, Username: 'maya' }));
    const ConfirmationCode = await mailbox.code(before);
    await next();
    return anonymous.send(
      new ConfirmForgotPasswordCommand({ ClientId: own.client.id, Username: 'maya', ConfirmationCode, Password }),
    );
  };

  await forgotten('Second-horse-2', () => update(anonymous, accessToken, { email: after }));
  const verify = async () => verifyEmail(anonymous, accessToken, await mailbox.code(after));
  await expect(forgotten('Third-horse-3', verify)).rejects.toMatchObject(expiredCode);
});

test.for([
  ['victim@example.com', 'Username cannot be of email format, since user pool is configured for email alias.'],
  ['+15555550100', 'Username cannot be of phone number format, since user pool is configured for phone number alias.'],
])(
  'a user cannot prefer to be called %s, which is another’s to verify',
  async ([name, message], { anonymous, pool }) => {
    const own = await pool({ AliasAttributes: ['email', 'phone_number', 'preferred_username'] });
    const { accessToken } = await (await own.user('maya')).signIn();
    await expect(update(anonymous, accessToken, { preferred_username: name ?? '' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  },
);
