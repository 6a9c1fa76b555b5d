import { describe, expect, it } from 'vitest';
import { forecastRun } from '../../../src/app/forecast/index.ts';
import { campaignReport } from '../../../src/app/report/index.ts';
import { recordEvent } from '../../../src/domain/customer/index.ts';
import { createRandom } from '../../simulation/random.ts';
import { unwrap } from './memory-app.ts';
import { HOUR, people, start } from './run-of-waves.ts';

describe('a run of several waves', () => {
  it('is reported and foretold over all its waves', async () => {
    const app = await start({
      customers: people(200),
      waits: [[1_440, ['NOT_OPENED', 'NOT_ACTIVE']]],
      limits: { holdoutPercent: 25, goal: { event: 'purchase', withinDays: 7 } },
    });
    const ids = { ...app.deps.ids, random: createRandom(7) };
    const foretold = unwrap(await forecastRun({ ...app.deps, ids }, { campaignId: app.campaign.id }));
    await app.launch();
    await app.pass(24 * HOUR);
    const first = app.sentTo(0);
    expect(app.sentTo(1)).toEqual(first);
    const [buyer = ''] = first;
    await app.change(buyer, (customer) => ({
      ...customer,
      activity: recordEvent(customer.activity, { name: 'purchase', at: app.clock.now() }, app.clock.now()),
    }));
    const { report } = unwrap(await campaignReport(app.deps, { runId: app.runId }));
    expect(report.rows.map(({ wave, planned, goal }) => [wave, planned, goal])).toEqual([
      [0, first.length, 0],
      [1, first.length, 1],
    ]);
    expect(report.treated).toMatchObject({ members: first.length, returned: 1 });
    expect(report.heldOut.members).toBe(200 - first.length);
    // A won a message, of both waves.
    expect(report.krwMicros).toBe(2 * first.length * 1_000_000);

    expect(foretold.waves).toHaveLength(2);
    expect(foretold.waves[0]?.messages).toMatchObject({ low: first.length, high: first.length });
    // By the stated priors some open, and some come back.
    const second = foretold.waves[1]?.messages;
    expect(second?.high).toBeLessThanOrEqual(first.length);
    expect(second?.low).toBeGreaterThan(first.length / 4);
    const reasons = foretold.waves[1]?.out.map(({ reason }) => reason) ?? [];
    expect(reasons).toEqual(expect.arrayContaining(['ENGAGED', 'CAME_BACK']));
  });
});
