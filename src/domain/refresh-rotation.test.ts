import { describe, expect, test } from 'vitest';
import { refreshStanding, rotatesRefreshTokens } from './refresh-rotation.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const client = (RetryGracePeriodSeconds?: number, Feature: 'ENABLED' | 'DISABLED' = 'ENABLED') => ({
  settings: {
    AuthSessionValidity: 3,
    RefreshTokenValidity: 30,
    EnableTokenRevocation: true,
    RefreshTokenRotation: { Feature, ...(RetryGracePeriodSeconds !== undefined && { RetryGracePeriodSeconds }) },
  },
});
const rotated = (generation: number, secondsAgo: number) => ({
  generation,
  rotatedAt: new Date(now.getTime() - secondsAgo * 1000),
});

test('a client rotates when it says so', () => {
  expect(rotatesRefreshTokens(client())).toBe(true);
  expect(rotatesRefreshTokens(client(0, 'DISABLED'))).toBe(false);
  expect(rotatesRefreshTokens({ settings: { ...client().settings, RefreshTokenRotation: undefined } })).toBe(false);
});

describe('a refresh token', () => {
  test.for([
    // generation, family, grace, standing
    [0, { generation: 0, rotatedAt: undefined }, 0, 'current'],
    [3, rotated(3, 1000), 0, 'current'],
    [0, rotated(1, 0), undefined, 'late'],
    [0, rotated(1, 0), 0, 'late'],
    [0, rotated(1, 0), 1, 'retried'],
    [0, rotated(1, 0.999), 1, 'retried'],
    [0, rotated(1, 1), 1, 'late'],
    [0, rotated(1, 10), 1, 'late'],
    [0, rotated(1, 10.001), 1, 'stolen'],
    [0, rotated(1, 59.999), 60, 'retried'],
    [0, rotated(1, 60), 60, 'late'],
    [0, rotated(1, 60.001), 60, 'stolen'],
    // Rotated out before the last one: no grace.
    [0, rotated(2, 0), 60, 'late'],
    [0, rotated(10, 0), 60, 'late'],
    [0, rotated(11, 0), 60, 'stolen'],
    [0, rotated(2, 61), 60, 'stolen'],
    // Of a store that was restored.
    [2, rotated(1, 0), 60, 'unknown'],
    [1, { generation: 0, rotatedAt: undefined }, 60, 'unknown'],
  ] as const)('of generation %d in %o with %s seconds of grace is %s', ([generation, family, grace, standing]) => {
    expect(refreshStanding(generation, family, client(grace), now)).toBe(standing);
  });
});
