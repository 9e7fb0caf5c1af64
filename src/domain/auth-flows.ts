import type { ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider';
import type { Client, ClientSettings } from './client.js';
import { rotatesRefreshTokens } from './refresh-rotation.js';

/** A way to sign in that a client may or may not allow. */
export type FlowPermission =
  | 'USER_SRP_AUTH'
  | 'USER_PASSWORD_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH'
  | 'CUSTOM_AUTH'
  | 'REFRESH_TOKEN_AUTH'
  | 'USER_AUTH';

const customAuthOnly: readonly FlowPermission[] = ['CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH'];

const legacy: Partial<Record<ExplicitAuthFlowsType, readonly FlowPermission[]>> = {
  ADMIN_NO_SRP_AUTH: ['ADMIN_USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH'],
  USER_PASSWORD_AUTH: ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH'],
  CUSTOM_AUTH_FLOW_ONLY: customAuthOnly,
};

/** Whether a value of ExplicitAuthFlows is one of the older kind, without the prefix `ALLOW_`. */
export const isLegacyFlow = (value: string): boolean => Object.hasOwn(legacy, value);

const defaults: readonly FlowPermission[] = ['REFRESH_TOKEN_AUTH', 'USER_SRP_AUTH', 'CUSTOM_AUTH'];

/**
 * Whether a client allows a way to sign in. A client that names none allows refresh, SRP and custom authentication; one that
 * names only legacy values allows SRP and refresh besides (recorded), unless it says that custom authentication is all. One that
 * rotates its refresh tokens never allows the flow that does not.
 */
export const allowsFlow = ({ settings }: Client, flow: FlowPermission): boolean => {
  if (flow === 'REFRESH_TOKEN_AUTH' && rotatesRefreshTokens({ settings })) return false;
  const named = settings.ExplicitAuthFlows ?? [];
  if (named.length === 0) return defaults.includes(flow);
  if (named.includes('CUSTOM_AUTH_FLOW_ONLY')) return customAuthOnly.includes(flow);
  return named.some((value) => legacy[value]?.includes(flow) ?? value === `ALLOW_${flow}`);
};

/** Whether a client with these settings is that of an app without users, which gets tokens for itself; it signs nobody in. */
export const allowsClientTokens = ({ ExplicitAuthFlows: flows }: Pick<ClientSettings, 'ExplicitAuthFlows'>): boolean =>
  // Documented; missing in the SDK's types.
  flows?.some((flow: string) => flow === 'ALLOW_CLIENT_TOKEN_AUTH') ?? false;
