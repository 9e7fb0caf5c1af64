import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider';
import { rootKey } from './engine.js';
import { clock } from './poolhouse.js';

type Fetch = (request: Request) => Promise<Response>;

/** AWS's own client over a function instead of a connection: no port, no mock, the true serializer and signer. */
export const sdkClient = (
  fetch: Fetch,
  options: CognitoIdentityProviderClientConfig = {},
): CognitoIdentityProviderClient => {
  const client = new CognitoIdentityProviderClient({
    region: 'us-east-1',
    endpoint: 'http://localhost:9229',
    credentials: { accessKeyId: rootKey.id, secretAccessKey: rootKey.secret },
    maxAttempts: 1,
    ...options,
    requestHandler: requestHandler(fetch),
  });
  // Its signatures follow the clock of the server, which a test may have moved.
  client.middlewareStack.add(
    (next) => (args) => {
      client.config.systemClockOffset = clock.offsetMilliseconds;
      return next(args);
    },
    { step: 'initialize' },
  );
  return client;
};

/** What the client hands to its request handler. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const requestHandler = (fetch: Fetch) => ({
  async handle({ protocol, hostname, port, path, method, headers, body }: SdkRequest) {
    const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
    const response = await fetch(new Request(url, { method, headers, ...(body !== undefined && { body }) }));
    return {
      response: {
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        body: new Uint8Array(await response.arrayBuffer()),
      },
    };
  },
});
