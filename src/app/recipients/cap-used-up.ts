import { capReached, capsOfClass } from '../../domain/campaign/index.ts';
import type { MessageClass } from '../../domain/consent/index.ts';
import type { Customer } from '../../domain/customer/index.ts';
import { wallAt, wallText, zoneOf } from '../../domain/schedule/index.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { CapStore, SettingsStore } from '../delivery/model/ports.ts';

export type CapUsedUpDeps = {
  readonly caps: Pick<CapStore, 'getOfClass'>;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
};

const DAY = 86_400_000;
const MAX_DAYS = 40;

const A_PERIOD = { DAY: 'a day', WEEK: 'a week', MONTH: 'a month' } as const;

/**
 * Which of the caps on all messages of a class left no room for a job's message to a customer, of which day, and which
 * message used it up; null when none did, or it is too long ago to be kept.
 */
export async function capUsedUp(
  { caps: store, deliverySettings }: CapUsedUpDeps,
  job: Pick<SendJob, 'id' | 'launchedAt' | 'createdAt' | 'countedAt'>,
  messageClass: MessageClass,
  { customer, endpointId }: { readonly customer: Customer; readonly endpointId: string | undefined },
): Promise<string | null> {
  const caps = capsOfClass((await deliverySettings.get()).frequencyCaps ?? [], messageClass);
  if (caps.length === 0) return null;
  const sends = (await store.getOfClass(messageClass, [customer.id])).get(customer.id)?.sends ?? {};
  const endpoint = customer.endpoints.find(({ id }) => id === endpointId);
  const zone = zoneOf(endpoint?.demographic.timezone);
  const from = job.launchedAt ?? job.createdAt;
  for (let day = 0; day < MAX_DAYS; day += 1) {
    // It was skipped at some moment of the sending: each of its days is asked.
    const now = Math.min(from + day * DAY, Math.max(from, job.countedAt));
    const reached = capReached(caps, sends, { jobId: job.id, now, zone });
    if (reached !== null) {
      const { cap, usedUpBy } = reached;
      const [date = '', time = ''] = wallText(wallAt(zone, usedUpBy.at)).split('T');
      return (
        `All campaigns and calls together send ${cap.most} ${messageClass} messages ${A_PERIOD[cap.period]} to one customer at ` +
        `most, by the calendar of ${zone.name}. Job ${usedUpBy.jobId} used that up on ${date} at ${time.slice(0, 5)}.`
      );
    }
    if (now >= job.countedAt) break;
  }
  return null;
}
