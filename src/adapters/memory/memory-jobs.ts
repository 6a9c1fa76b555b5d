import { isDeepStrictEqual } from 'node:util';
import {
  LONGEST_TURN_MS,
  type JobSpec,
  type JobStore,
  type OpenJob,
  type ReceiptFlags,
  type SendJob,
} from '../../app/delivery/index.ts';

/** Jobs in memory. */
export function createMemoryJobs(): JobStore & { readonly receiptFlags: ReceiptFlags } {
  const jobs = new Map<string, { job: SendJob; spec: JobSpec; isOpen: boolean }>();
  const marks = new Map<string, string>();
  const turns = new Map<string, number>();
  return {
    create: async (job, spec) => {
      if (jobs.has(job.id)) return false;
      jobs.set(job.id, { job, spec, isOpen: true });
      return true;
    },
    get: async (jobId) => jobs.get(jobId)?.job ?? null,
    getSpec: async (jobId) => jobs.get(jobId)?.spec ?? null,
    save: async (job, expectedSeq, reopen = false) => {
      const known = jobs.get(job.id);
      if (known?.job.seq !== expectedSeq) return isDeepStrictEqual(known?.job, job);
      known.job = job;
      known.isOpen ||= reopen;
      return true;
    },
    listOpen: async () =>
      [...jobs.values()].flatMap(({ job: { id, phase, sendAt }, isOpen }): OpenJob[] => {
        const receiptMark = marks.get(id);
        const open = { id, isOpen, ...(phase === 'SCHEDULED' && sendAt !== undefined ? { sendAt } : {}) };
        if (receiptMark === undefined) return isOpen ? [open] : [];
        return [{ ...open, receiptMark }];
      }),
    close: async (jobId, expectedSeq) => {
      const known = jobs.get(jobId);
      if (known?.job.seq === expectedSeq) known.isOpen = false;
    },
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
