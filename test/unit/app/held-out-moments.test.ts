import { describe, expect, it } from 'vitest';
import { campaignReport } from '../../../src/app/report/index.ts';
import { isHeldOut, type GoesOn } from '../../../src/domain/campaign/index.ts';
import { recordEvent } from '../../../src/domain/customer/index.ts';
import { unwrap } from './memory-app.ts';
import { HOUR, people, start } from './run-of-waves.ts';

const DAY = 24 * HOUR;

/** A push, and another one five days later; what is measured is who does something within a week of one. */
async function twoWaves(goesOn: readonly GoesOn[] = ['NOT_OPENED', 'NOT_ACTIVE'], count = 60) {
  const app = await start({
    customers: people(count),
    waits: [[5 * 1_440, goesOn]],
    limits: { holdoutPercent: 25, goal: { withinDays: 7 } },
  });
  await app.launch();
  const launchedAt = app.clock.now();
  const all = people(count).map(({ id }) => id);
  const apart = all.filter((id) => isHeldOut(app.campaign.id, id, 25));
  const [heldOut = '', other = ''] = apart;
  const treated = all.find((id) => !apart.includes(id)) ?? '';
  const comeBack = (ids: readonly string[], at: number) =>
    Promise.all(
      ids.map((id) =>
        app.change(id, (customer) => ({
          ...customer,
          activity: recordEvent(customer.activity, { name: 'visit', at }, at),
        })),
      ),
    );
  const returned = async () => {
    const { report } = unwrap(await campaignReport(app.deps, { runId: app.runId }));
    return { treated: report.treated.returned, heldOut: report.heldOut.returned, members: report.heldOut.members };
  };
  return { app, launchedAt, heldOut, other, treated, apart, comeBack, returned };
}

describe('the windows of those who are held out', () => {
  it('last as long as those of the people who were sent to: until a week after the last wave', async () => {
    const { app, launchedAt, heldOut, treated, apart, comeBack, returned } = await twoWaves();
    await app.pass(5 * DAY + HOUR);
    await app.pass(5 * DAY);
    // Ten days after the first wave, five after the second.
    await comeBack([heldOut, treated], launchedAt + 10 * DAY);
    expect(await returned()).toEqual({ treated: 1, heldOut: 1, members: apart.length });
    await app.pass(30 * DAY);
  });

  it('end with the first wave for whoever came back before the second would have been sent to them', async () => {
    const { app, launchedAt, heldOut, other, treated, comeBack, returned } = await twoWaves();
    await app.pass(2 * DAY);
    await comeBack([heldOut, treated], launchedAt + 2 * DAY);
    await app.pass(3 * DAY + HOUR);
    await app.pass(20 * DAY);
    // Long after all windows.
    await comeBack([other], launchedAt + 20 * DAY);
    expect(await returned()).toMatchObject({ treated: 1, heldOut: 1 });
  });

  it('have no second wave where it is for those whom the first did not reach, and nobody is without a device', async () => {
    const { app, launchedAt, heldOut, treated, comeBack, returned } = await twoWaves([
      'NOT_DELIVERED',
      'NOT_REACHABLE',
    ]);
    await app.pass(5 * DAY + HOUR);
    await comeBack([heldOut, treated], launchedAt + 10 * DAY);
    await app.pass(5 * DAY);
    expect(app.sentTo(1)).toEqual([]);
    expect(await returned()).toMatchObject({ treated: 0, heldOut: 0 });
  });
});
