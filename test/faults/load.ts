import { setTimeout as pause } from 'node:timers/promises';
import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { poolMaker, type TestPool, type Tokens } from '../support/pool.js';

/** How one request of the load ended. */
interface Outcome {
  /** When it began. */
  readonly at: number;
  readonly milliseconds: number;
  /** `ok`, or what failed: `500 InternalErrorException`, or the client's own error where no answer came. */
  readonly said: string;
}

/** Sixteen loops of requests as apps send them: sign-in by password, GetUser, refresh and SignUp. */
export interface Load {
  readonly outcomes: readonly Outcome[];
  /** How many have succeeded that began after this moment. */
  readonly successesSince: (moment: number) => number;
  readonly failuresSince: (moment: number) => string[];
  /** Lets the requests in flight end. */
  readonly stop: () => Promise<void>;
  /** The users whose SignUp was answered with success and who are not in the store. */
  readonly lostUsers: (client: CognitoIdentityProviderClient) => Promise<string[]>;
}

const loops = 16;
const password = 'Correct-horse-1';

/** Begins the load through a client, after `admin` has made a pool for it. */
export const startLoad = async (client: CognitoIdentityProviderClient, admin = client): Promise<Load> => {
  const pool = await poolMaker(admin, admin)({ PoolName: 'load' });
  const user = await pool.user('maya', { password });
  const requests = requestsOf(client, pool, await user.signIn());
  const outcomes: Outcome[] = [];
  const signedUp: string[] = [];
  const state = { running: true };

  const loop = async (index: number): Promise<void> => {
    for (let turn = index; state.running; turn += 1) {
      const at = Date.now();
      const username = `user-${index}-${turn}`;
      const request = requests[turn % requests.length];
      const said = await outcomeOf(request?.(username));
      outcomes.push({ at, milliseconds: Date.now() - at, said });
      if (said === 'ok' && request === requests[0]) signedUp.push(username);
      await pause(40);
    }
  };
  const all = Promise.all(Array.from({ length: loops }, (_, index) => loop(index)));

  return {
    outcomes,
    successesSince: (moment) => outcomes.filter(({ at, said }) => at > moment && said === 'ok').length,
    failuresSince: (moment) => outcomes.filter(({ at, said }) => at > moment && said !== 'ok').map(({ said }) => said),
    async stop() {
      state.running = false;
      await all;
    },
    async lostUsers(reader) {
      const lost: string[] = [];
      for (const Username of signedUp) {
        const said = await outcomeOf(reader.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username })));
        if (said !== 'ok') lost.push(`${Username}: ${said}`);
      }
      return lost;
    },
  };
};

type Request = (username: string) => Promise<unknown>;

const requestsOf = (client: CognitoIdentityProviderClient, pool: TestPool, tokens: Tokens): Request[] => {
  const ClientId = pool.client.id;
  const signIn = (AuthFlow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH', AuthParameters: Record<string, string>) =>
    client.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
  return [
    (Username) => client.send(new SignUpCommand({ ClientId, Username, Password: password })),
    () => signIn('USER_PASSWORD_AUTH', { USERNAME: 'maya', PASSWORD: password }),
    () => client.send(new GetUserCommand({ AccessToken: tokens.accessToken })),
    () => signIn('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: tokens.refreshToken }),
  ];
};

const outcomeOf = async (answer: Promise<unknown> | undefined): Promise<string> => {
  try {
    await answer;
    return 'ok';
  } catch (error) {
    if (error instanceof CognitoIdentityProviderServiceException)
      return `${error.$metadata.httpStatusCode} ${error.name}`;
    return String(error);
  }
};
