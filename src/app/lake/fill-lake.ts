import type { RecordedDecision } from '../../domain/consent/index.ts';
import type { AcceptedEvent } from '../../domain/event/index.ts';
import { consentRow, eventRow, type ConsentRow, type DeliveryRow, type EventRow } from '../../domain/lake/index.ts';
import { sha256 } from '../../standards/sha256.ts';
import type { Clock, Ids } from '../ports.ts';
import { describeDeliveries, type DeliveryChange, type DescribeDeliveriesDeps } from './describe-deliveries.ts';
import { FIRST_REPORTED_DAY } from '../../domain/insight/index.ts';
import { koreanDay } from '../../domain/schedule/index.ts';
import type { CustomerKeys, DayMarks, LakeStreams } from './ports.ts';
import { putRows } from './put-rows.ts';

/** Something that was recorded, of which the lake is to know. */
export type LakeChange =
  | { readonly kind: 'EVENT'; readonly event: AcceptedEvent }
  /** Entries of the ledger of consents name nobody but by the digest of an id. */
  | {
      readonly kind: 'CONSENTS';
      readonly digest: string;
      readonly recordedAt: number;
      readonly decisions: readonly RecordedDecision[];
    }
  | { readonly kind: 'DELIVERY'; readonly change: DeliveryChange };

export interface FillLakeDeps extends DescribeDeliveriesDeps {
  readonly streams: LakeStreams;
  readonly keys: CustomerKeys;
  readonly days: DayMarks;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly ids: Pick<Ids, 'random'>;
}

/** How many rows of each table were put, and how many changes are of people who are gone. */
export interface Filled {
  readonly events: number;
  readonly consents: number;
  readonly deliveries: number;
  readonly ofErased: number;
}

/**
 * Brings what was recorded into the lake, many together: under a random key instead of the customer. All of it is there
 * when this resolves. When it throws, some may be, and the same changes are to be brought again: rows have ids, and
 * whoever reads takes each once.
 */
export async function fillLake(deps: FillLakeDeps, changes: readonly LakeChange[]): Promise<Filled> {
  const told = changes.flatMap((change) => (change.kind === 'DELIVERY' ? [] : [{ change, ...whose(change) }]));
  const keyless = await describeDeliveries(
    deps,
    changes.flatMap((change) => (change.kind === 'DELIVERY' ? [change.change] : [])),
  );
  const keys = await deps.keys.find([...told, ...keyless]);
  const events: EventRow[] = [];
  const consents: ConsentRow[] = [];
  const deliveries: DeliveryRow[] = [];
  let ofErased = 0;
  for (const { change, digest } of told) {
    const key = keys.get(digest);
    if (key === undefined) ofErased += 1;
    else if (change.kind === 'EVENT') events.push(eventRow(change.event, key));
    else consents.push(...change.decisions.map((decision) => consentRow(decision, key)));
  }
  for (const { digest, row } of keyless) {
    const key = keys.get(digest);
    if (key === undefined) ofErased += 1;
    else deliveries.push(row(key));
  }
  const now = deps.clock.now();
  const today = koreanDay(now);
  const overDays = new Set(
    events.map((event) => event.day_kst).filter((day) => day < today && day >= FIRST_REPORTED_DAY),
  );
  // Marked first: whatever is in the lake of a day that is over is either in its rollup, or the day is marked.
  if (overDays.size > 0) await deps.days.mark([...overDays], now);
  await putRows(deps, 'events', events);
  await putRows(deps, 'consents', consents);
  await putRows(deps, 'deliveries', deliveries);
  return { events: events.length, consents: consents.length, deliveries: deliveries.length, ofErased };
}

function whose(change: Exclude<LakeChange, { readonly kind: 'DELIVERY' }>) {
  if (change.kind === 'CONSENTS') return { digest: change.digest, at: change.recordedAt };
  const { customerId, receivedAt } = change.event;
  return { digest: sha256(customerId, 'hex'), at: receivedAt, customerId };
}
