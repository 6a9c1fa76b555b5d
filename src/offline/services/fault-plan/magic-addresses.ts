import type { DeliveryOutcome } from './document.ts';
import type { ReceiptEvent } from './receipt-rule.ts';

/** Words in an address that choose its outcome without any rule, for trying things by hand. `-once` fails only the first time. */
export const MAGIC_ADDRESSES: readonly {
  readonly word: string;
  readonly outcome: DeliveryOutcome;
  readonly attempts?: number;
}[] = [
  { word: 'fail-temporary-once', outcome: 'TEMPORARY_FAILURE', attempts: 1 },
  { word: 'fail-temporary', outcome: 'TEMPORARY_FAILURE' },
  { word: 'fail-permanent', outcome: 'PERMANENT_FAILURE' },
  { word: 'fail-unregistered', outcome: 'UNREGISTERED' },
  { word: 'fail-credentials', outcome: 'BAD_CREDENTIALS' },
  { word: 'fail-unknown', outcome: 'UNKNOWN_FAILURE' },
  { word: 'throttle-once', outcome: 'THROTTLED', attempts: 1 },
  { word: 'throttle', outcome: 'THROTTLED' },
  { word: 'opted-out', outcome: 'OPT_OUT' },
  { word: 'duplicate', outcome: 'DUPLICATE' },
];

/** Words in an address that choose its receipts. An address may hold several; of the fates the first one counts. */
export const MAGIC_RECEIPTS: readonly { readonly word: string; readonly events: readonly ReceiptEvent[] }[] = [
  { word: 'soft-bounce', events: ['BOUNCE_TRANSIENT'] },
  { word: 'bounce', events: ['BOUNCE_PERMANENT'] },
  { word: 'no-receipt', events: ['NONE'] },
  { word: 'complaint', events: ['COMPLAINT'] },
  { word: 'opens', events: ['OPEN'] },
  { word: 'clicks', events: ['OPEN', 'CLICK'] },
];
