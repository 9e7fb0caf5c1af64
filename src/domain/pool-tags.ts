import { UserPoolTagging } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';

const mostTags = 50;

const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Throws UserPoolTaggingException for tags that AWS would not take. */
export const checkPoolTags = (tags: Readonly<Record<string, string>>): void => {
  const entries = Object.entries(tags);
  if (entries.length > mostTags) throw UserPoolTagging(poolMessages.tooManyTags);
  for (const [key, value] of entries) {
    if (key.toLowerCase().startsWith('aws:')) throw UserPoolTagging(poolMessages.reservedTag(key));
    if (!characters.test(key) || !characters.test(value)) throw UserPoolTagging(poolMessages.invalidTag(key));
  }
};
