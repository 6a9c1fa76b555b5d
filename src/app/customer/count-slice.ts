import type { Clock } from '../ports.ts';
import {
  progressOf,
  type ImportPublisher,
  type ImportReport,
  type ImportStore,
  type ImportTotals,
  type SliceInfo,
} from './import-store.ts';

/** Watchers hear of an import at most once in this time, and once more when it is done. */
const PUBLISH_INTERVAL_MS = 1_000;

/** Slices that end at the same moment take turns. */
const MAX_TRIES = 50;
const LONGEST_WAIT_MS = 100;

type Range = readonly [from: number, until: number];

function isCovered(covered: readonly Range[], { firstLine, untilLine }: SliceInfo): boolean {
  return covered.some(([from, until]) => from <= firstLine && untilLine <= until);
}

/** The ranges with one more, those that touch joined: an import in order is one range, however long. */
function cover(covered: readonly Range[], next: Range): readonly Range[] {
  if (next[0] === next[1]) return covered;
  const joined: [number, number][] = [];
  for (const [from, until] of [...covered, next].sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], until);
    else joined.push([from, until]);
  }
  return joined;
}

function startingTotals(importId: string): ImportTotals {
  return {
    importId,
    seq: 0,
    accepted: 0,
    rejected: 0,
    customersCreated: 0,
    customersWritten: 0,
    endpointsWritten: 0,
    keptRefused: 0,
    covered: [],
    endLine: null,
    isDone: false,
    publishedAt: 0,
    at: 0,
  };
}

function isWhole(covered: readonly Range[], endLine: number | null): boolean {
  const [first, ...others] = covered;
  if (first === undefined) return endLine === 1;
  return first[0] === 1 && first[1] === endLine && others.length === 0;
}

/** The totals with a slice in them; the same totals when there is nothing new in it. */
function addSlice(totals: ImportTotals, slice: SliceInfo, report: ImportReport): ImportTotals {
  const isEmpty = slice.firstLine === slice.untilLine;
  const isKnown = isEmpty || isCovered(totals.covered, slice);
  const endLine = slice.isLast ? slice.untilLine : totals.endLine;
  if (isKnown && endLine === totals.endLine) return totals;
  const covered = cover(totals.covered, [slice.firstLine, slice.untilLine]);
  const add = isKnown
    ? { accepted: 0, rejected: 0, customersCreated: 0, customersWritten: 0, endpointsWritten: 0, keptRefused: 0 }
    : report;
  return {
    ...totals,
    seq: totals.seq + 1,
    accepted: totals.accepted + add.accepted,
    rejected: totals.rejected + add.rejected,
    customersCreated: totals.customersCreated + add.customersCreated,
    customersWritten: totals.customersWritten + add.customersWritten,
    endpointsWritten: totals.endpointsWritten + add.endpointsWritten,
    keptRefused: totals.keptRefused + add.keptRefused,
    covered,
    endLine,
    isDone: isWhole(covered, endLine),
  };
}

/** Counts a slice into its import, once however often it is told, and tells watchers when it is time to. */
export async function countSlice(
  deps: { readonly imports: ImportStore; readonly clock: Clock; readonly publisher: ImportPublisher },
  slice: SliceInfo,
  report: ImportReport,
): Promise<void> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const known = (await deps.imports.getTotals(report.importId)) ?? startingTotals(report.importId);
    const counted = addSlice(known, slice, report);
    if (counted === known) return;
    const at = deps.clock.now();
    const isDue = at - known.publishedAt >= PUBLISH_INTERVAL_MS || counted.isDone;
    const next = { ...counted, at, publishedAt: isDue ? at : known.publishedAt };
    if (await deps.imports.putTotals(next)) {
      if (isDue) await deps.publisher.publishImport(progressOf(next));
      return;
    }
    await deps.clock.sleep(Math.min(2 ** attempt, LONGEST_WAIT_MS));
  }
  throw new Error(`The totals of import ${report.importId} changed ${MAX_TRIES} times while a slice was counted.`);
}
