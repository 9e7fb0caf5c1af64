const unknown = 'aws-sdk-unknown-unknown';

/** An event's `awsSdkVersion`, out of the caller's user agent: `aws-sdk-js/3.1010.0 …` is `aws-sdk-js-3.1010.0`. */
export const sdkVersion = (userAgent: string | undefined): string => {
  const [, name, version] = /(?:^|\s)aws-sdk-([a-z]+)\/(\d+\.\d+\.\d+)(?=\s|$)/.exec(userAgent ?? '') ?? [];
  return name === undefined || version === undefined ? unknown : `aws-sdk-${name}-${version}`;
};
