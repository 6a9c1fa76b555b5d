/** Who did what, from where, and how it ended. Never what was said to whom: no bodies, no addresses. */
export type AuditEntry = {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `client:<id>` for a server, otherwise the id of a person. */
  readonly actor: string;
  readonly action: string;
  /** `OK`, or the code of the refusal. */
  readonly outcome: string;
  readonly sourceIp?: string;
  /** What it was done to, such as a job or a client. */
  readonly subject?: string;
};

export type AuditPage = { readonly entries: readonly AuditEntry[]; readonly nextToken?: string };

/** Entries are added and read, never changed. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  /** The entries of a UTC day (`2026-11-25`), oldest first. */
  list(day: string, page: { readonly limit: number; readonly nextToken?: string }): Promise<AuditPage>;
}
