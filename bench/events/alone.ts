/** Records events with stores in memory; prints how many, and how many for each second of a core. */
import {
  createMemoryCampaigns,
  createMemoryCustomers,
  createMemoryEvents,
  createMemoryWaits,
} from '../../src/adapters/memory/index.ts';
import { sha256 } from '../../src/adapters/request-token/index.ts';
import { recordEvents } from '../../src/app/event/index.ts';
import { newCustomer } from '../../src/domain/customer/index.ts';
import { callsOf, counter, peopleOf } from './calls.ts';

const now = Date.UTC(2026, 10, 28, 3);
const calls = [...callsOf(Number(process.argv[2]), now)];
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
const result = { events: seen.sum(), perCoreSecond: Math.round(seen.sum() / ((user + system) / 1e6)) };
process.stdout.write(`${JSON.stringify(result)}\n`);
