import { decimalOf, ownBillOf, pinpointWouldHaveCharged, type RateRow } from '../../domain/cost/index.ts';
import type { Forecast } from '../../domain/forecast/index.ts';

/** An amount in won and in dollars, as decimals; null: an exchange rate is missing. */
export type Amount = { readonly krw: string | null; readonly usd: string | null };

/** What else is billed for a run, and what Pinpoint would have charged for it, if everything goes as expected. */
export type BillsBeside = {
  /** What AWS bills for our own work: database, queues, functions. */
  readonly ownAws: Amount;
  /** Targeted endpoints, push and e-mail by Pinpoint's last published prices, as if nothing else of the month was sent. */
  readonly pinpoint: Amount;
};

type Answer = ReturnType<typeof ownBillOf> | ReturnType<typeof pinpointWouldHaveCharged>;

function inBoth(answerIn: (currency: string) => Answer): Amount {
  const decimal = (answer: Answer): string | null => (answer.ok ? decimalOf(answer.cost.amount) : null);
  return { krw: decimal(answerIn('KRW')), usd: decimal(answerIn('USD')) };
}

/** Works out the bills beside those of the providers, by the messages that are expected. */
export function billsBeside({ waves }: Pick<Forecast, 'waves'>, rates: readonly RateRow[], at: number): BillsBeside {
  const of = (channel: string): number =>
    waves
      .flatMap(({ channels }) => channels)
      .reduce((sum, each) => sum + (each.channel === channel ? each.messages.expected : 0), 0);
  const messages = waves.reduce((sum, wave) => sum + wave.messages.expected, 0);
  return {
    ownAws: inBoth((currency) => ownBillOf(messages, at, { currency, rates })),
    pinpoint: inBoth((currency) =>
      pinpointWouldHaveCharged({ targetedEndpoints: messages, push: of('PUSH'), email: of('EMAIL') }, at, {
        currency,
        rates,
      }),
    ),
  };
}
