import * as z from 'zod';
import { MESSAGE_CLASSES } from '../../../src/domain/consent/index.ts';
import type { TemplateContent } from '../../../src/domain/template/index.ts';
import { jsonMap } from './json-argument.ts';
import { withoutNulls } from './without-nulls.ts';

const TEXT_MAP = jsonMap(z.string());

const PUSH = z.strictObject({
  channel: z.literal('PUSH'),
  title: z.string(),
  body: z.string(),
  url: z.string().exactOptional(),
  deepLink: z.string().exactOptional(),
  imageUrl: z.string().exactOptional(),
  collapseId: z.string().exactOptional(),
  timeToLiveSeconds: z.int().exactOptional(),
  data: TEXT_MAP.exactOptional(),
});

const EMAIL = z.strictObject({
  channel: z.literal('EMAIL'),
  subject: z.string(),
  /** Absent where the mail is of text alone. */
  html: z.string().default(''),
  text: z.string().exactOptional(),
  from: z.string().exactOptional(),
});

const SMS = z.strictObject({ channel: z.literal('SMS'), body: z.string() });

const CUSTOM = z.strictObject({ channel: z.literal('CUSTOM'), body: z.string(), subject: z.string().exactOptional() });

/** The words of a template: each channel has its own fields, and takes no others. */
export const TEMPLATE_CONTENT: z.ZodType<TemplateContent> = z.preprocess(
  withoutNulls,
  z.discriminatedUnion('channel', [PUSH, EMAIL, SMS, CUSTOM]),
);

export const DEFAULT_SUBSTITUTIONS = TEXT_MAP;
export const MESSAGE_CLASS = z.enum(MESSAGE_CLASSES);
