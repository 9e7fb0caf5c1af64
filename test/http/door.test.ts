import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { BlockList } from 'node:net';
import { describe } from 'vitest';
import { readConfig } from '#config.js';
import { httpApp } from '#http/app.js';
import { awsDoor } from '#http/aws-door.js';
import type { Log } from '#lib/log.js';
import { operationNames } from '#operations/names.js';
import { operations } from '#operations/index.js';
import { NoDataKey } from '#store/vault.js';
import { poolhouse } from '../support/poolhouse.js';
import { sdkClient } from '../support/sdk-client.js';
import { signedHeaders } from '../support/sign.js';
import { expect, test } from '../support/test.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const exposed = 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date';
/** An operation that needs no key, and an input that only its pool refuses. */
const wrongClient = { ClientId: 'nosuchclient', Username: 'maya', Password: 'Correct-horse-1' };

test('an error carries its type in the body and in a header, its text, an id and the time', async ({ raw }) => {
  const { status, headers, text } = await raw('SignUp', wrongClient);

  expect(status).toBe(400);
  expect(text).toBe('{"__type":"ResourceNotFoundException","message":"User pool client nosuchclient does not exist."}');
  expect(Object.fromEntries(headers)).toEqual({
    'content-type': 'application/x-amz-json-1.1',
    'content-length': String(text.length),
    'x-amzn-requestid': expect.stringMatching(uuid) as string,
    'x-amzn-errortype': 'ResourceNotFoundException:',
    'x-amzn-errormessage': 'User pool client nosuchclient does not exist.',
    date: expect.stringMatching(/ GMT$/) as string,
    'access-control-allow-origin': '*',
    'access-control-expose-headers': exposed,
  });
});

test('a success carries no null, and times as seconds', async ({ pool, server }) => {
  const { id } = await pool();
  const body = JSON.stringify({ UserPoolId: id });
  const target = 'AWSCognitoIdentityProviderService.DescribeUserPool';
  const response = await server.fetch(
    new Request('http://localhost:9229/', {
      method: 'POST',
      headers: { ...signedHeaders(body, target, new Date()), 'x-amz-target': target },
      body,
    }),
  );
  const text = await response.text();

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(response.headers.get('x-amzn-requestid')).toMatch(uuid);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(text).not.toContain('null');
  expect(text).toMatch(/"CreationDate":\d{10}(\.\d{1,3})?[,}]/);
});

test('an operation without an output answers with an empty body', async ({ pool, user, raw }) => {
  const maya = await user(await pool(), 'maya');
  const { accessToken } = await maya.signIn();
  const { status, headers, text } = await raw('DeleteUser', { AccessToken: accessToken });

  expect({ status, text, length: headers.get('content-length') }).toEqual({ status: 200, text: '', length: '0' });
});

