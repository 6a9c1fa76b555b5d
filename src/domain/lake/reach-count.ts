import { CHANNELS, type Channel, type Customer } from '../customer/index.ts';
import { isGranted, isUnconfirmed } from '../law/index.ts';
import { koreanDay } from '../schedule/index.ts';
import { isReachable } from '../segment/index.ts';
import { lakeTime } from './column.ts';
import type { ReachRow } from './tables.ts';

/** How many customers a channel reaches; each number is one of those before it. */
export type ChannelReach = { readonly reachable: number; readonly adConsent: number; readonly nightConsent: number };

/** How many customers there are, and how many of them each channel reaches. */
export type ReachCount = { readonly customers: number; readonly channels: Readonly<Record<Channel, ChannelReach>> };

const NOBODY: ChannelReach = { reachable: 0, adConsent: 0, nightConsent: 0 };

/** Of nobody. */
export const NO_REACH: ReachCount = { customers: 0, channels: perChannel(() => NOBODY) };

/** Counts some customers as of `now`. A consent counts for as long as the law lets it: two years. */
export function countReachOf(customers: readonly Customer[], now: number): ReachCount {
  return {
    customers: customers.length,
    channels: perChannel((channel) => {
      let [reachable, adConsent, nightConsent] = [0, 0, 0];
      for (const customer of customers) {
        if (!isReachable(customer, channel)) continue;
        reachable += 1;
        const { ad, night } = customer.consent[channel] ?? {};
        if (!isGranted(ad, now) || isUnconfirmed(ad, now)) continue;
        adConsent += 1;
        if (isGranted(night, now)) nightConsent += 1;
      }
      return { reachable, adConsent, nightConsent };
    }),
  };
}

/** Two counts of different customers, as one. */
export function addReach(a: ReachCount, b: ReachCount): ReachCount {
  return {
    customers: a.customers + b.customers,
    channels: perChannel((channel) => ({
      reachable: a.channels[channel].reachable + b.channels[channel].reachable,
      adConsent: a.channels[channel].adConsent + b.channels[channel].adConsent,
      nightConsent: a.channels[channel].nightConsent + b.channels[channel].nightConsent,
    })),
  };
}

/** A count as the lake has it: a row for each channel. */
export function reachRows({ customers, channels }: ReachCount, at: number): readonly ReachRow[] {
  return CHANNELS.map((channel) => ({
    day_kst: koreanDay(at),
    counted_at: lakeTime(at),
    channel,
    customers,
    reachable: channels[channel].reachable,
    ad_consent: channels[channel].adConsent,
    night_consent: channels[channel].nightConsent,
  }));
}

function perChannel<Value>(value: (channel: Channel) => Value): Readonly<Record<Channel, Value>> {
  return { PUSH: value('PUSH'), EMAIL: value('EMAIL'), SMS: value('SMS'), CUSTOM: value('CUSTOM') };
}
