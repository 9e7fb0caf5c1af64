import { type EnvelopeKey, envelopeKey, openBox, sealBox } from '#lib/envelope.js';

/** A row of `data_keys`: a scope's key, sealed. */
export interface DataKey {
  scope: string;
  id: string;
  masterKeyId: string;
  wrapped: Buffer;
}

/** Seals a scope's key with a master key. */
export const wrap = (masterKey: EnvelopeKey, scope: string, { id, key }: EnvelopeKey): DataKey => {
  const name = id.toString('hex');
  return {
    scope,
    id: name,
    masterKeyId: masterKey.id.toString('hex'),
    wrapped: sealBox(masterKey, key.export(), wrappedPlace(scope, name)),
  };
};

/** Opens a scope's key with whichever master key sealed it. Throws BoxRejected when that is not among them. */
export const unwrap = (masterKeys: readonly EnvelopeKey[], { scope, id, wrapped }: DataKey): EnvelopeKey =>
  envelopeKey(Buffer.from(id, 'hex'), openBox(masterKeys, wrapped, wrappedPlace(scope, id)));

const wrappedPlace = (scope: string, id: string): string => JSON.stringify(['data_keys', scope, id]);
