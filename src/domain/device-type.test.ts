import { expect, test } from 'vitest';
import { deviceType } from './device-type.js';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.for([
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) ${webkit} Chrome/125.0.0.0 Safari/537.36`, 'Chrome 125 / macOS 15.0'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0', 'Firefox 126 / Windows 10'],
  [
    `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/125.0.0.0 Mobile Safari/537.36`,
    'Chrome 125 / Android 14',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'Safari 17 / iOS 17.5',
  ],
  ['aws-sdk-js/3.1169.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#22.12.0', 'Linux'],
  ['okhttp/4.9.2', 'unknown'],
  ['MyApp/1.0 CFNetwork/1494', 'unknown'],
  ['<script>alert(1)</script>/1.0', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('%s is %s', ([userAgent, expected]) => {
  expect(deviceType(userAgent)).toBe(expected);
});
