import type { Customer, Endpoint } from '../customer/customer.ts';
import { refuse, type Refused } from '../result.ts';
import { isBlank } from '../trim-text.ts';
import { compileText, type TemplateErrorCode } from './compile-text.ts';
import type { LawCode } from '../law/message-rule.ts';
import type { MessageJudge } from '../law/judge-message.ts';
import { judgeOfEach } from './judge-words.ts';
import { areLinksSettled, checkMessage, isSubjectWrong, isSurelyNotTooLarge } from './limits.ts';
import type { Print, Printer } from './print-pieces.ts';
import { defaultParts } from './syntax.ts';
import type {
  DefaultSubstitutions,
  RenderedMessage,
  TemplateChannel,
  TemplateContent,
  TemplateVersion,
} from './template.ts';
import { RenderStop, type Frame } from './value.ts';
import { readerOf, variableName } from './variables.ts';

/**
 * What one recipient reads. RENDER_FAILED: their data cannot be filled in, such as a text where a date is wanted;
 * a code of the law: an advertisement that reads so must not be sent.
 */
export type Rendering = { readonly ok: true; readonly message: RenderedMessage } | Refused<'RENDER_FAILED' | LawCode>;

/** A template version ready to be rendered any number of times. */
export type CompiledTemplate = {
  readonly channel: TemplateChannel;
  /** Every variable path the texts read. */
  readonly variables: readonly string[];
  /** What in its words stops the message of whoever comes to it, whatever their data. */
  readonly mistakes: readonly string[];
  readonly render: (customer: Customer, endpoint: Endpoint, now: number) => Rendering;
  /**
   * Of a push or an e-mail: true when it can surely be rendered for a recipient, which mostly takes half the time to find
   * out. False: only rendering tells.
   */
  readonly isSurelyRendered?: (customer: Customer, endpoint: Endpoint, now: number) => boolean;
};

/** Fields of which one at least must say something in a push or a text message. */
const READ_FIELDS: ReadonlySet<string> = new Set(['title', 'body', 'html', 'text']);

const NO_DEFAULTS: ReadonlyMap<string, string> = new Map();

function readDefaults(
  substitutions: DefaultSubstitutions,
): { ok: true; defaults: ReadonlyMap<string, string> } | Refused<TemplateErrorCode> {
  const defaults = new Map<string, string>();
  for (const [path, text] of Object.entries(substitutions)) {
    const parts = defaultParts(path);
    if (parts === null || readerOf(parts, NO_DEFAULTS) === undefined) {
      return refuse(
        'UNKNOWN_TEMPLATE_VARIABLE',
        `defaultSubstitutions: ${JSON.stringify(path)} is not a variable. Write a path such as User.UserAttributes.City.`,
      );
    }
    const name = variableName(parts);
    if (defaults.has(name)) {
      return refuse(
        'INVALID_TEMPLATE',
        `defaultSubstitutions: there are two defaults for ${name}. Leave one of them out.`,
      );
    }
    defaults.set(name, text);
  }
  return { ok: true, defaults };
}

type Push = Extract<RenderedMessage, { channel: 'PUSH' }>;
type WritablePush = { -readonly [Field in keyof Push]: Push[Field] };
type Text = Printer & { readonly hasWords: boolean };
type Texts = ReadonlyMap<string, Text>;

/** The texts of a content that hold Handlebars, by the name of their field. */
function textsOf(content: TemplateContent): [field: string, source: string][] {
  const fields: [string, string | undefined][] = [];
  switch (content.channel) {
    case 'PUSH':
      fields.push(['title', content.title], ['body', content.body], ['url', content.url]);
      fields.push(['deepLink', content.deepLink], ['imageUrl', content.imageUrl], ['collapseId', content.collapseId]);
      for (const [key, value] of Object.entries(content.data ?? {})) fields.push([`data.${key}`, value]);
      break;
    case 'EMAIL':
      fields.push(['subject', content.subject], ['html', content.html], ['text', content.text]);
      break;
    case 'SMS':
      fields.push(['body', content.body]);
      break;
    case 'CUSTOM':
      fields.push(['body', content.body], ['subject', content.subject]);
      break;
  }
  return fields.flatMap(([field, source]) => (source === undefined ? [] : [[field, source]]));
}

/**
 * What is blank for somebody is not there for them: a tap on an empty link would open nothing. What has words of its own is
 * blank for nobody, and not looked at: V8 would have to put it together first, for each message.
 */
function present(text: Text | undefined): ((frame: Frame) => string | undefined) | undefined {
  if (text === undefined || text.hasWords) return text?.print;
  return (frame) => {
    const printed = text.print(frame);
    return isBlank(printed) ? undefined : printed;
  };
}

