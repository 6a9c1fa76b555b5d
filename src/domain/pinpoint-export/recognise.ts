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

const UNSUPPORTED = ['VoiceTemplateResponse', 'InAppTemplateResponse', 'JourneyResponse'];

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
  return { kind: 'unknown', reason: 'It is neither a segment, a campaign nor a template of Pinpoint.' };
}
