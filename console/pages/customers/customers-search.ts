import * as z from 'zod/mini';

const field = <Shape extends z.ZodMiniType>(shape: Shape) => z.catch(z.optional(shape), undefined);

/** What of the search for customers stands in its address. */
export const customersSearch = z.object({
  /** What is looked for. */
  q: field(z.coerce.string()),
  /** Where a page of names begins. */
  after: field(z.string()),
});

/** Everything that the address of the search says. */
export type CustomersSearch = z.infer<typeof customersSearch>;

/** What can be looked at of a customer. */
export const CUSTOMER_TABS = ['messages', 'events', 'consents', 'audit'] as const;

/** What of a customer's page stands in its address. */
export const customerSearch = z.object({
  tab: field(z.enum(CUSTOMER_TABS)),
  /** Where a page of the timeline begins. */
  after: field(z.string()),
});

/** Everything that the address of a customer's page says. */
export type CustomerSearch = z.infer<typeof customerSearch>;
