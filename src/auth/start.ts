import type { AuthFlowType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { allowsFlow } from '#domain/auth-flows.js';
import type { Io } from '#services/io.js';
import type { AuthAnswer } from './engine.js';
import type { FlowRequest } from './flow.js';
import { findFlow } from './flows.js';
import { requiredParameter } from './given.js';

/** Begins a sign-in by the flow of this name: the checks that all flows share come first, in AWS's order. */
export const startAuth = async (name: AuthFlowType, request: FlowRequest, io: Io): Promise<AuthAnswer> => {
  const flow = findFlow(name);
  if (!flow?.apis.includes(request.api)) throw InvalidParameter(messages.flowNotForThisApi);
  if (!allowsFlow(request.client, flow.permission)) throw InvalidParameter(flow.notAllowed);
  for (const parameter of flow.needs) requiredParameter(request.given, parameter);
  return flow.start(request, io);
};
