/** The texts of the door's own errors: AWS's words where they are known (reported by its users), one line each. */
export const doorMessages = {
  /** Ours: AWS has every operation. */
  notBuilt: (operation: string) => `${operation} is not supported by this release of Poolhouse.`,
  /** Inferred. */
  bodyTooLarge: (maxBytes: number) => `The request is larger than the maximum of ${maxBytes} bytes.`,
  /** Ours: AWS's limits are not known. */
  tooDeep: (levels: number) => `The request is nested deeper than ${levels} levels.`,
  /** Ours. */
  unstorableText: 'A string of the request holds a NUL character or half of a surrogate pair.',

  /** Ours. */
  notHttp: 'The request is not valid HTTP.',

  headerLacks: (parameter: string) => `Authorization header requires '${parameter}' parameter.`,
  headerLacksDate: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
  credentialForm: (credential: string) =>
    `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
  /** Inferred. */
  signatureForm: "'Signature' must be 64 hexadecimal digits.",
  mustBeSigned: (header: string) => `'${header}' must be a 'SignedHeader' in the AWS Authorization.`,
  scopeRegion: 'Credential should be scoped to a valid region. ',
  scopeService: (service: string) => `Credential should be scoped to correct service: '${service}'. `,
  scopeTerminator: (terminator: string) => `Credential should be scoped with a valid terminator: '${terminator}'. `,
  scopeDate: (scopeDate: string, date: string) =>
    `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scopeDate}' != '${date.slice(0, 8)}', from '${date}'.`,
  dateForm: (date: string) =>
    `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  expired: (date: string, earliest: string, now: string, minutes: number) =>
    `Signature expired: ${date} is now earlier than ${earliest} (${now} - ${minutes} min.)`,
  notYetCurrent: (date: string, latest: string, now: string, minutes: number) =>
    `Signature not yet current: ${date} is still later than ${latest} (${now} + ${minutes} min.)`,

  notAllowed: (principal: string, action: string, resource: string) =>
    `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  denied: (principal: string, action: string, resource: string) =>
    `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in an identity-based policy`,
} as const;
