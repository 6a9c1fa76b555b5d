import { defineConfig } from 'vitest/config';

/** Its modules import folders, which Node itself refuses. */
const inlined = { deps: { inline: ['dt-sql-parser'] } };

const isCi = process.env['CI'] !== undefined;

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: isCi ? ['default', 'json'] : ['default'],
    outputFile: { json: '.bonghwa/reports/tests.json' },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{unit,property,contract,simulation,crash,sweep}/**/*.test.ts'],
          testTimeout: 30_000,
          pool: 'forks',
          server: inlined,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,template,client}/**/*.test.ts'],
          globalSetup: ['test/synthesize-once.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          pool: 'forks',
          server: inlined,
        },
      },
    ],
  },
});
