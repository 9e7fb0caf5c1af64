/** Texts about attributes, passwords and names of users; the marks are those of `messages.ts`. */
export const attributeMessages = {
  /** [R] */ passwordTooShort: 'Password not long enough',
  /** [R] */ passwordNeedsUppercase: 'Password must have uppercase characters',
  /** [R] */ passwordNeedsLowercase: 'Password must have lowercase characters',
  /** [R] */ passwordNeedsNumber: 'Password must have numeric characters',
  /** [R] */ passwordNeedsSymbol: 'Password must have symbol characters',
  /** [R] */ passwordRefusedAtSignUp: (why: string) => `Password did not conform with policy: ${why}`,
  /** [R] */ passwordRefusedAtAdminCreateUser: (why: string) => `Password did not conform with password policy: ${why}`,
  /** [R] */ passwordRefused: (why: string) => `Password does not conform to policy: ${why}`,

  /** [V] */ unknownAttribute: (name: string) => `${name}: Attribute does not exist in the schema.`,
  /** [V] */ stringTooShort: (name: string, min: string) => `${name}: String must be no shorter than ${min} characters`,
  /** [R] */ stringTooLong: (name: string, max: string) => `${name}: String must be no longer than ${max} characters`,
  /** [I] */ numberTooSmall: (name: string, min: string) => `${name}: Number must be no less than ${min}`,
  /** [I] */ numberTooLarge: (name: string, max: string) => `${name}: Number must be no greater than ${max}`,
  /** [I] */ notOfType: (name: string, type: string) => `${name}: Value is not a valid ${type}`,
  /** [V] */ attributeCannotBeUpdated: (name: string) => `${name}: Attribute cannot be updated.`,
  /** [R] */ attributeRequired: (name: string) => `${name}: The attribute is required.`,

  /** [R] */ schemaViolated: (lines: string) => `Attributes did not conform to the schema: ${lines}`,
  /** [R] */ invalidAttributes: (lines: string) => `Invalid user attributes: ${lines}`,
  /** [R] */ requiredAttributeMissing: (name: string) => `Invalid attributes given, ${name} is missing`,
  /** [R] */ alreadyProvided: (name: string) => `Cannot modify an already provided ${name}`,
  /** [I] */ verifiedWithoutValue: (name: string) => `${name} is required when ${name}_verified is true`,
  /** [R] */ preferredUsernameTooEarly:
    'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
  /** peer */ notVerifiable: 'Invalid attribute name. Only phone_number and email can be verified.',
  /** peer */ noValidAddress: (name: string) =>
    `User does not have a valid registered ${name === 'email' ? 'email address' : 'phone number'}`,
  /** peer */ userDisabledForReset: 'User is disabled',
  /** [I] */ usernameDisagrees: (name: string) => `Username and the attribute ${name} must be equal.`,
} as const;
