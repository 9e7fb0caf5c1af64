// @ts-check
// A vitest reporter that counts per project, for the closing lines of test/run.mjs.

import { writeFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** Writes `{ project: Count }` as JSON to the file that POOLHOUSE_TEST_TALLY names. */
export default class Tally {
  /** @param {ReadonlyArray<import('vitest/node').TestModule>} modules @param {ReadonlyArray<unknown>} unhandled */
  onTestRunEnd(modules, unhandled) {
    /** @type {Record<string, Count>} */
    const counts = {};
    for (const module of modules) {
      const count = (counts[module.project.name] ??= { passed: 0, failed: 0, skipped: 0 });
      const before = count.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
      }
      // A file that cannot be loaded, or whose hook fails, has no failed test of its own.
      if (!module.ok() && count.failed === before) count.failed += 1;
    }
    if (unhandled.length > 0) counts['unhandled errors'] = { passed: 0, failed: unhandled.length, skipped: 0 };
    writeFileSync(process.env['POOLHOUSE_TEST_TALLY'] ?? 'tally.json', JSON.stringify(counts));
  }
}
