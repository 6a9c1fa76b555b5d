import { describe, expect, it } from 'vitest';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { cancelRun, decideLook, pauseRun, resumeRun, runProgress } from '../../../src/app/run/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import type { CampaignInput, CampaignStep } from '../../../src/domain/campaign/index.ts';
import { newCustomer, recordEvent, type Customer } from '../../../src/domain/customer/index.ts';
import { createAssignment, createTrial, type Look } from '../../../src/domain/experiment/index.ts';
import { recordAll } from '../../simulation/record-all.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';
import { LOOK, saveWithLook } from './run-with-look.ts';

const HOUR = 3_600_000;

type Limits = Partial<CampaignInput> & { readonly later?: readonly CampaignStep[] };

/** A launched run of which each treatment is tried on `each`, and `rest` wait for the look. */
async function tried(each: number, rest: number, look: Partial<Look> = {}, limits: Limits = {}) {
  const app = createMemoryApp([], () => ACCEPTED);
  const { deps } = app;
  const { campaign } = unwrap(await saveWithLook(app, look, limits));
  const isTried = createTrial(campaign.id, campaign.look?.testPercent ?? 0);
  const treatmentOf = createAssignment(campaign.id, campaign.treatments ?? []);
  const wanted = [each, each, rest];
  const groups: string[][] = [[], [], []];
  for (let index = 0; groups.some((ids, group) => ids.length < (wanted[group] ?? 0)); index += 1) {
    const id = `customer-${index}`;
    const group = isTried(id) ? treatmentOf(id) : 2;
    if ((groups[group]?.length ?? 0) >= (wanted[group] ?? 0)) continue;
    groups[group]?.push(id);
    const endpoints = [anEndpoint({ id: `endpoint-${index}`, address: `token-${index}` })];
    await deps.customerStore.put({ ...newCustomer(id), endpoints }, 0);
  }
  const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId: campaign.id }));
  const runId = job.id;
  await app.work();
  const pass = async (milliseconds: number): Promise<void> => {
    app.clock.advance(milliseconds);
    for (let times = 0; times < 3; times += 1) {
      await sweepJobs(deps);
      await app.work();
      await app.count();
    }
  };
  const launch = async (): Promise<void> => {
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: runId }));
    await pass(0);
  };
  /** The words that everybody of a wave got. */
  const got = (wave: number): ReadonlyMap<string, string> =>
    new Map(
      app.sender.outbox
        .filter(({ ref }) => ref.jobId === (wave === 0 ? runId : `${runId}-w${wave}`))
        .map(({ customer, message }) => [customer.id, message.channel === 'PUSH' ? (message.title ?? '') : '']),
    );
  const open = async (counts: readonly number[]): Promise<void> => {
    const refs = counts.flatMap((count, group) => {
      const ids = new Set(groups[group]?.slice(0, count));
      return app.sender.outbox.filter(({ customer }) => ids.has(customer.id)).map(({ ref }) => ref);
    });
    await recordAll(
      deps,
      refs.map((ref) => ({ ref, status: 'OPENED' as const, at: app.clock.now() })),
    );
    await pass(60_000);
  };
  const progress = async () => unwrap(await runProgress(deps, { runId }));
  const change = async (id: string, edit: (customer: Customer) => Customer): Promise<void> => {
    const stored = (await deps.customerStore.getMany([id])).get(id);
    if (stored === undefined) throw new Error(`There is no ${id}.`);
    await deps.customerStore.put(edit(stored.value), stored.revision);
  };
  return { ...app, runId, groups, pass, launch, got, open, progress, change };
}

