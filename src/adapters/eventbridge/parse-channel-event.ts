import * as z from 'zod';
import { momentIfAny, problemOf, reasonWord, refText } from './event-fields.ts';
import { ignored, malformed, type ParsedReceipt } from './parsed-receipt.ts';

const reported = z.object({ ref: refText, at: momentIfAny, code: reasonWord.optional() });

/** What a company's own channel reports later of a message that it had accepted, by the reference that came with it. */
export function parseChannelEvent(detailType: string, value: unknown, time: number): ParsedReceipt {
  if (detailType !== 'Message Delivered' && detailType !== 'Message Failed') return ignored('DETAIL_TYPE');
  const parsed = reported.safeParse(value);
  if (!parsed.success) return malformed(`${detailType}: ${problemOf(parsed.error)}`);
  const { ref, at = time, code } = parsed.data;
  const said = { ref, at: Math.min(at, time) };
  if (detailType === 'Message Delivered') return { kind: 'RECEIPT', receipt: { ...said, status: 'DELIVERED' } };
  return { kind: 'RECEIPT', receipt: { ...said, status: 'FAILED', code: `CHANNEL/${code ?? 'Undetermined'}` } };
}