describe('the target', () => {
  test.for([undefined, '', 'SignUp.x', 'signup', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '%s is unknown, without a text',
    async (name, { raw }) => {
      const { status, json } = await raw(name, {});
      expect({ status, json }).toEqual({ status: 400, json: { __type: 'UnknownOperationException' } });
    },
  );

  test.for(['TrentService.Decrypt', 'SignUp', 'awscognitoidentityproviderservice.SignUp'])(
    '%s is unknown',
    async (target, { raw }) => {
      const { json } = await raw(undefined, {}, { 'x-amz-target': target });
      expect(json).toEqual({ __type: 'UnknownOperationException' });
    },
  );

  test('an operation that AWS has and this release does not is named', async ({ raw }) => {
    const missing = operationNames.filter((name) => !Object.hasOwn(operations, name));
    for (const name of missing) {
      const { status, json } = await raw(name, {});
      expect({ status, json }).toEqual({
        status: 400,
        json: {
          __type: 'UnknownOperationException',
          message: `${name} is not supported by this release of Poolhouse.`,
        },
      });
    }
  });

  test('counts, not the path', async ({ server }) => {
    for (const path of ['/', '/base', '/base/', '/a/b%20c/?x=y']) {
      const response = await server.fetch(
        new Request(`http://localhost:9229${path}`, {
          method: 'POST',
          headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
          body: JSON.stringify(wrongClient),
        }),
      );
      expect(await response.json()).toMatchObject({ __type: 'ResourceNotFoundException' });
    }
  });
});

describe('the body', () => {
  test('may be of any content type', async ({ raw }) => {
    const { json } = await raw('SignUp', wrongClient, { 'content-type': 'application/json' });
    expect(json).toMatchObject({ __type: 'ResourceNotFoundException' });
  });

  test('may be empty, which is an empty object', async ({ raw }) => {
    const { json } = await raw('SignUp', '');
    expect(json).toMatchObject({
      __type: 'InvalidParameterException',
      message: expect.stringMatching(/^2 validation errors detected: /) as string,
    });
  });

  test.for(['nonsense', '[]', '"x"', 'null', '{"ClientId":'])('%s is refused without a text', async (body, { raw }) => {
    const { status, headers, json } = await raw('SignUp', body);
    expect({ status, json }).toEqual({ status: 400, json: { __type: 'SerializationException' } });
    expect(headers.get('x-amzn-errortype')).toBe('SerializationException:');
    expect(headers.get('x-amzn-errormessage')).toBeNull();
  });

  test('may have members that nobody knows', async ({ raw }) => {
    const { json } = await raw('SignUp', { ...wrongClient, Unknown: { a: [1, null] } });
    expect(json).toMatchObject({ __type: 'ResourceNotFoundException' });
  });

  test('has a member of the wrong type', async ({ raw }) => {
    const { json } = await raw('SignUp', { ...wrongClient, Username: 1 });
    expect(json).toEqual({
      __type: 'SerializationException',
      message: 'NUMBER_VALUE can not be converted to a String',
    });
  });

  test('has at most a mebibyte', async ({ raw, server }) => {
    const most = 1024 * 1024;
    const exact = JSON.stringify(wrongClient).padEnd(most);
    expect((await raw('SignUp', exact)).json).toMatchObject({ __type: 'ResourceNotFoundException' });

    const { status, json, headers } = await raw('SignUp', `${exact} `);
    expect({ status, json }).toMatchObject({ status: 413, json: { __type: 'RequestEntityTooLargeException' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');

    // As a stream, which does not say its length.
    const chunk = Buffer.alloc(65_536, 'x');
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const init = {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
    };
    const response = await server.fetch(new Request('http://localhost:9229/', init as RequestInit));
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(2 * most);
  });
});

test('a text that no header can carry stands whole in the body', async ({ raw }) => {
  const name = `é\n${'x'.repeat(5000)}`;
  const { headers, json } = await raw('SignUp', {
    ...wrongClient,
    UserAttributes: [{ Name: name, Value: 'x' }],
  });

  expect(json?.['message']).toContain(name);
  expect(headers.get('x-amzn-errormessage')).toMatch(/^[\x20-\x7e]{100,1024}$/);
});

test('a preflight allows what is asked for', async ({ server }) => {
  const asked = 'cache-control,content-type,x-amz-target,x-amz-user-agent';
  const response = await server.fetch(
    new Request('http://localhost:9229/', {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.com', 'access-control-request-headers': asked },
    }),
  );

  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-methods')).toContain('POST');
  expect(response.headers.get('access-control-allow-headers')).toBe(asked);
  expect(response.headers.get('access-control-max-age')).toBe('172800');
});

test('an address where nothing is says so in JSON', async ({ server }) => {
  const response = await server.fetch(new Request('http://localhost:9229/elsewhere'));

  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ message: 'Not Found' });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

const nobody = () => Promise.reject(new Error('Nobody is asked who signed'));

/** A door whose one operation throws. */
const faulty = async (error: Error) => {
  const lines: string[] = [];
  const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const SignUp = { ...operations.SignUp, run: () => Promise.reject(error) };
  const { io } = await poolhouse();
  const door = awsDoor({
    operations: { SignUp },
    io: { ...io, log },
    authenticate: nobody,
    trustedProxies: new BlockList(),
  });
  const response = await door(
    new Request('http://localhost/', {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
      body: JSON.stringify(wrongClient),
    }),
    {},
  );
  return {
    status: response.status,
    body: await response.text(),
    id: response.headers.get('x-amzn-requestid') ?? '',
    lines,
  };
};

describe('a fault', () => {
  const answered = { status: 500, body: '{"__type":"InternalErrorException","message":"Internal server error"}' };

  test('is answered without its cause, which the log has under the request’s id', async () => {
    const { lines, id, ...answer } = await faulty(new TypeError('x is not a function'));

    expect(answer).toEqual(answered);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(id);
    expect(lines[0]).toContain('x is not a function');
    expect(lines[0]).toContain('door.test.ts');
  });

  test('does not take what drivers attach to errors into the log', async () => {
    const cause = Object.assign(new Error('duplicate key value'), {
      detail: 'Key (email)=(maya@example.com)',
      code: '23505',
    });
    const error = Object.assign(new Error('Failed query: insert\nparams: hunter2', { cause }), { params: ['hunter2'] });
    const { lines } = await faulty(error);

    expect(lines.join()).toContain('23505');
    expect(lines.join()).not.toMatch(/hunter2|maya@example/);
  });

  test('of the database is one line', async () => {
    const { lines, ...answer } = await faulty(
      Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    );

    expect(answer).toMatchObject(answered);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      message: 'The database could not be reached',
      reason: 'connect ECONNREFUSED 127.0.0.1:5432',
    });
    expect(lines[0]).not.toContain('    at ');
  });
});

test('without a root key only stored keys sign', async ({ server }) => {
  const config = readConfig({});
  const app = httpApp({ ...config, operations, io: server.io, rootKey: undefined });

  await expect(
    sdkClient(async (request) => app.fetch(request, {})).send(new ListUserPoolsCommand({ MaxResults: 1 })),
  ).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});

test('a pool that another process deleted within the last second, whose keys are gone, does not exist', async () => {
  const { status, body, lines } = await faulty(new NoDataKey('us-east-1_Gone00001'));

  expect({ status, body: JSON.parse(body) as unknown, lines }).toEqual({
    status: 400,
    body: { __type: 'ResourceNotFoundException', message: 'User pool us-east-1_Gone00001 does not exist.' },
    lines: [],
  });
});
