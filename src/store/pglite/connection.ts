import { Duplex } from 'node:stream';
import type { DatabaseThread } from './thread.js';
import { completeBatches } from './wire.js';

/**
 * The socket through which `pg` talks to the embedded database: its other end is a thread of its own, which lives as long as the
 * connection. So a statement past its deadline, which pg answers by cutting the connection, ends like one on a killed server,
 * and the next connection starts from what was acknowledged.
 */
export class EmbeddedConnection extends Duplex {
  readonly #starting: Promise<DatabaseThread>;
  #thread: DatabaseThread | undefined;
  #pending: Buffer = Buffer.alloc(0);

  constructor(starting: Promise<DatabaseThread>) {
    super({ allowHalfOpen: false });
    this.#starting = starting;
  }

  /** Emits `connect` as soon as the database answers. */
  connect(): this {
    this.#starting.then(
      (thread) => {
        if (this.destroyed) return;
        this.#thread = thread;
        thread.listen(
          (answer) => this.push(answer),
          (error) => this.#fail(error),
        );
        this.emit('connect');
      },
      (error: unknown) => this.#fail(error),
    );
    return this;
  }

  #fail(cause: unknown): void {
    if (!this.writableEnded) this.destroy(new Error('The embedded database stopped', { cause }));
  }

  override _read(): void {
    // Answers are pushed as they come: pg keeps whole results in memory anyway.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#send([chunk]);
    done();
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: () => void): void {
    this.#send(chunks.map(({ chunk }) => chunk));
    done();
  }

  #send(chunks: readonly Buffer[]): void {
    const sent = Buffer.concat([this.#pending, ...chunks]);
    const complete = completeBatches(sent);
    this.#pending = sent.subarray(complete);
    if (complete > 0) this.#thread?.send(sent.subarray(0, complete));
  }

  /** The client said goodbye. */
  override _final(done: () => void): void {
    void (this.#thread?.close() ?? Promise.resolve()).then(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const ended = this.#starting.then(
      (thread) => thread.kill(),
      () => undefined,
    );
    void ended.then(() => done(error));
  }

  // What pg asks of a socket, and a thread has no use for.
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
