import { describe, expect, it } from 'vitest';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { sendMessages } from '../../../src/app/external-send/index.ts';
import { explainRecipient, listRecipients } from '../../../src/app/recipients/index.ts';
import { listOccurrences } from '../../../src/app/schedule/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { gatherWaits } from '../../../src/app/trigger/index.ts';
import type { ApiClient } from '../../../src/domain/api-client/index.ts';
import type { Campaign, GoesOn } from '../../../src/domain/campaign/index.ts';
import { newCustomer, recordEvent, type Customer, type Endpoint } from '../../../src/domain/customer/index.ts';
import { EXCLUSION_REASONS, type ExclusionReason, type MessageRef } from '../../../src/domain/send-job/index.ts';
import { recordAll } from '../../simulation/record-all.ts';
import { zoneOf } from '../../../src/domain/schedule/index.ts';
import { waitOf } from '../../../src/domain/trigger/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { createCallDeps } from './call-deps.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';
import { planWithLook } from './run-with-look.ts';

type App = ReturnType<typeof createMemoryApp>;
type Produced = { readonly app: App; readonly jobId: string; readonly customerId: string };

const WHO = 'customer-0';

/** The memory store deals customers to two shards in turn: those beside each other are in different ones. */
function people(...endpoints: readonly (readonly Endpoint[])[]): Customer[] {
  return endpoints.map((each, index) => ({ ...newCustomer(`customer-${index}`), endpoints: each }));
}

/** A job in which the first customer has this endpoint, and is excluded by what the campaign allows. */
async function planned(
  endpoint: Partial<Endpoint>,
  limits: Parameters<App['plan']>[1] = {},
  change: Partial<Customer> = {},
): Promise<Produced> {
  const [who] = people([anEndpoint(endpoint)]);
  if (who === undefined) throw new Error('There is one customer.');
  const app = createMemoryApp([{ ...who, ...change }]);
  return { app, jobId: await app.plan({}, limits), customerId: WHO };
}

const YEAR = 365 * 86_400_000;

/** An advertisement to one customer whose consent is this old (null: never given), at this time of the day. */
async function advertised(consentAge: number | null, hoursAfterNoon = 0): Promise<Produced> {
  const [who] = people([anEndpoint()]);
  if (who === undefined) throw new Error('There is one customer.');
  const app = createMemoryApp([who]);
  app.clock.advance(hoursAfterNoon * 3_600_000);
  if (consentAge !== null) {
    const ad = { state: 'GRANTED', at: app.clock.now() - consentAge, source: '가입' } as const;
    await app.store.put({ ...who, consent: { PUSH: { ad } } }, 1);
  }
  const words = { title: '(광고) 세일', body: '오늘만. 무료수신거부: 앱 설정' };
  return { app, jobId: await app.plan(words, { messageClass: 'AD' }), customerId: WHO };
}

/** Somebody whose wait for a day that they have as an attribute is gathered so long after the event. */
async function waited(day: readonly string[], afterMs = 0): Promise<Produced> {
  const [who] = people([anEndpoint()]);
  if (who === undefined) throw new Error('There is one customer.');
  const { app, jobId } = await planned({}, {}, who);
  const { campaignId } = await app.jobOf(jobId);
  const at = app.clock.now();
  const wait = { type: 'UNTIL_ATTRIBUTE', attribute: 'End', daysBefore: 0, time: '10:00' } as const;
  const trigger = { event: 'e', rule: { kind: 'ONCE' }, expiresAfterMinutes: 30 * 1_440, wait } as const;
  const known = (await app.deps.campaigns.get(campaignId))?.value;
  if (known === undefined) throw new Error('There is no campaign.');
  unwrap(await saveCampaign(app.deps, { actor: ACTOR, campaignId, input: { ...known, trigger } }));
  const stored = (await app.store.getMany([WHO])).get(WHO);
  const entered = {
    ...who,
    attributes: { End: day },
    campaignEntries: { [campaignId]: { entries: 1, lastAt: at, decidedAt: at } },
  };
  await app.store.put(entered, stored?.revision ?? 0);
  const { minute, entry } = waitOf(trigger, { customerId: WHO, at }, { value: day[0], zone: zoneOf(undefined) });
  await app.deps.waits.append({ campaignId, minute }, { batchId: 'b', writtenAt: at, entries: [entry] });
  app.clock.advance(Math.max(afterMs, 60_000));
  await gatherWaits(app.deps);
  await app.work();
  const { items } = unwrap(await listOccurrences(app.deps, { campaignId }));
  return { app, jobId: items[0]?.jobId ?? '', customerId: WHO };
}

