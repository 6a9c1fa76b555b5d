import * as z from 'zod';
import { refuse, type Refused } from '../result.ts';
import { parseMailbox } from '../../standards/mailbox.ts';
import { refusedLinkTemplate } from './links.ts';
import { isBlank } from '../trim-text.ts';
import { isTextAlone, type TemplateContent } from './template.ts';

const text = z.string().regex(/^[^\ud800-\udfff]*$/u, 'contains broken Unicode');
const optional = text.optional();

/** A link is judged where it is written when its beginning is, and else in the message that it was rendered into. */
function link(kind: 'WEB' | 'APP') {
  return text
    .refine((url) => refusedLinkTemplate(kind, url) === null, {
      error: ({ input }) => refusedLinkTemplate(kind, String(input)) ?? 'is no link',
    })
    .optional();
}

/** Whether an e-mail can come from there: one mailbox, with a name or without. */
export function isSender(from: string): boolean {
  return parseMailbox(from) !== null;
}

const sender = z
  .string()
  .max(320)
  .refine(isSender, {
    error:
      'is no sender. Write one mailbox, as news@example.com or 봉화 소식 <news@example.com>; a name with a comma ' +
      'or the like in quotes, and before the @ only letters of ASCII',
  });

const push = z.strictObject({
  channel: z.literal('PUSH'),
  title: text,
  body: text,
  url: link('WEB'),
  deepLink: link('APP'),
  imageUrl: link('WEB'),
  collapseId: optional,
  // Firebase keeps a message for at most 28 days.
  timeToLiveSeconds: z.int().min(0).max(2_419_200).optional(),
  data: z.record(z.string().min(1).max(50), text).optional(),
});

const email = z.strictObject({
  channel: z.literal('EMAIL'),
  subject: text.min(1),
  /** Absent where the mail is of text alone. */
  html: text.default(''),
  text: optional,
  from: sender.optional(),
});

const sms = z.strictObject({ channel: z.literal('SMS'), body: text.min(1) });

const custom = z.strictObject({ channel: z.literal('CUSTOM'), body: text.min(1), subject: optional });

const content = z.discriminatedUnion('channel', [push, email, sms, custom]);

/** Drops absent and null fields: GraphQL sends null for what was not given. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== undefined));
}

function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  const kept: Partial<T> = {};
  for (const key in value) if (value[key] !== undefined) kept[key] = value[key];
  // Only undefined fields were dropped, and T's required fields are never undefined.
  return kept as T;
}

/** Checks the shape of a template's words as they arrive from outside. */
export function parseTemplateContent(
  value: unknown,
): { readonly ok: true; readonly content: TemplateContent } | Refused<'INVALID_TEMPLATE'> {
  const parsed = content.safeParse(withoutNulls(value));
  if (
    parsed.success &&
    parsed.data.channel === 'EMAIL' &&
    isTextAlone(parsed.data) &&
    isBlank(parsed.data.text ?? '')
  ) {
    return refuse('INVALID_TEMPLATE', 'content.html: an e-mail needs HTML, text or both; both are empty.');
  }
  if (parsed.success) return { ok: true, content: present<TemplateContent>(parsed.data) };
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return refuse('INVALID_TEMPLATE', `content${path === '' ? '' : `.${path}`}: ${issue?.message ?? 'is invalid'}.`);
}
