import * as z from 'zod';

const count = z.number().int().min(1);

/**
 * What AWS lets an account send. The defaults are those of an account that has left SES's sandbox: SES 14 mails a second
 * and 50,000 a day, 4,000 calls of SendMessages and 25,000 pushes a second, 10 parts of SMS a second. Spending on SMS has
 * no limit here, because the one that AWS gives ($1 a month) would end every trial.
 */
export const quotaSchema = z.strictObject({
  email: z
    .strictObject({
      /** Recipients a second. */
      perSecond: count.default(14),
      /** Recipients in any 24 hours. */
      perDay: count.default(50_000),
    })
    .prefault({}),
  push: z
    .strictObject({
      /** Recipients a second. */
      perSecond: count.default(25_000),
      /** Calls of SendMessages a second, those for SMS included. */
      callsPerSecond: count.default(4_000),
    })
    .prefault({}),
  sms: z
    .strictObject({
      /** Parts of messages a second. */
      partsPerSecond: count.default(10),
      /** What may be spent in a calendar month in UTC; null: any sum. */
      usdPerMonth: z.number().positive().nullable().default(null),
      /** What a part is taken to cost: only so that `usdPerMonth` can be used up. */
      usdPerPart: z.number().positive().default(0.03),
    })
    .prefault({}),
});

/** The JSON of the quotas, with defaults filled in. */
export type QuotaDocument = z.infer<typeof quotaSchema>;
export type QuotaInput = z.input<typeof quotaSchema>;
