import type { BulkEmailEntryResult } from '@aws-sdk/client-sesv2';
import type { SendResult } from '../../app/delivery/index.ts';
import { ACCEPTED, NO_ANSWER } from '../aws/read-delivery.ts';

/** Not sent for a reason that lies in this mail, and may be gone the next time. */
const RETRIABLE = new Set(['TRANSIENT_FAILURE']);

/** Not sent for a reason that lies in the account, never in the recipient: the mail can go once it is put right. */
const DENIED = new Set([
  'ACCOUNT_SENDING_PAUSED',
  'ACCOUNT_SUSPENDED',
  'CONFIGURATION_SET_NOT_FOUND',
  'CONFIGURATION_SET_SENDING_PAUSED',
  'INVALID_SENDING_POOL_NAME',
  'MAIL_FROM_DOMAIN_NOT_VERIFIED',
  'TEMPLATE_NOT_FOUND',
]);

/** The account has sent as much within the last 24 hours as it may. */
export const DAILY_QUOTA = {
  kind: 'NOT_SENT',
  cause: 'QUOTA',
  code: 'ACCOUNT_DAILY_QUOTA_EXCEEDED',
  period: 'ROLLING_DAY',
} as const satisfies SendResult;

/** What SES says of one entry of a bulk call. */
export function readEntry(answer: BulkEmailEntryResult | undefined): SendResult {
  const status = answer?.Status;
  if (status === undefined) return NO_ANSWER;
  if (status === 'SUCCESS') return ACCEPTED;
  if (status === 'ACCOUNT_THROTTLED') return { kind: 'NOT_SENT', cause: 'THROTTLED', code: status };
  if (status === DAILY_QUOTA.code) return DAILY_QUOTA;
  if (DENIED.has(status)) return { kind: 'NOT_SENT', cause: 'DENIED', code: status };
  return { kind: 'ANSWERED', status: 'FAILED', isRetriable: RETRIABLE.has(status), code: status };
}
