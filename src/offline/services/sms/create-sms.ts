import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import {
  errorResponse,
  isRecord,
  jsonObject,
  jsonResponse,
  notSupportedOffline,
  targetOperation,
} from '../aws-response.ts';
import type { AwsResponse, AwsService, EventPublisher } from '../contract.ts';
import type { DeliveryOutcome, FaultPlan } from '../fault-plan.ts';
import type { Outbox } from '../outbox/create-outbox.ts';
import type { ProviderQuotas } from '../quotas/create-quotas.ts';
import { underFaultPlan, type CallFailureNames } from '../provider-call.ts';
import { loadServiceModel, validateShape } from '../validate-shape.ts';
import { smsEvents } from './sms-events.ts';

export interface SmsOptions {
  readonly bus: EventPublisher;
  readonly outbox: Outbox;
  readonly faultPlan: FaultPlan;
  readonly quotas: ProviderQuotas;
  readonly clock: Clock;
}

const FAILURE_NAMES: CallFailureNames = {
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'InternalServerException',
  403: 'AccessDeniedException',
  413: 'ValidationException',
};

interface SmsError {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

const INVALID_NUMBER: SmsError = {
  status: 400,
  name: 'ValidationException',
  message: 'The destination phone number is invalid.',
  extra: { Reason: 'INVALID_PARAMETER' },
};
const INTERNAL: SmsError = { status: 500, name: 'InternalServerException', message: 'Internal server error' };

const ERRORS: Readonly<Record<Exclude<DeliveryOutcome, 'SUCCESSFUL'>, SmsError>> = {
  THROTTLED: { status: 400, name: 'ThrottlingException', message: 'Rate exceeded' },
  OPT_OUT: {
    status: 400,
    name: 'ConflictException',
    message: 'The destination phone number has opted out.',
    extra: { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT', ResourceType: 'opted-out-number' },
  },
  BAD_CREDENTIALS: {
    status: 400,
    name: 'ConflictException',
    message: 'No origination identity can send to this destination.',
    extra: { Reason: 'NO_ORIGINATION_IDENTITIES_FOUND' },
  },
  PERMANENT_FAILURE: INVALID_NUMBER,
  UNREGISTERED: INVALID_NUMBER,
  DUPLICATE: INVALID_NUMBER,
  TEMPORARY_FAILURE: INTERNAL,
  UNKNOWN_FAILURE: INTERNAL,
};

/** What the service says when a quota is in the way. */
const OVER_QUOTA: Readonly<Record<'OK' | 'RATE' | 'MONTH', SmsError | undefined>> = {
  OK: undefined,
  RATE: ERRORS.THROTTLED,
  MONTH: {
    status: 402,
    name: 'ServiceQuotaExceededException',
    message: 'The monthly spend limit for text messages has been reached.',
    extra: { Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' },
  },
};

/** AWS End User Messaging SMS: SendTextMessage. What becomes of a text is told to the event bus, as AWS does without being asked. */
export function createSms({ bus, outbox, faultPlan, quotas, clock }: SmsOptions): AwsService {
  const model = loadServiceModel('sms-voice-v2');

  function send(body: Readonly<Record<string, unknown>>): AwsResponse {
    const messageId = randomUUID();
    if (body['DryRun'] === true) return jsonResponse(200, { MessageId: messageId });
    const address = textOf(body['DestinationPhoneNumber']);
    const text = textOf(body['MessageBody']);
    const admission = quotas.sms.admit(text);
    const outcome = admission === 'OK' ? faultPlan.outcomeFor('SMS', address) : 'THROTTLED';
    const error = OVER_QUOTA[admission] ?? (outcome === 'SUCCESSFUL' ? undefined : ERRORS[outcome]);
    if (error === undefined) quotas.sms.count(text);
    const sentAt = clock.now();
    outbox.add([
      {
        at: sentAt,
        channel: 'SMS',
        channelType: 'SMS',
        provider: 'sms-voice',
        address,
        body: text,
        status: error === undefined ? 'SUCCESSFUL' : textOf(error.extra?.['Reason'], error.name),
        statusCode: error?.status ?? 200,
        accepted: error === undefined,
        requestId: messageId,
        ...(error === undefined ? { messageId } : {}),
      },
    ]);
    if (error !== undefined) return errorResponse(error.status, error.name, error.message, error.extra ?? {});
    const accepted = {
      messageId,
      sentAt,
      destination: address,
      origination: typeof body['OriginationIdentity'] === 'string' ? body['OriginationIdentity'] : undefined,
      messageType: textOf(body['MessageType'], 'TRANSACTIONAL'),
      body: text,
      context: isRecord(body['Context']) ? body['Context'] : undefined,
    };
    bus.publish(smsEvents(accepted, faultPlan.receiptsFor('SMS', address)));
    return jsonResponse(200, { MessageId: messageId });
  }

  return {
    authorizationOf(request) {
      const identity = jsonObject(request.body)?.['OriginationIdentity'];
      return {
        action: `sms-voice:${targetOperation(request.headers)}`,
        resource: typeof identity === 'string' && identity.startsWith('arn:') ? identity : '*',
      };
    },
    handle(request) {
      const operation = targetOperation(request.headers);
      if (operation !== 'SendTextMessage') return Promise.resolve(notSupportedOffline('SMS', operation));
      const body = jsonObject(request.body);
      if (body === undefined)
        return Promise.resolve(errorResponse(400, 'SerializationException', 'The request body is not a JSON object.'));
      const [problem] = validateShape(model, operation, body);
      if (problem !== undefined) {
        return Promise.resolve(
          errorResponse(400, 'ValidationException', `${problem.path} ${problem.message}.`, {
            Reason: 'FIELD_VALIDATION_FAILED',
            Fields: [{ Name: problem.path, Message: problem.message }],
          }),
        );
      }
      return underFaultPlan(faultPlan, 'SMS', FAILURE_NAMES, () => send(body));
    },
  };
}

function textOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}
