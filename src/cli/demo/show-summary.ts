import type { ImportReport } from '../import/import-file.ts';
import { renderTable } from '../render-table.ts';
import type { SentRun } from './send-waves.ts';

export interface DemoSummary {
  readonly customers: number;
  readonly endpoints: number;
  readonly planned: number;
  readonly included: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly accepted: number;
  readonly delivered: number;
  readonly failed: number;
  readonly optedOut: number;
  readonly skipped: number;
  readonly inDoubt: number;
  /** Of all waves. */
  readonly messages: number;
  readonly ticks: number;
  readonly seconds: number;
}

/** Everybody counts once, by what became of them in the end, however many waves they were in. */
export function summarise(report: ImportReport, { progress, ticks, seconds }: SentRun): DemoSummary {
  const { planned, excluded, outcomes, messages } = progress;
  return {
    customers: report.customersCreated,
    endpoints: report.accepted,
    planned,
    included: outcomes.included,
    excluded: Object.fromEntries(excluded.map(({ reason, count }) => [reason, count])),
    accepted: outcomes.accepted,
    delivered: outcomes.delivered,
    failed: outcomes.failed,
    optedOut: outcomes.optedOut,
    skipped: outcomes.skipped,
    inDoubt: outcomes.inDoubt,
    messages: messages.included,
    ticks,
    seconds: Number(seconds.toFixed(2)),
  };
}

/** Prints the totals; false when they do not add up, which would be a defect. */
export function showSummary(summary: DemoSummary, write: (text: string) => void): boolean {
  const { planned, included, excluded, accepted, delivered, failed, optedOut, skipped, inDoubt } = summary;
  const excludedTotal = Object.values(excluded).reduce((sum, count) => sum + count, 0);
  const rows = Object.entries({
    planned,
    excluded: excludedTotal,
    included,
    accepted,
    delivered,
    failed,
    'opted out': optedOut,
    skipped,
    'in doubt': inDoubt,
  });
  write(
    `\n${renderTable(
      ['   Summary', 'customers'],
      rows.map(([name, count]) => [`   ${name}`, count.toLocaleString('en')]),
    )}`,
  );
  write(`   ${summary.messages} messages in three waves, ${summary.seconds} s, ${summary.ticks} live snapshots`);
  const isBalanced =
    planned === included + excludedTotal && included === accepted + delivered + failed + optedOut + skipped + inDoubt;
  write(
    isBalanced
      ? '   Everyone is accounted for: planned = included + excluded; included = accepted + delivered + failed + opted out + skipped + in doubt.'
      : '   The totals do not add up. This is a defect: please report it with the data folder.',
  );
  return isBalanced;
}
