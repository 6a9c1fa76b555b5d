import type { SendResult } from '../../app/delivery/index.ts';

/** What a message gets whose call may not begin any more: what is known of its recipient is too old. */
export const TOO_LATE: SendResult = { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: 'NOT_ATTEMPTED/TOO_LATE' };

/**
 * Where a batch takes several calls: what the messages get whose call is not made any more, because the one before
 * showed that the provider is busy or away. Null: go on. A refusal speaks of its own message only.
 */
export function notAttempted(last: SendResult): SendResult | null {
  if (last.kind === 'UNKNOWN') return { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: `NOT_ATTEMPTED/${last.code}` };
  if (last.kind !== 'NOT_SENT') return null;
  switch (last.cause) {
    case 'THROTTLED':
    case 'UNREACHABLE':
    case 'QUOTA':
      return last;
    case 'DENIED':
    case 'REFUSED':
      return null;
  }
}
