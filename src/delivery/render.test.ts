import { describe, expect, test } from 'vitest';
import type { Message, RenderedEmail } from '#domain/message.js';
import { poolOf } from '#domain/pool.fixture.js';
import type { Pool, PoolSettings } from '#domain/pool.js';
import { render } from './render.js';

const messageOf = (changes: Partial<Message> = {}): Message => ({
  poolId: 'us-east-1_abcdefghi',
  id: 'b8d4b0a4-4f0e-4a55-9d4f-1f6b4c9a2f10',
  kind: 'SignUp',
  medium: 'EMAIL',
  destination: 'maya@example.com',
  sub: '4d1c7b52-90aa-4e0e-9a39-0c2f6a8e1d77',
  username: 'maya',
  attribute: 'email',
  secret: '123456',
  ...changes,
});

const rendered = (pool: Pool, message: Message, emailFrom?: string) => {
  const rendering = render(pool, message, emailFrom);
  if ('problem' in rendering) throw new Error(rendering.problem);
  return rendering.message;
};
const email = (pool: Pool, message: Message = messageOf(), emailFrom?: string) =>
  rendered(pool, message, emailFrom) as RenderedEmail;

describe('texts', () => {
  test.each(['SignUp', 'ResendCode', 'ForgotPassword', 'UpdateUserAttribute', 'VerifyUserAttribute'] as const)(
    'a pool without templates sends %s with the default ones',
    (kind) => {
      expect(email(poolOf(), messageOf({ kind }))).toMatchObject({
        to: 'maya@example.com',
        subject: 'Your verification code',
        html: 'Your verification code is 123456. ',
      });
      const sms = messageOf({ kind, medium: 'SMS', destination: '+15555551234' });
      expect(rendered(poolOf(), sms)).toEqual({
        medium: 'SMS',
        to: '+15555551234',
        text: 'Your verification code is 123456. ',
      });
    },
  );

  test('invitations and authentication messages have defaults of their own', () => {
    expect(email(poolOf(), messageOf({ kind: 'AdminCreateUser', secret: 'Temp-1234' }))).toMatchObject({
      subject: 'Your temporary password',
      html: 'Your username is maya and temporary password is Temp-1234. ',
    });
    expect(email(poolOf(), messageOf({ kind: 'Authentication' }))).toMatchObject({
      subject: 'Your authentication code',
      html: 'Your authentication code is 123456. ',
    });
    const pool = poolOf({ SmsAuthenticationMessage: 'MFA {####}' });
    expect(rendered(pool, messageOf({ kind: 'Authentication', medium: 'SMS' }))).toMatchObject({ text: 'MFA 123456' });
  });

  test('the verification template wins over the older members, each text on its own', () => {
    const older = {
      EmailVerificationMessage: 'old {####}',
      EmailVerificationSubject: 'Old',
      SmsVerificationMessage: 'old sms {####}',
    };
    expect(email(poolOf(older))).toMatchObject({ subject: 'Old', html: 'old 123456' });
    expect(rendered(poolOf(older), messageOf({ medium: 'SMS' }))).toMatchObject({ text: 'old sms 123456' });

    const both = poolOf({ ...older, VerificationMessageTemplate: { EmailMessage: 'new {####}' } });
    expect(email(both)).toMatchObject({ subject: 'Old', html: 'new 123456' });
  });

  test('an invitation uses the invitation template', () => {
    const pool = poolOf({
      AdminCreateUserConfig: {
        InviteMessageTemplate: {
          EmailSubject: 'Hello',
          EmailMessage: '{username}/{####}',
          SMSMessage: '{####}:{username}',
        },
      },
    });
    const invitation = messageOf({ kind: 'AdminCreateUser' });
    expect(email(pool, invitation)).toMatchObject({ subject: 'Hello', html: 'maya/123456' });
    expect(rendered(pool, { ...invitation, medium: 'SMS' })).toMatchObject({ text: '123456:maya' });
  });

  test('an invitation without a place for the password is not made', () => {
    const pool = poolOf({ AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: 'Hello {username}' } } });
    expect(render(pool, messageOf({ kind: 'AdminCreateUser' }))).toEqual({
      problem: "the pool's AdminCreateUser template lacks {####}",
    });
  });
});

