import { refuse, type Refused } from '../../domain/result.ts';
import type { DeliverySettings } from '../../domain/send-job/index.ts';

/** Nothing begins to be sent while the kill switch is on. Null: it is off. */
export function refuseWhileStopped({
  isStopped,
  reason,
}: Pick<DeliverySettings, 'isStopped' | 'reason'>): Refused<'SENDING_STOPPED'> | null {
  return isStopped ? refuse('SENDING_STOPPED', `Sending is stopped for the whole system (${reason}).`) : null;
}
