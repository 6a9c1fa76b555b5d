import type { ImportReport } from './import-file.ts';

const SHOWN_REJECTIONS = 10;

/** The totals and the first rejections in lines; all of them are in the file beside. */
export function describeReport(report: ImportReport, rejectedFile: string): string {
  const { accepted, rejected, customersWritten, customersCreated, endpointsWritten, keptRefused, wasDone } = report;
  const rows = `${accepted + rejected} rows: ${accepted} accepted, ${rejected} rejected`;
  // Somebody whose rows stand in different parts of the file is created once and updated by the later parts.
  const updated = customersWritten - customersCreated;
  const written = `${customersCreated} customers created, ${updated} updates of known ones, ${endpointsWritten} endpoints written`;
  const lines = [
    ...(wasDone
      ? [
          'This file was imported before, with the same options, and nothing was written now. --run NAME imports it once more.',
          `What became of it then: ${rows}; ${written}.`,
        ]
      : [`${rows}; ${written}.`]),
    ...(keptRefused === 0
      ? []
      : [
          `${keptRefused} customers stayed refused: they had said no, and the file shows no consent of theirs since, with its words.`,
        ]),
    ...report.rejections
      .slice(0, SHOWN_REJECTIONS)
      .map(({ line, code, reason }) => `  line ${line}: ${code}: ${reason}`),
    ...(rejected > 0 ? [`All rejected rows with their reasons: ${rejectedFile}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** 2 when a file has rows and every one was rejected: scripts must see that nothing came of it. */
export function exitCodeOf(reports: readonly Pick<ImportReport, 'accepted' | 'rejected'>[]): 0 | 2 {
  return reports.some(({ accepted, rejected }) => accepted === 0 && rejected > 0) ? 2 : 0;
}
