import * as z from 'zod';
import { exportCustomer } from '../../../src/app/customer/index.ts';
import type { Clock } from '../../../src/app/ports.ts';

import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof exportCustomer>[0] & { readonly clock: Clock };

export const exportCustomerField = (deps: Deps): Field =>
  field(z.object({ customerId: idArgument }), async (query) => {
    const exported = await exportCustomer(deps, query);
    if (!exported.ok) return exported;
    const exportedAt = new Date(deps.clock.now()).toISOString();
    return { ok: true, value: { ...query, exportedAt, customer: exported.customer, consents: exported.consents } };
  });
