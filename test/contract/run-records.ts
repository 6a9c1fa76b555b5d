import { expect, it } from 'vitest';
import type { JobSpec, RunRecords, SendJob, WaveAudience } from '../../src/app/delivery/index.ts';
import { jobOf, SPEC, type DeliveryStores } from './delivery-stores.ts';
import type { Run } from '../../src/domain/run/index.ts';

const NOW = Date.UTC(2026, 10, 23, 3);

export type RunStores = Pick<DeliveryStores, 'jobs'> & { readonly runRecords: RunRecords };

let lastId = 0;
const newId = (): string => `run-${(lastId += 1)}`;

function runOf(id: string, more: Partial<Run> = {}): Run {
  return {
    id,
    campaignId: 'campaign-1',
    campaignName: '겨울',
    phase: 'PLANNED',
    seq: 1,
    orders: 0,
    wave: 0,
    waveCount: 3,
    createdAt: NOW,
    createdBy: 'minji',
    ...more,
  };
}

/** What keeps runs; run against every adapter. */
export function describeRunRecords(open: () => RunStores): void {
  it('writes a run once, and keeps what everybody writes who has read the last', async () => {
    const { runRecords: records } = open();
    const run = runOf(newId());
    expect(await records.get(run.id)).toBeNull();
    expect(await records.create(run)).toBe(true);
    expect(await records.create({ ...run, campaignName: '봄' })).toBe(false);
    expect(await records.get(run.id)).toEqual(run);
    const next: Run = { ...run, seq: 2, phase: 'RUNNING', wave: 1, waveAt: NOW + 5, orders: 1 };
    expect(await records.save(next, 1)).toBe(true);
    // Its answer was lost.
    expect(await records.save(next, 1)).toBe(true);
    expect(await records.save({ ...next, phase: 'PAUSED' }, 1)).toBe(false);
    const { waveAt: _, ...ended } = next;
    const last: Run = { ...ended, seq: 3, phase: 'FAILED', phaseReason: 'TEMPLATE_GONE', endedAt: NOW + 9 };
    expect(await records.save(last, 2)).toBe(true);
    expect(await records.get(run.id)).toEqual(last);
    expect(await records.save(runOf(newId()), 1)).toBe(false);
  });

  it('takes one of those who write at one moment', async () => {
    const { runRecords: records } = open();
    const run = runOf(newId());
    const made = await Promise.all(['a', 'b', 'c'].map((by) => records.create({ ...run, createdBy: by })));
    expect(made.filter(Boolean)).toHaveLength(1);
    const phases = ['RUNNING', 'CANCELLED', 'FAILED'] as const;
    const saved = await Promise.all(phases.map((phase) => records.save({ ...run, seq: 2, phase }, 1)));
    expect(saved.filter(Boolean)).toHaveLength(1);
  });

  it('lists the runs of a campaign, the newest first, page by page, and those of no other', async () => {
    const { runRecords: records } = open();
    const campaignId = newId();
    const ids = [newId(), newId(), newId(), newId(), newId()];
    for (const [index, id] of ids.entries()) {
      await records.create(runOf(id, { campaignId, createdAt: NOW + index * 1_000 }));
      await records.create(runOf(newId(), { campaignId: 'another' }));
    }
    const listed: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await records.list(campaignId, { limit: 2, ...(nextToken === undefined ? {} : { nextToken }) });
      listed.push(...(page?.runs ?? []).map(({ id }) => id));
      expect(page?.runs.length).toBeLessThanOrEqual(2);
      nextToken = page?.nextToken;
    } while (nextToken !== undefined);
    expect(listed).toEqual([...ids].reverse());
    expect(await records.list(campaignId, { limit: 2, nextToken: '~' })).toBeNull();
    expect(await records.list('none', { limit: 2 })).toEqual({ runs: [] });
  });

  it('lists the runs of all campaigns over months, the newest first, page by page', async () => {
    const { runRecords: records } = open();
    const month = 31 * 86_400_000;
    const later = NOW + 40 * month;
    const times = [0, 1, 2, month, month + 1, 3 * month];
    const made = times.map((before) => ({ id: newId(), createdAt: later - before }));
    for (const { id, createdAt } of made) await records.create(runOf(id, { campaignId: newId(), createdAt }));
    const listed: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await records.listAll({ limit: 2, ...(nextToken === undefined ? {} : { nextToken }) }, later);
      listed.push(...(page?.runs ?? []).map(({ id }) => id));
      expect(page?.runs.length).toBeLessThanOrEqual(2);
      nextToken = page?.nextToken;
    } while (nextToken !== undefined && listed.length < made.length);
    expect(listed).toEqual(made.map(({ id }) => id));
    expect(await records.listAll({ limit: 2, nextToken: '~' }, later)).toBeNull();
  });

  it('keeps a wave of a run, and whom it is for, as they are', async () => {
    const { jobs } = open();
    if (SPEC.audience.kind !== 'SEGMENT') throw new Error('The spec of the tests is of a segment.');
    const runId = newId();
    const wave: SendJob = {
      ...jobOf(`${runId}-w1`),
      phase: 'SCHEDULED',
      runId,
      wave: 1,
      followedOrders: 2,
      sendAt: NOW + 60_000,
    };
    const goesOn = ['NOT_OPENED', 'NOT_ACTIVE'] as const;
    const step = { channel: 'PUSH', templateId: 'template-1', waitMinutes: 90, goesOn } as const;
    const audience: WaveAudience = {
      kind: 'WAVE',
      campaign: { ...SPEC.audience.campaign, steps: [step] },
      runId,
      wave: 1,
      beforeJobId: runId,
      goesOn,
      since: NOW,
    };
    const spec: JobSpec = { audience, templates: [{ templateId: 'template-1', version: 4 }], plannedAt: NOW };
    expect(await jobs.create(wave, spec)).toBe(true);
    expect(await jobs.get(wave.id)).toEqual(wave);
    expect(await jobs.getSpec(wave.id)).toEqual(spec);
    const begun: SendJob = {
      ...wave,
      phase: 'PLANNING',
      seq: 2,
      planningSince: NOW + 61_000,
      launchesWhenPlanned: true,
    };
    expect(await jobs.save(begun, 1)).toBe(true);
    // Its run was paused: it does not send when it is planned.
    const { launchesWhenPlanned: _, ...paused } = begun;
    expect(await jobs.save({ ...paused, seq: 3 }, 2)).toBe(true);
    expect(await jobs.get(wave.id)).toEqual({ ...paused, seq: 3 });
  });
}
