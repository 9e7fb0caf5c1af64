/** A URL without its user and password, and those two in clear: `fetch` refuses a URL that holds them. */
export interface SplitUrl {
  readonly url: URL;
  /** Undefined when the URL has neither. */
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
}

/** Takes user and password out of a valid URL. */
export const splitCredentials = (text: string): SplitUrl => {
  const url = new URL(text);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { url, credentials: undefined };
  return { url, credentials: { user: decodeURIComponent(username), password: decodeURIComponent(password) } };
};
