import { isDeepStrictEqual } from 'node:util';
import {
  contentsUntil,
  dueAt,
  LONGEST_TURN_MS,
  type DueJob,
  type JobSpec,
  type JobStore,
  type ReceiptFlags,
  type SendJob,
} from '../../app/delivery/index.ts';

/** Jobs in memory. */
export function createMemoryJobs(now: () => number = () => 0): JobStore & { readonly receiptFlags: ReceiptFlags } {
  const jobs = new Map<string, { job: SendJob; spec: JobSpec }>();
  const marks = new Map<string, string>();
  const turns = new Map<string, number>();
  return {
    create: async (job, spec) => {
      if (jobs.has(job.id)) return false;
      jobs.set(job.id, { job, spec });
      return true;
    },
    get: async (jobId) => {
      const job = jobs.get(jobId)?.job;
      return job === undefined || (job.keptUntil ?? Infinity) <= now() ? null : job;
    },
    getSpec: async (jobId) => {
      const known = jobs.get(jobId);
      return known === undefined || (contentsUntil(known.job) ?? Infinity) <= now() ? null : known.spec;
    },
    save: async (job, expectedSeq) => {
      const known = jobs.get(job.id);
      if (known?.job.seq !== expectedSeq) return isDeepStrictEqual(known?.job, job);
      known.job = job;
      return true;
    },
    listDue: async (until, limit) => {
      const due = [...jobs.values()]
        .map(({ job }) => ({ id: job.id, at: dueAt(job) ?? Number.POSITIVE_INFINITY, receiptMark: marks.get(job.id) }))
        .filter(({ at, receiptMark }) => at <= until || receiptMark !== undefined)
        .sort((a, b) => a.at - b.at)
        .map(({ id, receiptMark }): DueJob => (receiptMark === undefined ? { id } : { id, receiptMark }));
      if (due.length <= limit) return due;
      const half = Math.floor(limit / 2);
      return [...due.slice(0, half), ...due.slice(half - limit)];
    },
    close: async (jobId, expectedSeq) => {
      const known = jobs.get(jobId);
      if (known?.job.seq === expectedSeq) known.job = { ...known.job, isAnnounced: true };
    },
    // What cannot be read can only be stored outside of this process.
    setAside: async () => undefined,
    receiptFlags: {
      raise: async (jobId, mark) => {
        if (jobs.has(jobId)) marks.set(jobId, mark);
      },
      lower: async (jobId, mark) => {
        if (marks.get(jobId) === mark) marks.delete(jobId);
      },
      take: async (jobId, { now, until }) => {
        const taken = turns.get(jobId) ?? 0;
        if (taken > now && taken <= now + LONGEST_TURN_MS) return false;
        turns.set(jobId, until);
        return true;
      },
    },
  };
}
