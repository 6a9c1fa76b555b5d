/** One field that a command changed, as texts. `from` is absent when there was nothing before, `to` when nothing is left. */
export type AuditChange = { readonly field: string; readonly from?: string; readonly to?: string };

/** Who did what, from where, and how it ended. Never what was said to whom: no bodies, no recipients' addresses. */
export type AuditEntry = {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `client:<id>` for a server, otherwise the id of a person. */
  readonly actor: string;
  /** The field of the API that was asked for, such as `pauseJob`. */
  readonly action: string;
  /** `OK`, the code of the refusal, `BEGUN` for what is announced before it is done, or `INTERNAL` when it broke. */
  readonly outcome: string;
  readonly sourceIp?: string;
  /** What it was done to: the id of a job, a customer or an API client. */
  readonly subject?: string;
  /** Whom it was done to, where that is one customer: their entries are found together. */
  readonly customerId?: string;
  /** What became different of settings, prices and the like; no secrets. */
  readonly changes?: readonly AuditChange[];
};

/** A page of entries; `nextToken` asks for the next and is absent on the last. */
export type AuditPage = { readonly entries: readonly AuditEntry[]; readonly nextToken?: string };

/** Entries are added and read, never changed. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  /** The entries of a UTC day (`2026-11-25`), oldest first. */
  list(day: string, page: { readonly limit: number; readonly nextToken?: string }): Promise<AuditPage>;
  /** The entries about one customer, oldest first. */
  listOfCustomer(customerId: string, page: { readonly limit: number; readonly nextToken?: string }): Promise<AuditPage>;
}
