import { z } from 'zod';
import {
  connectDatabase,
  createDeliverySettings,
  createJobs,
  createPrices,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { changeDeliverySettings, changePrices, listPrices } from '../../../src/app/settings/index.ts';
import type { PriceList } from '../../../src/domain/cost/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { withoutNulls } from '../edge/without-nulls.ts';

const environment = readEnvironment('SEND_JOB_TABLE', 'DELIVERY_TABLE', 'SHARD_QUEUE_URL');
const database = connectDatabase();
const deps = {
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  doorbell: createSqsDoorbell({ queueUrl: environment.SHARD_QUEUE_URL }),
};

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const dated = { micros: z.number(), validFrom: time, source: z.string() };
const price = z.object({ item: z.string(), currency: z.string(), per: z.number(), freeUnits: z.number(), ...dated });
const exchangeRate = z.object({ from: z.string(), to: z.string(), ...dated });

const rate = z.int().exactOptional();
const input = z.object({
  isStopped: z.boolean().exactOptional(),
  reason: z.string().exactOptional(),
  messagesPerSecond: z
    .preprocess(withoutNulls, z.strictObject({ PUSH: rate, EMAIL: rate, SMS: rate, CUSTOM: rate }))
    .exactOptional(),
  prices: z.array(price).exactOptional(),
  rates: z.array(exchangeRate).exactOptional(),
});

/** Answers `deliverySettings`, `saveDeliverySettings`, `prices` and `savePrices`. */
export const handler = answerField(input, async ({ prices, rates, ...change }, actor, field) => {
  if (field === 'prices') return { ok: true, value: showPrices(await listPrices(deps)) };
  if (field === 'savePrices') {
    const given = { ...(prices === undefined ? {} : { prices }), ...(rates === undefined ? {} : { rates }) };
    const saved = await changePrices(deps, { actor, change: given });
    return saved.ok ? { ok: true, value: showPrices(saved.prices) } : saved;
  }
  if (field === 'deliverySettings') return { ok: true, value: await deps.deliverySettings.get() };
  const changed = await changeDeliverySettings(deps, { actor, change });
  return changed.ok ? { ok: true, value: changed.settings } : changed;
});

function showPrices({ prices, rates }: PriceList) {
  const shown = <T extends { readonly validFrom: number }>(row: T) => ({
    ...row,
    validFrom: new Date(row.validFrom).toISOString(),
  });
  return { prices: prices.map(shown), rates: rates.map(shown) };
}