const CLIENT: ApiClient = {
  id: 'shop',
  name: '주문 서버',
  isActive: true,
  cidrs: [],
  operations: ['SEND_MESSAGES'],
  templateIds: ['*'],
  mayInline: true,
  messagesPerDay: 100,
  recipientsPerMinute: 100,
  roleNames: [],
  keys: [],
};

/** A run of two waves, the second for some of the first, between which something happens to the one customer. */
async function inSecondWave(
  goesOn: readonly GoesOn[],
  happens: (between: { app: App; who: Customer; ref: MessageRef }) => Promise<unknown>,
  more: Partial<Campaign> = {},
): Promise<Produced> {
  const [who] = people([anEndpoint()]);
  if (who === undefined) throw new Error('There is one customer.');
  const app = createMemoryApp([who]);
  const once = await app.plan();
  const planned = await app.deps.jobs.getSpec(once);
  if (planned === null || planned === 'UNREADABLE' || planned.audience.kind !== 'SEGMENT') throw new Error('No spec.');
  const { campaign } = planned.audience;
  const [step] = campaign.steps;
  if (step === undefined) throw new Error('The campaign has a step.');
  await app.deps.campaigns.put({ ...campaign, ...more, steps: [step, { ...step, waitMinutes: 60, goesOn }] }, 1, ACTOR);
  const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: campaign.id }));
  await app.work();
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: job.id }));
  await app.work();
  const [sent] = app.sender.outbox;
  if (sent === undefined) throw new Error('Nothing was sent.');
  app.clock.advance(60_000);
  const active = { ...who, activity: { lastActiveAt: app.clock.now() } };
  await happens({ app, who: active, ref: sent.ref });
  app.clock.advance(60 * 60_000);
  await sweepJobs(app.deps);
  await app.work();
  return { app, jobId: `${job.id}-w1`, customerId: WHO };
}

