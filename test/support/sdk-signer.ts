import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** The key that every request of {@link sdkSigner} is signed with unless a test says otherwise. */
export const signerCredentials = {
  accessKeyId: 'AKPHSIGNERKEY0000001',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY',
};

/** The SDK's own signer: the oracle of our verification. */
export const sdkSigner = (
  options: { region?: string; service?: string; credentials?: typeof signerCredentials } = {},
) =>
  new SignatureV4({
    credentials: options.credentials ?? signerCredentials,
    region: options.region ?? 'us-east-1',
    service: options.service ?? 'cognito-idp',
    sha256: Sha256,
  });

class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('The signer does not use a hash twice');
  }
}
