import * as z from 'zod';
import type { LakeChange } from '../../app/lake/index.ts';
import { numberIn } from './delivery-keys.ts';
import { storedCharge, unpackCharges, unpackStatuses } from './pack-chunk.ts';
import { unpackIds } from './pack-ids.ts';

const SHARD = /^job#(.+)#(\d{4})$/;

const state = z.object({ statuses: z.string(), charges: z.array(storedCharge).default([]) });
const marks = z.object({ marks: z.string() });
const excluded = z.object({ customerIds: z.object({ TREATMENT_HOLDOUT: z.string().optional() }) });

interface ChangedItem {
  readonly pk: string;
  readonly sk: string;
  readonly item: Readonly<Record<string, unknown>>;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly at: number;
}

type Read = LakeChange | null | { readonly kind: 'UNREADABLE'; readonly what: string };

/** What an item of a shard says that it did not say before: results of the engine, marks of receipts, people held out. */
export function readDeliveryChange({ pk, sk, item, before, at }: ChangedItem): Read {
  const [, jobId, shard] = SHARD.exec(pk) ?? [];
  const number = numberIn(sk);
  if (jobId === undefined || number === null) return null;
  const ref = { jobId, shard: Number(shard) };
  try {
    if (sk.startsWith('STATE#')) {
      const [now, was] = [readState(item), before === undefined ? NOTHING : readState(before)];
      const change = {
        kind: 'RESULTS',
        ref,
        at,
        number,
        ...now,
        before: was.results,
        chargesBefore: was.charges,
      } as const;
      return { kind: 'DELIVERY', change };
    }
    if (sk.startsWith('RECEIPT#')) {
      const results = unpackStatuses(marks.parse(item).marks);
      const was = before === undefined ? [] : unpackStatuses(marks.parse(before).marks);
      const none = { charges: [], chargesBefore: [] };
      return { kind: 'DELIVERY', change: { kind: 'RESULTS', ref, at, number, results, before: was, ...none } };
    }
    if (!sk.startsWith('EXCLUDED#')) return null;
    const packed = excluded.parse(item).customerIds.TREATMENT_HOLDOUT;
    if (packed === undefined) return null;
    return { kind: 'DELIVERY', change: { kind: 'HELD_OUT', ref, at, customerIds: unpackIds(packed) } };
  } catch {
    return { kind: 'UNREADABLE', what: `${sk} of job ${jobId}, shard ${ref.shard}` };
  }
}

const NOTHING = { results: [], charges: [] };

function readState(item: Readonly<Record<string, unknown>>) {
  const { statuses, charges } = state.parse(item);
  const results = unpackStatuses(statuses);
  return { results, charges: unpackCharges(charges, results.length) };
}
