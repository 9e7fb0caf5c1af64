import { expect, test } from 'vitest';
import { apiCategories, apiCategory } from './api-categories.js';

test('an operation is found in its category, and nothing else is', () => {
  expect(apiCategory('InitiateAuth')).toBe('UserAuthentication');
  expect(apiCategory('SignUp')).toBe('UserCreation');
  expect(apiCategory('constructor')).toBeUndefined();
  expect(apiCategories).toHaveLength(17);
});
