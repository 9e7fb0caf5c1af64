import { testNames } from '../support/name-tests.js';
import { adminApi } from '../support/sign-in.js';

testNames(adminApi);
