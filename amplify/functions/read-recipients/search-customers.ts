import * as z from 'zod';
import { searchCustomers } from '../../../src/app/customer/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';

type Deps = Parameters<typeof searchCustomers>[0];

const QUERY = z.object({
  text: z.string(),
  limit: z.int().exactOptional(),
  nextToken: z.string().exactOptional(),
});

export const searchCustomersField = (deps: Deps): Field =>
  field(QUERY, async (query) => {
    const found = await searchCustomers(deps, query);
    if (!found.ok) return found;
    const items = found.items.map(({ lastActiveAt, ...customer }) => ({
      ...customer,
      ...(lastActiveAt === undefined ? {} : { lastActiveAt: new Date(lastActiveAt).toISOString() }),
    }));
    return { ok: true, value: { items, nextToken: found.nextToken ?? null } };
  });
