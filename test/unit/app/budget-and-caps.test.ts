import { describe, expect, it } from 'vitest';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import type { Campaign, FrequencyCap } from '../../../src/domain/campaign/index.ts';
import { ACTOR, unwrap } from './memory-app.ts';
import { HOUR, start } from './run-of-waves.ts';

const ONE_A_DAY: readonly FrequencyCap[] = [{ messageClass: 'TRANSACTIONAL', period: 'DAY', most: 1 }];

/** Six people are planned at ten won each, in a campaign with a budget; the price of a push is what a test makes it. */
async function arrange(limits: Partial<Campaign>, frequencyCaps: readonly FrequencyCap[] = []) {
  const app = await start({ waits: [], priceKrw: 10, limits: { budgetKrw: 60, ...limits } });
  unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { frequencyCaps } }));
  const setPrice = async (krw: number): Promise<void> => {
    const { revision, rates } = await app.deps.prices.get();
    const row = { item: 'push', currency: 'KRW', per: 1, freeUnits: 0, validFrom: 0, source: '계약' };
    await app.deps.prices.put({ prices: [{ ...row, micros: krw * 1_000_000 }], rates }, revision, ACTOR);
  };
  /** The same once more, two hours later. */
  const again = async () => {
    app.clock.advance(2 * HOUR);
    const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: app.campaign.id }));
    await app.work();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: job.id }));
    await app.pass(0);
    return (await app.jobOf(job.id)).sent;
  };
  return { ...app, setPrice, again };
}

describe('whom the budget does not pay for', () => {
  it.each([
    ['a campaign that is once for each customer', { oncePerCustomer: true }, []],
    ['the campaign’s own caps', { caps: { total: 1 } }, []],
    ['the caps over all campaigns', {}, ONE_A_DAY],
  ] as const)('uses up nothing of %s', async (_name, limits, frequencyCaps) => {
    const app = await arrange(limits, frequencyCaps);
    await app.setPrice(30);
    await app.launch();
    expect((await app.jobOf(app.runId)).sent).toMatchObject({ accepted: 0, skipped: 6 });
    await app.setPrice(10);
    expect(await app.again()).toMatchObject({ included: 6, accepted: 6 });
  });
});

describe('whom a cap leaves out', () => {
  it('uses up nothing of the budget', async () => {
    const app = await arrange({ budgetKrw: 80 }, ONE_A_DAY);
    const capped = ['customer-0', 'customer-1', 'customer-2', 'customer-3'];
    for (const id of capped) {
      const entry = { jobId: 'another', at: app.clock.now(), since: 0 };
      await app.deps.caps.addToClass('TRANSACTIONAL', id, entry, { revision: 0, sends: {} });
    }
    // What is left of the budget pays the ten won more of two.
    await app.setPrice(20);
    await app.launch();
    expect(app.sentTo(0)).toEqual(['customer-4', 'customer-5']);
  });
});
