import { isDeepStrictEqual } from 'node:util';
import type { RunRecords } from '../../app/delivery/index.ts';
import type { Run } from '../../domain/run/index.ts';

/** Runs in memory. */
export function createMemoryRunRecords(): RunRecords {
  const runs = new Map<string, Run>();
  return {
    create: async (run) => {
      if (runs.has(run.id)) return false;
      runs.set(run.id, run);
      return true;
    },
    get: async (runId) => runs.get(runId) ?? null,
    save: async (run, expectedSeq) => {
      const known = runs.get(run.id);
      if (known?.seq !== expectedSeq) return isDeepStrictEqual(known, run);
      runs.set(run.id, run);
      return true;
    },
    list: async (campaignId, { limit, nextToken = '0' }) => {
      const from = /^\d{1,9}$/.test(nextToken) ? Number(nextToken) : null;
      if (from === null) return null;
      const all = [...runs.values()]
        .filter((run) => run.campaignId === campaignId)
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
      const page = all.slice(from, from + limit);
      return { runs: page, ...(from + limit < all.length ? { nextToken: String(from + limit) } : {}) };
    },
  };
}
