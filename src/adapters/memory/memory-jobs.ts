import type { JobSpec, JobStore, SendJob } from '../../app/delivery/index.ts';

/** Jobs in memory. */
export function createMemoryJobs(): JobStore {
  const jobs = new Map<string, { job: SendJob; spec: JobSpec; isOpen: boolean }>();
  return {
    create: async (job, spec) => {
      if (jobs.has(job.id)) return false;
      jobs.set(job.id, { job, spec, isOpen: true });
      return true;
    },
    get: async (jobId) => jobs.get(jobId)?.job ?? null,
    getSpec: async (jobId) => jobs.get(jobId)?.spec ?? null,
    save: async (job, expectedSeq) => {
      const known = jobs.get(job.id);
      if (known?.job.seq !== expectedSeq) return false;
      known.job = job;
      return true;
    },
    listOpen: async () => [...jobs.values()].filter(({ isOpen }) => isOpen).map(({ job }) => job.id),
    close: async (jobId) => {
      const known = jobs.get(jobId);
      if (known !== undefined) known.isOpen = false;
    },
  };
}
