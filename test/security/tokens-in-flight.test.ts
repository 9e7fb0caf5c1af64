import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  DeleteUserCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestClient, TestPool, TestUser, Tokens } from '../support/pool.js';
import { refreshWith } from '../support/refresh.js';
import { outcomeOf, publicApi } from '../support/sign-in.js';
import { expect, test, type Fixture } from '../support/test.js';

/** A user who signed in through both clients of a pool before something happened. */
interface World extends Pick<Fixture, 'anonymous' | 'clock' | 'cognito'> {
  readonly own: TestPool;
  readonly user: TestUser;
  readonly other: TestClient;
  readonly tokens: Tokens;
}

/** What the tokens of a sign-in are worth. */
interface Worth {
  /** The access token at GetUser. */
  readonly access: string;
  /** The refresh token, by GetTokensFromRefreshToken. */
  readonly refresh: string;
  /** The same by InitiateAuth, which says just the same unless this says otherwise. */
  readonly flow?: string;
}

interface Event {
  readonly happens: (world: World) => Promise<unknown>;
  /** Of the sign-in through the client that the event concerns. */
  readonly own: Worth;
  /** Of the one through the other client. */
  readonly other: Worth;
  /** Of somebody else's. Default: good. */
  readonly others?: Worth;
}

const notAuthorized = (message: string) => `NotAuthorizedException: ${message}`;
const good: Worth = { access: 'good', refresh: 'good', flow: 'tokens' };
const revoked: Worth = {
  access: notAuthorized('Access Token has been revoked'),
  refresh: notAuthorized('Refresh Token has been revoked'),
};
const gone: Worth = {
  access: 'UserNotFoundException: User does not exist.',
  refresh: notAuthorized('Invalid Refresh Token'),
};
const reset = 'PasswordResetRequiredException: Password reset required for the user';
const noClient = expect.stringMatching(/^ResourceNotFoundException: User pool client \w+ does not exist\.$/) as string;

const named = ({ own, user }: World) => ({ UserPoolId: own.id, Username: user.name });
const clientOf = ({ own }: World) => ({ UserPoolId: own.id, ClientId: own.client.id });
const all = (worth: Worth): Omit<Event, 'happens'> => ({ own: worth, other: worth });
const everybody = (worth: Worth): Omit<Event, 'happens'> => ({ ...all(worth), others: worth });

