import { answered, attributeList, attributesOf, called, signIn } from './callbacks.js';
import { expect, test } from './test.js';

test('a user changes, verifies and deletes attributes of its own', async ({ app, mailbox, pool }) => {
  const its = await pool({ AutoVerifiedAttributes: ['email'] });
  await its.user('maya', { attributes: { email: 'maya@example.com' } });
  const user = (await app(its)).user('maya');
  await signIn(user, 'Correct-horse-1');

  await called((done) => user.updateAttributes(attributeList({ name: 'Maya', email: 'maya@example.net' }), done));
  expect(await attributesOf(user)).toMatchObject({ name: 'Maya', email: 'maya@example.net', email_verified: 'false' });

  const code = await mailbox.code('maya@example.net');
  await answered((callbacks) => user.verifyAttribute('email', code, callbacks));
  expect(await attributesOf(user)).toMatchObject({ email: 'maya@example.net', email_verified: 'true' });

  await answered((callbacks) => user.getAttributeVerificationCode('email', callbacks));
  await called((done) => user.deleteAttributes(['name'], done));
  expect(await attributesOf(user)).not.toHaveProperty('name');
});
