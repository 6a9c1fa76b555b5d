import { isDeepStrictEqual } from 'node:util';
import type { RunPage, RunRecords } from '../../app/delivery/index.ts';
import type { Run } from '../../domain/run/index.ts';

/** Runs in memory. */
export function createMemoryRunRecords(): RunRecords {
  const runs = new Map<string, Run>();
  const pageOf = (
    isWanted: (run: Run) => boolean,
    { limit, nextToken = '0' }: { readonly limit: number; readonly nextToken?: string },
  ): RunPage | null => {
    const from = /^\d{1,9}$/.test(nextToken) ? Number(nextToken) : null;
    if (from === null) return null;
    const all = [...runs.values()].filter(isWanted).sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    const page = all.slice(from, from + limit);
    return { runs: page, ...(from + limit < all.length ? { nextToken: String(from + limit) } : {}) };
  };
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
    listAll: async (page) => pageOf(() => true, page),
    list: async (campaignId, page) => pageOf((run) => run.campaignId === campaignId, page),
  };
}
