import { expect, test } from 'vitest';
import { clientOf } from './pool.fixture.js';
import { tokenLifetimes } from './token-lifetimes.js';

const [hour, day] = [3600, 86_400];

test.each([
  [{}, [hour, hour, 30 * day]],
  [{ AccessTokenValidity: 2, IdTokenValidity: 3, RefreshTokenValidity: 4 }, [2 * hour, 3 * hour, 4 * day]],
  [
    {
      AccessTokenValidity: 300,
      IdTokenValidity: 10,
      RefreshTokenValidity: 5,
      TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'minutes', RefreshToken: 'hours' },
    },
    [300, 600, 5 * hour],
  ],
  [{ TokenValidityUnits: { AccessToken: 'days', IdToken: 'hours', RefreshToken: 'hours' } }, [day, hour, 30 * hour]],
] as const)('%o', (settings, [accessSeconds, idSeconds, refreshSeconds]) => {
  expect(tokenLifetimes(clientOf(settings))).toEqual({ accessSeconds, idSeconds, refreshSeconds });
});
