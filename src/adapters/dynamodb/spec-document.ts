import * as z from 'zod';
import type { CallAudience, JobSpec, SegmentAudience } from '../../app/delivery/index.ts';
import { CHANNEL_TYPES } from '../../domain/customer/index.ts';
import { GOES_ON } from '../../domain/campaign/index.ts';
import { MESSAGE_CLASSES } from '../../domain/consent/index.ts';
import { PASSED_RULES } from '../../domain/schedule/index.ts';
import { TEMPLATE_CHANNELS } from '../../domain/template/index.ts';
import { campaignDocument } from './campaign-document.ts';
import { destinationDocument } from './destination-document.ts';
import { definitionDocument } from './segment-document.ts';
import { templateVersionDocument } from './template-document.ts';

/** What a call brought along. */
const call = {
  clientId: z.string(),
  bodyHash: z.string(),
  words: templateVersionDocument.exactOptional(),
  timeToLiveSeconds: z.int().exactOptional(),
  test: z.object({ at: z.number(), shownAs: z.string().exactOptional() }).exactOptional(),
  guests: z.array(z.object({ customerId: z.string(), channelType: z.enum(CHANNEL_TYPES), address: z.string() })),
  substitutions: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
};

const segment = {
  campaign: campaignDocument,
  segmentVersion: z.int(),
  definition: definitionDocument,
  sources: z.record(z.string(), definitionDocument),
};

const entries = z.object({
  minute: z.int(),
  batchIds: z.array(z.string()),
  at: z.number(),
  before: z.array(z.object({ batchIds: z.array(z.string()), at: z.number() })),
});

const localTime = z.object({
  wall: z.number(),
  opensAt: z.number(),
  passed: z.enum(PASSED_RULES),
  at: z.number(),
  isFirst: z.boolean(),
});

const unitPrice = z.object({
  krwMicros: z.int(),
  byPrefix: z.record(z.string(), z.int()).exactOptional(),
  byKind: z.record(z.string(), z.int()).exactOptional(),
});

const common = {
  templates: z.array(z.object({ templateId: z.string(), version: z.int() })),
  plannedAt: z.number(),
  unitPrices: z.array(unitPrice.nullable()).exactOptional(),
  destinations: z.array(destinationDocument.nullable()).exactOptional(),
};

const present = z.object({
  ...common,
  audience: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('SEGMENT'),
      ...segment,
      local: localTime.exactOptional(),
      entries: entries.exactOptional(),
    }),
    z.object({
      kind: z.literal('WAVE'),
      campaign: campaignDocument,
      runId: z.string(),
      wave: z.int(),
      beforeJobId: z.string(),
      part: z.literal('REST').exactOptional(),
      trialJobId: z.string().exactOptional(),
      goesOn: z.array(z.enum(GOES_ON)),
      since: z.number(),
    }),
    z.object({
      kind: z.literal('CALL'),
      countedWith: z.object({ id: z.string(), name: z.string() }),
      messageClass: z.enum(MESSAGE_CLASSES),
      channel: z.enum(TEMPLATE_CHANNELS),
      ...call,
    }),
  ]),
});

/** Of before a spec said what its audience is, a call was a campaign with empty fields. */
const before = z
  .object({ ...common, ...segment, direct: z.object(call).exactOptional() })
  .transform(({ campaign, segmentVersion, definition, sources, direct, ...spec }, context): JobSpec => {
    const ofSegment: SegmentAudience = { kind: 'SEGMENT', campaign, segmentVersion, definition, sources };
    if (direct === undefined) return { ...spec, audience: ofSegment };
    const { id, name, messageClass, steps } = campaign;
    const channel = steps[0]?.channel;
    if (channel === undefined) {
      context.addIssue({ code: 'custom', message: 'a call has one channel' });
      return z.NEVER;
    }
    const ofCall: CallAudience = { kind: 'CALL', ...direct, countedWith: { id, name }, messageClass, channel };
    return { ...spec, audience: ofCall };
  });

/** What a job sends to whom, as it is stored. */
export const specDocument: z.ZodType<JobSpec> = z.union([present, before]);
