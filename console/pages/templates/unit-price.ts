import { queryOptions } from '@tanstack/react-query';
import { unitPriceOf } from '../../../src/domain/cost/unit-price.ts';
import type { TemplateChannel } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { onServerClock } from '../../session/server-clock.ts';

const KOREA = '+82';

/** What one message of a channel costs at most now, in won, to a Korean number; null where there is no price. */
export function unitPriceQuery(channel: TemplateChannel) {
  return queryOptions({
    queryKey: ['unitPrice', channel],
    queryFn: async () => {
      const { prices, rates } = await askFor('prices', {});
      const told = {
        prices: prices.map(({ item, currency, micros, per, freeUnits, validFrom, source, tiers }) => ({
          ...{ item, currency, micros, per, freeUnits, source },
          validFrom: Date.parse(validFrom),
          ...(tiers == null ? {} : { tiers: tiers.map(({ above, micros: each }) => ({ above, micros: each })) }),
        })),
        rates: rates.map(({ from, to, micros, validFrom, source }) => ({
          ...{ from, to, micros, source },
          validFrom: Date.parse(validFrom),
        })),
      };
      const answer = unitPriceOf(channel, told, onServerClock(Date.now()));
      return answer.ok ? (answer.price.byPrefix?.[KOREA] ?? answer.price.krwMicros) / 1_000_000 : null;
    },
    staleTime: 300_000,
  });
}
