/** An error that the API's caller sees: AWS's type and text. Anything else that is thrown is a bug and answers InternalErrorException. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** AWS's shape name, as the `__type` of the answer's body. */
  readonly type: string;
  readonly status: number;
  /** False where AWS sends the type alone, as for a body that is not JSON. */
  readonly shown: boolean;

  constructor(type: string, message: string, status: number, options: { shown?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.type = type;
    this.status = status;
    this.shown = options.shown ?? true;
  }
}

/** Makes errors of one AWS type; called with no argument it uses the type's usual text. */
export interface ErrorKind {
  (message?: string, cause?: unknown): ApiError;
  readonly type: string;
}

/** Defines one AWS error type with its usual text. */
export const kind = (type: string, text: string, status = 400): ErrorKind =>
  Object.assign((message = text, cause?: unknown) => new ApiError(type, message, status, { cause }), { type });

/** Whether something caught is an API error of this kind. */
export const isKind = (error: unknown, of: ErrorKind): error is ApiError =>
  error instanceof ApiError && error.type === of.type;
