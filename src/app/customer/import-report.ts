import { refuse, type Refused } from '../../domain/result.ts';
import { progressOf, type ImportProgress, type ImportStore, type Rejection } from './import-store.ts';

/** One answer holds about this many rejections, and looks through this many slices for them. */
const MAX_REJECTIONS = 1_000;
const MAX_SLICES = 400;
const SLICES_AT_ONCE = 20;

export type ImportReportPage = {
  readonly ok: true;
  readonly progress: ImportProgress;
  readonly rejections: readonly Rejection[];
  readonly nextToken: string | null;
};

/** Where an import stands, and its rejected lines in order, page by page. */
export async function importReport(
  { imports }: { readonly imports: ImportStore },
  { importId, nextToken }: { readonly importId: string; readonly nextToken?: string },
): Promise<ImportReportPage | Refused> {
  const totals = await imports.getTotals(importId);
  if (totals === null) return refuse('NOT_FOUND', `There is no import ${importId}, or it is older than 90 days.`);
  let from = nextToken === undefined ? 1 : Number(nextToken);
  if (!Number.isSafeInteger(from)) return refuse('INVALID_INPUT', 'nextToken is not one that this query returned.');
  const progress = progressOf(totals);
  const rejections: Rejection[] = [];
  for (let looked = 0; looked < MAX_SLICES; looked += SLICES_AT_ONCE) {
    const slices = await imports.listSlices(importId, from, SLICES_AT_ONCE);
    for (const { firstLine, report } of slices) {
      if (rejections.length >= MAX_REJECTIONS) {
        return { ok: true, progress, rejections, nextToken: String(firstLine) };
      }
      rejections.push(...report.rejections);
      from = firstLine + 1;
    }
    if (slices.length < SLICES_AT_ONCE) return { ok: true, progress, rejections, nextToken: null };
  }
  return { ok: true, progress, rejections, nextToken: String(from) };
}
