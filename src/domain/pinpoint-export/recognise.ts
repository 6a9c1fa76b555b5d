import { isJson, objectAt, type Json } from './mapped.ts';
import type { MappableTemplate } from './map-template.ts';

/** What a file exported from Pinpoint holds, without the envelope of the call that fetched it. */
export type PinpointThing =
  | { readonly kind: 'segment' | 'campaign'; readonly value: Json }
  | { readonly kind: 'template'; readonly type: MappableTemplate; readonly value: Json }
  | { readonly kind: 'unknown'; readonly reason: string };

const TEMPLATE_ENVELOPES: Readonly<Record<string, MappableTemplate>> = {
  PushNotificationTemplateResponse: 'PUSH',
  EmailTemplateResponse: 'EMAIL',
  SMSTemplateResponse: 'SMS',
};

const TEMPLATE_TYPES = ['PUSH', 'EMAIL', 'SMS'] as const;

const SINGLES = ['SegmentResponse', 'CampaignResponse', ...Object.keys(TEMPLATE_ENVELOPES)];

const UNSUPPORTED = ['VoiceTemplateResponse', 'InAppTemplateResponse', 'JourneyResponse'];

/** Answers that list several things, and what their entries have in common. */
const LISTS = [
  'SegmentsResponse',
  'CampaignsResponse',
  'TemplatesResponse',
  'TemplateVersionsResponse',
  'JourneysResponse',
];
/** What stands beside an answer: of the SDKs for Python and JavaScript. */
const BESIDE = ['ResponseMetadata', '$metadata'];
const ENDPOINTS = ['EndpointsResponse', 'EndpointResponse', 'EndpointBatchRequest', 'ChannelType'];

/** Tells what the JSON of a Get call is: by its envelope, or without one by the fields only it has. */
export function recognise(json: unknown): PinpointThing {
  if (!isJson(json)) return { kind: 'unknown', reason: 'It is not a JSON object.' };
  if (isJson(json['SegmentResponse'])) return { kind: 'segment', value: json['SegmentResponse'] };
  if (isJson(json['CampaignResponse'])) return { kind: 'campaign', value: json['CampaignResponse'] };
  for (const [name, type] of Object.entries(TEMPLATE_ENVELOPES)) {
    if (isJson(json[name])) return { kind: 'template', type, value: objectAt(json, name) };
  }
  const unsupported = UNSUPPORTED.find((name) => isJson(json[name]));
  if (unsupported !== undefined) return { kind: 'unknown', reason: `${unsupported}: there is no counterpart here.` };
  if (json['SegmentType'] !== undefined) return { kind: 'segment', value: json };
  if (json['SegmentId'] !== undefined) return { kind: 'campaign', value: json };
  const type = TEMPLATE_TYPES.find((known) => known === json['TemplateType']);
  if (type !== undefined) return { kind: 'template', type, value: json };
  if (ENDPOINTS.some((name) => Object.hasOwn(json, name))) {
    return { kind: 'unknown', reason: 'It holds endpoints, which are people: import them with `bonghwa import FILE`.' };
  }
  return { kind: 'unknown', reason: 'It is neither a segment, a campaign nor a template of Pinpoint.' };
}

/** A template as ListTemplates names it has none of its words. */
function isSummary(thing: PinpointThing): boolean {
  const words = ['Body', 'HtmlPart', 'TextPart', 'Subject', 'Default', 'APNS', 'GCM', 'ADM', 'Baidu'];
  return thing.kind === 'template' && !words.some((name) => Object.hasOwn(thing.value, name));
}

function recogniseEntry(entry: unknown, index: number): PinpointThing {
  const thing = recognise(entry);
  if (thing.kind === 'unknown') return { kind: 'unknown', reason: `Entry ${index + 1}: ${thing.reason}` };
  if (!isSummary(thing)) return thing;
  const reason =
    'the list names a template without its words: get it by GetEmailTemplate, GetSmsTemplate or GetPushTemplate.';
  return { kind: 'unknown', reason: `Entry ${index + 1}: ${reason}` };
}

/**
 * The same for a file that holds what a call that lists answered (`SegmentsResponse`, `CampaignsResponse`, `Item`), or a
 * list of answers. What stands beside them, and that a list goes on elsewhere, is told as a thing that is unknown.
 */
export function recogniseAll(json: unknown): readonly PinpointThing[] {
  if (Array.isArray(json)) return json.map((entry: unknown, index) => recogniseEntry(entry, index));
  if (!isJson(json)) return [recognise(json)];
  const envelope = [...LISTS, ...SINGLES].find((name) => isJson(json[name]));
  const inner = envelope === undefined ? json : objectAt(json, envelope);
  const { Item: items, NextToken: next } = inner;
  const isList = Array.isArray(items) && (envelope === undefined || LISTS.includes(envelope));
  const read = isList ? items.map((entry: unknown, index) => recogniseEntry(entry, index)) : [recognise(json)];
  const known = envelope === undefined && !isList ? Object.keys(json) : [envelope, 'Item', 'NextToken', ...BESIDE];
  const beside = Object.keys(json).filter((name) => !known.includes(name));
  return [
    ...read,
    ...beside.map((name) => unread(`Beside ${envelope ?? 'Item'} stands ${JSON.stringify(name)}, which is not read.`)),
    ...(isList && typeof next === 'string' && next !== ''
      ? [unread('The list goes on: call again with its NextToken, and import the rest as well.')]
      : []),
  ];
}

function unread(reason: string): PinpointThing {
  return { kind: 'unknown', reason };
}
