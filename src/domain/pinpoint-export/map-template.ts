import { findRepeatedName } from '../../standards/json-names.ts';
import type { DefaultSubstitutions, TemplateContent } from '../template/index.ts';
import { isJson, noteUnread, noteWrong, objectAt, textAt, type Json, type Mapping, type NotMapped } from './mapped.ts';

/** A template of Pinpoint in the words of `saveTemplate`. */
export type MappedTemplate = {
  readonly name: string;
  readonly content: TemplateContent;
  readonly defaultSubstitutions: DefaultSubstitutions;
};

const BOOKKEEPING = [
  'Arn',
  'CreationDate',
  'DefaultSubstitutions',
  'LastModifiedDate',
  'TemplateName',
  'TemplateType',
  'Version',
];

/** The parts of a push template, from the most general to what wins. */
const PUSH_PARTS = ['Default', 'GCM', 'APNS'] as const;

/** Pinpoint keeps defaults as JSON within JSON. */
function readDefaults(template: Json, notMapped: NotMapped[]): DefaultSubstitutions {
  noteWrong(template, 'text', ['DefaultSubstitutions'], '', notMapped);
  const text = textAt(template, 'DefaultSubstitutions');
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    const repeated = findRepeatedName(text);
    if (repeated !== null) {
      notMapped.push({
        path: `DefaultSubstitutions.${repeated.path}`,
        reason: 'It stands twice: leave one out. None of the substitutions is mapped.',
      });
      return {};
    }
    if (isJson(parsed)) {
      return Object.fromEntries(
        Object.entries(parsed).flatMap(([name, value]): [string, string][] => {
          if (typeof value === 'string') return [[name, value]];
          if (typeof value === 'number' || typeof value === 'boolean') return [[name, String(value)]];
          notMapped.push({ path: `DefaultSubstitutions.${name}`, reason: 'It is no text.' });
          return [];
        }),
      );
    }
  } catch {
    // Falls through to the note: a person has to look at it.
  }
  notMapped.push({ path: 'DefaultSubstitutions', reason: 'It is not a JSON object of texts.' });
  return {};
}

function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}

function readPush(template: Json, notMapped: NotMapped[]): TemplateContent | null {
  noteUnread(template, [...BOOKKEEPING, ...PUSH_PARTS], '', 'This channel has no template of its own.', notMapped);
  const parts = PUSH_PARTS.map((name) => [name, objectAt(template, name)] as const);
  const [, main = {}] = parts.find(([, part]) => textAt(part, 'Body') !== undefined) ?? [];
  const title = textAt(main, 'Title') ?? '';
  const body = textAt(main, 'Body');
  if (body === undefined) return null;
  noteWrong(template, 'object', PUSH_PARTS, '', notMapped);
  for (const [name, part] of parts) {
    noteWrong(part, 'text', ['Action', 'Body', 'Title', 'Url', 'ImageUrl', 'MediaUrl'], name, notMapped);
    noteUnread(
      part,
      ['Action', 'Body', 'Title', 'Url', 'ImageUrl', 'MediaUrl'],
      name,
      'Not part of a push template here.',
      notMapped,
    );
    for (const field of ['Title', 'Body'] as const) {
      const own = textAt(part, field);
      if (own === undefined || own === (field === 'Title' ? title : body)) continue;
      notMapped.push({ path: `${name}.${field}`, reason: 'One push template has the same words on every platform.' });
    }
  }
  const [mainName] = parts.find(([, part]) => part === main) ?? ['Default'];
  const url = textAt(main, 'Url');
  for (const [name, part] of parts) {
    const reason = `What a tap opens is taken from ${mainName}; one push template does the same on every platform.`;
    for (const field of ['Action', 'Url'] as const) {
      const own = textAt(part, field);
      if (part !== main && own !== undefined && own !== textAt(main, field)) {
        notMapped.push({ path: `${name}.${field}`, reason });
      }
    }
  }
  if (url === undefined && (main['Action'] === 'URL' || main['Action'] === 'DEEP_LINK')) {
    notMapped.push({ path: `${mainName}.Action`, reason: 'There is no Url: a tap opens the app.' });
  }
  if (url !== undefined && main['Action'] !== 'URL' && main['Action'] !== 'DEEP_LINK') {
    notMapped.push({ path: `${mainName}.Url`, reason: 'Its Action opens the app: the Url is never opened.' });
  }
  const images = parts.flatMap(([name, part]) =>
    (['ImageUrl', 'MediaUrl'] as const).flatMap((field): [string, string][] => {
      const image = textAt(part, field);
      return image === undefined ? [] : [[`${name}.${field}`, image]];
    }),
  );
  const imageUrl = images[0]?.[1];
  for (const [path, image] of images) {
    if (image !== imageUrl) notMapped.push({ path, reason: 'One push template has one picture.' });
  }
  const isDeepLink = main['Action'] === 'DEEP_LINK';
  const links = present({
    url: main['Action'] === 'URL' ? url : undefined,
    deepLink: isDeepLink ? url : undefined,
    imageUrl,
  });
  return { channel: 'PUSH', title, body, ...links };
}

function readEmail(template: Json, notMapped: NotMapped[]): TemplateContent | null {
  const read = [...BOOKKEEPING, 'HtmlPart', 'Subject', 'TextPart'];
  noteUnread(template, read, '', 'Not part of an e-mail template here.', notMapped);
  noteWrong(template, 'text', ['HtmlPart', 'Subject', 'TextPart'], '', notMapped);
  const html = textAt(template, 'HtmlPart');
  const text = textAt(template, 'TextPart');
  const subject = textAt(template, 'Subject');
  if ((html ?? text) === undefined || subject === undefined) return null;
  return { channel: 'EMAIL', subject, html: html ?? '', ...present({ text }) };
}

function readSms(template: Json, notMapped: NotMapped[]): TemplateContent | null {
  noteUnread(template, [...BOOKKEEPING, 'Body'], '', 'Not part of an SMS template here.', notMapped);
  const body = textAt(template, 'Body');
  return body === undefined ? null : { channel: 'SMS', body };
}

const READERS = { PUSH: readPush, EMAIL: readEmail, SMS: readSms };

/** The kinds of Pinpoint templates that have a counterpart here; voice and in-app templates have none. */
export type MappableTemplate = keyof typeof READERS;

/** Reads the answer of Pinpoint's GetPushTemplate, GetEmailTemplate or GetSmsTemplate. Handlebars stays as it is. */
export function mapTemplate(template: Json, type: MappableTemplate): Mapping<MappedTemplate> {
  const notMapped: NotMapped[] = [];
  const name = textAt(template, 'TemplateName');
  const content = READERS[type](template, notMapped);
  if (name === undefined || content === null) {
    notMapped.push({
      path: '',
      reason: 'A template needs a name and, here, its words (for e-mail: a subject, and HTML or text).',
    });
    return { mapped: null, notMapped };
  }
  return { mapped: { name, content, defaultSubstitutions: readDefaults(template, notMapped) }, notMapped };
}
