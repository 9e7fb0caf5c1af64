import type { Challenge, Given } from '#auth/challenge.js';
import { requiredParameter } from '#auth/given.js';
import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { readableAttributes } from '#domain/attributes.js';
import { attributesForNewPassword, requiredForNewPassword } from '#domain/new-password-attributes.js';
import { passwordRefusals, requirePolicy } from '#domain/password-policy.js';
import { gainedAliases, lostAliases } from '#domain/usernames.js';
import { changedPassword } from '#services/password-change.js';
import { searchKeys } from '#store/user-rows.js';

const attributePrefix = 'userAttributes.';

/** A temporary password was proven: the user replaces it, and supplies what the pool requires and the administrator left out. */
export const newPasswordRequired: Challenge = {
  async ask(_attempt, { pool, client, user, username }) {
    if (!user) throw NotAuthorized(messages.wrongPassword);
    const shown = readableAttributes(pool, client, user).filter(({ Name: name }) => name !== 'sub');
    return {
      session: true,
      parameters: {
        USER_ID_FOR_SRP: username,
        requiredAttributes: JSON.stringify(
          requiredForNewPassword(pool, user.attributes).map((name) => `${attributePrefix}${name}`),
        ),
        userAttributes: JSON.stringify(Object.fromEntries(shown.map(({ Name: name, Value: value }) => [name, value]))),
      },
    };
  },

  async check({ passwordSetAt }, { pool, client, user }, given, io) {
    const password = requiredParameter(given, 'NEW_PASSWORD');
    if (!user || passwordSetAt === undefined) throw NotAuthorized(messages.wrongPassword);
    requirePolicy(pool.settings.Policies.PasswordPolicy, password, passwordRefusals.change);
    const attributes = attributesForNewPassword(pool, client, user.attributes, givenAttributes(given));
    const effect = {
      status: 'CONFIRMED',
      temporary: false,
      attributes: { before: user.attributes, after: attributes, searchKeys: searchKeys(pool, attributes) },
      aliases: gainedAliases(pool, user, attributes),
      lostAliases: lostAliases(pool, user, attributes),
    } as const;
    const change = await changedPassword({ pool, user }, password, effect, io);
    return {
      proofs: ['new-password'],
      passwordChange: { ...change, replacesSetAt: new Date(passwordSetAt) },
      user: { ...user, status: 'CONFIRMED', attributes },
    };
  },
};

const givenAttributes = (given: Given): { Name: string; Value: string }[] =>
  Object.entries(given)
    .filter(([name]) => name.startsWith(attributePrefix))
    .map(([name, value]) => ({ Name: name.slice(attributePrefix.length), Value: value }));
