import { AdminCreateUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { TestPool } from './pool.js';
import { outcomeOf, type SignInApi, startByPassword, startBySrp } from './sign-in.js';
import { expect, type Fixture, test } from './test.js';
import { disable, setStatus } from './user-states.js';

const password = 'Correct-horse-1';
const wrong = 'NotAuthorizedException: Incorrect username or password.';
const disabled = 'NotAuthorizedException: User is disabled.';
const unconfirmed = 'UserNotConfirmedException: User is not confirmed.';
const resetRequired = 'PasswordResetRequiredException: Password reset required for the user';
const expired = 'NotAuthorizedException: Temporary password has expired and must be reset by an administrator.';
const unknown = 'UserNotFoundException: User does not exist.';

type World = Pick<Fixture, 'anonymous' | 'clock' | 'cognito' | 'server'> & { readonly own: TestPool };

/** How a sign-in ends: by a password in clear, and by SRP. */
interface Ends {
  readonly right: string;
  readonly wrong: string;
  /** What an SRP sign-in is refused with before the password is proven. */
  readonly srpStart?: string;
}

interface State {
  /** Brings a user named maya into the state. */
  readonly reach: (world: World) => Promise<unknown>;
  readonly LEGACY: Ends;
  readonly ENABLED: Ends;
}

const temporary = ({ cognito, own }: World) =>
  cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: own.id,
      Username: 'maya',
      MessageAction: 'SUPPRESS',
      TemporaryPassword: password,
    }),
  );

const states: Readonly<Record<string, State>> = {
  'a confirmed user': {
    reach: ({ own }) => own.user('maya', { password }),
    LEGACY: { right: 'tokens', wrong },
    ENABLED: { right: 'tokens', wrong },
  },
  nobody: {
    reach: async () => undefined,
    LEGACY: { right: unknown, wrong: unknown, srpStart: unknown },
    ENABLED: { right: wrong, wrong },
  },
  'a disabled user': {
    reach: async ({ own, server }) => disable(server, (await own.user('maya', { password })).sub),
    LEGACY: { right: disabled, wrong: disabled, srpStart: disabled },
    ENABLED: { right: disabled, wrong },
  },
  'an unconfirmed user': {
    reach: ({ anonymous, own }) =>
      anonymous.send(new SignUpCommand({ ClientId: own.client.id, Username: 'maya', Password: password })),
    LEGACY: { right: unconfirmed, wrong },
    ENABLED: { right: unconfirmed, wrong },
  },
  'a user whose password must be reset': {
    reach: async ({ own, server }) =>
      setStatus(server, own.id, (await own.user('maya', { password })).sub, 'RESET_REQUIRED'),
    LEGACY: { right: resetRequired, wrong, srpStart: resetRequired },
    ENABLED: { right: resetRequired, wrong },
  },
  'a user of another provider': {
    reach: async ({ own, server }) =>
      setStatus(server, own.id, (await own.user('maya', { password })).sub, 'EXTERNAL_PROVIDER'),
    LEGACY: { right: wrong, wrong },
    ENABLED: { right: wrong, wrong },
  },
  'a user with a temporary password': {
    reach: temporary,
    LEGACY: { right: 'NEW_PASSWORD_REQUIRED', wrong },
    ENABLED: { right: 'NEW_PASSWORD_REQUIRED', wrong },
  },
  'a user with a temporary password that was not used in time': {
    reach: async (world) => {
      await temporary(world);
      world.clock.advanceDays(7);
    },
    LEGACY: { right: expired, wrong },
    ENABLED: { right: expired, wrong },
  },
};

const cases = Object.entries(states).flatMap(([who, { reach, LEGACY, ENABLED }]) => [
  { who, reach, mode: 'LEGACY' as const, ends: LEGACY },
  { who, reach, mode: 'ENABLED' as const, ends: ENABLED },
]);

/** The tests of what each state of a user answers, where the client shows which users exist and where it hides it. */
export const testUserStates = (api: SignInApi): void => {
  for (const { who, reach, mode, ends } of cases) {
    test(`${api.passwordFlow}, ${mode}: ${who}`, async ({ anonymous, clock, cognito, pool, server }) => {
      const own = await pool({ client: { PreventUserExistenceErrors: mode } });
      await reach({ anonymous, clock, cognito, server, own });
      const outcome = (tried: string) => outcomeOf(startByPassword(api, own, { name: 'maya', password: tried }));

      expect(await outcome('Wrong-horse-1')).toBe(ends.wrong);
      expect(await outcome(password)).toBe(ends.right);
    });

    test(`${api.name} USER_SRP_AUTH, ${mode}: ${who}`, async ({ anonymous, clock, cognito, pool, server }) => {
      const own = await pool({ client: { PreventUserExistenceErrors: mode } });
      await reach({ anonymous, clock, cognito, server, own });
      const outcome = (tried: string) =>
        outcomeOf(startBySrp(api, own, 'maya').then((exchange) => exchange.answer(tried)));

      expect(await outcome('Wrong-horse-1')).toBe(ends.srpStart ?? ends.wrong);
      expect(await outcome(password)).toBe(ends.srpStart ?? ends.right);
    });
  }
};
