import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '#contract/api-error.js';
import { attributesForDeletion } from './attribute-deletion.js';
import { attributesForUpdate } from './attribute-update.js';
import { normalised, schemaProblems } from './attribute-values.js';
import { clientOf, poolOf } from './pool.fixture.js';
import { schemaOf } from './schema.js';
import type { Attributes } from './user.js';

// What attribute values and changes of them are like whatever is given.

/** Whether the schema of one attribute takes a value. */
const takes = (attribute: SchemaAttributeType, value: string): boolean => {
  const schema = schemaOf(poolOf({}, [{ Name: 'custom:x', ...attribute }]));
  return schemaProblems(schema, new Map([['custom:x', value]])).length === 0;
};

const anyText = fc.string({ unit: 'binary', maxLength: 12 });

describe('a value is taken if and only if', () => {
  test('its characters are as many as the schema allows', () => {
    fc.assert(
      fc.property(anyText, fc.nat(8), fc.nat(8), (value, min, more) => {
        const length = Array.from(value).length;
        const lengths = { MinLength: String(min), MaxLength: String(min + more) };
        expect(takes({ AttributeDataType: 'String', StringAttributeConstraints: lengths }, value)).toBe(
          length >= min && length <= min + more,
        );
      }),
    );
  });

  test('it is a number between the bounds', () => {
    const whole = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(whole, fc.nat(99), whole, fc.nat(50), (number, hundredths, min, more) => {
        const value = `${number}.${String(hundredths).padStart(2, '0')}`;
        const bounds = { MinValue: String(min), MaxValue: String(min + more) };
        expect(takes({ AttributeDataType: 'Number', NumberAttributeConstraints: bounds }, value)).toBe(
          Number(value) >= min && Number(value) <= min + more,
        );
      }),
    );
  });

  test('it is true or false, in whatever case, which is stored in lower case', () => {
    const spelt = fc.constantFrom('true', 'false').chain((word) => fc.mixedCase(fc.constant(word)));
    fc.assert(
      fc.property(fc.oneof(spelt, anyText), (value) => {
        const known = ['true', 'false'].includes(value.toLowerCase());
        expect(takes({ AttributeDataType: 'Boolean' }, value)).toBe(known);
        const rule = schemaOf(poolOf({}, [{ Name: 'custom:x', AttributeDataType: 'Boolean' }])).get('custom:x');
        expect(['true', 'false']).toContain(normalised(rule, known ? value : 'TRUE'));
      }),
    );
  });

  test('it is a day that there is, with or without a time', () => {
    const day = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString();
        for (const value of [iso, iso.slice(0, 10)]) expect(takes({ AttributeDataType: 'DateTime' }, value)).toBe(true);
        const [year, month] = [iso.slice(0, 4), iso.slice(5, 7)];
        const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
        expect(takes({ AttributeDataType: 'DateTime' }, `${year}-${month}-${days + 1}`)).toBe(false);
      }),
    );
  });
});

describe('whatever is given', () => {
  const pool = poolOf({ AutoVerifiedAttributes: ['email'] }, [
    { Name: 'custom:tier', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '3' } },
    { Name: 'custom:fixed', AttributeDataType: 'String', Mutable: false },
    { Name: 'dev:custom:note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
  ]);
  // Each rule of changes is about one of these: they come often enough for every pair of them.
  const names = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('email', 'email_verified', 'phone_number', 'custom:tier', 'custom:fixed') },
    fc.constantFrom(...schemaOf(pool).keys(), 'dev:note', 'constructor', '__proto__', 'toString', 'identities'),
    anyText,
  );
  const values = fc.oneof(
    fc.constantFrom('', 'true', 'FALSE', 'maya@example.com', '+15555550100', '2001-02-03', '17'),
    anyText,
    fc.constant(undefined),
  );
  const given = fc.array(fc.record({ Name: names, Value: values }), { maxLength: 4 });
  const current = { email: 'before@example.com', email_verified: 'true', 'custom:tier': 'one', 'custom:fixed': 'x' };

  /** What a rule answers; undefined when it refuses in a way that is meant for the caller. */
  const answerOf = <T>(rule: () => T): T | undefined => {
    try {
      return rule();
    } catch (error) {
      if (error instanceof ApiError) return undefined;
      throw error;
    }
  };

  test.each(['admin', 'user'] as const)(
    'an update by the %s is refused as AWS refuses, or leaves what the schema takes',
    (writer) => {
      fc.assert(
        fc.property(given, (attributes) => {
          const update = answerOf(() =>
            attributesForUpdate(pool, writer === 'admin' ? 'admin' : clientOf(), current, attributes),
          );
          const after: Attributes = update?.attributes ?? current;
          expect(schemaProblems(schemaOf(pool), new Map(Object.entries(after)))).toEqual([]);
          expect(Object.hasOwn(after, 'sub')).toBe(false);
          expect(after['custom:fixed']).toBe('x');
          const withoutValue = ['email', 'phone_number'].filter(
            (address) => after[`${address}_verified`] === 'true' && after[address] === undefined,
          );
          expect(withoutValue).toEqual([]);
          // No user writes what only administrators may, nor verifies an address by writing it.
          const written = after['dev:custom:note'] !== undefined;
          const verified = after['email_verified'] === 'true' && after['email'] !== current.email;
          expect(writer === 'user' && (written || verified)).toBe(false);
        }),
        { numRuns: 3000 },
      );
    },
  );

  test('a deletion is refused as AWS refuses, or takes away what was named, a flag with its address, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(names, { maxLength: 3 }), (gone) => {
        const after = answerOf(() => attributesForDeletion(pool, 'admin', current, gone));
        const kept = Object.entries(current).filter(
          ([name]) => !gone.includes(name) && !(name === 'email_verified' && gone.includes('email')),
        );
        expect(after ?? Object.fromEntries(kept)).toEqual(Object.fromEntries(kept));
      }),
      { numRuns: 300 },
    );
  });
});