describe('a run with a look', () => {
  it('C23 sends the treatments to the trial, and after four hours the winner of 26 and 10 opens of 400 each to the rest', async () => {
    const app = await tried(400, 300);
    expect((await app.progress()).totals).toMatchObject({ planned: 1_100, excluded: { AWAITS_LOOK: 300 } });
    await app.launch();
    expect(app.got(0).size).toBe(800);
    await app.open([26, 10]);
    await app.pass(3 * HOUR);
    expect(app.got(1).size).toBe(0);
    expect((await app.progress()).look).toMatchObject({ status: 'DECLARED' });
    await app.pass(HOUR);
    const { run, look, totals } = await app.progress();
    expect([...app.got(1).keys()].sort()).toEqual([...(app.groups[2] ?? [])].sort());
    expect(new Set(app.got(1).values())).toEqual(new Set(['A']));
    expect(look).toMatchObject({
      status: 'TAKEN',
      arms: [
        { name: 'A', successes: 26, trials: 400 },
        { name: 'B', successes: 10, trials: 400 },
      ],
      decision: { outcome: 'WINNER', treatment: 0 },
    });
    expect(run.phase).toBe('COMPLETED');
    expect(totals).toMatchObject({ planned: 1_100, excluded: {}, outcomes: { included: 1_100 } });
    expect(totals.messages.included).toBe(1_100);
  });

  it.each([
    [12, 9],
    [0, 0],
    [20, 20],
  ])(
    'C23 holds the rest where %i and %i opens of 400 have no winner, does not look again, and gives what a person decides',
    async (a, b) => {
      const app = await tried(400, 60);
      await app.launch();
      await app.open([a, b]);
      await app.pass(4 * HOUR);
      const { look, run } = await app.progress();
      expect(look).toMatchObject({ status: 'TAKEN', decision: { outcome: 'NO_WINNER', then: 'HOLD' } });
      expect(JSON.stringify(look)).not.toMatch(/NaN/);
      expect(run.phase).toBe('RUNNING');
      // Ever so many who open later change nothing.
      await app.open([200, 0]);
      await app.pass(24 * HOUR);
      expect(app.got(1).size).toBe(0);
      expect((await app.progress()).look).toEqual(look);
      const decide = (treatment: string) => decideLook(app.deps, { actor: ACTOR, runId: app.runId, treatment });
      expect(await decide('C')).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
      unwrap(await decide('B'));
      unwrap(await decide('B'));
      expect(await decide('A')).toMatchObject({ ok: false, error: { code: 'LOOK_DECIDED' } });
      await app.pass(0);
      expect(new Set(app.got(1).values())).toEqual(new Set(['B']));
      expect(app.got(1).size).toBe(60);
      expect((await app.progress()).look).toMatchObject({ chosen: { treatment: 1, by: ACTOR.id } });
    },
  );

  it('C23 gives the rest the first treatment without a winner where that was declared', async () => {
    const app = await tried(400, 20, { ifNoWinner: 'FIRST_TREATMENT' });
    await app.launch();
    await app.open([9, 12]);
    await app.pass(4 * HOUR);
    expect(new Set(app.got(1).values())).toEqual(new Set(['A']));
    expect((await app.progress()).look).toMatchObject({ decision: { outcome: 'NO_WINNER', then: 'FIRST_TREATMENT' } });
  });

  it('counts who reached the goal since it was launched where it looks at that', async () => {
    const goal = { event: 'purchase', withinDays: 7 };
    const app = await tried(60, 20, { metric: 'GOAL' }, { goal });
    const buy = (id: string) =>
      app.change(id, (customer) => ({
        ...customer,
        activity: recordEvent(customer.activity, { name: 'purchase', at: app.clock.now() }, app.clock.now()),
      }));
    for (const id of app.groups[0]?.slice(0, 50) ?? []) await buy(id);
    app.clock.advance(48 * HOUR);
    await app.launch();
    app.clock.advance(HOUR);
    for (const id of app.groups[1]?.slice(0, 20) ?? []) await buy(id);
    for (const id of app.groups[2]?.slice(0, 3) ?? []) await buy(id);
    await app.pass(3 * HOUR);
    expect((await app.progress()).look).toMatchObject({
      arms: [
        { name: 'A', successes: 0, trials: 60 },
        { name: 'B', successes: 20, trials: 60 },
      ],
      decision: { outcome: 'WINNER', treatment: 1 },
    });
    // Whoever bought by themselves is asked no more.
    expect(app.got(1).size).toBe(17);
    expect((await app.progress()).totals.excluded).toEqual({ CONVERTED: 3 });
  });

  it('decides the rest anew when it is taken, and sends nothing of it while the run is paused or after it is cancelled', async () => {
    const app = await tried(30, 20, { ifNoWinner: 'FIRST_TREATMENT' });
    await app.launch();
    const [gone = ''] = app.groups[2] ?? [];
    await app.change(gone, ({ endpoints, ...customer }) => ({
      ...customer,
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, optOut: 'ALL' })),
    }));
    unwrap(await pauseRun(app.deps, { actor: ACTOR, runId: app.runId }));
    await app.pass(5 * HOUR);
    expect(app.got(1).size).toBe(0);
    unwrap(await resumeRun(app.deps, { actor: ACTOR, runId: app.runId }));
    await app.pass(0);
    expect(app.got(1).size).toBe(19);
    expect((await app.progress()).totals).toMatchObject({ planned: 80, excluded: { ENDPOINT_OPT_OUT: 1 } });

    const other = await tried(30, 20);
    await other.launch();
    await other.pass(5 * HOUR);
    unwrap(await cancelRun(other.deps, { actor: ACTOR, runId: other.runId }));
    expect(await decideLook(other.deps, { actor: ACTOR, runId: other.runId, treatment: 'A' })).toMatchObject({
      ok: false,
      error: { code: 'RUN_PHASE' },
    });
    await other.pass(HOUR);
    expect(other.got(1).size).toBe(0);
    const { totals } = await other.progress();
    expect(totals).toMatchObject({ planned: 80, excluded: { AWAITS_LOOK: 20 }, outcomes: { included: 60 } });
  });

  it('sends one message to an address that one of the trial and one of the rest have', async () => {
    for (const shard of [0, 1]) {
      const app = await tried(20, 20, { ifNoWinner: 'FIRST_TREATMENT' });
      const [tester = ''] = app.groups[shard] ?? [];
      const shared = [anEndpoint({ id: 'shared', address: 'token-shared' })];
      for (const id of [tester, ...(app.groups[2] ?? []).slice(0, 4)]) {
        await app.change(id, (customer) => ({ ...customer, endpoints: shared }));
      }
      const { campaignId } = await app.jobOf(app.runId);
      const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId }));
      await app.work();
      unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: job.id }));
      await app.pass(4 * HOUR);
      const toShared = app.sender.outbox.filter(({ address }) => address === 'token-shared');
      expect(toShared.map(({ customer }) => customer.id)).toEqual([tester]);
      expect(app.sender.outbox).toHaveLength(56);
    }
  });

  it('goes on from the trial and the rest to the next wave, with everybody in one outcome', async () => {
    const later: CampaignStep[] = [
      { channel: 'PUSH', templateId: '', waitMinutes: 60, goesOn: ['NOT_OPENED', 'NOT_REACHABLE'] },
    ];
    const app = await tried(30, 20, { ifNoWinner: 'FIRST_TREATMENT' }, { later });
    await app.launch();
    await app.open([4, 3]);
    await app.pass(4 * HOUR);
    expect(app.got(1).size).toBe(20);
    expect(app.got(2).size).toBe(0);
    await app.pass(HOUR);
    expect(app.got(2).size).toBe(73);
    const { run, totals } = await app.progress();
    expect(run).toMatchObject({ phase: 'COMPLETED', waveCount: 3 });
    expect(totals).toMatchObject({ planned: 80, excluded: { ENGAGED: 7 }, outcomes: { included: 73, accepted: 73 } });
    expect(totals.messages.included).toBe(153);
  });

  it.each([
    [{ testPercent: 0 }, {}, 'look.testPercent'],
    [{ testPercent: 100 }, {}, 'look.testPercent'],
    [{ afterMinutes: 0 }, {}, 'look.afterMinutes'],
    [{ afterMinutes: 43_201 }, {}, '30 days'],
    [{ metric: 'CLICKED' as const }, {}, 'nobody reports that PUSH was CLICKED'],
    [{}, { treatments: undefined }, 'nothing to compare'],
    [{}, { treatments: [{ name: 'A', sharePercent: 100 }] }, 'nothing to compare'],
    [
      {},
      {
        treatments: [
          { name: 'A', sharePercent: 50 },
          { name: 'B', sharePercent: 50 },
        ],
      },
      'same words in the first wave',
    ],
    [{}, { schedule: { type: 'AT', timezone: 'LOCAL', at: '2026-12-24T10:00' } as const }, 'forty parts'],
    [
      {},
      {
        trigger: {
          event: 'purchase',
          rule: { kind: 'ONCE' },
          expiresAfterMinutes: 60,
          wait: { type: 'DURATION', minutes: 5 },
        } as const,
      },
      'too few to compare',
    ],
  ])('is refused at save where it cannot work: %j %j', async (look, limits, message) => {
    const refused = await saveWithLook(createMemoryApp([]), look, limits);
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_CAMPAIGN' } });
    expect(refused.ok ? '' : refused.error.message).toContain(message);
    expect(LOOK.testPercent).toBe(20);
  });
});
