import { parseImportLines, type CustomerChange } from '../../domain/customer/index.ts';
import type { Rejection } from './import-store.ts';

/** What one line says, with its number. */
export type NumberedChange = { readonly line: number; readonly change: CustomerChange };

/** What lines say, by customer, in the order of the lines. */
export type ChangesOf = ReadonlyMap<string, readonly NumberedChange[]>;

type ReadLines = {
  readonly changesOf: ChangesOf;
  readonly rejections: Rejection[];
  /** Lines that say something; blank ones are neither accepted nor rejected. */
  readonly accepted: number;
};

/** Of a snapshot, the endpoint's id: an export has each once. */
function snapshotId({ endpoints }: CustomerChange): string | undefined {
  const [first] = endpoints;
  return first?.isSnapshot === true ? first.id : undefined;
}

/** An imported segment that everybody in the lines joins, or leaves. */
export type Membership = { readonly segmentId?: string; readonly removeFromSegmentId?: string };

/** Of somebody who leaves a list, a line says who it is, and nothing else of it is taken over. */
function withMembership(change: CustomerChange, { segmentId, removeFromSegmentId }: Membership): CustomerChange {
  if (removeFromSegmentId !== undefined) {
    return {
      customerId: change.customerId,
      attributes: {},
      consent: {},
      activity: {},
      endpoints: [],
      importedSegments: [],
      leftSegments: [removeFromSegmentId],
      mustExist: true,
    };
  }
  if (segmentId === undefined) return change;
  return { ...change, importedSegments: [...change.importedSegments, segmentId] };
}

/** A line may hold what a call of Pinpoint's answered; more than this takes longer than a request may. */
const MAX_ENDPOINTS = 1_000;

/** Reads lines and gathers what they say by customer. */
export function readLines(lines: readonly string[], numbers: readonly number[], membership: Membership): ReadLines {
  const changesOf = new Map<string, NumberedChange[]>();
  const rejections: Rejection[] = [];
  const firstSeen = new Map<string, number>();
  let accepted = 0;
  let endpoints = 0;
  for (const [index, text] of lines.entries()) {
    const line = numbers[index] ?? 0;
    if (text.trim() === '') continue;
    const read = parseImportLines(text);
    endpoints += read.length;
    if (endpoints > MAX_ENDPOINTS) {
      const reason = `The lines up to here hold more than ${MAX_ENDPOINTS} endpoints: send fewer lines in a slice.`;
      rejections.push({ line, code: 'TOO_MANY', reason });
      continue;
    }
    for (const parsed of read) {
      if (!parsed.ok) {
        rejections.push({ line, code: parsed.error.code, reason: parsed.error.message });
        continue;
      }
      const id = snapshotId(parsed.change);
      const earlier = id === undefined ? undefined : firstSeen.get(id);
      if (earlier !== undefined) {
        const reason = `Endpoint ${JSON.stringify(id)} is already in line ${earlier}; an export has each endpoint once.`;
        rejections.push({ line, code: 'DUPLICATE_ID', reason });
        continue;
      }
      if (id !== undefined) firstSeen.set(id, line);
      if (parsed.unread !== undefined) rejections.push({ line, code: 'UNKNOWN_FIELD', reason: parsed.unread });
      accepted += 1;
      const { customerId } = parsed.change;
      const change = withMembership(parsed.change, membership);
      const group = changesOf.get(customerId);
      if (group === undefined) changesOf.set(customerId, [{ line, change }]);
      else group.push({ line, change });
    }
  }
  return { changesOf, rejections, accepted };
}
