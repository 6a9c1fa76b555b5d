import { isDeepStrictEqual } from 'node:util';
import {
  dueAt,
  type DueJob,
  type JobSpec,
  type JobStore,
  type ReceiptFlags,
  type SendJob,
} from '../../app/delivery/index.ts';

/** Jobs in memory. */
export function createMemoryJobs(): JobStore & { readonly receiptFlags: ReceiptFlags } {
  const jobs = new Map<string, { job: SendJob; spec: JobSpec }>();
  const marks = new Map<string, string>();
  return {
    create: async (job, spec) => {
      if (jobs.has(job.id)) return false;
      jobs.set(job.id, { job, spec });
      return true;
    },
    get: async (jobId) => jobs.get(jobId)?.job ?? null,
    getSpec: async (jobId) => jobs.get(jobId)?.spec ?? null,
    save: async (job, expectedSeq) => {
      const known = jobs.get(job.id);
      if (known?.job.seq !== expectedSeq) return isDeepStrictEqual(known?.job, job);
      known.job = job;
      return true;
    },
    listDue: async (now, limit) => {
      const due = [...jobs.values()].flatMap(({ job }): DueJob[] => {
        const receiptMark = marks.get(job.id);
        if (receiptMark !== undefined) return [{ id: job.id, receiptMark }];
        return (dueAt(job) ?? Number.POSITIVE_INFINITY) <= now ? [{ id: job.id }] : [];
      });
      return due.slice(0, limit);
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
    },
  };
}
