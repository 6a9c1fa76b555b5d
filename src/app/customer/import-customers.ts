import { newCustomer } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { inParallel } from '../in-parallel.ts';
import type { Actor, Clock, CustomerStore, ErasureStore, ImportMark, SegmentStore, StoredCustomer } from '../ports.ts';
import { applyLines } from './apply-lines.ts';
import { checkSlice, type SliceOfLines } from './check-slice.ts';
import { countSlice } from './count-slice.ts';
import type { ImportPublisher, ImportReport, ImportStore, Rejection } from './import-store.ts';
import { readLines, type Membership, type NumberedChange } from './read-lines.ts';

export type ImportCustomersCommand = SliceOfLines & {
  readonly actor: Actor;
  /** An imported segment that everyone in the lines becomes a member of. */
  readonly segmentId?: string;
  /** One that everyone in the lines leaves; nothing else that the lines say is taken over. */
  readonly removeFromSegmentId?: string;
};

export type ImportDeps = {
  readonly customers: CustomerStore;
  readonly imports: ImportStore;
  readonly erasures: ErasureStore;
  readonly segments: SegmentStore;
  readonly clock: Clock;
  readonly publisher: ImportPublisher;
};

const PARALLEL_WRITES = 16;
const READ_AT_ONCE = 100;
const MAX_TRIES = 8;

/** As many slices of one import as may be on their way at the same time. */
const KEPT_MARKS = 8;

/** Reasons may quote the line; a report must fit into one item. */
const MAX_REASON = 200;

/**
 * Imports one slice of a file: good lines are kept, every other line gets a reason. The same slice of the same import
 * is applied and counted once, also when a slice was interrupted half-way and comes again.
 */
export async function importCustomers(
  deps: ImportDeps,
  command: ImportCustomersCommand,
): Promise<{ readonly ok: true; readonly report: ImportReport } | Refused> {
  const slice = checkSlice(command);
  if (!slice.ok) return slice;
  const known = await deps.imports.getSlice(command.importId, command.firstLine);
  const report = known ?? (await runSlice(deps, command, slice.numbers));
  if ('ok' in report) return report;
  const kept = known ?? (await deps.imports.putSlice(report, slice));
  await countSlice(deps, slice, kept);
  return { ok: true, report: kept };
}

async function runSlice(
  deps: ImportDeps,
  command: ImportCustomersCommand,
  numbers: readonly number[],
): Promise<ImportReport | Refused> {
  const { importId, firstLine } = command;
  const refusal = await checkMembership(deps.segments, command);
  if (refusal !== null) return refusal;
  const { changesOf, rejections, accepted } = readLines(command.lines, numbers, command);
  const counts = { created: 0, written: 0, endpoints: 0, refused: 0 };
  const ids = [...changesOf.keys()];
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
    const some = ids.slice(from, from + READ_AT_ONCE);
    const [stored, erased] = await Promise.all([deps.customers.getMany(some), deps.erasures.getMany(some)]);
    await inParallel(some, PARALLEL_WRITES, async (id) => {
      const work = { id, changes: changesOf.get(id) ?? [], slice: `${importId}#${firstLine}` };
      const outcome = await importCustomer(deps, work, stored.get(id), erased.get(id));
      rejections.push(...outcome.rejections);
      counts.refused += outcome.rejections.length;
      counts.created += outcome.mark?.isNew === true ? 1 : 0;
      counts.written += outcome.mark === null ? 0 : 1;
      counts.endpoints += outcome.mark?.endpoints ?? 0;
    });
  }
  const all = [...rejections, ...(command.rejected ?? [])].sort((a, b) => a.line - b.line);
  return {
    importId,
    accepted: accepted - counts.refused,
    rejected: all.length,
    customersCreated: counts.created,
    customersWritten: counts.written,
    endpointsWritten: counts.endpoints,
    rejections: all.map(({ line, code, reason }) => ({ line, code, reason: reason.slice(0, MAX_REASON) })),
  };
}

async function checkMembership(
  segments: SegmentStore,
  { segmentId: joined, removeFromSegmentId: left }: Membership,
): Promise<Refused | null> {
  if (joined !== undefined && left !== undefined) {
    return refuse('INVALID_INPUT', 'Give segmentId or removeFromSegmentId: an import adds members or takes them off.');
  }
  const segmentId = joined ?? left;
  if (segmentId === undefined) return null;
  const segment = await segments.get(segmentId);
  if (segment === null)
    return refuse('NOT_FOUND', `There is no segment ${segmentId} to add members to or take them off.`);
  if (segment.value.type === 'IMPORTED') return null;
  return refuse('INVALID_INPUT', `Segment ${segmentId} is dynamic: its members follow from its definition.`);
}

type CustomerWork = { readonly id: string; readonly changes: readonly NumberedChange[]; readonly slice: string };

/** What a slice did to one customer; no mark: nothing was written. */
type CustomerOutcome = { readonly mark: ImportMark | null; readonly rejections: readonly Rejection[] };

async function importCustomer(
  { customers, erasures, clock }: ImportDeps,
  { id, changes, slice }: CustomerWork,
  stored: StoredCustomer | undefined,
  erasedAtFirst: number | undefined,
): Promise<CustomerOutcome> {
  let known = stored;
  let erasedAt = erasedAtFirst;
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const applied = applyLines(known?.value ?? newCustomer(id), changes, {
      now: clock.now(),
      exists: known !== undefined,
      erasedAt,
    });
    const { rejections } = applied;
    // This slice was here before and did not live to tell.
    const mark = known?.marks?.find((one) => one.slice === slice);
    if (mark !== undefined) return { mark, rejections };
    if (!applied.changed) return { mark: null, rejections };
    const written = { slice, isNew: known === undefined, endpoints: applied.endpointsChanged };
    const marks = [...(known?.marks ?? []), written].slice(-KEPT_MARKS);
    if (await customers.put(applied.customer, known?.revision ?? 0, marks)) return { mark: written, rejections };
    known = (await customers.getMany([id])).get(id);
    erasedAt = (await erasures.getMany([id])).get(id);
  }
  throw new Error(`A customer changed ${MAX_TRIES} times while an import wanted to write it.`);
}
