import type { ReportedReceipt } from '../../domain/send-job/index.ts';

/** IGNORED: not about a message of ours, or nothing new about it. MALFORMED: ours, and somebody should look at it. */
export type ParsedReceipt =
  | {
      readonly kind: 'RECEIPT';
      readonly receipt: ReportedReceipt;
      /** What was written beside the reference: nothing is to be believed unless it is ours. */
      readonly signature?: string;
    }
  | { readonly kind: 'IGNORED'; readonly reason: string }
  | { readonly kind: 'MALFORMED'; readonly reason: string };

export function ignored(reason: string): ParsedReceipt {
  return { kind: 'IGNORED', reason };
}

export function malformed(reason: string): ParsedReceipt {
  return { kind: 'MALFORMED', reason };
}
