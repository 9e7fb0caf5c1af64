import { testNames } from '../support/name-tests.js';
import { publicApi } from '../support/sign-in.js';

testNames(publicApi);
