import { describe, expect, it } from 'vitest';
import { planCampaign } from '../../../src/app/send-job/index.ts';
import { countCustomers } from '../../../src/app/segment/count-customers.ts';
import { createRandom } from '../../simulation/random.ts';
import { createHashedCustomers } from './hashed-customers.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const clock = { now: () => 0, sleep: async () => undefined };

describe('the number of customers', () => {
  it.each([
    [400_000, 0],
    [400_000, 400_000],
    [2_000, 900_000],
    [0, 0],
    [0, 50_000],
  ])('is counted freshly: there are %i, and the store says %i', async (count, stale) => {
    const random = createRandom(7);
    const customers = createHashedCustomers(count, () => 'GOLD', stale);
    const found = await countCustomers({ customers, clock, ids: { next: () => 'id', random } });
    expect(found).toBeGreaterThanOrEqual(count * 0.85);
    expect(found).toBeLessThanOrEqual(count * 1.15);
  });

  it('is what the shards of a new plan are cut by, not what the store counted hours ago', async () => {
    const app = createMemoryApp();
    const { campaignId } = await app.jobOf(await app.plan());
    const customers = createHashedCustomers(400_000, () => 'GOLD', 0);
    const random = createRandom(7);
    const { job } = unwrap(
      await planCampaign({ ...app.deps, customers, ids: { ...app.deps.ids, random } }, { actor: ACTOR, campaignId }),
    );
    expect(job.shardCount).toBeGreaterThanOrEqual(7);
    expect(job.shardCount).toBeLessThanOrEqual(10);
  });
});
