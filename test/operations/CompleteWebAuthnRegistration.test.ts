import { beforeEach, describe } from 'vitest';
import { makePasskey, type CreationCeremony } from '../support/authenticator.js';
import { testBearer } from '../support/bearer.js';
import {
  passkeyPool,
  setPasskeys,
  completeRegistration,
  domain,
  listPasskeys,
  registerPasskey,
  startRegistration,
} from '../support/passkeys.js';
import type { TestPool } from '../support/pool.js';
import { expect, test as base } from '../support/test.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

/** A pool that allows passkeys, and one of its users. */
const test = base.extend<{ maya: { own: TestPool; accessToken: string } }>({
  maya: async ({ pool, cognito }, use) => {
    const own = await pool(passkeyPool);
    await setPasskeys(cognito, own);
    const { accessToken } = await (await own.user('maya')).signIn();
    await use({ own, accessToken });
  },
});

const notValid = { name: 'InvalidParameterException', message: 'Credential data is not valid' };

test('stores the passkey as the authenticator made it', async ({ anonymous, clock, maya: { accessToken } }) => {
  const options = await startRegistration(anonymous, accessToken);
  const passkey = makePasskey(options, { aaguid: 'bada5566-a7aa-401f-bd96-45619a55120d' });

  expect(await completeRegistration(anonymous, accessToken, passkey.registration)).toEqual({});

  expect(await listPasskeys(anonymous, accessToken)).toEqual([
    {
      CredentialId: passkey.id,
      FriendlyCredentialName: '1Password',
      RelyingPartyId: domain,
      AuthenticatorAttachment: 'platform',
      AuthenticatorTransports: ['internal', 'hybrid'],
      CreatedAt: expect.any(Date),
    },
  ]);
  const [{ CreatedAt } = {}] = await listPasskeys(anonymous, accessToken);
  expect(Math.abs((CreatedAt?.getTime() ?? 0) - clock.now().getTime())).toBeLessThan(10_000);
});

const sound: [string, CreationCeremony][] = [
  ['an RSA key', { algorithm: 'RS256' }],
  ['a counter', { counter: 7 }],
  ['no verification of the user, where that is preferred', { userVerified: false }],
  ['an origin below the domain', { origin: `https://login.${domain}` }],
  ['an attestation that nobody checks', { attestation: { format: 'packed', statement: new Map([['alg', -7]]) } }],
  ['an attestation of a format to come', { attestation: { format: 'compound', statement: new Map() } }],
  ['no transports that it knows of', { transports: [] }],
  ['a transport to come', { transports: ['telepathy'] }],
];

test.for(sound)('takes a passkey with %s', async ([, ceremony], { anonymous, maya: { accessToken } }) => {
  const { id } = await registerPasskey(anonymous, accessToken, ceremony);
  expect(await listPasskeys(anonymous, accessToken)).toMatchObject([
    { CredentialId: id, FriendlyCredentialName: 'Passkey' },
  ]);
});

test.for([
  ['cross-platform', 'cross-platform'],
  [undefined, undefined],
  ['of-another-kind', undefined],
] as const)('an attachment %s is shown as %s', async ([attachment, shown], { anonymous, maya: { accessToken } }) => {
  await registerPasskey(anonymous, accessToken, { attachment });
  const [passkey] = await listPasskeys(anonymous, accessToken);
  expect(passkey?.AuthenticatorAttachment).toBe(shown);
});

