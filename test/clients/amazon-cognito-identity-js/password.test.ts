import { answered, called, signIn } from './callbacks.js';
import { wrongCode, wrongPassword } from './refusals.js';
import { expect, test } from './test.js';

const password = 'Correct-horse-1';
const email = { email: 'maya@example.com' };

test('a password is changed by who knows it', async ({ app, pool }) => {
  const its = await pool();
  await its.user('maya');
  const user = (await app(its)).user('maya');
  await signIn(user, password);
  const change = (before: string, after: string) => called((done) => user.changePassword(before, after, done));

  await expect(change('Wrong-horse-1', 'Better-horse-2')).rejects.toMatchObject(wrongPassword);
  await expect(change(password, 'short')).rejects.toMatchObject({ code: 'InvalidPasswordException' });
  expect(await change(password, 'Better-horse-2')).toBe('SUCCESS');
  expect((await signIn(user, 'Better-horse-2')).isValid()).toBe(true);
  await expect(signIn(user, password)).rejects.toMatchObject(wrongPassword);
});

test('a password that was forgotten is replaced by a code', async ({ app, mailbox, pool }) => {
  const its = await pool();
  await its.user('maya', { attributes: email });
  const user = (await app(its)).user('maya');
  const details = await new Promise((inputVerificationCode, onFailure) =>
    user.forgotPassword({ onSuccess: () => undefined, onFailure, inputVerificationCode }),
  );
  expect(details).toEqual({
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'm***@e***' },
  });
  const code = await mailbox.code(email.email);
  const confirm = (typed: string, next: string) =>
    answered<string>((callbacks) => user.confirmPassword(typed, next, callbacks));

  await expect(confirm(code === '000000' ? '111111' : '000000', 'Better-horse-2')).rejects.toMatchObject(wrongCode);
  await expect(confirm(code, 'short')).rejects.toMatchObject({ code: 'InvalidPasswordException' });
  expect(await confirm(code, 'Better-horse-2')).toBe('SUCCESS');
  expect((await signIn(user, 'Better-horse-2')).isValid()).toBe(true);
  await expect(confirm(code, 'Third-horse-3')).rejects.toMatchObject({ code: 'ExpiredCodeException' });
});
