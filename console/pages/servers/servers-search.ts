import * as z from 'zod/mini';

const field = <Shape extends z.ZodMiniType>(shape: Shape) => z.catch(z.optional(shape), undefined);

/** What can be looked at of external servers. */
export const SERVER_TABS = ['clients', 'audit'] as const;

/** What of the page of external servers stands in its address. */
export const serversSearch = z.object({
  tab: field(z.enum(SERVER_TABS)),
  /** Of the audit log: a UTC day, and a part of who, what or to whom. */
  day: field(z.iso.date()),
  q: field(z.coerce.string()),
  outcome: field(z.enum(['OK', 'REFUSED'])),
  after: field(z.string()),
});

/** Everything that the address of the page says. */
export type ServersSearch = z.infer<typeof serversSearch>;
