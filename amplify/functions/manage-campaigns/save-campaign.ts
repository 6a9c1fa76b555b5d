import * as z from 'zod';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { GOES_ON, IN_DOUBT_POLICIES, WHEN_CLOSED } from '../../../src/domain/campaign/index.ts';
import { CHANNEL_TYPES } from '../../../src/domain/customer/index.ts';
import { LOOK_METRICS, NO_WINNER_RULES } from '../../../src/domain/experiment/index.ts';
import { TEMPLATE_CHANNELS } from '../../../src/domain/template/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { MESSAGE_CLASS } from '../edge/template-arguments.ts';
import { withoutNulls } from '../edge/without-nulls.ts';
import { TRIGGER } from './trigger-argument.ts';
import { SCHEDULE } from './schedule-argument.ts';

type Deps = Parameters<typeof saveCampaign>[0];

const step = z.strictObject({
  channel: z.enum(TEMPLATE_CHANNELS),
  templateId: idArgument,
  templateVersion: z.int().exactOptional(),
  waitMinutes: z.int().exactOptional(),
  goesOn: z.array(z.enum(GOES_ON)).exactOptional(),
  destination: z.string().exactOptional(),
  endpointTypes: z.array(z.enum(CHANNEL_TYPES)).exactOptional(),
});

const treatment = z.strictObject({
  name: z.string(),
  sharePercent: z.number(),
  templates: z
    .array(
      z.preprocess(
        withoutNulls,
        z.strictObject({ stepIndex: z.int(), templateId: idArgument, templateVersion: z.int().exactOptional() }),
      ),
    )
    .exactOptional(),
});

const LOOK = z.strictObject({
  metric: z.enum(LOOK_METRICS),
  afterMinutes: z.int(),
  testPercent: z.number(),
  ifNoWinner: z.enum(NO_WINNER_RULES),
});

const GOAL = z.strictObject({ event: z.string().exactOptional(), withinDays: z.int() });

const CAPS = z.strictObject({ daily: z.int().exactOptional(), total: z.int().exactOptional() });

const input = z.object({
  campaignId: idArgument.exactOptional(),
  importKey: z.string().exactOptional(),
  name: z.string(),
  segmentId: idArgument,
  messageClass: MESSAGE_CLASS,
  steps: z.array(z.preprocess(withoutNulls, step)),
  holdoutPercent: z.number().exactOptional(),
  treatments: z.array(z.preprocess(withoutNulls, treatment)).exactOptional(),
  look: LOOK.exactOptional(),
  messagesPerSecond: z.int().exactOptional(),
  inDoubtPolicy: z.enum(IN_DOUBT_POLICIES).exactOptional(),
  quietTime: z.object({ start: z.string(), end: z.string() }).exactOptional(),
  caps: z.preprocess(withoutNulls, CAPS).exactOptional(),
  whenClosed: z.enum(WHEN_CLOSED).exactOptional(),
  expiresAfterMinutes: z.int().exactOptional(),
  oncePerCustomer: z.boolean().exactOptional(),
  maxDurationMinutes: z.int().exactOptional(),
  budgetKrw: z.int().exactOptional(),
  goal: z.preprocess(withoutNulls, GOAL).exactOptional(),
  schedule: SCHEDULE.exactOptional(),
  trigger: TRIGGER.exactOptional(),
});

export const saveCampaignField = (deps: Deps): Field =>
  field(input, async ({ campaignId, importKey, ...campaign }, actor) => {
    const saved = await saveCampaign(deps, {
      actor,
      input: campaign,
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(importKey === undefined ? {} : { importKey }),
    });
    return saved.ok ? { ok: true, value: { id: saved.campaign.id } } : saved;
  });
