import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { changePrices, listPrices } from '../../../src/app/settings/index.ts';
import { actualCost, listRecipients, reviewPlan } from '../../../src/app/recipients/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import type { PriceRow } from '../../../src/domain/cost/index.ts';
import { newCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import type { TemplateContent } from '../../../src/domain/template/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const CONTENTS = {
  PUSH: { channel: 'PUSH', title: '안내', body: '{{User.UserId}} 님' },
  SMS: { channel: 'SMS', body: '{{User.UserAttributes.Note}}' },
  CUSTOM: { channel: 'CUSTOM', body: '안내' },
} as const satisfies Readonly<Record<string, TemplateContent>>;

function won(item: string, price: number): PriceRow {
  return { item, currency: 'KRW', micros: price * 1_000_000, per: 1, freeUnits: 0, validFrom: 0, source: '계약' };
}

/** Somebody with a phone who is written that many parts of an SMS. */
function phone(id: string, parts: number, address = `+8210${id.padStart(8, '0')}`): Customer {
  const note = parts === 1 ? '가' : '가'.repeat(67 * parts);
  const endpoint = anEndpoint({ id: `sms-${id}`, channelType: 'SMS', address });
  return { ...newCustomer(id), attributes: { Note: [note] }, endpoints: [endpoint] };
}

async function planSteps(
  customers: readonly Customer[],
  channels: readonly (keyof typeof CONTENTS)[],
  { prices = [], budgetKrw }: { readonly prices?: readonly PriceRow[]; readonly budgetKrw?: number } = {},
) {
  const app = createMemoryApp(customers);
  unwrap(await changePrices(app.deps, { actor: ACTOR, change: { prices } }));
  const steps = [];
  for (const channel of channels) {
    const words = { actor: ACTOR, name: channel, messageClass: 'TRANSACTIONAL', content: CONTENTS[channel] } as const;
    steps.push({ channel, templateId: unwrap(await saveTemplate(app.deps, words)).template.id });
  }
  const definition = { include: 'ALL', groups: [] };
  const { segment } = unwrap(await saveSegment(app.deps, { actor: ACTOR, name: '모두', definition }));
  const input = { name: '겨울', segmentId: segment.id, messageClass: 'TRANSACTIONAL', steps, budgetKrw } as const;
  const { campaign } = unwrap(await saveCampaign(app.deps, { actor: ACTOR, input }));
  const planned = await planCampaign(app.deps, { actor: ACTOR, campaignId: campaign.id });
  await app.work();
  return { app, planned };
}

