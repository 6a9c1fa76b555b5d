import type { Answer } from '../../../src/client/index.ts';
import { ask, askFor } from '../../ask/ask.ts';
import { beginningOf, dayOf } from '../../format/times.ts';
import { serverNow } from '../../session/server-clock.ts';
import { monthAfter } from './month-days.ts';

type Occurrence = Answer<'upcomingOccurrences'>['occurrences'][number];

/** A run that comes, and what is expected of it; null where there is no forecast. */
export interface Coming {
  readonly occurrence: Occurrence;
  readonly people: number | null;
  readonly krw: number | null;
}

/** A month of what comes, by its Korean days. */
export interface Month {
  readonly today: string;
  readonly days: ReadonlyMap<string, readonly Coming[]>;
  readonly isCut: boolean;
  readonly damaged: readonly string[];
  /** The sum of what is forecast, and of how many runs. */
  readonly krw: number;
  readonly forecast: number;
}

/** Each forecast looks at a sample of people: more campaigns than these are shown without one. */
const MOST_FORECASTS = 12;

/** What begins in a month, from now on, with a forecast of each campaign at its first time. */
export async function readMonth(month: string): Promise<Month> {
  const now = await serverNow();
  const from = Math.max(now, Date.parse(beginningOf(`${month}-01`)));
  const until = Date.parse(beginningOf(`${monthAfter(month, 1)}-01`));
  const today = dayOf(now);
  if (until <= from) return { today, days: new Map(), isCut: false, damaged: [], krw: 0, forecast: 0 };
  const { occurrences, isCut, damagedCampaigns } = await askFor('upcomingOccurrences', {
    from: new Date(from).toISOString(),
    // The last moment of the month is in it; the first of the next is not.
    until: new Date(until - 1).toISOString(),
  });
  const first = new Map<string, string>();
  for (const { campaignId, at } of occurrences) if (!first.has(campaignId)) first.set(campaignId, at);
  const forecasts = new Map(
    await Promise.all(
      [...first]
        .slice(0, MOST_FORECASTS)
        .map(async ([campaignId, at]) => [campaignId, await forecastOf(campaignId, at)] as const),
    ),
  );
  const days = new Map<string, Coming[]>();
  let krw = 0;
  let forecast = 0;
  for (const occurrence of occurrences) {
    const expected = forecasts.get(occurrence.campaignId);
    const day = dayOf(occurrence.at);
    const coming = { occurrence, people: expected?.people ?? null, krw: expected?.krw ?? null };
    days.set(day, [...(days.get(day) ?? []), coming]);
    if (coming.krw !== null) {
      krw += coming.krw;
      forecast += 1;
    }
  }
  return { today, days, isCut, damaged: damagedCampaigns, krw, forecast };
}

/** One campaign that cannot be forecast hides no other. */
async function forecastOf(campaignId: string, at: string) {
  try {
    const answer = await ask('forecastRun', { campaignId, at });
    const [first] = answer?.waves ?? [];
    return first === undefined ? null : { people: first.messages.expected, krw: answer?.krw?.expected ?? null };
  } catch {
    return null;
  }
}
