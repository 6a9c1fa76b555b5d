import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import { LONG_IN_CHROMIUM } from './test/unproven.ts';

const isLong = process.env['LONG'] === '1';

/** Tests that drive a real Chromium. Apart from `npm test`, which needs no browser. */
export default defineConfig({
  test: {
    environment: 'node',
    include: isLong ? [...LONG_IN_CHROMIUM] : ['test/browser/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isLong ? [] : LONG_IN_CHROMIUM)],
    globalSetup: ['test/synthesize-once.ts'],
    setupFiles: ['test/browser/keep-what-failed.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A page needs longer than the second that is meant for values in memory.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: '.bonghwa/reports/browser-tests.json' },
  },
});
