/**
 * Measures `recordEvents`: `npm run bench:events [-- --events 300000 --seconds 15 --lanes 6 --json]`. First the use case
 * alone with stores in memory, by the CPU time of one core; then signed calls of a hundred events to the offline sandbox.
 * A shop's customers, 5 % of what they do told twice. Fails below a target, or when an answer is another than the one due.
 */
import { parseArgs } from 'node:util';
import {
  createMemoryCampaigns,
  createMemoryCustomers,
  createMemoryEvents,
  createMemoryWaits,
} from '../src/adapters/memory/index.ts';
import { sha256 } from '../src/adapters/request-token/index.ts';
import { inParallel } from '../src/app/in-parallel.ts';
import { recordEvents } from '../src/app/event/index.ts';
import { newCustomer } from '../src/domain/customer/index.ts';
import { createServerClient, type EventInput } from '../src/server/index.ts';
import { startApiWorld } from '../test/api-world.ts';
import { shoppers } from '../test/insight/shoppers.ts';
import { endWithParent } from './owned/index.ts';

/** Events for each second of a core, and for each second through the sandbox. */
const TARGETS = { perCoreSecond: 20_000, perSecond: 2_000 };
const PER_CALL = 100;
const CUSTOMERS_PER_CALL = 100;
const DUPLICATE_OF_EACH = 20;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '300000' },
    seconds: { type: 'string', default: '15' },
    lanes: { type: 'string', default: '6' },
    json: { type: 'boolean', default: false },
  },
});
const [wanted, seconds, lanes] = [Number(values.events), Number(values.seconds), Number(values.lanes)];
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

endWithParent();
const alone = await measureAlone();
say(`the use case alone: ${alone.perCoreSecond} events for each second of a core (target ${TARGETS.perCoreSecond})`);
const sandbox = await measureSandbox();
say(`through the sandbox: ${sandbox.perSecond} events/s in ${sandbox.seconds} s (target ${TARGETS.perSecond})`);
const pass = alone.perCoreSecond >= TARGETS.perCoreSecond && sandbox.perSecond >= TARGETS.perSecond;
say(pass ? 'PASS' : 'FAIL');
if (values.json) process.stdout.write(`${JSON.stringify({ alone, sandbox, targets: TARGETS, pass })}\n`);
process.exit(pass ? 0 : 1);

/** Calls of a hundred events; of every twentieth event the next call says it once more. */
function* callsOf(until: number, now: number): Generator<readonly EventInput[]> {
  let call: EventInput[] = [];
  let again: EventInput[] = [];
  let told = 0;
  for (const shopper of shoppers({ seed: 1, people: 5_000, days: 200, firstDay: '2026-01-01' })) {
    const { customer, eventId, name, category, amountKrw } = shopper;
    const event = {
      eventId,
      customerId: customer,
      name,
      // All of it of the last hours, so that every event counts: that costs most.
      occurredAt: new Date(now - (told % 3_600_000)),
      ...(category === null ? {} : { attributes: { category } }),
      ...(amountKrw === null ? {} : { metrics: { amountKrw } }),
    };
    call.push(event);
    told += 1;
    if (told % DUPLICATE_OF_EACH === 0) again.push(event);
    if (call.length < PER_CALL) continue;
    yield call;
    if (told >= until) return;
    call = again;
    again = [];
  }
}

function counter(): {
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
      if (share < 0.03 || share > 0.06) throw new Error(`${(share * 100).toFixed(1)} % were known before.`);
      return accepted + duplicates;
    },
  };
}

function peopleOf(calls: readonly (readonly EventInput[])[]): readonly string[] {
  return [...new Set(calls.flatMap((call) => call.map(({ customerId }) => customerId)))];
}

async function measureAlone(): Promise<{ readonly events: number; readonly perCoreSecond: number }> {
  const now = Date.UTC(2026, 10, 28, 3);
  const calls = [...callsOf(wanted, now)];
  const customers = createMemoryCustomers(peopleOf(calls).map(newCustomer));
  const campaigns = createMemoryCampaigns();
  let lastId = 0;
  const deps = {
    events: createMemoryEvents(customers.store),
    customers: customers.store,
    campaigns,
    triggered: campaigns,
    waits: createMemoryWaits(),
    ids: { next: () => `id-${(lastId += 1)}` },
    hash: sha256,
    clock: { now: () => now, sleep: async () => undefined },
  };
  const seen = counter();
  const before = process.cpuUsage();
  for (const events of calls) {
    const recorded = await recordEvents(deps, { events });
    if (!recorded.ok) throw new Error(recorded.error.message);
    seen.see(recorded.outcomes);
  }
  const { user, system } = process.cpuUsage(before);
  return { events: seen.sum(), perCoreSecond: Math.round(seen.sum() / ((user + system) / 1e6)) };
}

async function measureSandbox(): Promise<{
  readonly events: number;
  readonly seconds: number;
  readonly perSecond: number;
}> {
  const world = await startApiWorld();
  try {
    const { shop, url, asAdmin } = world;
    const client = await createServerClient({
      url,
      auth: { kind: 'TOKEN', clientId: shop.clientId, keyId: shop.keyId, key: { privateKey: shop.material } },
    });
    const calls = [...callsOf(seconds * TARGETS.perSecond * 4, Date.now())];
    const people = peopleOf(calls);
    const starts = Array.from(
      { length: Math.ceil(people.length / CUSTOMERS_PER_CALL) },
      (_, n) => n * CUSTOMERS_PER_CALL,
    );
    await inParallel(starts, lanes, async (start) => {
      const customers = people.slice(start, start + CUSTOMERS_PER_CALL).map((id) => JSON.stringify({ id }));
      const query = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
      const { message } = await asAdmin(query, { customers });
      if (message !== '') throw new Error(message);
    });
    const seen = counter();
    const began = performance.now();
    let next = 0;
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        while (performance.now() - began < seconds * 1_000) {
          const call = calls[next];
          next += 1;
          if (call === undefined) return;
          seen.see(await client.recordEvents(call));
        }
      }),
    );
    const took = (performance.now() - began) / 1_000;
    return { events: seen.sum(), seconds: Number(took.toFixed(1)), perSecond: Math.round(seen.sum() / took) };
  } finally {
    await world.backend.stop();
  }
}
