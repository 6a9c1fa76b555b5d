import * as z from 'zod';
import { LOOK_METRICS, NO_WINNER_RULES, type LookDecision } from '../../domain/experiment/index.ts';

/** A declared look, as a campaign keeps it. */
export const lookDocument = z.object({
  metric: z.enum(LOOK_METRICS),
  afterMinutes: z.int(),
  testPercent: z.number(),
  ifNoWinner: z.enum(NO_WINNER_RULES),
});

const found = {
  confidence: z.number(),
  comparisons: z.array(
    z.object({ treatment: z.int(), estimate: z.number().nullable(), low: z.number(), high: z.number() }),
  ),
  message: z.string(),
};

const decision: z.ZodType<LookDecision> = z.discriminatedUnion('outcome', [
  z.object({ ...found, outcome: z.literal('WINNER'), treatment: z.int() }),
  z.object({ ...found, outcome: z.literal('NO_WINNER'), then: z.enum(NO_WINNER_RULES) }),
]);

const arms = z.array(z.object({ name: z.string(), successes: z.int(), trials: z.int() }));

/** How far a look has counted. */
export const lookingDocument = z.object({ nextShard: z.int(), until: z.number(), arms });

/** A look that was taken, as its run keeps it. */
export const lookTaken = z.object({
  status: z.literal('TAKEN'),
  look: lookDocument,
  at: z.number(),
  arms,
  decision,
  chosen: z.object({ treatment: z.int(), by: z.string(), at: z.number() }).exactOptional(),
});
