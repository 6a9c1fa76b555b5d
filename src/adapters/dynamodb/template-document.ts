import * as z from 'zod';
import { MESSAGE_CLASSES } from '../../domain/consent/index.ts';
import { TEMPLATE_CHANNELS } from '../../domain/template/index.ts';

export const templateDocument = z.object({
  id: z.string(),
  name: z.string(),
  channel: z.enum(TEMPLATE_CHANNELS),
  messageClass: z.enum(MESSAGE_CLASSES),
  activeVersion: z.int(),
  latestVersion: z.int(),
});

const content = z.discriminatedUnion('channel', [
  z.object({
    channel: z.literal('PUSH'),
    title: z.string(),
    body: z.string(),
    url: z.string().exactOptional(),
    deepLink: z.string().exactOptional(),
    imageUrl: z.string().exactOptional(),
    collapseId: z.string().exactOptional(),
    timeToLiveSeconds: z.number().exactOptional(),
    data: z.record(z.string(), z.string()).exactOptional(),
  }),
  z.object({
    channel: z.literal('EMAIL'),
    subject: z.string(),
    html: z.string(),
    text: z.string().exactOptional(),
    from: z.string().exactOptional(),
  }),
  z.object({ channel: z.literal('SMS'), body: z.string() }),
  z.object({ channel: z.literal('CUSTOM'), body: z.string(), subject: z.string().exactOptional() }),
]);

export const templateVersionDocument = z.object({
  templateId: z.string(),
  version: z.int(),
  messageClass: z.enum(MESSAGE_CLASSES),
  content,
  defaultSubstitutions: z.record(z.string(), z.string()),
  goods: z.string().exactOptional(),
});
