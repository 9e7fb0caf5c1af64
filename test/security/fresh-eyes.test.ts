import { AdminCreateUserCommand, AdminGetUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { expect, test } from '../support/test.js';

const taken = (message: string) => ({ name: 'UsernameExistsException', message });

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('what no pool can be called leads to none', () => {
  test.for(['us-east-1_%00', '%00', 'us-east-1_%C3%A9', '%ED%A0%80', '%', 'a'.repeat(5000), '__proto__'])(
    'in an address: %s',
    async (id, { server }) => {
      for (const document of ['jwks.json', 'openid-configuration']) {
        const answer = await server.fetch(new Request(`http://localhost:9229/${id}/.well-known/${document}`));
        expect(answer.status).toBe(404);
      }
    },
  );

  test.for(['us-east-1_\0', '\ud800', '__proto__', '', 'a'.repeat(5000)])(
    'in a token of nobody’s: %j',
    async (id, { raw }) => {
      const claims = encode({ iss: `http://localhost:9229/${id}`, token_use: 'access' });
      const answer = await raw('GetUser', { AccessToken: `${encode({ kid: 'x', alg: 'RS256' })}.${claims}.AAAA` });
      expect(answer.json).toEqual({ __type: 'NotAuthorizedException', message: 'Invalid Access Token' });
    },
  );
});

describe('a name that leads to somebody is no name for somebody else', () => {
  test.for([true, false])('where case counts: %s', async (CaseSensitive, { pool, cognito, anonymous }) => {
    const own = await pool({ AliasAttributes: ['preferred_username'], UsernameConfiguration: { CaseSensitive } });
    const maya = await own.user('maya', { attributes: { preferred_username: 'mm' } });

    for (const name of [maya.sub, 'mm', ...(CaseSensitive ? [] : [maya.sub.toUpperCase(), 'MM'])]) {
      const signUp = new SignUpCommand({ ClientId: own.client.id, Username: name, Password: 'Correct-horse-1' });
      await expect(anonymous.send(signUp)).rejects.toMatchObject(taken('User already exists'));
      const create = new AdminCreateUserCommand({ UserPoolId: own.id, Username: name, MessageAction: 'SUPPRESS' });
      await expect(cognito.send(create)).rejects.toMatchObject(taken('User account already exists'));
    }
    for (const name of [maya.sub, 'mm']) {
      const found = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: name }));
      expect(found.Username).toBe('maya');
    }
  });
});
