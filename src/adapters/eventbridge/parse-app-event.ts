import * as z from 'zod';
import { parseSignedRef } from '../../domain/send-job/index.ts';
import { addressText, moment, problemOf, reference, refText } from './event-fields.ts';
import { ignored, malformed, type ParsedReceipt } from './parsed-receipt.ts';

const opened = z.object({ ref: refText, at: moment.optional() });
/** By the link of a mail, which is signed; or by a reference that anybody can make up, with the address it belongs to. */
const unsubscribed = z.union([
  z.object({ ref: refText, address: addressText }),
  z.object({ ref: reference(300, parseSignedRef) }),
]);

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
      const said = { status: 'DELIVERED', at: time } as const;
      if ('address' in parsed.data) {
        const { ref, address } = parsed.data;
        return { kind: 'RECEIPT', receipt: { ref, ...said, optOut: { cause: 'UNSUBSCRIBED', address } } };
      }
      const { ref, signature } = parsed.data.ref;
      return { kind: 'RECEIPT', receipt: { ref, ...said, optOut: { cause: 'UNSUBSCRIBED' } }, signature };
    }
    default:
      return ignored('DETAIL_TYPE');
  }
}
