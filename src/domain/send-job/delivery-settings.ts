import { checkApprovalLimits, type ApprovalLimits } from '../approval/limits.ts';
import { CHANNELS, type Channel } from '../customer/channel.ts';
import { checkFrequencyCaps, type FrequencyCap } from '../campaign/frequency-cap.ts';
import type { Destination } from '../destination/destination.ts';
import type { NoticeKind } from '../law/duty-rules.ts';
import { refuse, type Refused } from '../result.ts';

/** By which template people on a channel are told what the law wants them to be told of their consent. */
export type NoticeTemplate = { readonly notice: NoticeKind; readonly channel: Channel; readonly templateId: string };

/** What operators set for the whole system, in force at once for every job. */
export type DeliverySettings = {
  /** The kill switch: nothing is sent while it is on. */
  readonly isStopped: boolean;
  /** Why it was switched, for whoever wonders. */
  readonly reason: string;
  /** The most messages per second of a channel, over all jobs; absent: as fast as the provider takes them. */
  readonly messagesPerSecond: { readonly [C in Channel]?: number };
  /** Days for which the records of direct sends are kept; absent: `DEFAULT_RETENTION_DAYS`. Those sent before keep theirs. */
  readonly retentionDays?: number;
  /** Where CUSTOM steps can go besides the deployment's own channel; absent: nowhere. */
  readonly destinations?: readonly Destination[];
  /** What all runs of a month in Korea may cost together, in whole won; absent: as much as they do. */
  readonly monthlyBudgetKrw?: number;
  /** From when on somebody else than its author approves a run; absent: never. */
  readonly approval?: ApprovalLimits;
  /** How often a customer is sent to at most, by all campaigns and calls together; absent: as often as those say. */
  readonly frequencyCaps?: readonly FrequencyCap[];
  /** At most one for each notice and channel; absent: nobody is told. */
  readonly noticeTemplates?: readonly NoticeTemplate[];
};

/** Pinpoint's default push quota: nothing is sent faster unless an operator says so. */
export const DEFAULT_DELIVERY_SETTINGS: DeliverySettings = {
  isStopped: false,
  reason: '',
  messagesPerSecond: { PUSH: 25_000 },
};

/** Records of direct sends are kept this long unless an operator says otherwise. */
export const DEFAULT_RETENTION_DAYS = 90;

/** A billion won; millionths of it are still exact numbers. */
const MAX_MONTHLY_KRW = 1_000_000_000;
const MAX_RETENTION_DAYS = 3_650;
const MAX_RATE = 1_000_000;
const MAX_REASON = 500;

/** What is wrong with settings, or null. */
export function checkDeliverySettings(settings: DeliverySettings): Refused<'INVALID_SETTINGS'> | null {
  if (settings.reason.length > MAX_REASON) {
    return refuse('INVALID_SETTINGS', `reason: has ${settings.reason.length} characters; at most ${MAX_REASON}.`);
  }
  const { retentionDays: days = DEFAULT_RETENTION_DAYS } = settings;
  if (!(Number.isInteger(days) && days >= 1 && days <= MAX_RETENTION_DAYS)) {
    return refuse('INVALID_SETTINGS', `retentionDays: must be a whole number from 1 to ${MAX_RETENTION_DAYS}.`);
  }
  const { monthlyBudgetKrw: monthly } = settings;
  if (monthly !== undefined && !(Number.isInteger(monthly) && monthly >= 1 && monthly <= MAX_MONTHLY_KRW)) {
    return refuse('INVALID_SETTINGS', `monthlyBudgetKrw: must be a whole number from 1 to ${MAX_MONTHLY_KRW}.`);
  }
  const limits = checkApprovalLimits(settings.approval);
  if (limits !== null) return refuse('INVALID_SETTINGS', limits);
  const uncapped = checkFrequencyCaps(settings.frequencyCaps ?? []);
  if (uncapped !== null) return uncapped;
  const named = settings.noticeTemplates?.map(({ notice, channel }) => `${notice} by ${channel}`) ?? [];
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice !== undefined) {
    return refuse('INVALID_SETTINGS', `noticeTemplates: ${twice} has two templates; give one.`);
  }
  for (const channel of CHANNELS) {
    const rate = settings.messagesPerSecond[channel];
    if (rate !== undefined && !(Number.isInteger(rate) && rate >= 1 && rate <= MAX_RATE)) {
      return refuse('INVALID_SETTINGS', `messagesPerSecond.${channel}: must be a whole number from 1 to ${MAX_RATE}.`);
    }
  }
  return null;
}
