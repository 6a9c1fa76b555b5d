import { refuse, type Refused } from '../../domain/result.ts';
import { sha256 } from '../../standards/sha256.ts';
import type { AddressStore } from '../address-store.ts';
import { batchesOf } from '../batches-of.ts';
import { inParallel } from '../in-parallel.ts';
import type { Actor, Clock, CustomerStore, ErasureStore, SegmentStore } from '../ports.ts';
import { findWrongLists } from './check-lists.ts';
import { checkSlice, type CheckedSlice, type SliceOfLines } from './check-slice.ts';
import { countSlice } from './count-slice.ts';
import type { ConsentLedger } from './consent-ledger.ts';
import { importGroup } from './import-group.ts';
import type { ImportPublisher, ImportReport, ImportStore, Rejection } from './import-store.ts';
import { readLines, type ChangesOf, type Membership, type NumberedChange } from './read-lines.ts';

export type ImportCustomersCommand = SliceOfLines & {
  readonly actor: Actor;
  /** An imported segment that everyone in the lines becomes a member of. */
  readonly segmentId?: string;
  /** One that everyone in the lines leaves; nothing else that the lines say is taken over. */
  readonly removeFromSegmentId?: string;
};

export type ImportDeps = {
  readonly customers: CustomerStore;
  readonly addresses: AddressStore;
  readonly imports: ImportStore;
  readonly erasures: ErasureStore;
  readonly segments: SegmentStore;
  readonly ledger: ConsentLedger;
  readonly clock: Clock;
  readonly publisher: ImportPublisher;
};

/** Customers that are read and written together; stores take 100 at once. */
const GROUP = 100;
const PARALLEL_GROUPS = 5;

/** Reasons may quote the line; a report must fit into one item. */
const MAX_REASON = 300;
const MAX_REASONS = 100_000;

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
  const digest = digestOf(command, slice);
  const known = await deps.imports.getSlice(command.importId, command.firstLine);
  if (isOther(known, digest)) return otherSlice(command);
  const report = known ?? (await runSlice(deps, command, slice.numbers));
  if ('ok' in report) return report;
  const kept = known ?? (await deps.imports.putSlice({ ...report, digest }, slice));
  if (isOther(kept, digest)) return otherSlice(command);
  await countSlice(deps, slice, kept);
  return { ok: true, report: kept };
}

/** A slice is known by its import and its first line; what it says is part of what it is. */
function digestOf(command: ImportCustomersCommand, { untilLine, numbers }: CheckedSlice): string {
  const { lines, rejected = [], segmentId = '', removeFromSegmentId = '' } = command;
  const refused = rejected.map(({ line, code, reason }) => [line, code, reason]);
  return sha256(JSON.stringify([untilLine, numbers, lines, refused, segmentId, removeFromSegmentId]), 'hex');
}

function isOther(known: ImportReport | null, digest: string): boolean {
  return known?.digest !== undefined && known.digest !== digest;
}

function otherSlice({ importId, firstLine }: ImportCustomersCommand): Refused {
  return refuse(
    'CONFLICT',
    `Import ${importId} has other lines from line ${firstLine} on, which were taken before: nothing of these was written. ` +
      'Give other lines another importId.',
  );
}

async function runSlice(
  deps: ImportDeps,
  command: ImportCustomersCommand,
  numbers: readonly number[],
): Promise<ImportReport | Refused> {
  const { importId, firstLine } = command;
  const refusal = await checkMembership(deps.segments, command);
  if (refusal !== null) return refusal;
  const { changesOf: said, rejections, accepted } = readLines(command.lines, numbers, command);
  const { changesOf, left } = await leaveWrongLists(deps.segments, said, command);
  rejections.push(...left);
  const counts = { created: 0, written: 0, endpoints: 0, refused: 0, keptRefused: 0 };
  const work = [...changesOf].map(([id, changes]) => ({ id, changes, slice: `${importId}#${firstLine}` }));
  await inParallel(batchesOf(work, GROUP), PARALLEL_GROUPS, async (group) => {
    for (const { mark, rejections: refused, keptRefused } of await importGroup(deps, group)) {
      rejections.push(...refused);
      counts.refused += refused.length;
      counts.created += mark?.isNew === true ? 1 : 0;
      counts.written += mark === null ? 0 : 1;
      counts.endpoints += mark?.endpoints ?? 0;
      counts.keptRefused += keptRefused ? 1 : 0;
    }
  });
  const all = [...rejections, ...(command.rejected ?? [])].sort((a, b) => a.line - b.line);
  return {
    importId,
    accepted: accepted - counts.refused,
    rejected: all.length,
    customersCreated: counts.created,
    customersWritten: counts.written,
    endpointsWritten: counts.endpoints,
    keptRefused: counts.keptRefused,
    rejections: shortened(all),
  };
}

/** Leaves lists out that the lines name and nobody can join, and reports them; what else those lines say is taken over. */
async function leaveWrongLists(
  segments: SegmentStore,
  changesOf: ChangesOf,
  { segmentId }: Membership,
): Promise<{ readonly changesOf: ChangesOf; readonly left: readonly Rejection[] }> {
  const joined = [...changesOf.values()].flat().flatMap(({ change }) => change.importedSegments);
  const wrong = await findWrongLists(
    segments,
    joined.filter((id) => id !== segmentId),
  );
  if (wrong.size === 0) return { changesOf, left: [] };
  const left: Rejection[] = [];
  const withoutWrong = ({ line, change }: NumberedChange): NumberedChange => {
    for (const id of change.importedSegments) {
      const reason = wrong.get(id);
      if (reason !== undefined) left.push({ line, code: 'UNKNOWN_SEGMENT', reason });
    }
    return { line, change: { ...change, importedSegments: change.importedSegments.filter((id) => !wrong.has(id)) } };
  };
  return { changesOf: new Map([...changesOf].map(([id, changes]) => [id, changes.map(withoutWrong)])), left };
}

/** Characters of Korean have three bytes: where every line has a long reason, each is told more briefly. */
function shortened(rejections: readonly Rejection[]): readonly Rejection[] {
  const length = Math.min(MAX_REASON, Math.floor(MAX_REASONS / Math.max(1, rejections.length)));
  return rejections.map(({ line, code, reason }) => ({ line, code, reason: reason.slice(0, length) }));
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
