/**
 * The library that judges what authenticators make. It is loaded when the first passkey comes: that takes half a second, which
 * servers whose pools have none need not spend at every start.
 */
export const webAuthn = () => import('@simplewebauthn/server');

/** The parts of that library that read what authenticators make. */
export const webAuthnParts = () => import('@simplewebauthn/server/helpers');
