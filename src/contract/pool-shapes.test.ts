import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import * as shape from './pool-shapes.js';
import type { Shape, StringShape } from './shape.js';

type Text = Shape<string> & StringShape;

const memberOf = (structure: Shape, name: string): Text => {
  const member = structure.kind === 'structure' ? structure.members[name]?.shape : undefined;
  if (member?.kind !== 'string') throw new Error(`There is no text ${name}`);
  return member as Text;
};

const texts: Record<string, Text> = {
  'a message with a code': shape.EmailVerificationMessageType as Text,
  'a message with a link': memberOf(shape.VerificationMessageTemplateType, 'EmailMessageByLink'),
  'an address': memberOf(shape.EmailConfigurationType, 'ReplyToEmailAddress'),
};

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`, 'u');

// Pieces of the patterns, and characters that their classes lack.
const pieces = fc
  .array(fc.constantFrom('{##', '##}', '{####}', '{', '#', '}', '@', 'a', 'ä', '😀', ' ', '\n', '\uE000'), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

describe.each(Object.entries(texts))('%s', (_, { pattern = '', accepts = '' }) => {
  test("is accepted when AWS's own pattern matches, and only then", () => {
    const same = fc.property(pieces, (text) => whole(accepts).test(text) === whole(pattern).test(text));
    expect(fc.check(same, { numRuns: 3000 })).toMatchObject({ failed: false });
  });

  test.each(['{##', '{####}', '@', '##}'])(
    'is refused in time that grows with its length alone: %s',
    (piece) => {
      // AWS's own patterns would need minutes to hours for these.
      expect(whole(accepts).test(`${piece.repeat(200_000)}\uE000`)).toBe(false);
    },
    5000,
  );
});
