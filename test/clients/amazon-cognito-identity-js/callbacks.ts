import {
  AuthenticationDetails,
  type CognitoUser,
  CognitoUserAttribute,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';

// amazon-cognito-identity-js speaks by callbacks of two forms; tests await them.

type NodeCallback<T> = (error?: Error | null, result?: T) => void;

interface Callbacks<T> {
  readonly onSuccess: (result: T) => void;
  readonly onFailure: (error: unknown) => void;
}

/** What a function with a callback of Node's form gives. Rejects with its error. */
export const called = <T>(call: (callback: NodeCallback<T>) => void): Promise<T> =>
  new Promise((resolve, reject) =>
    call((error, result) => {
      if (error) reject(error);
      else resolve(result as T);
    }),
  );

/** What a function with an object of callbacks gives. Rejects with its error. */
export const answered = <T>(call: (callbacks: Callbacks<T>) => void): Promise<T> =>
  new Promise((onSuccess, onFailure) => call({ onSuccess, onFailure }));

/** Signs a user in, by SRP unless the user is set to another flow. Rejects when that is refused. */
export const signIn = (user: CognitoUser, password: string): Promise<CognitoUserSession> =>
  answered((callbacks) => user.authenticateUser(credentials(user, password), callbacks));

/** What the user types into the form. */
export const credentials = (user: CognitoUser, Password: string): AuthenticationDetails =>
  new AuthenticationDetails({ Username: user.getUsername(), Password });

/** Attributes as the client wants them. */
export const attributeList = (attributes: Readonly<Record<string, string>>): CognitoUserAttribute[] =>
  Object.entries(attributes).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));

/** The user's attributes, as the server tells them to the user. */
export const attributesOf = async (user: CognitoUser): Promise<Record<string, string>> => {
  const attributes = await called<CognitoUserAttribute[]>((done) => user.getUserAttributes(done));
  return Object.fromEntries(attributes.map((attribute) => [attribute.getName(), attribute.getValue()]));
};
