import { describe, expect, it } from 'vitest';
import { describeReport, exitCodeOf } from '../../../src/cli/import/describe-report.ts';

const REPORT = {
  importId: 'import-1',
  seq: 1,
  at: '2026-11-28T00:00:00Z',
  accepted: 1,
  rejected: 1,
  customersCreated: 1,
  customersWritten: 1,
  endpointsWritten: 1,
  keptRefused: 0,
  linesDone: 3,
  wasDone: false,
  rejections: [{ line: 3, code: 'INVALID_ADDRESS', reason: 'The text is no e-mail address.' }],
};

describe('what an import prints', () => {
  it('A10 says of a file that was imported before that nothing was written now, and how to import it again', () => {
    expect(describeReport(REPORT, 'x.csv')).toMatch(
      /^2 rows: 1 accepted, 1 rejected; 1 customers created, 0 updates of known ones/,
    );
    const again = describeReport({ ...REPORT, wasDone: true }, 'x.csv');
    expect(again).toMatch(/imported before.*nothing was written now.*--run/);
    expect(again).toMatch(/line 3: INVALID_ADDRESS/);
  });

  it('U15 tells those who are created from updates of those who are known', () => {
    const report = { ...REPORT, customersCreated: 12_500, customersWritten: 12_518, endpointsWritten: 12_600 };
    expect(describeReport(report, 'x.csv')).toContain(
      '12500 customers created, 18 updates of known ones, 12600 endpoints written',
    );
  });

  it('A21 ends with an exit code of its own when every row of a file was rejected', () => {
    expect(exitCodeOf([REPORT])).toBe(0);
    expect(exitCodeOf([REPORT, { accepted: 0, rejected: 3 }])).toBe(2);
    expect(exitCodeOf([{ accepted: 0, rejected: 0 }])).toBe(0);
  });
});
