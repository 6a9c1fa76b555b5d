import { expect, it } from 'vitest';
import { accountRateOf } from '../../../src/adapters/ses/account-rate.ts';

/** A client that answers GetAccount with these rates, one after the other; an error for none. */
function clientOf(rates: readonly (number | undefined)[]) {
  let asked = 0;
  const send = async () => {
    const rate = rates[asked];
    asked += 1;
    if (rate === undefined) throw new Error('AccessDeniedException');
    return { $metadata: {}, SendQuota: { MaxSendRate: rate, Max24HourSend: 50_000, SentLast24Hours: 0 } };
  };
  return { client: { send } as never, asked: () => asked };
}

it('asks SES what the account may send in a second, and again after some minutes', async () => {
  const { client, asked } = clientOf([14, 500.5]);
  let now = 1_000_000;
  const rate = accountRateOf(client, () => now);
  expect([await rate(), await rate()]).toEqual([14, 14]);
  now += 299_000;
  expect(await rate()).toBe(14);
  expect(asked()).toBe(1);
  now += 2_000;
  expect(await rate()).toBe(500);
});

it('knows of no rate where SES does not tell, and asks again later', async () => {
  const { client } = clientOf([undefined, 1]);
  let now = 1_000_000;
  const rate = accountRateOf(client, () => now);
  expect(await rate()).toBeUndefined();
  now += 301_000;
  expect(await rate()).toBe(1);
});
