import * as z from 'zod';
import type { Outgoing, SendResult } from '../../app/delivery/index.ts';
import { ACCEPTED, NO_ANSWER, readDelivery } from '../aws/read-delivery.ts';

const result = z.object({
  DeliveryStatus: z.string(),
  StatusCode: z.number().optional(),
  StatusMessage: z.string().optional(),
});

const MALFORMED: SendResult = { kind: 'UNKNOWN', code: 'MALFORMED_RESULTS' };

/**
 * What a receiver that answered successfully says of each message. Receivers written for Pinpoint return whatever they
 * like, and that they did means that they took all; one that knows more returns
 * `{ Results: { <endpoint id>: { DeliveryStatus, StatusCode?, StatusMessage? } } }` in Pinpoint's words.
 */
export function readAnswer(batch: readonly Outgoing[], answer: string): SendResult[] {
  const results = resultsOf(answer);
  if (results === undefined) return batch.map(() => ACCEPTED);
  // It may have sent some of them, and says which in a way nobody can read.
  if (typeof results !== 'object' || results === null || Array.isArray(results)) return batch.map(() => MALFORMED);
  return batch.map(({ endpoint }) => {
    if (!Object.hasOwn(results, endpoint.id)) return NO_ANSWER;
    const parsed = result.safeParse(Reflect.get(results, endpoint.id));
    if (!parsed.success) return MALFORMED;
    const { DeliveryStatus: deliveryStatus, StatusCode: statusCode, StatusMessage: statusMessage } = parsed.data;
    return withReason(readDelivery({ deliveryStatus, statusCode, statusMessage }), statusMessage);
  });
}

/** A receiver's own word for why it refused, such as BODY_TOO_LONG; sentences may quote what was sent, and stay out. */
function withReason(answered: SendResult, reason: string | undefined): SendResult {
  if (answered.kind !== 'ANSWERED' || answered.code === undefined || answered.code.includes('/')) return answered;
  return reason !== undefined && /^[A-Z][A-Z0-9_]{0,63}$/.test(reason)
    ? { ...answered, code: `${answered.code}/${reason}` }
    : answered;
}

function resultsOf(answer: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    // Plain words such as "OK", or nothing.
    return undefined;
  }
  return typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, 'Results')
    ? Reflect.get(parsed, 'Results')
    : undefined;
}
