import { DeleteWebAuthnCredentialCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import type { AssertionCeremony, SoftPasskey } from '../support/authenticator.js';
import { startByChoice } from '../support/choice.js';
import {
  domain,
  passkeyPool,
  registerPasskey,
  setPasskeys,
  signInByPasskey,
  startByPasskey,
  type PasskeySignIn,
} from '../support/passkeys.js';
import type { TestPool } from '../support/pool.js';
import { adminApi, outcomeOf, publicApi, type SignInAnswer } from '../support/sign-in.js';
import { expect, test as base } from '../support/test.js';

const wrong = 'NotAuthorizedException: Incorrect username or password.';
const sessionInvalid = 'NotAuthorizedException: Invalid session for the user.';
const sessionSpent = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';

const appOf = (byte: number): string => `android:apk-key-hash:${Buffer.alloc(32, byte).toString('base64url')}`;
const [listedApp, otherApp] = [appOf(0xab), appOf(0xac)];

interface Scene {
  readonly own: TestPool;
  readonly accessToken: string;
  readonly passkey: SoftPasskey;
}

/** A pool, a user of it and the user's passkey. */
const test = base.extend<{ maya: Scene }>({
  maya: async ({ anonymous, cognito, pool }, use) => {
    const own = await pool(passkeyPool);
    await setPasskeys(cognito, own);
    const { accessToken } = await (await own.user('maya')).signIn();
    await use({ own, accessToken, passkey: await registerPasskey(anonymous, accessToken) });
  },
});

const start = (own: TestPool, name = 'maya'): Promise<PasskeySignIn> => startByPasskey(publicApi, own, name);

test('an Android app that the operator listed registers and uses passkeys of the domain', async ({
  anonymous,
  maya: { own, accessToken },
}) => {
  const made = await registerPasskey(anonymous, accessToken, { origin: listedApp });
  expect(await outcomeOf(signInByPasskey(publicApi, own, 'maya', made, { origin: listedApp }))).toBe('tokens');
  expect(await outcomeOf(signInByPasskey(publicApi, own, 'maya', made))).toBe('tokens');
  await expect(registerPasskey(anonymous, accessToken, { origin: otherApp })).rejects.toMatchObject({
    name: 'WebAuthnOriginNotAllowedException',
  });
});

describe('a passkey is refused', () => {
  const attacks: [string, AssertionCeremony][] = [
    ['on a page of another domain', { origin: 'https://evil.test' }],
    ['on a page whose domain ends like it', { origin: `https://evil${domain}` }],
    ['on a page by plain http', { origin: `http://${domain}` }],
    ['on a page of the machine itself', { origin: 'http://localhost:3000' }],
    ['in an Android app that nobody listed', { origin: otherApp }],
    ['in an Android app under a name that begins like it', { origin: `${listedApp}A` }],
    ['in a stranger\u2019s page that an app shows', { origin: listedApp, crossOrigin: true }],
    ['on a page within a stranger\u2019s', { crossOrigin: true }],
    ['on a page within one that is named', { crossOrigin: true, topOrigin: 'https://evil.test' }],
    ['for another domain', { rpId: 'evil.test' }],
    ['over another challenge', { challenge: 'A'.repeat(43) }],
    ['over no challenge', { challenge: '' }],
    ['over what makes a new passkey', { type: 'webauthn.create' }],
    ['without anybody at the authenticator', { userPresent: false }],
    ['under another user\u2019s handle', { userHandle: Buffer.from('another').toString('base64url') }],
    ['with another signature', { signature: Buffer.alloc(70, 1) }],
  ];

  test.for(attacks)('%s', async ([, ceremony], { maya: { own, passkey } }) => {
    const { options, answer } = await start(own);
    expect(await outcomeOf(answer(passkey.get(options, ceremony)))).toBe(wrong);
    expect(await outcomeOf(answer(passkey.get(options)))).toBe('tokens');
  });

  test.for([{ UserVerification: 'required' }, { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' }] as const)(
    'without verification of the user under %j',
    async (settings, { cognito, maya: { own, passkey } }) => {
      await setPasskeys(cognito, own, { RelyingPartyId: domain, ...settings });
      const { options, answer } = await start(own);
      expect(options).toMatchObject({ userVerification: 'required' });
      expect(await outcomeOf(answer(passkey.get(options, { userVerified: false })))).toBe(wrong);
      expect(await outcomeOf(answer(passkey.get(options)))).toBe('tokens');
    },
  );

  test('of another user, even of one who says to be this one', async ({ anonymous, maya: { own, passkey } }) => {
    const { accessToken } = await (await own.user('noor')).signIn();
    const noors = await registerPasskey(anonymous, accessToken);
    const { options, answer } = await start(own);
    const [named, unnamed] = [noors.get(options), noors.get(options, { userHandle: undefined })];
    // Well-formed but for the key: nothing except the check of the signature refuses the last one.
    const forged = [named, unnamed].map((credential) => ({ ...credential, id: passkey.id, rawId: passkey.id }));
    for (const credential of [named, unnamed, ...forged]) expect(await outcomeOf(answer(credential))).toBe(wrong);
  });

  test('of a user of the same name in another pool', async ({ anonymous, cognito, maya: { own }, pool }) => {
    const other = await pool(passkeyPool);
    await setPasskeys(cognito, other);
    const { accessToken } = await (await other.user('maya')).signIn();
    const theirs = await registerPasskey(anonymous, accessToken);
    const { options, answer } = await start(own);
    expect(await outcomeOf(answer(theirs.get(options, { userHandle: undefined })))).toBe(wrong);
  });

  test('that was deleted after it was asked for', async ({ anonymous, maya: { own, accessToken, passkey } }) => {
    const { options, answer } = await start(own);
    const gone = { AccessToken: accessToken, CredentialId: passkey.id };
    await anonymous.send(new DeleteWebAuthnCredentialCommand(gone));
    expect(await outcomeOf(answer(passkey.get(options)))).toBe(wrong);
  });

  test('whose counter stands still or goes back', async ({ anonymous, maya: { own, accessToken } }) => {
    const counting = await registerPasskey(anonymous, accessToken, { counter: 5 });
    for (const counter of [0, 4, 5])
      expect(await outcomeOf(signInByPasskey(publicApi, own, 'maya', counting, { counter }))).toBe(wrong);
    for (const [counter, outcome] of [
      [9, 'tokens'],
      [9, wrong],
      [6, wrong],
      [0, wrong],
      [10, 'tokens'],
    ] as const)
      // prettier-ignore
      expect(await outcomeOf(signInByPasskey(publicApi, own, 'maya', counting, { counter }))).toBe(outcome);
  });

  test('that had no counter, counted once, and has none again', async ({ maya: { own, passkey } }) => {
    expect(await outcomeOf(signInByPasskey(publicApi, own, 'maya', passkey, { counter: 3 }))).toBe('tokens');
    expect(await outcomeOf(signInByPasskey(publicApi, own, 'maya', passkey, { counter: 0 }))).toBe(wrong);
  });
});

describe('one use of a passkey', () => {
  test('is good for one sign-in', async ({ maya: { own, passkey } }) => {
    const { options, answer } = await start(own);
    const assertion = passkey.get(options);
    expect(await outcomeOf(answer(assertion))).toBe('tokens');
    expect(await outcomeOf(answer(assertion))).toBe(sessionSpent);

    const again = await start(own);
    expect(again.options.challenge).not.toBe(options.challenge);
    expect(await outcomeOf(again.answer(assertion))).toBe(wrong);
  });

  test('in another sign-in that began before is refused', async ({ maya: { own, passkey } }) => {
    const [first, second] = [await start(own), await start(own)];
    expect(await outcomeOf(second.answer(passkey.get(first.options)))).toBe(wrong);
  });

  test('belongs to the client, the pool, the user and the time of its session', async ({
    clock,
    cognito,
    maya: { own, passkey },
    pool,
  }) => {
    const other = await pool(passkeyPool);
    await setPasskeys(cognito, other);
    await other.user('maya');
    await own.user('noor');
    const { options, answer } = await start(own);
    const assertion = passkey.get(options);
    const client = await own.newClient(passkeyPool.client);

    for (const changes of [{ client }, { pool: other, client: other.client }, { responses: { USERNAME: 'noor' } }])
      expect(await outcomeOf(answer(assertion, changes))).toBe(sessionInvalid);
    clock.advanceSeconds(181);
    expect(await outcomeOf(answer(assertion))).toBe(
      'NotAuthorizedException: Invalid session for the user, session is expired.',
    );
  });

  test('may be answered by the other API', async ({ maya: { own, passkey } }) => {
    const { options, challenge } = await start(own);
    const CREDENTIAL = JSON.stringify(passkey.get(options));
    const responses = { USERNAME: 'maya', CREDENTIAL };
    const answer = adminApi.respond(own, { challenge: 'WEB_AUTHN', session: challenge.Session, responses });
    expect(await outcomeOf(answer)).toBe('tokens');
  });
});

test('what an authenticator cannot have made is refused, and no fault', async ({ maya: { own, passkey } }) => {
  const { options, answer } = await start(own);
  const assertion = passkey.get(options);
  const whole = Buffer.from(assertion.response.authenticatorData, 'base64url');
  const extended = Buffer.concat([whole.subarray(0, 32), Buffer.of(0xff), whole.subarray(33)]);
  const broken = [
    ...[0, 10, 36].map((length) => Buffer.concat([Buffer.of(0), whole]).subarray(1, 1 + length)),
    Buffer.concat([whole, Buffer.of(0)]),
    extended,
    Buffer.concat([extended, Buffer.alloc(200, 0x81)]),
    Buffer.concat([extended, Buffer.alloc(16), Buffer.of(0xff, 0xff)]),
  ].filter(({ length }) => length > 0);
  for (const data of broken) {
    const response = { ...assertion.response, authenticatorData: data.toString('base64url') };
    expect(await outcomeOf(answer({ ...assertion, response }))).toBe(wrong);
  }
  for (const clientData of ['null', '{', '{"type":"webauthn.get"}']) {
    const clientDataJSON = Buffer.from(clientData).toString('base64url');
    expect(await outcomeOf(answer({ ...assertion, response: { ...assertion.response, clientDataJSON } }))).toBe(wrong);
  }
});

describe('where users are hidden', () => {
  const hiding = { ...passkeyPool, client: { ...passkeyPool.client, PreventUserExistenceErrors: 'ENABLED' as const } };
  const names = Array.from({ length: 16 }, (_, index) => `nobody-${index}`);

  /** What a sign-in shows, but for what is random in it. */
  const shapeOf = ({ Session, ChallengeParameters, ...answer }: SignInAnswer) => ({
    ...answer,
    session: Session?.length,
    parameters: Object.keys(ChallengeParameters ?? {}),
  });

  test('a passkey of nobody looks like somebody\u2019s and stays the same', async ({ anonymous, cognito, pool }) => {
    const own = await pool(hiding);
    await setPasskeys(cognito, own);
    const passkey = await registerPasskey(anonymous, (await (await own.user('maya')).signIn()).accessToken);
    const mayas = await start(own);

    const seeming = [];
    for (const name of names) {
      const [first, second] = [await start(own, name), await start(own, name)];
      expect(second.challenge.ChallengeName).toBe(first.challenge.ChallengeName);
      if (first.challenge.ChallengeName !== 'WEB_AUTHN') continue;
      seeming.push(name);
      expect(shapeOf(first.challenge)).toEqual(shapeOf(mayas.challenge));
      expect(Object.keys(first.options)).toEqual(Object.keys(mayas.options));
      expect(second.options.allowCredentials).toEqual(first.options.allowCredentials);
      expect(second.options.challenge).not.toBe(first.options.challenge);
      for (const shown of first.options.allowCredentials)
        expect(shown).toEqual({
          type: 'public-key',
          id: expect.stringMatching(/^[\w-]{22,43}$/),
          transports: expect.any(Array),
        });
      expect(await outcomeOf(first.answer(passkey.get(first.options)))).toBe(wrong);
      const theirs = { ...passkey.get(first.options), id: first.options.allowCredentials[0]?.id ?? '' };
      expect(await outcomeOf(first.answer({ ...theirs, rawId: theirs.id }))).toBe(wrong);
    }
    expect(seeming.length).toBeGreaterThan(0);
    expect(seeming.length).toBeLessThan(names.length);
  });

  test('nobody seems to have a passkey where the pool takes none', async ({ pool }) => {
    const own = await pool(hiding);
    for (const name of names) {
      const { AvailableChallenges } = await startByChoice(publicApi, own, name);
      expect(AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
    }
  });

  test('where they are shown, nobody is told', async ({ maya: { own } }) => {
    await expect(start(own, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
