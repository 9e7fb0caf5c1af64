import { expect, test } from 'vitest';
import { sdkVersion } from './sdk-version.js';

test.each([
  ['aws-sdk-js/3.1010.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#22.1.0', 'aws-sdk-js-3.1010.0'],
  ['aws-sdk-nodejs/2.1639.0 linux/v20.1.0 callback', 'aws-sdk-nodejs-2.1639.0'],
  ['app/1.0 aws-sdk-java/2.20.1', 'aws-sdk-java-2.20.1'],
  ['Mozilla/5.0 (X11; Linux x86_64)', 'aws-sdk-unknown-unknown'],
  ['aws-sdk-js/three', 'aws-sdk-unknown-unknown'],
  ['not-aws-sdk-js/3.1.0', 'aws-sdk-unknown-unknown'],
  ['', 'aws-sdk-unknown-unknown'],
  [undefined, 'aws-sdk-unknown-unknown'],
])('%s', (userAgent, version) => {
  expect(sdkVersion(userAgent)).toBe(version);
});
