import type { BulkEmailEntry, MessageTag } from '@aws-sdk/client-sesv2';
import { readAddress } from '../../domain/customer/index.ts';
import type { Outgoing } from '../../app/delivery/index.ts';
import type { MessageRef } from '../../domain/send-job/index.ts';
import { hasUnsubscribeLink, withUnsubscribeLink, type EmailContent } from '../../domain/template/index.ts';
import { unsubscribeHeaders, type UnsubscribeLinks } from './unsubscribe-headers.ts';

/** One e-mail of a batch, still knowing its place there. */
export type Email = { readonly place: number; readonly outgoing: Outgoing; readonly content: EmailContent };

/** How a mail is unsubscribed from: by a link in its words, and an advertisement by its headers, too. */
export type Unsubscribing = { readonly links: UnsubscribeLinks; readonly isAdvertising: boolean };

/** One entry of a bulk call: the rendered words, and the tags that SES puts into every event about this mail. */
export function bulkEntry({ outgoing, content }: Email, unsubscribing: Unsubscribing | undefined): BulkEmailEntry {
  const isLinked = unsubscribing !== undefined && hasUnsubscribeLink(content);
  const url = isLinked || unsubscribing?.isAdvertising === true ? unsubscribing.links(outgoing.ref) : '';
  const { subject, html, text } = isLinked ? withUnsubscribeLink(content, url) : content;
  return {
    Destination: { ToAddresses: [asciiAddress(outgoing.address)] },
    ReplacementTags: tagsOf(outgoing.ref),
    ReplacementEmailContent: {
      ReplacementTemplate: { ReplacementTemplateData: JSON.stringify({ subject, html, text: text ?? '' }) },
    },
    ...(unsubscribing?.isAdvertising === true ? { ReplacementHeaders: unsubscribeHeaders(url) } : {}),
  };
}

/** Addresses that were stored before they were read on their way in may have a domain of other letters than ASCII. */
function asciiAddress(address: string): string {
  const read = readAddress('EMAIL', address);
  return read.ok ? read.address : address;
}

/** SES allows letters, digits, `_` and `-` in a tag, at most 256. */
const TAG_VALUE = /^[\w-]{1,256}$/;

function tagsOf({ jobId, shard, chunk, place }: MessageRef): MessageTag[] {
  // Half a reference would be of no use, and an odd job id must not keep the mail from being sent.
  if (!TAG_VALUE.test(jobId)) return [];
  return [
    { Name: 'jobId', Value: jobId },
    { Name: 'shard', Value: String(shard) },
    { Name: 'chunk', Value: String(chunk) },
    { Name: 'place', Value: String(place) },
  ];
}
