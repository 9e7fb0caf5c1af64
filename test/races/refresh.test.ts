import { GetUserCommand, GlobalSignOutCommand, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { vi } from 'vitest';
import { present } from '../support/pool.js';
import { refreshWith, rotating } from '../support/refresh.js';
import { expect, test } from '../support/test.js';

const reused = 'Refresh Token has been invalidated by refresh token rotation';
const revoked = 'Refresh Token has been revoked';

const messageOf = (answer: PromiseSettledResult<unknown>): string =>
  answer.status === 'fulfilled' ? 'tokens' : (answer.reason as Error).message;

test('of many refreshes at once with one token, without a grace period, exactly one succeeds and nobody is harmed', async ({
  anonymous,
  pool,
}) => {
  const own = await pool({ client: rotating(0) });
  let { refreshToken } = await (await own.user('maya')).signIn();
  for (let round = 0; round < 3; round += 1) {
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => refreshWith(anonymous, own.client, refreshToken)),
    );

    const good = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(good).toHaveLength(1);
    expect(answers.map(messageOf).filter((message) => message === reused)).toHaveLength(19);
    await anonymous.send(new GetUserCommand({ AccessToken: good[0]?.AccessToken }));
    refreshToken = present(good[0]?.RefreshToken);
  }
});

test('of many refreshes at once with one token, within the grace period, all succeed, and each goes on', async ({
  anonymous,
  pool,
}) => {
  const own = await pool({ client: rotating(60) });
  const { refreshToken } = await (await own.user('maya')).signIn();

  const first = await Promise.all(Array.from({ length: 20 }, () => refreshWith(anonymous, own.client, refreshToken)));
  const second = await Promise.all(first.map(({ RefreshToken }) => refreshWith(anonymous, own.client, RefreshToken)));

  for (const { AccessToken } of [...first, ...second])
    expect(await anonymous.send(new GetUserCommand({ AccessToken }))).toMatchObject({ Username: 'maya' });
});

const endings = {
  'a sign-out of all devices': (accessToken: string) => new GlobalSignOutCommand({ AccessToken: accessToken }),
  'a revocation': (_: string, Token: string, ClientId: string) => new RevokeTokenCommand({ Token, ClientId }),
};

test.for(Object.entries(endings))(
  'after %s no token is good, whatever was rotated meanwhile',
  async ([, endingOf], { anonymous, pool }) => {
    const own = await pool({ client: rotating(60) });
    const { accessToken, refreshToken } = await (await own.user('maya')).signIn();
    const ending = endingOf(accessToken, refreshToken, own.client.id);
    const [ended, ...answers] = await Promise.allSettled([
      anonymous.send(ending as GlobalSignOutCommand),
      ...Array.from({ length: 10 }, () => refreshWith(anonymous, own.client, refreshToken)),
    ]);

    expect(messageOf(ended)).toBe('tokens');
    for (const answer of answers) {
      expect(['tokens', revoked]).toContain(messageOf(answer));
      if (answer.status === 'rejected') continue;
      const { AccessToken, RefreshToken } = answer.value;
      await expect(anonymous.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
        message: 'Access Token has been revoked',
      });
      await expect(refreshWith(anonymous, own.client, RefreshToken)).rejects.toMatchObject({ message: revoked });
    }
  },
);

test('a sign-in that ends while its token is rotated gives no new tokens', async ({
  anonymous,
  clock,
  pool,
  server,
}) => {
  const own = await pool({ client: rotating(60) });
  const { refreshToken } = await (await own.user('maya')).signIn();
  const { families } = server.store;
  const { rotate } = families;
  // It was good when it was read: only the statement that rotates can still see that it ended.
  const overtaken = vi.spyOn(families, 'rotate').mockImplementationOnce(async (family, ...rest) => {
    await families.end(family.poolId, family.id, clock.now());
    return rotate(family, ...rest);
  });
  try {
    await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toThrow(revoked);
  } finally {
    overtaken.mockRestore();
  }
});

test('a sign-in whose token was rotated outlives the tokens that this gave', async ({
  anonymous,
  clock,
  pool,
  server,
}) => {
  const own = await pool({ client: rotating(60) });
  const { refreshToken } = await (await own.user('maya')).signIn();
  const { RefreshToken } = await refreshWith(anonymous, own.client, refreshToken);

  clock.advanceDays(2);
  await server.store.families.purge(clock.now(), 1000);

  await refreshWith(anonymous, own.client, RefreshToken);
});
