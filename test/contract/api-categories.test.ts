import { expect, test } from 'vitest';
import { apiCategory } from '#domain/api-categories.js';
import { operationNames } from '#operations/names.js';

test('every operation is in a category of request rates', () => {
  expect(operationNames.filter((name) => apiCategory(name) === undefined)).toEqual([]);
});
