/** Texts of errors about identity providers and the users that they know. The marks are those of `messages.ts`. */
export const providerMessages = {
  /** [I] */ providerNotFound: (name: string) => `Identity provider ${name} does not exist.`,
  /** recalled */ localSource:
    'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser for linking, only as a DestinationUser',
  /** [I] */ localAttribute: 'ProviderAttributeName must be Cognito_Subject for the provider Cognito.',
} as const;
