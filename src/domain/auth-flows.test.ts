import type { ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { allowsFlow, type FlowPermission } from './auth-flows.js';
import { clientOf } from './pool.fixture.js';

const every: readonly FlowPermission[] = [
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'CUSTOM_AUTH',
  'REFRESH_TOKEN_AUTH',
  'USER_AUTH',
];

const cases: readonly [ExplicitAuthFlowsType[] | undefined, FlowPermission[]][] = [
  [undefined, ['USER_SRP_AUTH', 'CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH']],
  [[], ['USER_SRP_AUTH', 'CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH']],
  ...every.map((flow): [ExplicitAuthFlowsType[], FlowPermission[]] => [[`ALLOW_${flow}`], [flow]]),
  [
    ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ['USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH'],
  ],
  [['ADMIN_NO_SRP_AUTH'], ['USER_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH']],
  [['USER_PASSWORD_AUTH'], ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH']],
  [
    ['ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'],
    ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH'],
  ],
  [['CUSTOM_AUTH_FLOW_ONLY'], ['CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH']],
  [
    ['USER_PASSWORD_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'ADMIN_NO_SRP_AUTH'],
    ['CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH'],
  ],
];

test('a client that rotates its refresh tokens allows all that it names but the flow that does not rotate', () => {
  for (const [named, allowed] of cases) {
    const client = clientOf({
      ...(named && { ExplicitAuthFlows: named }),
      RefreshTokenRotation: { Feature: 'ENABLED' },
    });
    expect(every.filter((flow) => allowsFlow(client, flow))).toEqual(
      allowed.filter((flow) => flow !== 'REFRESH_TOKEN_AUTH'),
    );
  }
});

test.each(cases)('a client that names %j allows %j', (named, allowed) => {
  const client = clientOf(named && { ExplicitAuthFlows: named });
  expect(every.filter((flow) => allowsFlow(client, flow))).toEqual(allowed);
});
