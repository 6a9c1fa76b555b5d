import type { DirectMessageConfiguration } from '@aws-sdk/client-pinpoint';
import type { Outgoing } from '../../app/delivery/index.ts';
import { formatMessageRef } from '../../domain/send-job/index.ts';
import type { PushContent } from '../../domain/template/index.ts';

/** The name under which a message carries where it stands in its job. */
export const REF_KEY = 'bonghwa';

/** Everything of a push message but its words: what per-address overrides cannot express. */
function envelopeOf(content: PushContent): string {
  return JSON.stringify({ ...content, title: '', body: '' });
}

/** Whether one configuration with per-address titles and bodies serves all of these messages. */
export function shareEnvelope(contents: readonly PushContent[]): boolean {
  const [first] = contents;
  if (first === undefined) return true;
  const envelope = envelopeOf(first);
  return contents.every((content) => envelopeOf(content) === envelope);
}

/** APNs refuses a longer collapse id. */
const MAX_COLLAPSE_BYTES = 64;

/** The longest beginning of a text that fits, never half a character. */
function cutToBytes(text: string, limit: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limit) break;
    kept += character;
  }
  return kept;
}

type Action = 'DEEP_LINK' | 'URL' | 'OPEN_APP';

/** What a tap does; a deep link is what Pinpoint calls a URL with the action DEEP_LINK. */
function tapOf({ deepLink, url }: PushContent): { readonly Action: Action; readonly Url?: string } {
  if (deepLink !== undefined) return { Action: 'DEEP_LINK', Url: deepLink };
  return url === undefined ? { Action: 'OPEN_APP' } : { Action: 'URL', Url: url };
}

/** The configuration of a push call: one message per kind of push service that is addressed. */
export function pushConfiguration(
  content: PushContent,
  kinds: ReadonlySet<Outgoing['channelType']>,
  collapseId: string,
): DirectMessageConfiguration {
  const { title, body, imageUrl, data, timeToLiveSeconds } = content;
  const words = { Title: title, Body: body, ...(data === undefined ? {} : { Data: { ...data } }) };
  const tap = tapOf(content);
  const collapse = cutToBytes(content.collapseId ?? collapseId, MAX_COLLAPSE_BYTES);
  const ttl = timeToLiveSeconds;
  const has = (...types: Outgoing['channelType'][]): boolean => types.some((type) => kinds.has(type));
  return {
    ...(has('APNS', 'APNS_SANDBOX', 'APNS_VOIP', 'APNS_VOIP_SANDBOX')
      ? {
          APNSMessage: {
            ...words,
            ...tap,
            CollapseId: collapse,
            ...(imageUrl === undefined ? {} : { MediaUrl: imageUrl }),
            ...(ttl === undefined ? {} : { TimeToLive: ttl }),
          },
        }
      : {}),
    ...(has('GCM')
      ? {
          GCMMessage: {
            ...words,
            ...tap,
            CollapseKey: collapse,
            ...(imageUrl === undefined ? {} : { ImageUrl: imageUrl }),
            ...(ttl === undefined ? {} : { TimeToLive: ttl }),
          },
        }
      : {}),
    ...(has('BAIDU') ? { BaiduMessage: { ...words, ...tap, ...(ttl === undefined ? {} : { TimeToLive: ttl }) } } : {}),
    ...(has('ADM') ? { ADMMessage: { ...words, ...tap, ConsolidationKey: collapse } } : {}),
    ...(has('PUSH') ? { DefaultPushNotificationMessage: { ...words, ...tap } } : {}),
  };
}

/**
 * The whole payload of one address, for links and images that differ between recipients. The keys are those that the
 * Amplify push libraries read.
 */
export function rawPushContent({ channelType, message, ref }: Outgoing): string | null {
  if (message.channel !== 'PUSH') return null;
  const { title, body, imageUrl, deepLink, url, data } = message;
  if (channelType === 'GCM') {
    return JSON.stringify({
      data: {
        'pinpoint.notification.title': title,
        'pinpoint.notification.body': body,
        ...(imageUrl === undefined ? {} : { 'pinpoint.notification.imageUrl': imageUrl }),
        ...(deepLink === undefined ? {} : { 'pinpoint.deeplink': deepLink }),
        ...(deepLink === undefined && url !== undefined ? { 'pinpoint.url': url } : {}),
        ...(deepLink === undefined && url === undefined ? { 'pinpoint.openApp': 'true' } : {}),
        'pinpoint.campaign.campaign_id': '_DIRECT',
        ...data,
        [`pinpoint.${REF_KEY}`]: formatMessageRef(ref),
      },
    });
  }
  if (!channelType.startsWith('APNS')) return null;
  const link = deepLink ?? url;
  return JSON.stringify({
    aps: {
      alert: { title, body },
      'content-available': 0,
      ...(imageUrl === undefined ? {} : { 'mutable-content': 1 }),
    },
    data: {
      ...(imageUrl === undefined ? {} : { 'media-url': imageUrl }),
      pinpoint: {
        ...(link === undefined ? {} : { deeplink: link }),
        ...(data === undefined ? {} : { jsonBody: data }),
        [REF_KEY]: formatMessageRef(ref),
      },
    },
  });
}
