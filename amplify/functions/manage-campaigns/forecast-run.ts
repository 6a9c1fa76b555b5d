import * as z from 'zod';
import { forecastRun } from '../../../src/app/forecast/index.ts';
import { KRW_MICROS } from '../../../src/domain/cost/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { moment } from '../edge/moment.ts';

type Deps = Parameters<typeof forecastRun>[0];
type Range = { readonly low: number; readonly expected: number; readonly high: number };
type Micros = { readonly krwMicros: Range | null; readonly usdMicros: Range | null };

const query = z.object({
  campaignId: idArgument,
  at: moment.exactOptional(),
  unitsUsed: z
    .array(z.strictObject({ item: z.string(), units: z.int().min(0) }))
    .max(500)
    .exactOptional(),
});

const isoTime = (at: number): string => new Date(at).toISOString();

function amounts({ krwMicros, usdMicros }: Micros) {
  const whole = (range: Range | null) =>
    range === null
      ? null
      : { low: range.low / KRW_MICROS, expected: range.expected / KRW_MICROS, high: range.high / KRW_MICROS };
  return { krw: whole(krwMicros), usd: whole(usdMicros) };
}

function decimals({ krw, usd }: { readonly krw: string | null; readonly usd: string | null }) {
  return { krw: krw === null ? null : Number(krw), usd: usd === null ? null : Number(usd) };
}

export const forecastRunField = (deps: Deps): Field =>
  field(query, async (asked) => {
    const told = await forecastRun(deps, asked);
    if (!told.ok) return told;
    const { ok: _, krwMicros, usdMicros, waves, rates, prices, ownAws, pinpoint, ...forecast } = told;
    return {
      ok: true,
      value: {
        ...forecast,
        ...amounts({ krwMicros, usdMicros }),
        waves: waves.map((wave) => ({
          ...wave,
          at: isoTime(wave.at),
          until: isoTime(wave.until),
          ...amounts(wave),
          channels: wave.channels.map((channel) => ({ ...channel, ...amounts(channel) })),
        })),
        rates: rates.map(({ measured, ...rate }) => ({ ...rate, ...measured })),
        prices: prices.map((row) => ({ ...row, validFrom: isoTime(row.validFrom) })),
        ownAws: decimals(ownAws),
        pinpoint: decimals(pinpoint),
      },
    };
  });
