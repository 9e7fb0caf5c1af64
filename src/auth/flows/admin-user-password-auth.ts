import type { Flow } from '#auth/flow.js';
import { userPasswordAuth } from './user-password-auth.js';
import { messages } from '#contract/messages.js';

/** The password in clear, from a trusted back end. */
export const adminUserPasswordAuth: Flow = {
  ...userPasswordAuth,
  apis: ['admin'],
  permission: 'ADMIN_USER_PASSWORD_AUTH',
  notAllowed: messages.adminFlowOff,
};
