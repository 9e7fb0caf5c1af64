import type { Clock } from '#lib/clock.js';

/** The machine's clock, which a test can move or stop; the fixture sets it back after each test. */
export class TestClock implements Clock {
  #offsetMilliseconds = 0;
  /** The time at which it stopped, and a millisecond for each look at it since. */
  #stopped: number | undefined;
  /** The one moment that it shows. */
  #moment: number | undefined;
  /** How far it came to be ahead of the machine's time: it never goes back, so what a test leaves behind is older than what the next one makes. */
  #lead = 0;

  now(): Date {
    if (this.#stopped !== undefined) this.#stopped += 1;
    return new Date(this.#moment ?? (this.#stopped ?? this.#running()) + this.#offsetMilliseconds);
  }

  /**
   * Has the test alone move it from now on, for what ends after seconds: a busy machine may take longer. It goes on by a
   * millisecond with each look, so that no two moments are one.
   */
  stop(): void {
    this.#stopped = this.#running();
  }

  /** Shows this moment and no other from now on, or so many milliseconds after it: for what ends at one. */
  stopAt(moment: Date, milliseconds = 0): void {
    this.#moment = moment.getTime() + milliseconds;
  }

  get offsetMilliseconds(): number {
    return this.#offsetMilliseconds;
  }

  advanceSeconds(seconds: number): void {
    this.#offsetMilliseconds += seconds * 1000;
  }

  advanceMinutes(minutes: number): void {
    this.advanceSeconds(minutes * 60);
  }

  advanceHours(hours: number): void {
    this.advanceSeconds(hours * 3600);
  }

  advanceDays(days: number): void {
    this.advanceSeconds(days * 86_400);
  }

  reset(): void {
    this.#lead = Math.max(this.#lead, (this.#stopped ?? 0) - Date.now());
    this.#offsetMilliseconds = 0;
    this.#stopped = undefined;
    this.#moment = undefined;
  }

  #running(): number {
    return Date.now() + this.#lead;
  }
}
