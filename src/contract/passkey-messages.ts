/** Texts of what is wrong with passkeys. AWS's own are not known but for one: the marks are those of `messages.ts`. */
export const passkeyMessages = {
  /** [R] */ credential: 'Credential data is not valid',
  /** [I] */ algorithm: 'The credential uses an algorithm that is not supported.',
  /** [I] */ userNotVerified: 'The authenticator did not verify the user.',
  /** [I] */ tooMany: 'The user has reached the limit of passkeys.',
  /** [I] */ notFound: (id: string) => `Credential ${id} does not exist.`,
} as const;
