import type { RecordedDecision } from '../../domain/consent/index.ts';
import type { AcceptedEvent } from '../../domain/event/index.ts';
import { consentRow, eventRow, type EventSource } from '../../domain/lake/index.ts';
import { sha256 } from '../../standards/sha256.ts';
import type { Clock, Ids } from '../ports.ts';
import type { CustomerKeys, LakeStreams } from './ports.ts';
import { putRows } from './put-rows.ts';

/** Something that was recorded, of which the lake is to know. */
export type LakeChange =
  | { readonly kind: 'EVENT'; readonly event: AcceptedEvent & { readonly source?: EventSource } }
  /** Entries of the ledger of consents name nobody but by the digest of an id. */
  | {
      readonly kind: 'CONSENTS';
      readonly digest: string;
      readonly recordedAt: number;
      readonly decisions: readonly RecordedDecision[];
    };

export interface FillLakeDeps {
  readonly streams: LakeStreams;
  readonly keys: CustomerKeys;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly ids: Pick<Ids, 'random'>;
}

/**
 * Brings what was recorded into the lake, many together: under a random key instead of the customer. All of it is there
 * when this resolves. When it throws, some may be, and the same changes are to be brought again: rows have ids, and
 * whoever reads takes each once.
 */
export async function fillLake(
  deps: FillLakeDeps,
  changes: readonly LakeChange[],
): Promise<{ readonly events: number; readonly consents: number; readonly ofErased: number }> {
  const known = changes.map((change) => ({ change, ...whose(change) }));
  const keys = await deps.keys.find(known);
  let ofErased = 0;
  const events = [];
  const consents = [];
  for (const { change, digest } of known) {
    const key = keys.get(digest);
    if (key === undefined) {
      ofErased += 1;
      continue;
    }
    if (change.kind === 'EVENT') events.push(eventRow(change.event, key));
    else consents.push(...change.decisions.map((decision) => consentRow(decision, key)));
  }
  await putRows(deps, 'events', events);
  await putRows(deps, 'consents', consents);
  return { events: events.length, consents: consents.length, ofErased };
}

function whose(change: LakeChange): { readonly digest: string; readonly at: number } {
  if (change.kind === 'CONSENTS') return { digest: change.digest, at: change.recordedAt };
  return { digest: sha256(change.event.customerId, 'hex'), at: change.event.receivedAt };
}