const events: Readonly<Record<string, Event>> = {
  'nothing has happened': { happens: async () => undefined, ...all(good) },
  'an hour has passed': {
    happens: async ({ clock }) => clock.advanceMinutes(60),
    ...everybody({ ...good, access: notAuthorized('Access Token has expired') }),
  },
  'thirty days have passed': {
    happens: async ({ clock }) => clock.advanceDays(30),
    ...everybody({
      access: notAuthorized('Access Token has expired'),
      refresh: notAuthorized('Refresh Token has expired'),
    }),
  },
  'the user changed the password': {
    happens: ({ anonymous, tokens, user }) =>
      anonymous.send(
        new ChangePasswordCommand({
          AccessToken: tokens.accessToken,
          PreviousPassword: user.password,
          ProposedPassword: 'Another-horse-2',
        }),
      ),
    ...all(good),
  },
  'an administrator set a password': {
    happens: (world) =>
      world.cognito.send(
        new AdminSetUserPasswordCommand({ ...named(world), Password: 'Another-horse-2', Permanent: true }),
      ),
    ...all(good),
  },
  'an administrator reset the password': {
    happens: (world) => world.cognito.send(new AdminResetUserPasswordCommand(named(world))),
    ...all({ access: reset, refresh: reset }),
  },
  'the attributes changed': {
    happens: (world) =>
      world.cognito.send(
        new AdminUpdateUserAttributesCommand({ ...named(world), UserAttributes: [{ Name: 'name', Value: 'M' }] }),
      ),
    ...all(good),
  },
  'the user was disabled': {
    happens: (world) => world.cognito.send(new AdminDisableUserCommand(named(world))),
    ...all({ ...revoked, access: notAuthorized('User is disabled.') }),
  },
  'the user was disabled and enabled again': {
    happens: async (world) => {
      await world.cognito.send(new AdminDisableUserCommand(named(world)));
      await world.cognito.send(new AdminEnableUserCommand(named(world)));
    },
    ...all(revoked),
  },
  'the user signed out everywhere': {
    happens: ({ anonymous, tokens }) => anonymous.send(new GlobalSignOutCommand({ AccessToken: tokens.accessToken })),
    ...all(revoked),
  },
  'an administrator signed the user out': {
    happens: (world) => world.cognito.send(new AdminUserGlobalSignOutCommand(named(world))),
    ...all(revoked),
  },
  'the user deleted the account': {
    happens: ({ anonymous, tokens }) => anonymous.send(new DeleteUserCommand({ AccessToken: tokens.accessToken })),
    ...all(gone),
  },
  'an administrator deleted the user': {
    happens: (world) => world.cognito.send(new AdminDeleteUserCommand(named(world))),
    ...all(gone),
  },
  'the user was deleted and a namesake came': {
    happens: async (world) => {
      await world.cognito.send(new AdminDeleteUserCommand(named(world)));
      await world.own.user(world.user.name);
    },
    ...all(gone),
  },
  'the refresh token was revoked': {
    happens: ({ anonymous, own, tokens }) =>
      anonymous.send(new RevokeTokenCommand({ Token: tokens.refreshToken, ClientId: own.client.id })),
    own: revoked,
    other: good,
  },
  'the client was deleted': {
    happens: (world) => world.cognito.send(new DeleteUserPoolClientCommand(clientOf(world))),
    own: { access: noClient, refresh: noClient },
    other: good,
  },
  'the client stopped revoking tokens': {
    happens: (world) =>
      world.cognito.send(new UpdateUserPoolClientCommand({ ...clientOf(world), EnableTokenRevocation: false })),
    ...all(good),
  },
  'the client forbade to refresh by its flow': {
    happens: (world) =>
      world.cognito.send(
        new UpdateUserPoolClientCommand({ ...clientOf(world), ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }),
      ),
    own: { ...good, flow: 'InvalidParameterException: REFRESH_TOKEN_AUTH flow not enabled for this client' },
    other: good,
  },
  'the pool was deleted': {
    happens: ({ cognito, own }) => cognito.send(new DeleteUserPoolCommand({ UserPoolId: own.id })),
    ...everybody({ access: notAuthorized('Invalid Access Token'), refresh: noClient }),
  },
};

const said = async (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'good',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );

const worthOf = async ({ anonymous, own }: World, client: TestClient, tokens: Tokens): Promise<Worth> => {
  const parameters = { REFRESH_TOKEN: tokens.refreshToken };
  return {
    access: await said(anonymous.send(new GetUserCommand({ AccessToken: tokens.accessToken }))),
    refresh: await said(refreshWith(anonymous, client, tokens.refreshToken)),
    flow: await outcomeOf(publicApi.start(own, { flow: 'REFRESH_TOKEN_AUTH', client, parameters })),
  };
};

const withFlow = (worth: Worth): Worth => ({ flow: worth.refresh, ...worth });

test.for(Object.entries(events))(
  'what tokens are worth after %s',
  async ([, event], { anonymous, clock, cognito, pool }) => {
    const own = await pool();
    const other = await own.newClient();
    const user = await own.user('maya', { attributes: { email: 'maya@example.com' } });
    const [tokens, otherTokens] = [await user.signIn(), await user.signIn(other)];
    const bystander = await own.user('noah');
    const strange = await bystander.signIn(other);
    const world: World = { anonymous, clock, cognito, own, user, other, tokens };

    await event.happens(world);

    expect(await worthOf(world, own.client, tokens)).toEqual(withFlow(event.own));
    expect(await worthOf(world, other, otherTokens)).toEqual(withFlow(event.other));
    // Somebody else's change by what happens to the other client or to all, and by nothing that happens to a user.
    expect(await worthOf(world, other, strange)).toEqual(withFlow(event.others ?? good));
  },
);
