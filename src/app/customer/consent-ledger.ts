import { newDecisions, type Consent, type RecordedDecision } from '../../domain/consent/index.ts';

/** What came to count of a customer's decisions at one time, and who wrote it down. */
export type LedgerEntry = {
  readonly customerId: string;
  /** Milliseconds since the epoch. */
  readonly recordedAt: number;
  /** The id of a person, `import`, or `link` for who used the link of a mail. */
  readonly by: string;
  readonly decisions: readonly RecordedDecision[];
};

/** What people decided, with the words that they agreed to. Entries are added and read, never changed nor removed. */
export interface ConsentLedger {
  /** Adds an entry, unless one with these very decisions of the customer is there already. */
  append(entry: LedgerEntry): Promise<void>;
  /** Adds entries of different customers, as `append` does each: many of them with one call. */
  appendAll(entries: readonly LedgerEntry[]): Promise<void>;
  /**
   * The moment (milliseconds since the epoch) on which all agree who decide `on` the same thing of a customer: the one that
   * was proposed first.
   */
  agree(proposal: { readonly customerId: string; readonly on: string; readonly at: number }): Promise<number>;
  /** The entries of a customer, in the order of their decisions. */
  list(customerId: string): Promise<readonly LedgerEntry[]>;
}

/**
 * Writes down what a change makes count. Before the customer is written: whoever repeats a change that died in between
 * would find nothing new in it, and what is written twice is one entry.
 */
export async function writeDecisions(
  ledger: ConsentLedger,
  entry: Omit<LedgerEntry, 'decisions'>,
  { before, after, heard }: { readonly before: Consent; readonly after: Consent; readonly heard: readonly Consent[] },
): Promise<void> {
  const made = entryOf(entry, { before, after, heard });
  if (made !== null) await ledger.append(made);
}

/** What a change makes count, as an entry; null: nothing does that did not. */
export function entryOf(
  entry: Omit<LedgerEntry, 'decisions'>,
  { before, after, heard }: { readonly before: Consent; readonly after: Consent; readonly heard: readonly Consent[] },
): LedgerEntry | null {
  const decisions = newDecisions(before, after, heard);
  return decisions.length === 0 ? null : { ...entry, decisions };
}
