import type { AuthFlowType } from '@aws-sdk/client-cognito-identity-provider';
import type { Flow } from './flow.js';
import { customAuth } from './flows/custom-auth.js';
import { adminUserPasswordAuth } from './flows/admin-user-password-auth.js';
import { refreshTokenAuth } from './flows/refresh-token-auth.js';
import { userAuth } from './flows/user-auth.js';
import { userPasswordAuth } from './flows/user-password-auth.js';
import { userSrpAuth } from './flows/user-srp-auth.js';

/** Every `AuthFlow` that can begin; two names stand for the same flow where AWS renamed it. */
const flows: Partial<Record<AuthFlowType, Flow>> = {
  ADMIN_NO_SRP_AUTH: adminUserPasswordAuth,
  ADMIN_USER_PASSWORD_AUTH: adminUserPasswordAuth,
  CUSTOM_AUTH: customAuth,
  REFRESH_TOKEN: refreshTokenAuth,
  REFRESH_TOKEN_AUTH: refreshTokenAuth,
  USER_AUTH: userAuth,
  USER_PASSWORD_AUTH: userPasswordAuth,
  USER_SRP_AUTH: userSrpAuth,
};

/** The flow of this name, undefined when none ever begins. */
export const findFlow = (name: AuthFlowType): Flow | undefined => flows[name];
