import * as z from 'zod';
import { listOccurrences } from '../../../src/app/schedule/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof listOccurrences>[0];

const query = z.object({
  campaignId: idArgument,
  limit: z.int().exactOptional(),
  nextToken: z.string().exactOptional(),
});

const isoTime = (at: number): string => new Date(at).toISOString();

export const listOccurrencesField = (deps: Deps): Field =>
  field(query, async (asked) => {
    const page = await listOccurrences(deps, asked);
    if (!page.ok) return page;
    const items = page.items.map(({ at, recordedAt, ...row }) => ({
      ...row,
      at: isoTime(at),
      recordedAt: isoTime(recordedAt),
    }));
    return { ok: true, value: { items, nextToken: page.nextToken ?? null } };
  });
