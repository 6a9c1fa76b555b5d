import type { EventInput } from '../../src/server/index.ts';
import { shoppers } from '../../test/insight/shoppers.ts';

const PER_CALL = 100;
const DUPLICATE_OF_EACH = 20;
const AGAIN_AFTER = 200;

/** Calls of a hundred events; of every twentieth event a call some time later says it once more. */
export function* callsOf(until: number, now: number): Generator<readonly EventInput[]> {
  let call: EventInput[] = [];
  // Not at the same moment: who got no answer waits before they say it again.
  const again: EventInput[] = [];
  let told = 0;
  for (const shopper of shoppers({ seed: 1, people: 5_000, days: 200, firstDay: '2026-01-01' })) {
    const { customer, eventId, name, category, amountKrw } = shopper;
    const event = {
      eventId,
      customerId: customer,
      name,
      // All of it of the last hours, so that every event counts: that costs most.
      occurredAt: new Date(now - (told % 3_600_000)).toISOString(),
      ...(category === null ? {} : { attributes: { category } }),
      ...(amountKrw === null ? {} : { metrics: { amountKrw } }),
    };
    call.push(event);
    told += 1;
    if (told % DUPLICATE_OF_EACH === 0) again.push(event);
    if (call.length < PER_CALL) continue;
    yield call;
    if (told >= until) return;
    call = again.length < AGAIN_AFTER ? [] : again.splice(0, PER_CALL / DUPLICATE_OF_EACH);
  }
}

/** Counts what was answered; an event that was not taken ends it. */
export function counter(): {
  readonly see: (outcomes: readonly { readonly outcome: string }[]) => void;
  readonly sum: () => number;
} {
  const counts = new Map<string, number>();
  return {
    see: (outcomes) => {
      for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    },
    sum: () => {
      const [accepted, duplicates] = [counts.get('ACCEPTED') ?? 0, counts.get('DUPLICATE') ?? 0];
      if ((counts.get('REJECTED') ?? 0) > 0) throw new Error('An event was rejected.');
      const share = duplicates / (accepted + duplicates);
      if (share < 0.02 || share > 0.06) throw new Error(`${(share * 100).toFixed(1)} % were known before.`);
      return accepted + duplicates;
    },
  };
}

/** Whom some calls speak of. */
export function peopleOf(calls: readonly (readonly EventInput[])[]): readonly string[] {
  return [...new Set(calls.flatMap((call) => call.map(({ customerId }) => customerId)))];
}