/** Builds the function that fills a content: constant fields are copied once, the others printed each time. */
function filler(content: TemplateContent, texts: Texts): (frame: Frame) => RenderedMessage {
  const printer = (field: string): Print => texts.get(field)?.print ?? (() => '');
  switch (content.channel) {
    case 'SMS':
    case 'CUSTOM': {
      const { channel } = content;
      const body = printer('body');
      const subject = texts.get('subject')?.print;
      if (channel === 'SMS' || subject === undefined) return (frame) => ({ channel, body: body(frame) });
      return (frame) => ({ channel, body: body(frame), subject: subject(frame) });
    }
    case 'EMAIL': {
      const { text, ...rest } = content;
      const [subject, html, plain] = [printer('subject'), printer('html'), printer('text')];
      return (frame) => ({
        ...rest,
        subject: subject(frame),
        html: html(frame),
        ...(text === undefined ? {} : { text: plain(frame) }),
      });
    }
    case 'PUSH': {
      const [title, body] = [printer('title'), printer('body')];
      const [url, deepLink] = [present(texts.get('url')), present(texts.get('deepLink'))];
      const [imageUrl, collapseId] = [present(texts.get('imageUrl')), present(texts.get('collapseId'))];
      const data = Object.keys(content.data ?? {}).map((key) => [key, printer(`data.${key}`)] as const);
      const { timeToLiveSeconds } = content;
      return (frame) => {
        // Written field by field, each by its name: a spread or a list of names for every message would cost as much
        // as the printing.
        const message: WritablePush = { channel: 'PUSH', title: title(frame), body: body(frame) };
        if (timeToLiveSeconds !== undefined) message.timeToLiveSeconds = timeToLiveSeconds;
        const opens = url?.(frame);
        const deep = deepLink?.(frame);
        const image = imageUrl?.(frame);
        const collapse = collapseId?.(frame);
        if (opens !== undefined) message.url = opens;
        if (deep !== undefined) message.deepLink = deep;
        if (image !== undefined) message.imageUrl = image;
        if (collapse !== undefined) message.collapseId = collapse;
        if (data.length > 0) message.data = Object.fromEntries(data.map(([key, print]) => [key, print(frame)]));
        return message;
      };
    }
  }
}

/** What is known of every message of a template. */
type Known = { readonly hasWords: boolean; readonly isLabelSettled: boolean; readonly judge: MessageJudge | null };

function frameOf(customer: Customer, endpoint: Endpoint, now: number): Frame {
  return { customer, endpoint, now, item: '', index: 0, count: 0, uuids: 0, work: 0, mayBringLabel: false };
}

function renderer(
  content: TemplateContent,
  texts: Texts,
  { hasWords, isLabelSettled, judge }: Known,
): CompiledTemplate['render'] {
  const fill = filler(content, texts);
  const known = { hasWords, areLinksSettled: areLinksSettled(content) };
  return (customer, endpoint, now) => {
    try {
      const frame = frameOf(customer, endpoint, now);
      const message = fill(frame);
      const problem = checkMessage(message, known);
      if (problem !== null) return refuse('RENDER_FAILED', problem);
      const verdict = judge?.judge(message, now, !isLabelSettled || frame.mayBringLabel);
      return verdict?.ok === false ? verdict : { ok: true, message };
    } catch (error) {
      if (error instanceof RenderStop) return refuse('RENDER_FAILED', error.message);
      throw error;
    }
  };
}

/**
 * Of a message that always says something only its length can be wrong, a line break in a subject, or a label that a value
 * brings: its texts are measured, and not put together. Undefined: more than that can be wrong.
 */
function measurer(
  content: TemplateContent,
  texts: Texts,
  { hasWords, isLabelSettled, judge }: Known,
): CompiledTemplate['isSurelyRendered'] {
  const { channel } = content;
  if (!hasWords || (judge !== null && !isLabelSettled) || (channel !== 'PUSH' && channel !== 'EMAIL')) return undefined;
  if (channel === 'PUSH' && (content.data !== undefined || content.collapseId !== undefined)) return undefined;
  if (!areLinksSettled(content)) return undefined;
  const measures = [...texts].map(([field, { print, measure }]) =>
    field === 'subject' ? (frame: Frame) => lengthOfSubject(print(frame)) : measure,
  );
  return (customer, endpoint, now) => {
    if (judge?.isLawfulWithoutLabel(now) === false) return false;
    const frame = frameOf(customer, endpoint, now);
    let characters = 0;
    try {
      for (const measure of measures) characters += measure(frame);
    } catch (error) {
      if (error instanceof RenderStop) return false;
      throw error;
    }
    return !frame.mayBringLabel && isSurelyNotTooLarge(channel, characters);
  };
}

/** Of a subject that is wrong in whatever way more than any message may have. */
function lengthOfSubject(subject: string): number {
  return isSubjectWrong(subject) ? Number.POSITIVE_INFINITY : subject.length;
}

/** Compiles the words of a version once, so that they can be rendered for millions; each message of an AD is judged. */
export function compileTemplate(
  version: Pick<TemplateVersion, 'content' | 'defaultSubstitutions'> & Partial<Pick<TemplateVersion, 'messageClass'>>,
): { readonly ok: true; readonly template: CompiledTemplate } | Refused<TemplateErrorCode> {
  const { content } = version;
  const read = readDefaults(version.defaultSubstitutions);
  if (!read.ok) return read;
  const texts = new Map<string, Text>();
  const variables = new Set<string>();
  const mistakes: string[] = [];
  let hasWords = false;
  let isLabelSettled = true;
  const isAdvertisement = version.messageClass === 'AD';
  for (const [field, source] of textsOf(content)) {
    const isMail = content.channel === 'EMAIL' && field !== 'subject';
    const isEscaped = isMail && field === 'html';
    const compiled = compileText(field, source, { defaults: read.defaults, isEscaped, isMail, isAdvertisement });
    if (!compiled.ok) return compiled;
    texts.set(field, compiled);
    isLabelSettled &&= compiled.isLabelSettled;
    hasWords ||= compiled.hasWords && READ_FIELDS.has(field);
    for (const variable of compiled.variables) variables.add(variable);
    mistakes.push(...compiled.mistakes);
  }
  const judge = isAdvertisement ? judgeOfEach(content, version.defaultSubstitutions) : null;
  const known = { hasWords, isLabelSettled, judge };
  const isSurelyRendered = measurer(content, texts, known);
  const template = {
    channel: content.channel,
    variables: [...variables],
    mistakes,
    render: renderer(content, texts, known),
    ...(isSurelyRendered === undefined ? {} : { isSurelyRendered }),
  };
  return { ok: true, template };
}