describe('placeholders', () => {
  test('every occurrence is filled in, in the subject too', () => {
    const pool = poolOf({
      VerificationMessageTemplate: { EmailMessage: '{####} and {####}', EmailSubject: 'Code {####}' },
    });
    expect(email(pool)).toMatchObject({ subject: 'Code 123456', html: '123456 and 123456' });
  });

  test('a user name is filled in only in invitations', () => {
    const pool = poolOf({ VerificationMessageTemplate: { EmailMessage: '{username}: {####}' } });
    expect(email(pool)).toMatchObject({ html: '{username}: 123456' });
  });

  test('a value that looks like a placeholder stays as it is', () => {
    const invitation = messageOf({ kind: 'AdminCreateUser', username: '{####}', secret: '{username}$&$1' });
    expect(rendered(poolOf(), { ...invitation, medium: 'SMS' })).toMatchObject({
      text: 'Your username is {####} and temporary password is {username}$&$1. ',
    });
  });

  test('values are escaped in the HTML of a mail, and nowhere else', () => {
    const pool = poolOf({
      AdminCreateUserConfig: {
        InviteMessageTemplate: { EmailMessage: '<b>{username}</b> {####}', EmailSubject: 'For {username}' },
      },
    });
    const invitation = messageOf({ kind: 'AdminCreateUser', username: '<img src=x onerror="a()">', secret: `a<b>&'"` });
    expect(email(pool, invitation)).toMatchObject({
      subject: 'For <img src=x onerror="a()">',
      html: '<b>&lt;img src=x onerror=&quot;a()&quot;&gt;</b> a&lt;b&gt;&amp;&#39;&quot;',
    });
    expect(rendered(pool, { ...invitation, medium: 'SMS' })).toMatchObject({
      text: `Your username is <img src=x onerror="a()"> and temporary password is a<b>&'". `,
    });
  });

  test('a subject is one line', () => {
    const pool = poolOf({
      VerificationMessageTemplate: { EmailSubject: 'Code\r\nBcc: all@example.com\u2028end\u0000' },
    });
    expect(email(pool).subject).toBe('Code Bcc: all@example.com end ');
  });
});

const sesIdentity = (identity: string) => `arn:aws:ses:us-east-1:000000000000:identity/${identity}`;
const from = (EmailConfiguration: PoolSettings['EmailConfiguration'], emailFrom?: string) =>
  email(poolOf({ EmailConfiguration }), messageOf(), emailFrom).from;

describe('the sender', () => {
  test('is the pool’s, or the address of its SES identity, or the server’s', () => {
    expect(from({ From: 'Staff <staff@example.com>', SourceArn: sesIdentity('ses@example.com') })).toBe(
      'Staff <staff@example.com>',
    );
    expect(from({ SourceArn: sesIdentity('ses@example.com') })).toBe('ses@example.com');
    expect(from({ SourceArn: sesIdentity('example.com') }, 'server@example.com')).toBe('server@example.com');
    expect(from({}, 'server@example.com')).toBe('server@example.com');
    expect(from({})).toBe('no-reply@poolhouse.local');
  });

  test('comes with the pool’s reply address and SES configuration set', () => {
    const pool = poolOf({
      EmailConfiguration: { ReplyToEmailAddress: 'help@example.com', ConfigurationSet: 'main' },
    });
    expect(email(pool)).toMatchObject({ replyTo: 'help@example.com', configurationSet: 'main' });
    expect(Object.keys(email(poolOf()))).toEqual(['medium', 'to', 'from', 'subject', 'html']);
  });
});
