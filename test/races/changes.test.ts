import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  ChangePasswordCommand,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { asList } from '../support/attributes.js';
import { expect, test } from '../support/test.js';
import { addressOf, adminUpdate, attributesOf } from '../support/updates.js';

const password = 'Correct-horse-1';
const rounds = Array.from({ length: 6 }, (_, index) => `maya-${index}`);

test('a sign-up that is confirmed verifies no address that came meanwhile', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool({ AutoVerifiedAttributes: ['email'], AliasAttributes: ['email'] });
  for (const Username of rounds) {
    const [before, after] = [addressOf(own, `${Username}-before`), addressOf(own, `${Username}-after`)];
    const of = { ClientId: own.client.id, Username };
    const UserAttributes = asList({ email: before });
    await anonymous.send(new SignUpCommand({ ...of, Password: password, UserAttributes }));
    const ConfirmationCode = await mailbox.code(before);

    await Promise.all([
      anonymous.send(new ConfirmSignUpCommand({ ...of, ConfirmationCode })),
      adminUpdate(cognito, own, Username, { email: after }),
    ]);

    expect(await attributesOf(cognito, own, Username)).toEqual({ email: after, email_verified: 'false' });
    for (const name of [before, after])
      await expect(attributesOf(cognito, own, name)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  }
});

test('a first password and an update at once leave what users are found by as their attributes are', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool();
  for (const Username of rounds) {
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: own.id,
        Username,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
        UserAttributes: asList({ name: `${Username}-before` }),
      }),
    );
    const { Session } = await anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: own.client.id,
        AuthParameters: { USERNAME: Username, PASSWORD: password },
      }),
    );

    const [answered] = await Promise.allSettled([
      anonymous.send(
        new RespondToAuthChallengeCommand({
          ClientId: own.client.id,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: {
            USERNAME: Username,
            NEW_PASSWORD: 'Another-horse-2',
            'userAttributes.family_name': `${Username}-family`,
          },
        }),
      ),
      adminUpdate(cognito, own, Username, { name: `${Username}-after`, given_name: `${Username}-given` }),
    ]);

    const attributes = await attributesOf(cognito, own, Username);
    expect(attributes).toEqual({
      name: `${Username}-after`,
      given_name: `${Username}-given`,
      ...(answered.status === 'fulfilled' && { family_name: `${Username}-family` }),
    });
    const found = async (name: string, value: string) => {
      const command = new ListUsersCommand({ UserPoolId: own.id, Filter: `${name} = "${value}"` });
      return (await cognito.send(command)).Users?.length;
    };
    expect(await found('name', `${Username}-before`)).toBe(0);
    for (const [name, value = ''] of Object.entries(attributes)) expect(await found(name, value)).toBe(1);
  }
});

test('a password that is changed takes no reset back', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  for (const name of rounds) {
    const user = await own.user(name, { attributes: { email: addressOf(own, name) } });
    const { accessToken } = await user.signIn();
    const of = { UserPoolId: own.id, Username: name };

    await Promise.allSettled([
      anonymous.send(
        new ChangePasswordCommand({
          AccessToken: accessToken,
          PreviousPassword: user.password,
          ProposedPassword: 'Another-horse-2',
        }),
      ),
      cognito.send(new AdminResetUserPasswordCommand(of)),
    ]);

    expect((await cognito.send(new AdminGetUserCommand(of))).UserStatus).toBe('RESET_REQUIRED');
  }
});
