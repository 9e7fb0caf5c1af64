import type { Client } from '#domain/client.js';
import type { FlowPermission } from '#domain/auth-flows.js';
import type { Pool } from '#domain/pool.js';
import type { Io } from '#services/io.js';
import type { Given } from './challenge.js';
import type { AuthAnswer } from './engine.js';

/** Which pair of operations a request came through. */
export type Api = 'public' | 'admin';

/** A sign-in that is to begin, or to go on: by whom, and with what. */
export interface FlowRequest {
  readonly api: Api;
  readonly pool: Pool;
  readonly client: Client;
  readonly given: Given;
  /** The `Session` of the request, if it has one. */
  readonly session?: string | undefined;
}

/** One value of `AuthFlow`: where it may be used, what it needs, and how it begins. */
export interface Flow {
  readonly apis: readonly Api[];
  readonly permission: FlowPermission;
  /** The text for a client that does not allow it. */
  readonly notAllowed: string;
  /** Parameters without which it cannot begin, in the order in which they are missed. */
  readonly needs: readonly string[];
  start(request: FlowRequest, io: Io): Promise<AuthAnswer>;
}
