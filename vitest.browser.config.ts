import { defineConfig } from 'vitest/config';

/** Tests that drive a real Chromium. Apart from `npm test`, which needs no browser. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/synthesize-once.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    pool: 'forks',
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: '.bonghwa/reports/browser-tests.json' },
  },
});
