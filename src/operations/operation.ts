import { operationMaker } from '#contract/operation.js';
import type { BearerIo, Io, SignedIo } from '#services/io.js';

/** Defines one operation of the API; see `contract/operation.ts`. */
export const operation = operationMaker<{ public: Io; bearer: BearerIo; signed: SignedIo }>();
