import { occurrencesBetween, parseSchedule, type OccurrenceRecord } from '../../../src/domain/schedule/index.ts';
import type { SendJob } from '../../../src/app/delivery/model/job.ts';
import type { ScheduleOnce, ScheduleWorld } from './schedule-world.ts';

/** Whether something of a job goes out, went out or will. */
function isLaunched({ phase, launchesWhenPlanned, launchedAt }: SendJob): boolean {
  return launchedAt !== undefined || (phase === 'PLANNING' && launchesWhenPlanned === true);
}

const ALL = 100_000;

function idsOf({ schedule, since, until }: ScheduleOnce, now: number): readonly string[] {
  const parsed = parseSchedule(schedule);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const inForce = { schedule: parsed.schedule, since };
  return occurrencesBetween(inForce, { after: since, until: until ?? now, limit: ALL }).occurrences.map(({ id }) => id);
}

/** The bell of the last minutes may not have been heard yet. */
const LATEST_MS = 5 * 60_000;

/** What was promised of schedules and is not so. */
export async function checkSchedules(
  { stores, history, allJobs }: ScheduleWorld,
  now: number,
): Promise<readonly string[]> {
  const breaches: string[] = [];
  const launchedFor = new Map<string, string>();
  const jobs = new Map((await allJobs()).map((job) => [job.id, job]));
  for (const [campaignId, schedules] of history) {
    const records = await stores.occurrences.list(campaignId, { limit: ALL });
    const known = new Map(records.map((record) => [record.id, record]));
    for (const record of records) breaches.push(...checkRecord(record, jobs, launchedFor));
    // Of the schedule that it still has nothing is left out, and of none there is anything that it never meant.
    for (const once of schedules) {
      if (once.until === null) {
        for (const id of idsOf(once, now - LATEST_MS))
          if (!known.has(id)) breaches.push(`${campaignId} ${id} has no record.`);
      }
    }
    const meant = new Set(schedules.flatMap((once) => idsOf(once, now)));
    for (const id of known.keys()) if (!meant.has(id)) breaches.push(`${campaignId} ${id} is no occurrence.`);
  }
  for (const job of jobs.values()) {
    if (isLaunched(job) && !launchedFor.has(job.id)) breaches.push(`Job ${job.id} was launched for no occurrence.`);
  }
  return breaches;
}

function checkRecord(
  { campaignId, id, state, jobId }: OccurrenceRecord,
  jobs: ReadonlyMap<string, SendJob>,
  launchedFor: Map<string, string>,
): readonly string[] {
  if (state !== 'OPENED') return jobId === undefined ? [] : [`${campaignId} ${id} is ${state} and has job ${jobId}.`];
  const job = jobs.get(jobId ?? '');
  if (job === undefined) return [`${campaignId} ${id} is OPENED and has no job.`];
  if (!isLaunched(job)) return [`${campaignId} ${id} is OPENED, and its job ${job.phase} was not launched.`];
  const other = launchedFor.get(job.id);
  launchedFor.set(job.id, id);
  return other === undefined ? [] : [`Job ${job.id} was launched for ${other} and for ${id}.`];
}
