import type { SendResult } from '../../app/delivery/index.ts';
import { isAddressDead, statusFromDelivery, type ProviderResult } from '../pinpoint/delivery-result.ts';

export const ACCEPTED: SendResult = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
export const NO_ANSWER: SendResult = { kind: 'UNKNOWN', code: 'NO_ANSWER' };

/** What one answer in Pinpoint's words says of its message. */
export function readDelivery(answer: ProviderResult): SendResult {
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
