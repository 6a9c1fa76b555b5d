import type {
  ImportProgress,
  ImportPublisher,
  ImportReport,
  ImportStore,
  ImportTotals,
} from '../../app/customer/index.ts';

/** Import reports and totals in memory. */
export function createMemoryImports(): ImportStore {
  const slices = new Map<string, Map<number, ImportReport>>();
  const totals = new Map<string, ImportTotals>();
  return {
    getSlice: async (importId, firstLine) => slices.get(importId)?.get(firstLine) ?? null,
    putSlice: async (report, { firstLine }) => {
      const ofImport = slices.get(report.importId) ?? new Map<number, ImportReport>();
      slices.set(report.importId, ofImport);
      const kept = ofImport.get(firstLine) ?? report;
      ofImport.set(firstLine, kept);
      return kept;
    },
    listSlices: async (importId, from, limit) =>
      [...(slices.get(importId) ?? [])]
        .filter(([firstLine]) => firstLine >= from)
        .sort(([a], [b]) => a - b)
        .slice(0, limit)
        .map(([firstLine, report]) => ({ firstLine, report })),
    getTotals: async (importId) => totals.get(importId) ?? null,
    putTotals: async (next) => {
      if ((totals.get(next.importId)?.seq ?? 0) !== next.seq - 1) return false;
      totals.set(next.importId, next);
      return true;
    },
  };
}

/** Keeps every tick of imports. */
export function createMemoryImportPublisher(): ImportPublisher & { readonly ticks: readonly ImportProgress[] } {
  const ticks: ImportProgress[] = [];
  return {
    ticks,
    publishImport: async (progress) => {
      ticks.push(progress);
      return true;
    },
  };
}
