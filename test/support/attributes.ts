import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';

/** Attributes as requests carry them. */
export const asList = (attributes: Readonly<Record<string, string>>): AttributeType[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** Attributes of an answer by name. */
export const asRecord = (attributes: readonly AttributeType[] = []): Record<string, string | undefined> =>
  Object.fromEntries(attributes.map(({ Name = '', Value }) => [Name, Value]));

/** The setting of a pool that sends SMS. */
export const sms = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } };
