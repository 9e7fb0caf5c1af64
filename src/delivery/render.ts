import type { Message, RenderedMessage } from '#domain/message.js';
import type { Pool, PoolSettings } from '#domain/pool.js';
import { templatesFor } from './templates.js';

/** A message as it is sent, or why it cannot be made. */
export type Rendering = { readonly message: RenderedMessage } | { readonly problem: string };

/** Makes a message from the pool's templates. `emailFrom` is the server's sender, for pools that name none. */
export const render = (pool: Pool, message: Message, emailFrom = unconfiguredSender): Rendering => {
  const templates = templatesFor(pool, message.kind);
  const template = message.medium === 'EMAIL' ? templates.email : templates.sms;
  // [docs] AWS creates the user and does not deliver the invitation.
  if (!template.includes(codePlaceholder)) return { problem: `the pool's ${message.kind} template lacks {####}` };

  if (message.medium === 'SMS') {
    return { message: { medium: 'SMS', to: message.destination, text: fill(template, message, asIs) } };
  }
  return {
    message: {
      medium: 'EMAIL',
      to: message.destination,
      ...senderOf(pool.settings, emailFrom),
      subject: oneLine(fill(templates.subject, message, asIs)),
      html: fill(template, message, escapeHtml),
    },
  };
};

// Good enough for a mail catcher; a real relay wants POOLHOUSE_EMAIL_FROM.
const unconfiguredSender = 'no-reply@poolhouse.local';

const codePlaceholder = '{####}';

// In one pass: a user may be named `{####}`. AWS fills in {username} in invitations only [docs].
const fill = (template: string, { kind, secret, username }: Message, encode: (value: string) => string): string =>
  template.replace(/\{####\}|\{username\}/g, (placeholder) => {
    if (placeholder === codePlaceholder) return encode(secret);
    return kind === 'AdminCreateUser' ? encode(username) : placeholder;
  });

const asIs = (value: string): string => value;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => entities[character] ?? character);

// A line break in a subject would begin another header; templates may hold one.
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

const senderOf = ({ EmailConfiguration: configuration }: PoolSettings, emailFrom: string) => ({
  from: oneLine(configuration.From ?? addressOfIdentity(configuration.SourceArn) ?? emailFrom),
  ...(configuration.ReplyToEmailAddress && { replyTo: oneLine(configuration.ReplyToEmailAddress) }),
  ...(configuration.ConfigurationSet && { configurationSet: oneLine(configuration.ConfigurationSet) }),
});

// `arn:aws:ses:{region}:{account}:identity/{an address or a domain}`: a domain is no sender.
const addressOfIdentity = (arn: string | undefined): string | undefined => {
  const identity = arn?.slice(arn.indexOf('/') + 1);
  return identity?.includes('@') ? identity : undefined;
};
