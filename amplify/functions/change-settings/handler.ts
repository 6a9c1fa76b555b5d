import * as z from 'zod';
import {
  connectDatabase,
  createAudit,
  createDeliverySettings,
  createJobs,
  createPrices,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { changeDeliverySettings, changePrices, listPrices } from '../../../src/app/settings/index.ts';
import { CAP_PERIODS } from '../../../src/domain/campaign/index.ts';
import { MESSAGE_CLASSES } from '../../../src/domain/consent/index.ts';
import { CHANNELS } from '../../../src/domain/customer/index.ts';
import { NOTICE_KINDS } from '../../../src/domain/law/index.ts';
import { DEFAULT_RETENTION_DAYS, type DeliverySettings } from '../../../src/domain/send-job/index.ts';
import type { SavedPrices } from '../../../src/app/ports.ts';
import { answerFields, field } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { idArgument } from '../edge/id-argument.ts';
import { DESTINATION, showDestination } from './destination-arguments.ts';
import { moment } from '../edge/moment.ts';
import { withoutNulls } from '../edge/without-nulls.ts';
import { writtenDown } from '../edge/written-down.ts';

const environment = readEnvironment(
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'AUDIT_TABLE',
  'SHARD_QUEUE_URL',
  'DIRECT_QUEUE_URL',
);
const database = connectDatabase();
const deps = {
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  audit: createAudit(database, environment.AUDIT_TABLE),
  clock: systemClock,
  ids: randomIds,
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
};

const dated = { micros: z.number(), validFrom: moment, source: z.string() };
const price = z.preprocess(
  withoutNulls,
  z.object({
    item: z.string(),
    currency: z.string(),
    per: z.number(),
    freeUnits: z.number(),
    monthZone: z.string().exactOptional(),
    tiers: z.array(z.object({ above: z.number(), micros: z.number() })).exactOptional(),
    refundHours: z.number().exactOptional(),
    ...dated,
  }),
);
const exchangeRate = z.object({ from: z.string(), to: z.string(), ...dated });

const rate = z.int().exactOptional();
const SETTINGS = z.object({
  isStopped: z.boolean().exactOptional(),
  reason: z.string().exactOptional(),
  messagesPerSecond: z
    .preprocess(withoutNulls, z.strictObject({ PUSH: rate, EMAIL: rate, SMS: rate, CUSTOM: rate }))
    .exactOptional(),
  retentionDays: z.int().exactOptional(),
  destinations: z.array(DESTINATION).exactOptional(),
  monthlyBudgetKrw: z.int().exactOptional(),
  approval: z.preprocess(withoutNulls, z.strictObject({ recipients: rate, krw: rate })).exactOptional(),
  frequencyCaps: z
    .array(z.object({ messageClass: z.enum(MESSAGE_CLASSES), period: z.enum(CAP_PERIODS), most: z.int() }))
    .exactOptional(),
  noticeTemplates: z
    .array(z.object({ notice: z.enum(NOTICE_KINDS), channel: z.enum(CHANNELS), templateId: idArgument }))
    .exactOptional(),
  revision: z.int().exactOptional(),
});
const PRICES = z.object({
  prices: z.array(price).exactOptional(),
  rates: z.array(exchangeRate).exactOptional(),
  revision: z.int().exactOptional(),
});

const NOTHING = z.object({});

export const handler = answerFields({
  deliverySettings: field(NOTHING, async () => ({ ok: true, value: showSettings(await deps.deliverySettings.get()) })),
  saveDeliverySettings: writtenDown(
    deps,
    field(SETTINGS, async ({ revision, ...change }, actor) => {
      const seen = revision === undefined ? {} : { revision };
      const changed = await changeDeliverySettings(deps, { actor, change, ...seen });
      return changed.ok ? { ok: true, value: showSettings(changed.settings), changes: changed.changes } : changed;
    }),
  ),
  prices: field(NOTHING, async () => ({ ok: true, value: showPrices(await listPrices(deps)) })),
  savePrices: writtenDown(
    deps,
    field(PRICES, async ({ revision, ...change }, actor) => {
      const saved = await changePrices(deps, { actor, change, ...(revision === undefined ? {} : { revision }) });
      return saved.ok ? { ok: true, value: showPrices(saved.prices), changes: saved.changes } : saved;
    }),
  ),
});

function showSettings(settings: DeliverySettings & { readonly revision: number }) {
  const {
    retentionDays = DEFAULT_RETENTION_DAYS,
    noticeTemplates = [],
    frequencyCaps = [],
    destinations = [],
  } = settings;
  return {
    ...settings,
    retentionDays,
    noticeTemplates,
    frequencyCaps,
    destinations: destinations.map(showDestination),
  };
}

function showPrices({ prices, rates, revision }: SavedPrices) {
  const shown = <T extends { readonly validFrom: number }>(row: T) => ({
    ...row,
    validFrom: new Date(row.validFrom).toISOString(),
  });
  return { prices: prices.map(shown), rates: rates.map(shown), revision };
}
