import { configDefaults, defineConfig } from 'vitest/config';
import { LONG_IN_CHROMIUM, UNPROVEN_IN_CHROMIUM } from './test/unproven.ts';

/** Only those that are left out otherwise. */
const chosen =
  process.env['UNPROVEN'] === '1' ? UNPROVEN_IN_CHROMIUM : process.env['LONG'] === '1' ? LONG_IN_CHROMIUM : undefined;

/** Tests that drive a real Chromium. Apart from `npm test`, which needs no browser. */
export default defineConfig({
  test: {
    environment: 'node',
    include: chosen === undefined ? ['test/browser/**/*.test.ts'] : [...chosen],
    exclude: [
      ...configDefaults.exclude,
      ...(chosen === undefined ? [...UNPROVEN_IN_CHROMIUM, ...LONG_IN_CHROMIUM] : []),
    ],
    globalSetup: ['test/synthesize-once.ts'],
    setupFiles: ['test/browser/keep-what-failed.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A page needs longer than the second that is meant for values in memory.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 1,
    pool: 'forks',
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: '.bonghwa/reports/browser-tests.json' },
  },
});
