import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import { UNPROVEN } from './test/unproven.ts';

/** Its modules import folders, which Node itself refuses. */
const inlined = { deps: { inline: ['dt-sql-parser'] } };

const isUnproven = process.env['UNPROVEN'] === '1';
const isCi = process.env['CI'] !== undefined;

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: isCi ? ['default', 'json'] : ['default'],
    outputFile: { json: '.bonghwa/reports/tests.json' },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{unit,property,contract,simulation,crash,sweep}/**/*.test.ts'],
          testTimeout: 30_000,
          pool: 'forks',
          // Half of their time went into loading the same modules once more for each file; none keeps state in one.
          isolate: false,
          server: inlined,
        },
      },
      {
        test: {
          name: 'integration',
          include: isUnproven ? [...UNPROVEN] : ['test/{integration,template,client}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...(isUnproven ? [] : UNPROVEN)],
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
