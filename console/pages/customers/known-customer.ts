import * as z from 'zod/mini';
import type { Answer } from '../../../src/client/index.ts';
import { CHANNELS } from '../../../src/domain/customer/channel.ts';
import { customerName } from '../../../src/domain/customer/name.ts';
import { askFor } from '../../ask/ask.ts';

const decision = z.optional(
  z.object({
    state: z.enum(['GRANTED', 'WITHDRAWN']),
    at: z.number(),
    source: z.string(),
    wording: z.optional(z.string()),
  }),
);
const ofChannel = z.optional(z.object({ ad: decision, night: decision }));
const consents = z.object({ PUSH: ofChannel, EMAIL: ofChannel, SMS: ofChannel, CUSTOM: ofChannel });
const activity = z.object({
  firstSeenAt: z.optional(z.number()),
  lastActiveAt: z.optional(z.number()),
  lastOpenedAt: z.optional(z.number()),
});
const attributeLists = z.record(z.string(), z.array(z.string()));

/** One decision on advertising that counts; `at` in milliseconds since the epoch. */
export interface KnownConsent {
  readonly channel: (typeof CHANNELS)[number];
  readonly kind: 'AD' | 'NIGHT';
  readonly state: 'GRANTED' | 'WITHDRAWN';
  readonly at: number;
  readonly source: string;
  readonly wording?: string | undefined;
}

/** A customer as their page shows them. */
export interface KnownCustomer {
  readonly row: Answer<'getCustomer'>;
  readonly name: string | undefined;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly consents: readonly KnownConsent[];
  readonly activity: z.infer<typeof activity>;
}

/** Reads a customer; what a map of theirs holds that cannot be read is left out. */
export async function readCustomer(id: string): Promise<KnownCustomer> {
  const row = await askFor('getCustomer', { id });
  const attributes = parsed(attributeLists, row.attributes) ?? {};
  const consent = parsed(consents, row.consent) ?? {};
  return {
    row,
    name: customerName(attributes),
    attributes,
    consents: CHANNELS.flatMap((channel) => {
      const { ad, night } = consent[channel] ?? {};
      return [
        ...(ad === undefined ? [] : [{ channel, kind: 'AD' as const, ...ad }]),
        ...(night === undefined ? [] : [{ channel, kind: 'NIGHT' as const, ...night }]),
      ];
    }),
    activity: parsed(activity, row.activity) ?? {},
  };
}

function parsed<Shape extends z.ZodMiniType>(
  shape: Shape,
  json: string | null | undefined,
): z.infer<Shape> | undefined {
  if (json == null) return undefined;
  const value: unknown = JSON.parse(json);
  // AWSJSON of a text is a text that holds JSON.
  const read = shape.safeParse(typeof value === 'string' ? JSON.parse(value) : value);
  return read.success ? read.data : undefined;
}
