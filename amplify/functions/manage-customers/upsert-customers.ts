import * as z from 'zod';
import { upsertCustomers } from '../../../src/app/customer/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { jsonArgument } from '../edge/json-argument.ts';

type Deps = Parameters<typeof upsertCustomers>[0];

const input = z.object({ customers: z.array(jsonArgument(z.unknown())) });

export const upsertCustomersField = (deps: Deps): Field =>
  field(input, async ({ customers }, actor) => {
    const upserted = await upsertCustomers(deps, { customers, actor });
    return upserted.ok ? { ok: true, value: upserted.outcomes } : upserted;
  });
