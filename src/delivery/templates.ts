import type { MessageKind } from '#domain/message.js';
import type { Pool } from '#domain/pool.js';

/** The texts of one kind of message, with AWS's placeholders in them. */
export interface Templates {
  readonly subject: string;
  /** HTML. */
  readonly email: string;
  readonly sms: string;
}

/**
 * The pool's texts for a kind of message. Of the verification texts, the members of VerificationMessageTemplate win over the
 * older ones beside it; ForgotPassword and ResendCode have no text of their own in AWS and use them too.
 */
export const templatesFor = ({ settings, mfa }: Pick<Pool, 'settings' | 'mfa'>, kind: MessageKind): Templates => {
  if (kind === 'AdminCreateUser') {
    const invitation = settings.AdminCreateUserConfig.InviteMessageTemplate;
    return {
      subject: invitation?.EmailSubject ?? defaults.invitation.subject,
      email: invitation?.EmailMessage ?? defaults.invitation.text,
      sms: invitation?.SMSMessage ?? defaults.invitation.text,
    };
  }
  if (kind === 'Authentication') {
    const { subject, text } = defaults.authentication;
    const email = mfa.EmailMfaConfiguration;
    return {
      subject: email?.Subject ?? subject,
      email: email?.Message ?? text,
      sms: settings.SmsAuthenticationMessage ?? text,
    };
  }
  const verification = settings.VerificationMessageTemplate;
  const { subject, text } = defaults.verification;
  return {
    subject: verification?.EmailSubject ?? settings.EmailVerificationSubject ?? subject,
    email: verification?.EmailMessage ?? settings.EmailVerificationMessage ?? text,
    sms: verification?.SmsMessage ?? settings.SmsVerificationMessage ?? text,
  };
};

// [R] AWS's texts where the pool has none, the space at the end included; the subject of the authentication mail is [I].
const defaults = {
  verification: { subject: 'Your verification code', text: 'Your verification code is {####}. ' },
  invitation: {
    subject: 'Your temporary password',
    text: 'Your username is {username} and temporary password is {####}. ',
  },
  authentication: { subject: 'Your authentication code', text: 'Your authentication code is {####}. ' },
};
