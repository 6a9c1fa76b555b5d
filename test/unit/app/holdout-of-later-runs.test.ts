import { describe, expect, it } from 'vitest';
import { campaignReport } from '../../../src/app/report/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { isHeldOut, type Campaign } from '../../../src/domain/campaign/index.ts';
import { newCustomer } from '../../../src/domain/customer/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACTOR, unwrap } from './memory-app.ts';
import { HOUR, people, start } from './run-of-waves.ts';

const DAY = 24 * HOUR;

/** A campaign of one wave with half of its audience held out, and further runs of it. */
async function arrange(limits: Partial<Campaign>, count = 200) {
  const app = await start({
    waits: [],
    customers: people(count),
    limits: { holdoutPercent: 50, goal: { withinDays: 7 }, ...limits },
  });
  const planAgain = async (): Promise<string> => {
    const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: app.campaign.id }));
    await app.work();
    return job.id;
  };
  const launch = async (jobId: string): Promise<void> => {
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.pass(0);
  };
  const join = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      const endpoints = [anEndpoint({ id: `endpoint-${id}`, address: `token-${id}` })];
      await app.deps.customerStore.put({ ...newCustomer(id), endpoints }, 0);
    }
  };
  const isKept = (id: string): boolean => isHeldOut(app.campaign.id, id, 50);
  const excluded = async (jobId: string) => (await app.jobOf(jobId)).sent.excluded;
  return { ...app, planAgain, launchOne: launch, join, isKept, excluded };
}

describe('the holdout of a later run', () => {
  it('is of those alone who could have been sent to by it, where a campaign is once for each customer', async () => {
    const app = await arrange({ oncePerCustomer: true }, 400);
    await app.launch();
    app.clock.advance(7 * DAY);
    const late = Array.from({ length: 100 }, (_, index) => `new-${index}`);
    await app.join(late);
    const second = await app.planAgain();
    await app.launchOne(second);
    // Of the new ones six of ten come back by themselves, of the old ones nobody: sending does nothing.
    app.clock.advance(DAY);
    for (const id of late.slice(0, 60)) {
      const { now } = app.clock;
      await app.change(id, (customer) => ({ ...customer, activity: { ...customer.activity, lastActiveAt: now() } }));
    }
    app.clock.advance(7 * DAY);
    const { report } = unwrap(await campaignReport(app.deps, { runId: second }));
    const kept = late.filter(app.isKept);
    expect(report.heldOut.members).toBe(kept.length);
    expect(report.treated.members).toBe(100 - kept.length);
    expect(report.lift).toMatchObject({ kind: 'MEASURED', costPerReturned: { kind: 'NOT_DISTINGUISHABLE' } });
    expect(await app.excluded(second)).toEqual({ ENTERED_BEFORE: 400, TREATMENT_HOLDOUT: kept.length });
  });

  it('has nobody whose cap would be reached had they been sent to', async () => {
    const app = await arrange({ caps: { total: 1 } });
    await app.launch();
    app.clock.advance(3 * HOUR);
    expect(await app.excluded(await app.planAgain())).toEqual({ FREQUENCY_CAP: 200 });
  });

  it('has those of a day on which the cap of a day leaves room again', async () => {
    const app = await arrange({ caps: { daily: 1 } });
    await app.launch();
    app.clock.advance(DAY + 1);
    const { TREATMENT_HOLDOUT: kept = 0, ...rest } = await app.excluded(await app.planAgain());
    expect(rest).toEqual({});
    expect(kept).toBe(people(200).filter(({ id }) => app.isKept(id)).length);
  });

  it('is whole after a plan that nobody launched', async () => {
    const app = await arrange({ oncePerCustomer: true });
    const { TREATMENT_HOLDOUT: kept = 0 } = await app.excluded(app.runId);
    expect(await app.excluded(await app.planAgain())).toEqual({ TREATMENT_HOLDOUT: kept });
    expect(kept).toBeGreaterThan(0);
  });

  it('has nobody of before, though the worker that counted them died of it half way', async () => {
    const app = await arrange({ oncePerCustomer: true });
    const { add } = app.deps.caps;
    let left = 20;
    Object.assign(app.deps.caps, {
      add: async (...entry: Parameters<typeof add>) => {
        if (app.isKept(entry[1]) && --left === 0) throw new Error('The power is off.');
        return add(...entry);
      },
    });
    await expect(app.launch()).rejects.toThrow('The power is off.');
    await app.pass(HOUR);
    expect((await app.jobOf(app.runId)).phase).toBe('COMPLETED');
    expect(new Set(app.sentTo(0)).size).toBe(app.sentTo(0).length);
    expect(await app.excluded(await app.planAgain())).toEqual({ ENTERED_BEFORE: 200 });
  });

  it('is as it was where nothing limits how often somebody is sent to', async () => {
    const app = await arrange({});
    await app.launch();
    app.clock.advance(DAY);
    expect(await app.excluded(await app.planAgain())).toEqual(await app.excluded(app.runId));
  });
});