/** How planning or sending comes to each reason; a reason that is added without a way to it does not compile. */
const WAYS: Readonly<Record<ExclusionReason, () => Promise<Produced>>> = {
  ENDPOINT_OPT_OUT: () => planned({ optOut: 'ALL' }),
  ENDPOINT_INACTIVE: () => planned({ status: 'INACTIVE' }),
  ENDPOINT_MISSING_ADDRESS: () => planned({ address: '' }),
  ENDPOINT_CHANNEL_MISMATCH: () => planned({ channelType: 'EMAIL', address: 'a@example.com' }),
  FILTERED_OUT_BY_SEGMENT: () => planned({}, {}, { endpoints: [] }),
  NO_AD_CONSENT: () => advertised(null),
  CONSENT_STALE: () => advertised(3 * YEAR),
  NO_NIGHT_CONSENT: () => advertised(1, 12),
  QUIET_TIME: () => planned({}, { quietTime: { start: '11:00', end: '13:00' } }),
  // Who has nothing to be reached by is in no segment; somebody who is erased before the sending had.
  ENDPOINT_MISSING_CHANNEL: async () => {
    const produced = await planned({});
    await produced.app.store.remove(WHO);
    await launchJob(produced.app.deps, { actor: ACTOR, jobId: produced.jobId });
    await produced.app.work();
    return produced;
  },
  DUPLICATE_ENDPOINT: async () => {
    const app = createMemoryApp(people([anEndpoint()], [anEndpoint({ address: 'other' })], [anEndpoint()]));
    return { app, jobId: await app.plan(), customerId: 'customer-2' };
  },
  TREATMENT_HOLDOUT: async () => {
    const app = createMemoryApp(
      people(...Array.from({ length: 60 }, (_, index) => [anEndpoint({ address: `${index}` })])),
    );
    const jobId = await app.plan({}, { holdoutPercent: 50 });
    const { items } = unwrap(await listRecipients(app.deps, { jobId, reason: 'TREATMENT_HOLDOUT' }));
    return { app, jobId, customerId: items[0]?.customerId ?? 'nobody' };
  },
  MESSAGE_EXPIRED: async () => {
    const quietTime = { start: '11:00', end: '13:00' };
    const { app, jobId } = await planned({}, { quietTime, whenClosed: 'HOLD', expiresAfterMinutes: 30 });
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    return { app, jobId, customerId: WHO };
  },
  LOCAL_TIME_PASSED: async () => {
    const { app, jobId } = await planned({});
    const { campaignId } = await app.jobOf(jobId);
    // Noon in Seoul: ten o'clock had passed there when it was launched, and in Kolkata it comes.
    const opensAt = app.clock.now();
    const at = opensAt + 90 * 60_000;
    const wall = Date.UTC(2026, 10, 23, 10);
    const local = { wall, opensAt, passed: 'EXCLUDE', at, isFirst: true } as const;
    const part = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId, local }));
    await app.work();
    return { app, jobId: part.job.id, customerId: WHO };
  },
  WAIT_DATE_MISSING: () => waited([]),
  WAIT_DATE_UNREADABLE: () => waited(['soon']),
  WAIT_DATE_PASSED: () => waited(['2026-11-01']),
  ENTRY_EXPIRED: () => waited(['2026-12-20'], 40 * 86_400_000),
  AWAITS_LOOK: async () => {
    const app = createMemoryApp(
      people(...Array.from({ length: 60 }, (_, index) => [anEndpoint({ address: `${index}` })])),
    );
    const { jobId } = await planWithLook(app);
    const { items } = unwrap(await listRecipients(app.deps, { jobId, reason: 'AWAITS_LOOK' }));
    return { app, jobId, customerId: items[0]?.customerId ?? 'nobody' };
  },
  ENTERED_BEFORE: async () => {
    const { app, jobId } = await planned({}, { oncePerCustomer: true });
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const { campaignId } = await app.jobOf(jobId);
    const again = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId }));
    await app.work();
    return { app, jobId: again.job.id, customerId: WHO };
  },
  FREQUENCY_CAP: async () => {
    const { app, jobId } = await planned({}, { caps: { total: 1 } });
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const { campaignId } = await app.jobOf(jobId);
    const again = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId }));
    await app.work();
    return { app, jobId: again.job.id, customerId: WHO };
  },
  RENDER_FAILED: async () => {
    const [who] = people([anEndpoint()]);
    if (who === undefined) throw new Error('There is one customer.');
    const app = createMemoryApp([{ ...who, attributes: { Note: ['길'.repeat(5_000)] } }]);
    return { app, jobId: await app.plan({ body: '{{User.UserAttributes.Note}}' }), customerId: WHO };
  },
  TEXT_UNFIT: async () => {
    const [who] = people([anEndpoint({ channelType: 'SMS', address: '+821000000000' })]);
    if (who === undefined) throw new Error('There is one customer.');
    const app = createMemoryApp([{ ...who, attributes: { Name: ['똠양'] } }]);
    const destinations = [{ name: 'reseller', kind: 'DOMESTIC_SMS' }] as const;
    unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { destinations } }));
    const body = '{{User.UserAttributes.Name}}님, 예약 안내입니다.';
    return { app, jobId: await app.plan({}, {}, { channel: 'CUSTOM', body }, 'reseller'), customerId: WHO };
  },
  BUDGET_EXCEEDED: async () => {
    const app = createMemoryApp(people([anEndpoint()]));
    const tooDear = {
      item: 'push',
      currency: 'KRW',
      micros: 2_000_000,
      per: 1,
      freeUnits: 0,
      validFrom: 0,
      source: '계약',
    };
    await app.deps.prices.put({ prices: [tooDear], rates: [] }, 0, ACTOR);
    return { app, jobId: await app.plan({}, { budgetKrw: 1 }), customerId: WHO };
  },
  CAME_BACK: () => inSecondWave(['NOT_ACTIVE'], ({ app, who }) => app.store.put(who, 1)),
  CONVERTED: () =>
    inSecondWave(
      ['NOT_OPENED'],
      async ({ app, who }) => {
        const event = { name: 'purchase', at: app.clock.now() };
        await app.store.put({ ...who, activity: recordEvent(who.activity, event, app.clock.now()) }, 1);
      },
      { goal: { event: 'purchase', withinDays: 7 } },
    ),
  ENGAGED: () =>
    inSecondWave(['NOT_OPENED'], async ({ app, ref }) => {
      await recordAll(app.deps, [{ ref, status: 'OPENED', at: app.clock.now() }]);
    }),
  NOT_CONCERNED: () => inSecondWave(['NOT_DELIVERED'], async () => undefined),
  DUPLICATE_USER: async () => {
    const app = createMemoryApp(people([anEndpoint()]));
    const deps = createCallDeps(app.deps);
    const sent = await sendMessages(deps, {
      client: CLIENT,
      idempotencyKey: 'order-0001',
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: '주문', body: '접수' },
      recipients: [{ customerId: WHO }, { customerId: WHO }],
    });
    return { app, jobId: unwrap(sent).answer.jobId, customerId: WHO };
  },
};

