/** Work that repeats while the server runs, safe to run twice and in several processes at once. */
export interface Job {
  readonly name: string;
  /** Milliseconds between two runs of one process. */
  readonly every: number;
  run(): Promise<void>;
}
