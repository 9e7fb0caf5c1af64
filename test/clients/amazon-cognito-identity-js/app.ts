import { CognitoUser, CognitoUserPool, type ICognitoStorage } from 'amazon-cognito-identity-js';

/** A browser of one app: its own storage, and nothing shared with others but the server. */
export interface App {
  readonly pool: CognitoUserPool;
  readonly user: (username: string) => CognitoUser;
}

/** Opens an app in a new browser. */
export const openApp = (endpoint: string, UserPoolId: string, ClientId: string): App => {
  const Storage = newStorage();
  const pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint, Storage });
  return { pool, user: (Username) => new CognitoUser({ Username, Pool: pool, Storage }) };
};

/** A storage that answers as a browser's does: null for what it does not have. */
const newStorage = (): ICognitoStorage => {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
};
