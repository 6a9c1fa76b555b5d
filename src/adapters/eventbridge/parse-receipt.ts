import * as z from 'zod';
import { momentIfAny, problemOf } from './event-fields.ts';
import { parseAppEvent } from './parse-app-event.ts';
import { parseChannelEvent } from './parse-channel-event.ts';
import { parseSesEvent } from './parse-ses-event.ts';
import { parseSmsEvent } from './parse-sms-event.ts';
import { ignored, malformed, type ParsedReceipt } from './parsed-receipt.ts';

const envelope = z.object({
  source: z.string(),
  'detail-type': z.string(),
  time: momentIfAny,
  detail: z.unknown(),
});

/**
 * Reads an event of EventBridge as a receipt. Takes anything, and never throws. What says nothing of its time happened
 * now.
 */
export function parseReceipt(event: unknown, now: () => number = Date.now): ParsedReceipt {
  const parsed = envelope.safeParse(event);
  if (!parsed.success) return malformed(`envelope: ${problemOf(parsed.error)}`);
  const { source, time = now(), detail } = parsed.data;
  switch (source) {
    case 'aws.ses':
      return parseSesEvent(detail, time);
    case 'aws.sms-voice':
      return parseSmsEvent(detail, time);
    case 'bonghwa.app':
      return parseAppEvent(parsed.data['detail-type'], detail, time);
    case 'bonghwa.channel':
      return parseChannelEvent(parsed.data['detail-type'], detail, time);
    default:
      return ignored('SOURCE');
  }
}
