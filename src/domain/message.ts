import { maskEmail, maskPhoneNumber } from './destinations.js';

/** What a message is about: the suffix of AWS's trigger source for it (`CustomMessage_SignUp`, ...). */
export type MessageKind =
  | 'SignUp'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'AdminCreateUser'
  | 'Authentication'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute';

export type Medium = 'EMAIL' | 'SMS';

/** A message to a user before it is rendered: its text depends on the pool's templates. */
export interface Message {
  readonly poolId: string;
  /** Unique in the pool; the mail's Message-ID comes from it, so that a repeated delivery can be told. */
  readonly id: string;
  readonly kind: MessageKind;
  readonly medium: Medium;
  /** An e-mail address, or a phone number in E.164 form. */
  readonly destination: string;
  readonly sub: string;
  readonly username: string;
  /** The user's attribute that the destination comes from: `email` or `phone_number`. */
  readonly attribute: string;
  /** The code, or the temporary password of an invitation. */
  readonly secret: string;
  /** Absent when an administrator's call caused the message. */
  readonly clientId?: string;
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/** A mail as it is sent. */
export interface RenderedEmail {
  readonly medium: 'EMAIL';
  readonly to: string;
  /** `a@b` or `Name <a@b>`. */
  readonly from: string;
  readonly replyTo?: string;
  /** The name of an Amazon SES configuration set, for relays that know it. */
  readonly configurationSet?: string;
  readonly subject: string;
  readonly html: string;
}

/** A text message as it is sent. */
export interface RenderedSms {
  readonly medium: 'SMS';
  readonly to: string;
  readonly text: string;
}

export type RenderedMessage = RenderedEmail | RenderedSms;

/** A message's destination as answers show it: it may stand in logs. */
export const maskedDestination = ({ medium, destination }: Pick<Message, 'medium' | 'destination'>): string =>
  medium === 'EMAIL' ? maskEmail(destination) : maskPhoneNumber(destination);
