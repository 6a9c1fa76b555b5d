/**
 * What a reseller reports later, as receipts: entries for the account's default event bus, from where Bonghwa takes them.
 * A reseller calls a web address with results, or is asked for them; hand either here, and put what comes out on the bus
 * (`PutEvents`, ten entries at a time).
 */
import * as z from 'zod';

const report = z.object({
  results: z.array(
    z.object({
      reference: z.string(),
      status: z.enum(['DELIVERED', 'FAILED']),
      code: z.string().optional(),
      at: z.iso.datetime({ offset: true }),
    }),
  ),
});

/** An entry of `PutEvents`. */
export type BusEntry = { readonly Source: string; readonly DetailType: string; readonly Detail: string };

/** Reads a reseller's report; throws when it is something else, so that whoever sent it sends it again. */
export function entriesOf(body: unknown): readonly BusEntry[] {
  return report.parse(body).results.map(({ reference, status, code, at }) => ({
    Source: 'bonghwa.channel',
    DetailType: status === 'DELIVERED' ? 'Message Delivered' : 'Message Failed',
    Detail: JSON.stringify({ ref: reference, at: new Date(at).toISOString(), ...(code === undefined ? {} : { code }) }),
  }));
}
