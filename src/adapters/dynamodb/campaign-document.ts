import * as z from 'zod';
import { GOES_ON, IN_DOUBT_POLICIES, WHEN_CLOSED } from '../../domain/campaign/index.ts';
import { CHANNEL_TYPES } from '../../domain/customer/index.ts';
import { MESSAGE_CLASSES } from '../../domain/consent/index.ts';
import { TEMPLATE_CHANNELS } from '../../domain/template/index.ts';
import { lookDocument } from './look-document.ts';
import { triggerDocument } from './trigger-document.ts';
import { scheduleDocument } from './schedule-document.ts';

/** A stored campaign, alone in its row or frozen in a job. */
export const campaignDocument = z.object({
  id: z.string(),
  name: z.string(),
  segmentId: z.string(),
  messageClass: z.enum(MESSAGE_CLASSES),
  steps: z.array(
    z.object({
      channel: z.enum(TEMPLATE_CHANNELS),
      templateId: z.string(),
      templateVersion: z.int().exactOptional(),
      waitMinutes: z.number().exactOptional(),
      goesOn: z.array(z.enum(GOES_ON)).exactOptional(),
      destination: z.string().exactOptional(),
      endpointTypes: z.array(z.enum(CHANNEL_TYPES)).exactOptional(),
    }),
  ),
  holdoutPercent: z.number(),
  treatments: z
    .array(
      z.object({
        name: z.string(),
        sharePercent: z.number(),
        templates: z
          .array(z.object({ stepIndex: z.int(), templateId: z.string(), templateVersion: z.int().exactOptional() }))
          .exactOptional(),
      }),
    )
    .exactOptional(),
  look: lookDocument.exactOptional(),
  messagesPerSecond: z.number().exactOptional(),
  inDoubtPolicy: z.enum(IN_DOUBT_POLICIES),
  quietTime: z.object({ start: z.string(), end: z.string() }).exactOptional(),
  caps: z.object({ daily: z.int().exactOptional(), total: z.int().exactOptional() }).exactOptional(),
  whenClosed: z.enum(WHEN_CLOSED).exactOptional(),
  expiresAfterMinutes: z.int().exactOptional(),
  oncePerCustomer: z.literal(true).exactOptional(),
  maxDurationMinutes: z.int().exactOptional(),
  budgetKrw: z.int().exactOptional(),
  edits: z.int().exactOptional(),
  goal: z.object({ event: z.string().exactOptional(), withinDays: z.int() }).exactOptional(),
  schedule: scheduleDocument.exactOptional(),
  scheduleSince: z.number().exactOptional(),
  trigger: triggerDocument.exactOptional(),
});
