import {
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  type ProviderUserIdentifierType,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess } from '../support/access.js';
import { userNotFound } from '../support/groups.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const maya = { ProviderName: 'Cognito', ProviderAttributeValue: 'maya' };
const subject = { ProviderName: 'Google', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: '117' };
const email = 'maya@example.com';

test.for<[string, ProviderUserIdentifierType, ProviderUserIdentifierType, { name: string; message: string }]>([
  [
    'a provider that the pool does not have',
    maya,
    subject,
    { name: 'ResourceNotFoundException', message: 'Identity provider Google does not exist.' },
  ],
  [
    'a user of the pool as the source',
    maya,
    { ...maya, ProviderAttributeValue: 'noor' },
    invalid(
      'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser for linking, only as a DestinationUser',
    ),
  ],
  ['a destination that does not exist', { ...maya, ProviderAttributeValue: 'nobody' }, subject, userNotFound],
  ['a destination by an alias', { ...maya, ProviderAttributeValue: email }, subject, userNotFound],
  ['a destination without a name', { ProviderName: 'Cognito' }, subject, userNotFound],
  ['a destination of a provider that the pool does not have', subject, subject, userNotFound],
  [
    'a destination without a provider',
    { ProviderAttributeValue: 'maya' },
    subject,
    {
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value null at 'destinationUser.providerName' failed to satisfy constraint: Member must not be null",
    },
  ],
  [
    'a source without a provider',
    maya,
    {},
    {
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value null at 'sourceUser.providerName' failed to satisfy constraint: Member must not be null",
    },
  ],
  [
    'a provider with a long name',
    maya,
    { ...subject, ProviderName: 'x'.repeat(33) },
    broken('x'.repeat(33), 'sourceUser.providerName', 'Member must have length less than or equal to 32'),
  ],
])('refuses %s, and stores nothing', async ([, DestinationUser, SourceUser, refusal], { cognito, pool }) => {
  const own = await pool({ AliasAttributes: ['email'] });
  await own.user('maya', { attributes: { email } });
  const of = { UserPoolId: own.id, Username: 'maya' };
  const before = await cognito.send(new AdminGetUserCommand(of));

  await expect(
    cognito.send(new AdminLinkProviderForUserCommand({ UserPoolId: own.id, DestinationUser, SourceUser })),
  ).rejects.toMatchObject(refusal);

  const after = await cognito.send(new AdminGetUserCommand(of));
  expect(after.UserAttributes).toEqual(before.UserAttributes);
});

test('names a pool that does not exist', async ({ cognito }) => {
  await expect(
    cognito.send(
      new AdminLinkProviderForUserCommand({ UserPoolId: 'nobodys pool', DestinationUser: maya, SourceUser: subject }),
    ),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool nobodys pool does not exist.',
  });
});

testAccess('AdminLinkProviderForUser', ({ id }) => ({ UserPoolId: id, DestinationUser: maya, SourceUser: subject }));
