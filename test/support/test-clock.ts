import type { Clock } from '#lib/clock.js';

/** The machine's clock, which a test can move; the fixture sets it back after each test. */
export class TestClock implements Clock {
  #offsetMilliseconds = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMilliseconds);
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
    this.#offsetMilliseconds = 0;
  }
}
