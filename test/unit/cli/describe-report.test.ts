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
  linesDone: 3,
  wasDone: false,
  rejections: [{ line: 3, code: 'INVALID_ADDRESS', reason: 'The text is no e-mail address.' }],
};

describe('what an import prints', () => {
  it('A10 says of a file that was imported before that nothing was written now, and how to import it again', () => {
    expect(describeReport(REPORT, 'x.csv')).toMatch(/^2 rows: 1 accepted, 1 rejected; 1 customers \(1 new\)/);
    const again = describeReport({ ...REPORT, wasDone: true }, 'x.csv');
    expect(again).toMatch(/imported before.*nothing was written now.*--run/);
    expect(again).toMatch(/line 3: INVALID_ADDRESS/);
  });

  it('A21 ends with an exit code of its own when every row of a file was rejected', () => {
    expect(exitCodeOf([REPORT])).toBe(0);
    expect(exitCodeOf([REPORT, { accepted: 0, rejected: 3 }])).toBe(2);
    expect(exitCodeOf([{ accepted: 0, rejected: 0 }])).toBe(0);
  });
});
