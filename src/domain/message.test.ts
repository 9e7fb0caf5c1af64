import { expect, test } from 'vitest';
import { maskedDestination } from './message.js';

test.each([
  ['EMAIL', 'fixture@example.com', 'f***@e***'],
  ['EMAIL', 'test@test.com', 't***@t***'],
  ['EMAIL', '"odd@name"@example.com', '"***@e***'],
  ['EMAIL', '𝒎aya@example.com', '𝒎***@e***'],
  ['SMS', '+15555551234', '+*******1234'],
  ['SMS', '+46700000001', '+*******0001'],
  ['SMS', '+1234', '+1234'],
] as const)('%s to %s is shown as %s', (medium, destination, masked) => {
  expect(maskedDestination({ medium, destination })).toBe(masked);
});
