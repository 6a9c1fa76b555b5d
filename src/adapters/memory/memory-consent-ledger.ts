import type { ConsentLedger, LedgerEntry } from '../../app/customer/consent-ledger.ts';

/** A ledger of consents in memory. */
export function createMemoryConsentLedger(): ConsentLedger {
  const entries = new Map<string, Map<string, LedgerEntry>>();
  const agreed = new Map<string, number>();
  const add = (entry: LedgerEntry): void => {
    const known = entries.get(entry.customerId) ?? new Map<string, LedgerEntry>();
    entries.set(entry.customerId, known);
    const name = JSON.stringify(entry.decisions);
    if (!known.has(name)) known.set(name, entry);
  };
  return {
    agree: async ({ customerId, on, at }) => {
      const name = JSON.stringify([customerId, on]);
      const known = agreed.get(name) ?? at;
      agreed.set(name, known);
      return known;
    },
    append: async (entry) => add(entry),
    appendAll: async (all) => all.forEach(add),
    list: async (customerId) =>
      [...(entries.get(customerId)?.values() ?? [])].sort(
        (a, b) => latest(a) - latest(b) || a.recordedAt - b.recordedAt,
      ),
  };
}

function latest({ decisions }: LedgerEntry): number {
  return Math.max(...decisions.map(({ at }) => at));
}
