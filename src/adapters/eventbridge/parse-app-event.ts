import { z } from 'zod';
import { parseMessageRef } from '../../domain/send-job/index.ts';
import { addressText, moment, problemOf } from './event-fields.ts';
import { ignored, malformed, type ParsedReceipt } from './parsed-receipt.ts';

const refText = z
  .string()
  .max(200)
  .transform((text, context) => {
    const ref = parseMessageRef(text);
    if (ref !== null) return ref;
    context.addIssue({ code: 'custom', message: 'names no message' });
    return z.NEVER;
  });

const opened = z.object({ ref: refText, at: moment.optional() });
const unsubscribed = z.object({ ref: refText, address: addressText });

/** What a company's own app or web site says of one message, by the reference that the message carried. */
export function parseAppEvent(detailType: string, value: unknown, time: number): ParsedReceipt {
  switch (detailType) {
    case 'Push Opened': {
      const parsed = opened.safeParse(value);
      if (!parsed.success) return malformed(`Push Opened: ${problemOf(parsed.error)}`);
      const { ref, at = time } = parsed.data;
      // A phone's clock may be wrong: nothing was opened after the event that tells of it.
      return { kind: 'RECEIPT', receipt: { ref, status: 'OPENED', at: Math.min(at, time) } };
    }
    case 'Unsubscribed': {
      const parsed = unsubscribed.safeParse(value);
      if (!parsed.success) return malformed(`Unsubscribed: ${problemOf(parsed.error)}`);
      const { ref, address } = parsed.data;
      const optOut = { cause: 'UNSUBSCRIBED', address } as const;
      return { kind: 'RECEIPT', receipt: { ref, status: 'DELIVERED', at: time, optOut } };
    }
    default:
      return ignored('DETAIL_TYPE');
  }
}
