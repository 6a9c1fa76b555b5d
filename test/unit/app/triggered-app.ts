import { createMemoryEvents } from '../../../src/adapters/memory/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { upsertCustomers } from '../../../src/app/customer/index.ts';
import { listOccurrences } from '../../../src/app/schedule/index.ts';
import { gatherWaits } from '../../../src/app/trigger/index.ts';
import { newCustomer, newEndpoint, seoulDay } from '../../../src/domain/customer/index.ts';
import type { CampaignTrigger } from '../../../src/domain/trigger/index.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const MINUTE = 60_000;

/** An hour after the event, once for each customer. */
export const SIGNED_UP: CampaignTrigger = {
  event: 'signed up',
  rule: { kind: 'ONCE' },
  expiresAfterMinutes: 1_440,
  wait: { type: 'DURATION', minutes: 60 },
};

/** Somebody with one device. */
export function personOf(id: string, attributes: Record<string, readonly string[]> = {}) {
  return { ...newCustomer(id), attributes, endpoints: [newEndpoint(`e-${id}`, 'GCM', `t-${id}`)] };
}

/** People, and a campaign that an event opens for them. */
export async function createTriggered(trigger: CampaignTrigger, people = ['a', 'b', 'c'].map((id) => personOf(id))) {
  const app = createMemoryApp(people);
  const { campaignId } = await app.jobOf(await app.plan());
  const known = (await app.deps.campaigns.get(campaignId))?.value;
  if (known === undefined) throw new Error('There is no campaign.');
  unwrap(await saveCampaign(app.deps, { actor: ACTOR, campaignId, input: { ...known, trigger } }));
  const upsertDeps = { ...app.deps, customers: app.store };
  const eventDeps = { ...upsertDeps, events: createMemoryEvents(app.store), hash: sha256 };
  /** Says that somebody has done something so often today, as of now. */
  const hear = async (
    ids: readonly string[],
    count = 1,
    at = app.clock.now(),
    deps: typeof upsertDeps = upsertDeps,
  ) => {
    const events = { [trigger.event]: { days: [[seoulDay(at), count]] } };
    const customers = ids.map((id) => ({ id, activity: { lastActiveAt: at, events } }));
    return unwrap(await upsertCustomers(deps, { actor: ACTOR, customers })).outcomes;
  };
  const gather = async () => {
    const report = await gatherWaits(app.deps);
    await app.work();
    return report;
  };
  /** Gathers every minute. */
  const live = async (milliseconds: number): Promise<void> => {
    const until = app.clock.now() + milliseconds;
    while (app.clock.now() < until) {
      app.clock.advance(Math.min(MINUTE, until - app.clock.now()));
      await gather();
    }
  };
  const records = async () => unwrap(await listOccurrences(app.deps, { campaignId, limit: 1_000 })).items.toReversed();
  const sentTo = () => app.sender.outbox.map(({ address }) => address.slice(2));
  const historyOf = async (id: string) =>
    (await app.store.getMany([id])).get(id)?.value.campaignEntries?.[campaignId] ?? null;
  return { ...app, campaignId, upsertDeps, eventDeps, hear, gather, live, records, sentTo, historyOf };
}