describe('a campaign with a budget', () => {
  it('includes only whom it pays for: of an SMS by the parts of its own words', async () => {
    // The shards share ten won: the first gets 3 + 5, of the second's 4 + 2 only two are left.
    const customers = [phone('0', 3), phone('1', 4), phone('2', 5), phone('3', 2)];
    const { app, planned } = await planSteps(customers, ['SMS'], { prices: [won('sms-part', 1)], budgetKrw: 10 });
    const { job } = unwrap(planned);
    const review = unwrap(await reviewPlan(app.deps, { jobId: job.id }));
    expect(review).toMatchObject({ planned: 4, included: 3, costKrw: 10, budgetKrw: 10 });
    expect(review.channels).toMatchObject([{ channel: 'SMS', included: 3, costKrw: 10 }]);
    expect(review.reasons).toEqual([{ reason: 'BUDGET_EXCEEDED', count: 1, sample: ['1'] }]);
    const { items } = unwrap(await listRecipients(app.deps, { jobId: job.id, outcome: 'INCLUDED' }));
    expect(items.map(({ customerId }) => customerId).sort()).toEqual(['0', '2', '3']);
  });

  it('prices an SMS by the country of its number where there is a row for it', async () => {
    const prices = [won('sms-part', 100), won('sms-part:+82', 10), won('sms-part:+8210', 9)];
    const customers = [phone('0', 1), phone('1', 1, '+8221234567'), phone('2', 1, '+14155550100')];
    const { app, planned } = await planSteps(customers, ['SMS'], { prices });
    const review = unwrap(await reviewPlan(app.deps, { jobId: unwrap(planned).job.id }));
    expect(review.costKrw).toBe(119);
  });

  it('is refused for a channel without a price, by name; without a budget the cost is unknown', async () => {
    const people = [phone('0', 1), { ...newCustomer('1'), endpoints: [anEndpoint()] }];
    const { planned } = await planSteps(people, ['PUSH', 'SMS'], { budgetKrw: 1_000 });
    expect(planned).toMatchObject({ ok: false, error: { code: 'NO_PRICE' } });
    expect(planned.ok ? '' : planned.error.message).toMatch(
      /^Step 2 sends SMS, and the campaign has a budget\. .*sms-part/,
    );
    const { app, planned: free } = await planSteps(people, ['PUSH', 'SMS']);
    const review = unwrap(await reviewPlan(app.deps, { jobId: unwrap(free).job.id }));
    expect(review.costKrw).toBeNull();
    // A millionth of a dollar for a push message, at 1,172.59 won, rounded up.
    expect(review.channels).toMatchObject([
      { channel: 'PUSH', included: 1, costKrw: 0.001173 },
      { channel: 'SMS', included: 1, costKrw: null },
    ]);
    expect((await planSteps(people, ['CUSTOM'], { budgetKrw: 1 })).planned).toMatchObject({
      error: { code: 'NO_PRICE' },
    });
  });

  it('excludes nobody whose message costs nothing, though it is used up', async () => {
    const people = [phone('0', 1), { ...newCustomer('1'), endpoints: [anEndpoint()] }];
    const prices = [won('push', 0), won('sms-part', 2)];
    const { app, planned } = await planSteps(people, ['PUSH', 'SMS'], { prices, budgetKrw: 1 });
    const { sent } = await app.jobOf(unwrap(planned).job.id);
    expect(sent).toMatchObject({ included: 1, excluded: { BUDGET_EXCEEDED: 1 } });
  });

  it.each([0, -1, 1.5, 1_000_000_001])('of %d won is refused', async (budgetKrw) => {
    await expect(planSteps([], ['PUSH'], { budgetKrw })).rejects.toThrow('budgetKrw: must be a whole number from 1');
  });
});

describe('the budget of a run whose recipients change after its plan', () => {
  /** Four phones, planned, and then changed; what the budget paid for is sent, and what that costs. */
  async function sendChanged(
    customers: readonly Customer[],
    prices: readonly PriceRow[],
    budgetKrw: number,
    edit: (customer: Customer) => Customer,
  ) {
    const { app, planned } = await planSteps(customers, ['SMS'], { prices, budgetKrw });
    const jobId = unwrap(planned).job.id;
    Object.assign(app.deps.senders, { SMS: app.sender });
    for (const { id } of customers) {
      const stored = (await app.deps.customerStore.getMany([id])).get(id);
      if (stored === undefined) throw new Error(`There is no ${id}.`);
      await app.deps.customerStore.put(edit(stored.value), stored.revision);
    }
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    const { accepted, skipped } = (await app.jobOf(jobId)).sent;
    const cost = await actualCost(app.deps, { jobId });
    return { accepted, skipped, krw: cost !== null && 'krw' in cost ? Number(cost.krw) : null };
  }
  const writes = (parts: number) => (customer: Customer) => ({
    ...customer,
    attributes: { Note: [parts === 1 ? '가' : '가'.repeat(67 * parts)] },
  });
  const FOUR = ['0', '1', '2', '3'].map((id) => phone(id, 1));

  it('is not passed by words that have grown into more parts', async () => {
    const sent = await sendChanged(FOUR, [won('sms-part', 10)], 40, writes(2));
    expect(sent).toEqual({ accepted: 0, skipped: 4, krw: 0 });
  });

  it('pays what is left of it for more parts', async () => {
    const sent = await sendChanged(FOUR, [won('sms-part', 10)], 65, writes(2));
    expect(sent).toEqual({ accepted: 2, skipped: 2, krw: 40 });
  });

  it('has paid for as many parts as were planned, and for fewer', async () => {
    const long = ['0', '1', '2', '3'].map((id) => phone(id, 3));
    expect(await sendChanged(long, [won('sms-part', 10)], 120, writes(3))).toMatchObject({ accepted: 4, krw: 120 });
    expect(await sendChanged(long, [won('sms-part', 10)], 120, writes(1))).toMatchObject({ accepted: 4, krw: 40 });
  });

  it('is not passed by numbers that are of a dearer country by now', async () => {
    const prices = [won('sms-part', 100), won('sms-part:+82', 10)];
    const moves = (customer: Customer): Customer => ({
      ...customer,
      endpoints: customer.endpoints.map((endpoint) => ({ ...endpoint, address: `+1202555010${customer.id}` })),
    });
    expect(await sendChanged(FOUR, prices, 40, moves)).toEqual({ accepted: 0, skipped: 4, krw: 0 });
    expect(await sendChanged(FOUR, prices, 130, moves)).toEqual({ accepted: 1, skipped: 3, krw: 100 });
  });

  it('has paid for another number of the same price', async () => {
    const prices = [won('sms-part', 100), won('sms-part:+82', 10)];
    const moves = (customer: Customer): Customer => ({
      ...customer,
      endpoints: customer.endpoints.map((endpoint) => ({ ...endpoint, address: `+8210999900${customer.id}0` })),
    });
    expect(await sendChanged(FOUR, prices, 40, moves)).toEqual({ accepted: 4, skipped: 0, krw: 40 });
  });
});

