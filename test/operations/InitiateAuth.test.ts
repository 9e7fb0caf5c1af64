import { publicApi } from '../support/sign-in.js';
import { testUserStates } from '../support/user-state-tests.js';

testUserStates(publicApi);