describe('refuses, and stores nothing:', () => {
  const attacks: [string, CreationCeremony, string][] = [
    ['an origin of another domain', { origin: 'https://evil.test' }, 'WebAuthnOriginNotAllowedException'],
    ['an origin that ends like the domain', { origin: `https://evil${domain}` }, 'WebAuthnOriginNotAllowedException'],
    ['plain http', { origin: `http://${domain}` }, 'WebAuthnOriginNotAllowedException'],
    ['a page within a stranger\u2019s', { crossOrigin: true }, 'WebAuthnOriginNotAllowedException'],
    [
      'a page within one that is named',
      { crossOrigin: true, topOrigin: 'https://evil.test' },
      'WebAuthnOriginNotAllowedException',
    ],
    ['a passkey for another domain', { rpId: 'evil.test' }, 'WebAuthnRelyingPartyMismatchException'],
    ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'WebAuthnChallengeNotFoundException'],
    ['a proof in the place of a new passkey', { type: 'webauthn.get' }, 'InvalidParameterException'],
    ['nobody at the authenticator', { userPresent: false }, 'InvalidParameterException'],
    ['an Ed25519 key', { algorithm: 'EdDSA' }, 'WebAuthnCredentialNotSupportedException'],
    ['a P-384 key', { algorithm: 'ES384' }, 'WebAuthnCredentialNotSupportedException'],
    ['a short RSA key', { algorithm: 'RS256', rsaBits: 1024 }, 'WebAuthnCredentialNotSupportedException'],
    [
      'a point that is not on the curve',
      { publicKey: new Map<number, number | Buffer>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.alloc(32, 1)], [-3, Buffer.alloc(32, 1)]]) }, // prettier-ignore
      'WebAuthnCredentialNotSupportedException',
    ],
    ['a key that is none', { publicKey: 'key' }, 'InvalidParameterException'],
  ];

  test.for(attacks)('%s', async ([, ceremony, name], { anonymous, maya: { accessToken } }) => {
    const options = await startRegistration(anonymous, accessToken);
    const { registration } = makePasskey(options, ceremony);
    await expect(completeRegistration(anonymous, accessToken, registration)).rejects.toMatchObject({ name });
    expect(await listPasskeys(anonymous, accessToken)).toEqual([]);

    // Nothing was used up: the right passkey still registers.
    await completeRegistration(anonymous, accessToken, makePasskey(options).registration);
  });

  test.for([{ UserVerification: 'required' }, { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' }] as const)(
    'a user who was not verified, under %j',
    async (settings, { anonymous, maya: { own, accessToken }, cognito }) => {
      await setPasskeys(cognito, own, { RelyingPartyId: domain, ...settings });
      const unverified = { userVerified: false };
      await expect(registerPasskey(anonymous, accessToken, unverified)).rejects.toMatchObject({
        name: 'WebAuthnCredentialNotSupportedException',
      });
      await registerPasskey(anonymous, accessToken);
    },
  );

  const { registration: sample } = makePasskey({ rp: { id: domain }, user: { id: 'AA' }, challenge: 'AA' });
  const { response } = sample;
  const malformed: [string, object][] = [
    ['nothing', {}],
    ['a list', [sample]],
    ['no response', { ...sample, response: undefined }],
    ['no transports', { ...sample, response: { ...response, transports: undefined } }],
    ['transports that are no words', { ...sample, response: { ...response, transports: ['<script>'] } }],
    ['transports without end', { ...sample, response: { ...response, transports: Array(11).fill('usb') } }],
    ['another type', { ...sample, type: 'password' }],
    ['an id that is no base64url', { ...sample, id: 'a+b/', rawId: 'a+b/' }],
    ['two ids', { ...sample, rawId: 'AAAA' }],
    ['an endless id', { ...sample, id: 'A'.repeat(1365), rawId: 'A'.repeat(1365) }],
    ['an id of no text', { ...sample, id: 1, rawId: 1 }],
    ['an attachment of no text', { ...sample, authenticatorAttachment: {} }],
    ['no client data', { ...sample, response: { ...response, clientDataJSON: undefined } }],
    ['no attestation object', { ...sample, response: { ...response, attestationObject: undefined } }],
  ];

  test.for(malformed)('%s', async ([, credential], { anonymous, maya: { accessToken } }) => {
    await startRegistration(anonymous, accessToken);
    await expect(completeRegistration(anonymous, accessToken, credential)).rejects.toMatchObject(notValid);
  });

  test('client data that no browser writes', async ({ anonymous, maya: { accessToken } }) => {
    const options = await startRegistration(anonymous, accessToken);
    const { registration } = makePasskey(options);
    for (const data of ['', 'null', '[]', '"x"', '{}', '{"type":"webauthn.create"}', '{', '\u0000']) {
      const clientDataJSON = Buffer.from(data === '' ? ' ' : data).toString('base64url');
      const credential = { ...registration, response: { ...registration.response, clientDataJSON } };
      await expect(completeRegistration(anonymous, accessToken, credential)).rejects.toMatchObject(notValid);
    }
  });

  test('CBOR that is none, cut anywhere or changed anywhere', async ({ anonymous, maya: { accessToken } }) => {
    const options = await startRegistration(anonymous, accessToken);
    const { registration } = makePasskey(options);
    const whole = Buffer.from(registration.response.attestationObject, 'base64url');
    const broken = [
      Buffer.from('not cbor'),
      Buffer.of(0xa0),
      Buffer.of(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
      Buffer.of(0xbb, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff),
      Buffer.of(0x5b, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff),
      Buffer.alloc(100_000, 0x81),
      Buffer.alloc(100_000, 0xc1),
      Buffer.concat([whole, Buffer.of(0)]).fill(0xff, 30, 40),
      ...Array.from({ length: 24 }, (_, index) => whole.subarray(0, Math.floor((whole.length * index) / 24) + 1)),
    ];
    for (const object of broken) {
      const attestationObject = object.toString('base64url');
      const credential = { ...registration, response: { ...registration.response, attestationObject } };
      await expect(completeRegistration(anonymous, accessToken, credential)).rejects.toMatchObject({
        name: expect.stringMatching(/^(InvalidParameter|WebAuthn\w+)Exception$/),
      });
    }
    expect(await listPasskeys(anonymous, accessToken)).toEqual([]);
  });

  test('a passkey under the id of another one', async ({ anonymous, maya: { accessToken } }) => {
    const options = await startRegistration(anonymous, accessToken);
    const { registration } = makePasskey(options);
    const credential = { ...registration, id: 'AAAA', rawId: 'AAAA' };
    await expect(completeRegistration(anonymous, accessToken, credential)).rejects.toMatchObject(notValid);
  });

  test('a passkey that somebody has already', async ({ anonymous, maya: { own, accessToken } }) => {
    const { accessToken: noors } = await (await own.user('noor')).signIn();
    const credentialId = Buffer.alloc(32, 7);
    await registerPasskey(anonymous, noors, { credentialId });
    await expect(registerPasskey(anonymous, accessToken, { credentialId })).rejects.toMatchObject(notValid);
    expect(await listPasskeys(anonymous, accessToken)).toEqual([]);
    expect(await listPasskeys(anonymous, noors)).toHaveLength(1);
  });
});

describe('a registration', () => {
  const notFound = { name: 'WebAuthnChallengeNotFoundException' };
  const stray = () => makePasskey({ rp: { id: domain }, user: { id: 'AA' }, challenge: 'AAAA' }).registration;

  test('must have been begun', async ({ anonymous, maya: { accessToken } }) => {
    await expect(completeRegistration(anonymous, accessToken, stray())).rejects.toMatchObject(notFound);
  });

  test('is completed once', async ({ anonymous, maya: { accessToken } }) => {
    const options = await startRegistration(anonymous, accessToken);
    const [first, second] = [makePasskey(options), makePasskey(options)];
    await completeRegistration(anonymous, accessToken, first.registration);
    for (const { registration } of [first, second])
      await expect(completeRegistration(anonymous, accessToken, registration)).rejects.toMatchObject(notFound);
  });

  test('takes the place of the one before', async ({ anonymous, maya: { accessToken } }) => {
    const [before, after] = [
      await startRegistration(anonymous, accessToken),
      await startRegistration(anonymous, accessToken),
    ];
    const late = makePasskey(before).registration;
    await expect(completeRegistration(anonymous, accessToken, late)).rejects.toMatchObject(notFound);
    await completeRegistration(anonymous, accessToken, makePasskey(after).registration);
  });

  test('ends after three minutes', async ({ anonymous, clock, maya: { accessToken } }) => {
    const first = makePasskey(await startRegistration(anonymous, accessToken));
    clock.advanceSeconds(179);
    await completeRegistration(anonymous, accessToken, first.registration);
    const second = makePasskey(await startRegistration(anonymous, accessToken));
    clock.advanceSeconds(180);
    await expect(completeRegistration(anonymous, accessToken, second.registration)).rejects.toMatchObject(notFound);
  });

  test('belongs to the client that began it', async ({ anonymous, maya: { own }, pool: _ }) => {
    const other = await own.newClient();
    const noor = await own.user('noor');
    const [{ accessToken: here }, { accessToken: there }] = [await noor.signIn(), await noor.signIn(other)];
    const { registration } = makePasskey(await startRegistration(anonymous, here));
    await expect(completeRegistration(anonymous, there, registration)).rejects.toMatchObject({
      name: 'WebAuthnClientMismatchException',
    });
    await completeRegistration(anonymous, here, registration);
  });

  test('belongs to the user who began it', async ({ anonymous, maya: { own, accessToken } }) => {
    const { accessToken: noors } = await (await own.user('noor')).signIn();
    const { registration } = makePasskey(await startRegistration(anonymous, noors));
    await startRegistration(anonymous, accessToken);
    await expect(completeRegistration(anonymous, accessToken, registration)).rejects.toMatchObject(notFound);
  });

  test('ends with the pool\u2019s domain', async ({ anonymous, maya: { own, accessToken }, cognito }) => {
    const { registration } = makePasskey(await startRegistration(anonymous, accessToken));
    await setPasskeys(cognito, own, { RelyingPartyId: 'example.org' });
    await expect(completeRegistration(anonymous, accessToken, registration)).rejects.toMatchObject({
      name: 'WebAuthnRelyingPartyMismatchException',
    });
  });

  test('leaves nothing behind once it has expired', async ({ anonymous, clock, maya: { own }, server }) => {
    const noor = await own.user('noor');
    await startRegistration(anonymous, (await noor.signIn()).accessToken);
    const { passkeyRegistrations } = server.store;
    await passkeyRegistrations.purge(clock.now(), 1000);
    expect(await passkeyRegistrations.find(own.id, noor.sub)).toBeDefined();
    clock.advanceSeconds(181);
    expect(await passkeyRegistrations.purge(clock.now(), 1000)).toBeGreaterThanOrEqual(1);
    expect(await passkeyRegistrations.find(own.id, noor.sub)).toBeUndefined();
  });
});

test('refuses where passkeys are not among the first factors', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();
  const { registration } = makePasskey({ rp: { id: domain }, user: { id: 'AA' }, challenge: 'AAAA' });
  await expect(completeRegistration(anonymous, accessToken, registration)).rejects.toMatchObject({
    name: 'WebAuthnNotEnabledException',
  });
});

const deleted = { __type: 'NotAuthorizedException', message: 'Access Token has been revoked' };
testBearer('CompleteWebAuthnRegistration', (AccessToken) => ({ AccessToken, Credential: {} }), { deleted });
