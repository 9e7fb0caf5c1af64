import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { answerCode, smsPool, totpPool } from './mfa.js';
import { notAuthorized, invalid } from './refusals.js';
import { publicApi, startByPassword } from './sign-in.js';
import { clock } from './poolhouse.js';
import { expect, test } from './test.js';

const sessionInvalid = notAuthorized('Invalid session for the user.');

/** The tests of who may set an authenticator app up: what AssociateSoftwareToken and VerifySoftwareToken have in common. */
export const testSetUp = (
  operation: 'AssociateSoftwareToken' | 'VerifySoftwareToken',
  rest: { readonly UserCode?: string } = {},
): void => {
  const send = (client: sdk.CognitoIdentityProviderClient, by: object): Promise<unknown> => {
    const Command = Reflect.get(sdk, `${operation}Command`) as typeof sdk.AssociateSoftwareTokenCommand;
    const input: object = { ...by, ...rest };
    return client.send(new Command(input as sdk.AssociateSoftwareTokenCommandInput));
  };

  test(`${operation} wants an access token or a session, and not both`, async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool);
    const { accessToken } = await (await own.user('maya')).signIn();
    const refusal = invalid('Exactly one of AccessToken and Session must be given.');
    await expect(send(anonymous, {})).rejects.toMatchObject(refusal);
    await expect(send(anonymous, { AccessToken: accessToken, Session: 's'.repeat(20) })).rejects.toMatchObject(refusal);
  });

  test(`${operation} wants a pool that takes authenticator apps`, async ({ anonymous, pool }) => {
    const notFound = {
      name: 'SoftwareTokenMFANotFoundException',
      message: 'Software Token MFA has not been enabled by the userPool',
    };
    const { accessToken } = await (await (await pool()).user('maya')).signIn();
    await expect(send(anonymous, { AccessToken: accessToken })).rejects.toMatchObject(notFound);
    const own = await smsPool(pool);
    const { ChallengeName, Session } = await startByPassword(publicApi, own, await own.user('maya'));
    expect(ChallengeName).toBe('MFA_SETUP');
    await expect(send(anonymous, { Session })).rejects.toMatchObject(notFound);
  });

  test(`${operation} takes no session that waits for something else`, async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'ON', {
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
    });
    const maya = await own.user('maya', { attributes: { phone_number: '+15550100' } });
    const { ChallengeName, Session } = await startByPassword(publicApi, own, maya);
    expect(ChallengeName).toBe('SMS_MFA');
    await expect(send(anonymous, { Session })).rejects.toMatchObject(sessionInvalid);
  });

  test(`${operation} takes no session that nobody was given, and none that ended`, async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const other = await totpPool(cognito, pool, 'ON');
    const { Session = '' } = await startByPassword(publicApi, own, await own.user('maya'));
    // One that says that it is of another pool.
    const bytes = Buffer.from(Session, 'base64url');
    bytes.write(other.id);
    for (const forged of [bytes.toString('base64url'), 'A'.repeat(1000), Session.slice(0, -8), `${Session}AAAA`])
      await expect(send(anonymous, { Session: forged })).rejects.toMatchObject(sessionInvalid);
    clock.advanceSeconds(181);
    await expect(send(anonymous, { Session })).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session is expired.'),
    );
  });

  test(`${operation} takes no session whose password was replaced`, async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const { Session, ...asked } = await startByPassword(publicApi, own, await own.user('maya'));
    await cognito.send(
      new sdk.AdminSetUserPasswordCommand({
        UserPoolId: own.id,
        Username: 'maya',
        Password: 'Another-horse-2',
        Permanent: true,
      }),
    );
    await expect(send(anonymous, { Session })).rejects.toMatchObject(sessionInvalid);
    await expect(answerCode(publicApi, own, { ...asked, Session }, '')).rejects.toMatchObject(sessionInvalid);
  });

  test(`${operation} takes no session of a user who was disabled`, async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const { Session } = await startByPassword(publicApi, own, await own.user('maya'));
    await cognito.send(new sdk.AdminDisableUserCommand({ UserPoolId: own.id, Username: 'maya' }));
    await expect(send(anonymous, { Session })).rejects.toMatchObject(sessionInvalid);
  });
};
