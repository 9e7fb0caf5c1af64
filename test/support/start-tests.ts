import type { AuthFlowType, ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider';
import { invalid } from './refusals.js';
import type { SignInApi } from './sign-in.js';
import { outcomeOf, startByPassword, startBySrp } from './sign-in.js';
import { srpClient } from './srp-client.js';
import { expect, test } from './test.js';

const missing = (name: string) => invalid(`Missing required parameter ${name}`);
const noTriggers = invalid('Custom auth lambda trigger is not configured for the user pool.');

/** Parameters of each flow in the order in which they are missed, and the refusal of a client that does not allow it. */
const flowsOf = (
  api: SignInApi,
): readonly {
  flow: AuthFlowType;
  needs: readonly string[];
  notAllowed: string;
  permission: ExplicitAuthFlowsType;
}[] => {
  const clear = { needs: ['USERNAME', 'PASSWORD'] };
  const refresh = {
    needs: ['REFRESH_TOKEN'],
    notAllowed: 'REFRESH_TOKEN_AUTH flow not enabled for this client',
    permission: 'ALLOW_REFRESH_TOKEN_AUTH',
  } as const;
  const admin = {
    ...clear,
    notAllowed: 'Auth flow not enabled for this client',
    permission: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  } as const;
  const own = {
    public: [
      {
        ...clear,
        flow: 'USER_PASSWORD_AUTH',
        notAllowed: 'USER_PASSWORD_AUTH flow not enabled for this client',
        permission: 'ALLOW_USER_PASSWORD_AUTH',
      },
    ],
    admin: [
      { ...admin, flow: 'ADMIN_USER_PASSWORD_AUTH' },
      { ...admin, flow: 'ADMIN_NO_SRP_AUTH' },
    ],
  } as const;
  return [
    ...own[api.name],
    {
      flow: 'USER_SRP_AUTH',
      needs: ['USERNAME', 'SRP_A'],
      notAllowed: 'USER_SRP_AUTH is not enabled for the client.',
      permission: 'ALLOW_USER_SRP_AUTH',
    },
    {
      flow: 'CUSTOM_AUTH',
      needs: ['USERNAME'],
      notAllowed: 'CUSTOM_AUTH is not enabled for the client.',
      permission: 'ALLOW_CUSTOM_AUTH',
    },
    {
      flow: 'USER_AUTH',
      needs: ['USERNAME'],
      notAllowed: 'USER_AUTH flow not enabled for this client',
      permission: 'ALLOW_USER_AUTH',
    },
    { ...refresh, flow: 'REFRESH_TOKEN_AUTH' },
    { ...refresh, flow: 'REFRESH_TOKEN' },
  ];
};

/** One parameter after the other, until all are there but the last. */
const prefixes = (names: readonly string[]): { given: Record<string, string>; next: string }[] =>
  names.map((next, index) => ({
    next,
    given: Object.fromEntries(names.slice(0, index).map((name) => [name, 'x'])),
  }));

const shortened = (outcome: string): string => (outcome.includes('not enabled') ? 'refused' : outcome);

/** The tests that both operations that begin a sign-in pass alike. */
export const testStart = (api: SignInApi): void => {
  for (const { flow, needs, notAllowed, permission } of flowsOf(api)) {
    for (const { given, next } of prefixes(needs)) {
      test(`${flow} wants ${next}`, async ({ pool }) => {
        const own = await pool({ client: { ExplicitAuthFlows: [permission, 'ALLOW_REFRESH_TOKEN_AUTH'] } });
        const start = (parameters: Record<string, string>) => api.start(own, { flow, parameters });

        await expect(start(given)).rejects.toMatchObject(missing(next));
        await expect(start({ ...given, [next]: '' })).rejects.toMatchObject(missing(next));
        await expect(start({ ...given, [next.toLowerCase()]: 'x' })).rejects.toMatchObject(missing(next));
      });
    }

    test(`${flow} is refused where the client does not allow it, before anything else`, async ({ pool }) => {
      const others = flowsOf(api).map((other) => other.permission);
      const own = await pool({
        client: {
          ExplicitAuthFlows: [...new Set(others)].filter((other) => other !== permission),
          GenerateSecret: true,
        },
      });
      await expect(api.start(own, { flow })).rejects.toMatchObject(invalid(notAllowed));
    });

    test(`${flow} misses parameters before the secret hash`, async ({ pool }) => {
      const own = await pool({ client: { ExplicitAuthFlows: [permission], GenerateSecret: true } });
      await expect(api.start(own, { flow })).rejects.toMatchObject(missing(needs[0] ?? ''));
    });
  }

  test('a password in clear answers tokens and nothing else', async ({ pool }) => {
    const own = await pool();
    const maya = await own.user('maya');

    const token = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await startByPassword(api, own, maya)).toEqual({
      ChallengeParameters: {},
      AuthenticationResult: {
        AccessToken: token,
        IdToken: token,
        RefreshToken: expect.stringMatching(/^eyJjdHkiOiJKV1QiLCJ[\w-]+(\.[\w-]+){4}$/),
        ExpiresIn: 3600,
        TokenType: 'Bearer',
      },
    });
  });

  test('SRP answers PASSWORD_VERIFIER without a session', async ({ pool }) => {
    const own = await pool();
    await own.user('maya');
    const parameters = { USERNAME: 'maya', SRP_A: srpClient(own.id).publicValue };

    expect(await api.start(own, { flow: 'USER_SRP_AUTH', parameters })).toEqual({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: expect.stringMatching(/^[1-9a-f][0-9a-f]{0,31}$/),
        SRP_B: expect.stringMatching(/^[1-9a-f][0-9a-f]{1,767}$/),
        SECRET_BLOCK: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
        USERNAME: 'maya',
        USER_ID_FOR_SRP: 'maya',
      },
    });
  });

  test('SRP_A may be written in capitals, with zeros before it, and twice', async ({ pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const { publicValue } = srpClient(own.id);
    for (const SRP_A of [publicValue, publicValue.toUpperCase(), `0${publicValue}`])
      expect(
        await outcomeOf(api.start(own, { flow: 'USER_SRP_AUTH', parameters: { USERNAME: maya.name, SRP_A } })),
      ).toBe('PASSWORD_VERIFIER');
  });

  for (const flow of ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'] as const)
    test(`${flow} answers new tokens, but no new refresh token`, async ({ pool }) => {
      const own = await pool();
      const before = await (await own.user('maya')).signIn();
      const parameters = { REFRESH_TOKEN: before.refreshToken, DEVICE_KEY: 'ignored' };

      const { AuthenticationResult, ...rest } = await api.start(own, { flow, parameters });

      expect(rest).toEqual({ ChallengeParameters: {} });
      expect(Object.keys(AuthenticationResult ?? {}).toSorted()).toEqual([
        'AccessToken',
        'ExpiresIn',
        'IdToken',
        'TokenType',
      ]);
      expect([before.accessToken, before.idToken]).not.toContain(AuthenticationResult?.AccessToken);
    });

  test('parameters that a flow does not know are ignored', async ({ pool }) => {
    const own = await pool();
    const { name, password } = await own.user('maya');
    const parameters = { USERNAME: name, PASSWORD: password, DEVICE_KEY: 'x', SRP_A: 'x', constructor: 'x' };
    expect(await outcomeOf(api.start(own, { flow: api.passwordFlow, parameters }))).toBe('tokens');
  });

  test('custom authentication is refused: the pool has no triggers for it', async ({ pool }) => {
    const own = await pool({ client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] } });
    await own.user('maya');
    const start = (parameters: Record<string, string>) => api.start(own, { flow: 'CUSTOM_AUTH', parameters });

    await expect(start({ USERNAME: 'maya' })).rejects.toMatchObject(noTriggers);
    await expect(start({ USERNAME: 'maya', CHALLENGE_NAME: 'SRP_A', SRP_A: 'abc' })).rejects.toMatchObject(noTriggers);
    await expect(start({ USERNAME: 'nobody' })).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test('custom authentication does not tell who exists where the client hides it', async ({ pool }) => {
    const own = await pool({
      client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'], PreventUserExistenceErrors: 'ENABLED' },
    });
    await expect(api.start(own, { flow: 'CUSTOM_AUTH', parameters: { USERNAME: 'nobody' } })).rejects.toMatchObject(
      noTriggers,
    );
  });

  const legacy: readonly { named: ExplicitAuthFlowsType[]; clear: string; srp: string }[] = [
    { named: ['ADMIN_NO_SRP_AUTH'], clear: api.name === 'admin' ? 'tokens' : 'refused', srp: 'tokens' },
    { named: ['USER_PASSWORD_AUTH'], clear: api.name === 'public' ? 'tokens' : 'refused', srp: 'tokens' },
    { named: ['CUSTOM_AUTH_FLOW_ONLY'], clear: 'refused', srp: 'refused' },
    { named: ['CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'], clear: 'refused', srp: 'refused' },
    { named: [], clear: 'refused', srp: 'tokens' },
  ];
  for (const { named, clear, srp } of legacy)
    test(`a client that names ${named.join(' and ') || 'no flow'} allows what AWS allows it`, async ({ pool }) => {
      const own = await pool();
      const maya = await own.user('maya');
      const client = await own.newClient({ ExplicitAuthFlows: named });

      expect(shortened(await outcomeOf(startByPassword(api, own, maya, client)))).toBe(clear);
      expect(
        shortened(await outcomeOf(startBySrp(api, own, 'maya', client).then((begun) => begun.answer(maya.password)))),
      ).toBe(srp);
    });
};
