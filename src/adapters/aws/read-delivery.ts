import type { SendResult } from '../../app/delivery/index.ts';
import { isAddressDead, isSpent, statusFromDelivery, type ProviderResult } from '../pinpoint/delivery-result.ts';

export const ACCEPTED: SendResult = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
export const NO_ANSWER: SendResult = { kind: 'UNKNOWN', code: 'NO_ANSWER' };

/** What one answer in Pinpoint's words says of its message. */
export function readDelivery(answer: ProviderResult): SendResult {
  if (answer.deliveryStatus === 'THROTTLED')
    return { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'THROTTLED', isOwn: true };
  if (isSpent(answer)) {
    return { kind: 'NOT_SENT', cause: 'QUOTA', code: 'NO_QUOTA_LEFT_FOR_ACCOUNT', period: 'CALENDAR_MONTH' };
  }
  const { status, retriable, code } = statusFromDelivery(answer);
  if (status === 'ACCEPTED' && code === undefined) return ACCEPTED;
  return {
    kind: 'ANSWERED',
    status,
    isRetriable: retriable,
    ...(code === undefined ? {} : { code }),
    ...(isAddressDead(answer) ? { isAddressDead: true } : {}),
  };
}
