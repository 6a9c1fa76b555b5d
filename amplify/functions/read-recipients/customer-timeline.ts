import * as z from 'zod';
import { customerTimeline } from '../../../src/app/timeline/index.ts';
import { TIMELINE_KINDS } from '../../../src/domain/customer/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof customerTimeline>[0];

const QUERY = z.object({
  customerId: idArgument,
  kind: z.enum(TIMELINE_KINDS),
  nextToken: z.string().exactOptional(),
});

export const customerTimelineField = (deps: Deps): Field =>
  field(QUERY, async (query) => {
    const page = await customerTimeline(deps, query);
    if (!page.ok) return page;
    const items = page.items.map(({ at, ...entry }) => ({ ...entry, at: new Date(at).toISOString() }));
    return { ok: true, value: { items, nextToken: page.nextToken ?? null, runsRead: page.runsRead ?? null } };
  });