/** Found at sending, not at planning: the recipient is SKIPPED with the reason as code. */
const AT_SENDING: ReadonlySet<ExclusionReason> = new Set(['ENDPOINT_MISSING_CHANNEL', 'MESSAGE_EXPIRED']);
/** Counted, and not listed. */
const UNLISTED: ReadonlySet<ExclusionReason> = new Set(['FILTERED_OUT_BY_SEGMENT']);
/** The same customer is in the job as well, and that is what an explanation says. */
const INCLUDED_TOO: ReadonlySet<ExclusionReason> = new Set(['DUPLICATE_USER']);

describe('every exclusion reason', () => {
  it.each(EXCLUSION_REASONS)('%s comes about by planning or sending: counted, listed, explained', async (reason) => {
    const { app, jobId, customerId } = await WAYS[reason]();
    const { sent } = await app.jobOf(jobId);
    const explained = await explainRecipient(app.deps, { jobId, customerId });
    if (AT_SENDING.has(reason)) {
      const skipped = unwrap(await listRecipients(app.deps, { jobId, status: 'SKIPPED', reason }));
      expect(skipped.items).toMatchObject([{ customerId, code: reason }]);
      expect(explained).toMatchObject({ ok: true, outcome: 'INCLUDED', status: 'SKIPPED', reason });
      return;
    }
    expect(sent.excluded[reason]).toBeGreaterThan(0);
    if (UNLISTED.has(reason)) {
      expect(explained).toMatchObject({ ok: true, outcome: 'WOULD_BE_EXCLUDED', reason });
      return;
    }
    const { items } = unwrap(await listRecipients(app.deps, { jobId, reason }));
    expect(items).toHaveLength(sent.excluded[reason] ?? 0);
    expect(items).toContainEqual({ customerId, reason });
    expect(explained).toMatchObject(
      INCLUDED_TOO.has(reason) ? { ok: true, outcome: 'INCLUDED' } : { ok: true, outcome: 'EXCLUDED', reason },
    );
  });

  it('a direct send answers with it whom its words cannot be rendered for', async () => {
    const app = createMemoryApp(people([anEndpoint()]));
    const deps = createCallDeps(app.deps);
    const sent = await sendMessages(deps, {
      client: CLIENT,
      idempotencyKey: 'order-0002',
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: '{{Attributes.Order}}', body: '{{Attributes.Order}}' },
      recipients: [{ customerId: WHO }],
    });
    expect(unwrap(sent).answer.decisions).toEqual([{ customerId: WHO, outcome: 'EXCLUDED', reason: 'RENDER_FAILED' }]);
  });
});
