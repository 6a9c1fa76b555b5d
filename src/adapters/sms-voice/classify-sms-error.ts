import {
  AccessDeniedException,
  ConflictException,
  ServiceQuotaExceededException,
  ValidationException,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { SendResult } from '../../app/delivery/index.ts';
import { classifySendError } from '../aws/classify-send-error.ts';

/**
 * Reasons that lie in our own account or settings: every recipient would get them, and they can be put right while the
 * job waits. All others speak of one recipient: their number, their country, their price.
 */
const DENIED = new Set([
  'CHANNEL_NOT_ENABLED',
  'INVALID_ARN',
  'KEYWORD_MISMATCH',
  'MESSAGE_TYPE_MISMATCH',
  'NUMBER_CAPABILITIES_MISMATCH',
  'REGISTRATION_NOT_COMPLETE',
  'RESOURCE_NOT_ACCESSIBLE',
  'RESOURCE_NOT_ACTIVE',
  'SENDER_ID_NOT_REGISTERED',
]);

/** The account has spent what it may in this month; it goes on with the next, or when the limit is raised. */
const SPENT = 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT';

/** What a failed SendTextMessage proves of its recipient. This API answers nearly everything with 400. */
export function classifySmsError(error: unknown): SendResult {
  if (error instanceof ConflictException || error instanceof ValidationException) {
    const code = error.Reason ?? error.name;
    if (code === 'DESTINATION_PHONE_NUMBER_OPTED_OUT') {
      return { kind: 'ANSWERED', status: 'OPTED_OUT', isRetriable: false, code };
    }
    if (DENIED.has(code)) return { kind: 'NOT_SENT', cause: 'DENIED', code };
    return { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code };
  }
  if (error instanceof ServiceQuotaExceededException && error.Reason === SPENT) {
    return { kind: 'NOT_SENT', cause: 'QUOTA', code: SPENT, period: 'CALENDAR_MONTH' };
  }
  // The operator needs to know which limit, or why the account may not send.
  if (error instanceof ServiceQuotaExceededException || error instanceof AccessDeniedException) {
    return { kind: 'NOT_SENT', cause: 'DENIED', code: error.Reason ?? error.name };
  }
  return classifySendError(error);
}
