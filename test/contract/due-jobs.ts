import { expect, it } from 'vitest';
import type { SendJob } from '../../src/app/delivery/index.ts';
import { jobOf, newId, NOW, SPEC, type DeliveryStores } from './delivery-stores.ts';

/** Which jobs are listed as due, and when; run against every adapter. */
export function describeDueJobs(open: () => DeliveryStores): void {
  const isDue = async (id: string, now: number): Promise<boolean> => {
    const { jobs, catchUp } = open();
    catchUp?.();
    return (await jobs.listDue(now, 1_000)).some((job) => job.id === id);
  };

  it('lists a job that has ended as due until its end was announced, and again when it is reopened', async () => {
    const { jobs } = open();
    const job = jobOf(newId());
    await jobs.create(job, SPEC);
    const ended: SendJob = { ...job, seq: 2, phase: 'COMPLETED', finishedAt: NOW + 5_000 };
    await jobs.save(ended, 1);
    expect(await isDue(job.id, NOW)).toBe(true);
    await jobs.close(job.id, 1);
    expect(await isDue(job.id, NOW)).toBe(true);
    expect(await jobs.get(job.id)).toEqual(ended);
    await jobs.close(job.id, 2);
    expect(await isDue(job.id, NOW)).toBe(false);
    const announced: SendJob = { ...ended, isAnnounced: true };
    expect(await jobs.get(job.id)).toEqual(announced);
    await jobs.save({ ...announced, seq: 3, doubtHeldAt: NOW }, 2);
    expect(await isDue(job.id, NOW)).toBe(false);
    await jobs.save({ ...job, seq: 4, phase: 'SENDING', round: 1 }, 3);
    expect(await isDue(job.id, NOW)).toBe(true);
  });

  it('lists a job when something is due for it by itself, and not while it waits for a person or its hour', async () => {
    const { jobs } = open();
    const job = jobOf(newId());
    await jobs.create(job, SPEC);
    expect(await isDue(job.id, NOW)).toBe(true);
    const hour = NOW + 3_600_000;
    const phases: readonly (readonly [Partial<SendJob>, number | null])[] = [
      [{ phase: 'PLANNED' }, null],
      [{ phase: 'SCHEDULED', sendAt: hour }, hour - 90_000],
      [{ phase: 'SENDING' }, 0],
      [{ phase: 'PAUSED' }, null],
      [{ phase: 'PAUSED', resumeAt: hour }, hour],
      [{ phase: 'PAUSED', sendUntil: hour - 1 }, hour - 1],
      [{ phase: 'PAUSED', resumeAt: hour, sendUntil: hour - 1 }, hour - 1],
      [{ phase: 'CANCELLED' }, 0],
    ];
    for (const [index, [change, from]] of phases.entries()) {
      expect(await jobs.save({ ...job, ...change, seq: index + 2 }, index + 1)).toBe(true);
      if (from !== null && from > 0) expect(await isDue(job.id, from - 1)).toBe(false);
      expect(await isDue(job.id, from ?? Number.MAX_SAFE_INTEGER)).toBe(from !== null);
    }
  });

  it('lists all that is due, up to a limit, whatever page it is on', async () => {
    const { jobs, catchUp } = open();
    const ids = Array.from({ length: 40 }, newId);
    for (const id of ids) await jobs.create(jobOf(id), SPEC);
    catchUp?.();
    const found = new Set((await jobs.listDue(NOW, 10_000)).map(({ id }) => id));
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
    expect((await jobs.listDue(NOW, 5)).length).toBeLessThanOrEqual(5);
    // However much is due since ever: what has an hour gets its turn.
    const paused: SendJob = { ...jobOf(newId()), phase: 'PAUSED', resumeAt: NOW };
    await jobs.create(paused, SPEC);
    catchUp?.();
    expect((await jobs.listDue(NOW, 16)).map(({ id }) => id)).toContain(paused.id);
    for (const id of ids) await jobs.save({ ...jobOf(id), seq: 2, phase: 'PLANNED' }, 1);
    await jobs.save({ ...paused, seq: 2, phase: 'COMPLETED', isAnnounced: true }, 1);
  });
}
