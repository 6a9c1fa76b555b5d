import * as z from 'zod';
import { CHANNEL_TYPES, ENDPOINT_STATUSES, OPT_OUTS } from '../../domain/customer/index.ts';

const attributes = z.record(z.string(), z.array(z.string()));
const text = z.string().exactOptional();
const number = z.number().exactOptional();

const decision = z
  .object({
    state: z.enum(['GRANTED', 'WITHDRAWN']),
    at: z.number(),
    source: z.string(),
    wording: text,
    noticedAt: number,
    confirmedAt: number,
  })
  .exactOptional();
const deal = z.object({ goods: z.string(), at: z.number(), source: z.string() }).exactOptional();
const consentRecord = z.object({ ad: decision, night: decision, deal }).exactOptional();

const endpoint = z.object({
  id: z.string(),
  channelType: z.enum(CHANNEL_TYPES),
  address: z.string(),
  status: z.enum(ENDPOINT_STATUSES),
  optOut: z.enum(OPT_OUTS),
  effectiveAt: z.number(),
  createdAt: number,
  requestId: text,
  attributes,
  metrics: z.record(z.string(), z.number()),
  demographic: z.object({
    appVersion: text,
    locale: text,
    make: text,
    model: text,
    modelVersion: text,
    platform: text,
    platformVersion: text,
    timezone: text,
  }),
  location: z.object({
    city: text,
    country: text,
    region: text,
    postalCode: text,
    latitude: number,
    longitude: number,
  }),
});

const dayCounts = z.array(z.tuple([z.number(), z.number()]));
const eventActivity = z.object({
  days: dayCounts,
  attributes: z.record(z.string(), z.record(z.string(), dayCounts)).exactOptional(),
});

export const customerDocument = z.object({
  id: z.string(),
  attributes,
  consent: z.object({ PUSH: consentRecord, EMAIL: consentRecord, SMS: consentRecord, CUSTOM: consentRecord }),
  activity: z.object({
    firstSeenAt: number,
    lastActiveAt: number,
    lastOpenedAt: number,
    events: z.record(z.string(), eventActivity).exactOptional(),
  }),
  importedSegments: z.array(z.string()).exactOptional(),
  campaignEntries: z
    .record(
      z.string(),
      z.object({
        entries: z.int(),
        lastAt: z.number().nullable(),
        decidedAt: z.number(),
        earlier: z.array(z.object({ at: z.number(), decidedAt: z.number() })).exactOptional(),
        placed: z.array(z.number()).exactOptional(),
      }),
    )
    .exactOptional(),
  endpoints: z.array(endpoint),
});
