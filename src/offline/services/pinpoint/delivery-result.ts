import type { DeliveryOutcome } from '../fault-plan.ts';

/** One entry of `MessageResponse.Result`. */
export interface MessageResult {
  readonly DeliveryStatus: string;
  readonly StatusCode: number;
  readonly StatusMessage: string;
  readonly MessageId?: string;
}

type PushFailure = {
  readonly provider: string;
  readonly error: string;
  readonly response: string;
  readonly errorMessage: string;
};

const DEAD_TOKEN: Readonly<Record<'fcm' | 'apns', PushFailure>> = {
  fcm: {
    provider: '404',
    error: 'UNREGISTERED',
    response: '{"error":{"code":404,"message":"NotRegistered","status":"NOT_FOUND"}}',
    errorMessage: 'Unregistered or expired token',
  },
  apns: {
    provider: '410',
    error: 'Unregistered',
    response: '{"reason":"Unregistered"}',
    errorMessage: 'Unregistered or expired token',
  },
};
const REFUSED: Readonly<Record<'fcm' | 'apns', PushFailure>> = {
  fcm: {
    provider: '400',
    error: 'INVALID_ARGUMENT',
    response: '{"error":{"code":400,"message":"Message payload is not valid.","status":"INVALID_ARGUMENT"}}',
    errorMessage: 'Message payload is not valid',
  },
  apns: {
    provider: '400',
    error: 'PayloadEmpty',
    response: '{"reason":"PayloadEmpty"}',
    errorMessage: 'Message payload is not valid',
  },
};
const CREDENTIALS: Readonly<Record<'fcm' | 'apns', PushFailure>> = {
  fcm: {
    provider: '401',
    error: 'UNAUTHENTICATED',
    response: '{"error":{"code":401,"status":"UNAUTHENTICATED"}}',
    errorMessage: 'Invalid credentials for the channel',
  },
  apns: {
    provider: '403',
    error: 'ExpiredProviderToken',
    response: '{"reason":"ExpiredProviderToken"}',
    errorMessage: 'Invalid credentials for the channel',
  },
};

/** How Pinpoint words that the account has spent what it may in this month. */
export const SPENT: MessageResult = {
  DeliveryStatus: 'PERMANENT_FAILURE',
  StatusCode: 400,
  StatusMessage: 'No quota left for account',
};

/** The result Pinpoint reports for one address. `StatusMessage` of a failed push is a JSON text, as Pinpoint gives it. */
export function messageResult(outcome: DeliveryOutcome, channelType: string, messageId: string): MessageResult {
  switch (outcome) {
    case 'SUCCESSFUL':
      return {
        DeliveryStatus: 'SUCCESSFUL',
        StatusCode: 200,
        StatusMessage: `MessageId: ${messageId}`,
        MessageId: messageId,
      };
    case 'UNREGISTERED':
      return { DeliveryStatus: 'PERMANENT_FAILURE', StatusCode: 410, StatusMessage: describe(channelType, DEAD_TOKEN) };
    case 'PERMANENT_FAILURE':
      return { DeliveryStatus: 'PERMANENT_FAILURE', StatusCode: 400, StatusMessage: describe(channelType, REFUSED) };
    case 'BAD_CREDENTIALS':
      return {
        DeliveryStatus: 'PERMANENT_FAILURE',
        StatusCode: 400,
        StatusMessage: describe(channelType, CREDENTIALS),
      };
    case 'TEMPORARY_FAILURE':
      return { DeliveryStatus: 'TEMPORARY_FAILURE', StatusCode: 503, StatusMessage: 'Service unavailable' };
    case 'THROTTLED':
      return { DeliveryStatus: 'THROTTLED', StatusCode: 429, StatusMessage: 'Too Many Requests' };
    case 'UNKNOWN_FAILURE':
      return { DeliveryStatus: 'UNKNOWN_FAILURE', StatusCode: 500, StatusMessage: 'Unknown failure' };
    case 'OPT_OUT':
      return {
        DeliveryStatus: 'OPT_OUT',
        StatusCode: 400,
        StatusMessage: 'The recipient has opted out of receiving messages from this sender',
      };
    case 'DUPLICATE':
      return { DeliveryStatus: 'DUPLICATE', StatusCode: 200, StatusMessage: 'Duplicate address in the request' };
  }
}

function describe(channelType: string, failures: Readonly<Record<'fcm' | 'apns', PushFailure>>): string {
  if (channelType === 'SMS' || channelType === 'VOICE') return 'Invalid phone number';
  const failure = channelType.startsWith('APNS') ? failures.apns : failures.fcm;
  return JSON.stringify({
    errorMessage: failure.errorMessage,
    channelType,
    pushProviderStatusCode: failure.provider,
    pushProviderError: failure.error,
    pushProviderResponse: failure.response,
  });
}