describe('prices', () => {
  it('are those that were saved, then the published ones; what is left out stays', async () => {
    const { deps } = createMemoryApp();
    const published = await listPrices(deps);
    expect(published.prices.map(({ item }) => item)).toEqual(['push', 'email']);
    unwrap(await changePrices(deps, { actor: ACTOR, change: { prices: [won('sms-part', 9)] } }));
    const rate = { from: 'USD', to: 'KRW', micros: 1_400_000_000, validFrom: 0, source: '은행' };
    const { prices } = unwrap(await changePrices(deps, { actor: ACTOR, change: { rates: [rate] } }));
    expect(prices).toEqual({
      prices: [won('sms-part', 9), ...published.prices],
      rates: [rate, ...published.rates],
      revision: 2,
    });
  });

  it('M21 of one administrator stay when another saves rates at the same moment', async () => {
    const { deps } = createMemoryApp();
    const rate = { from: 'USD', to: 'KRW', micros: 1_400_000_000, validFrom: 0, source: '은행' };
    let isRaced = false;
    const prices = {
      get: deps.prices.get,
      put: async (...write: Parameters<typeof deps.prices.put>) => {
        if (!isRaced) {
          isRaced = true;
          unwrap(await changePrices(deps, { actor: ACTOR, change: { prices: [won('sms-part', 9)] } }));
        }
        return deps.prices.put(...write);
      },
    };
    const saved = unwrap(await changePrices({ prices }, { actor: ACTOR, change: { rates: [rate] } }));
    expect(saved.changes.map(({ field }) => field)).toEqual([expect.stringContaining('USD in KRW')]);
    expect(await deps.prices.get()).toEqual({ prices: [won('sms-part', 9)], rates: [rate], revision: 2 });
    const stale = { actor: ACTOR, change: { prices: [won('push', 1)] }, revision: 1 };
    expect(await changePrices(deps, stale)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
    expect(await changePrices(deps, { ...stale, revision: 2 })).toMatchObject({ ok: true, prices: { revision: 3 } });
  });

  it.each([
    ['an item nobody prices', { prices: [won('fax', 1)] }, 'prices[0].item'],
    ['a country by its name', { prices: [won('sms-part:KR', 1)] }, 'prices[0].item'],
    ['a price below nothing', { prices: [won('push', -1)] }, 'prices[0].micros'],
    ['a price in the wrong unit', { prices: [won('push', 1_000_000)] }, 'prices[0].micros'],
    ['no units', { prices: [{ ...won('push', 1), per: 0 }] }, 'prices[0].per'],
    ['a currency in words', { prices: [{ ...won('push', 1), currency: '원' }] }, 'prices[0].currency'],
    ['no source', { prices: [{ ...won('push', 1), source: ' ' }] }, 'prices[0].source'],
    [
      'a rate of nothing',
      { rates: [{ from: 'USD', to: 'KRW', micros: 0, validFrom: 0, source: 's' }] },
      'rates[0].micros',
    ],
  ])('with %s are refused', async (_name, change, where) => {
    const { deps } = createMemoryApp();
    const refused = await changePrices(deps, { actor: ACTOR, change });
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_PRICES' } });
    expect(refused.ok ? '' : refused.error.message).toContain(where);
  });
});
