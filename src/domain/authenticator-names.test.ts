import { expect, test } from 'vitest';
import { authenticatorName } from './authenticator-names.js';

test('an authenticator is called as people know it, if they do', () => {
  expect(authenticatorName('d548826e-79b4-db40-a3d8-11116f7e8349')).toBe('Bitwarden');
  expect(authenticatorName('00000000-0000-0000-0000-000000000000')).toBe('Passkey');
});
