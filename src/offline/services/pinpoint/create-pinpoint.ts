import { randomUUID } from 'node:crypto';
import type { PinpointApp } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import { errorResponse, isRecord, jsonObject, jsonResponse, notSupportedOffline } from '../aws-response.ts';
import type { Authorization, AwsRequest, AwsResponse, AwsService } from '../contract.ts';
import type { FaultChannel, FaultPlan } from '../fault-plan.ts';
import type { NewOutboxMessage, Outbox } from '../outbox/create-outbox.ts';
import type { ProviderQuotas } from '../quotas/create-quotas.ts';
import { underFaultPlan, type CallFailureNames } from '../provider-call.ts';
import { loadServiceModel, validateShape } from '../validate-shape.ts';
import { messageResult, SPENT, type MessageResult } from './delivery-result.ts';
import { isPush, messageFor, renderMessage } from './render-push.ts';

export interface PinpointOptions {
  readonly apps: readonly PinpointApp[];
  readonly outbox: Outbox;
  readonly faultPlan: FaultPlan;
  readonly quotas: ProviderQuotas;
  readonly clock: Clock;
}

const FAILURE_NAMES: CallFailureNames = {
  429: 'TooManyRequestsException',
  500: 'InternalServerErrorException',
  503: 'InternalServerErrorException',
  403: 'ForbiddenException',
  413: 'PayloadTooLargeException',
};

/** https://docs.aws.amazon.com/pinpoint/latest/developerguide/quotas.html */
const MAX_ADDRESSES = 100;
const MAX_SMS_CHARACTERS = 1600;
const MAX_CONTEXT_KEYS = 10;
const MAX_PAYLOAD_BYTES: Readonly<Record<string, number>> = { ADM: 6144 };
const DEFAULT_PAYLOAD_BYTES = 4096;
/** Apple's limit for the apns-collapse-id header. */
const MAX_COLLAPSE_ID_BYTES = 64;

/** What AWS answers on every part of Pinpoint that ended on 2026-10-30. */
const ENDED =
  'Amazon Pinpoint engagement features (e.g., segments, message templates, campaigns, journeys, analytics) are no longer supported.';

/** Pinpoint's `SendMessages`: the one operation of it that AWS still runs for push and SMS. */
export function createPinpoint(options: PinpointOptions): AwsService {
  const model = loadServiceModel('pinpoint');

  return {
    authorizationOf(request): Authorization {
      const appId = appIdOf(request);
      if (appId === undefined) return { action: `mobiletargeting:${request.method} ${request.path}`, resource: '*' };
      const app = options.apps.find((candidate) => candidate.id === appId);
      return {
        action: 'mobiletargeting:SendMessages',
        resource: `${app?.arn ?? `arn:aws:mobiletargeting:*:*:apps/${appId}`}/messages`,
      };
    },

    handle(request) {
      const appId = appIdOf(request);
      if (appId === undefined)
        return Promise.resolve(
          notSupportedOffline(
            'Pinpoint',
            `${request.method} ${request.path}`,
            'Only SendMessages outlived Amazon Pinpoint.',
          ),
        );
      if (!options.apps.some((app) => app.id === appId))
        return Promise.resolve(failure(404, 'NotFoundException', `Resource not found: application ${appId}`));
      const body = jsonObject(request.body);
      if (body === undefined)
        return Promise.resolve(failure(400, 'BadRequestException', 'The request body is not a JSON object.'));
      const [problem] = validateShape(model, 'SendMessages', body);
      if (problem !== undefined)
        return Promise.resolve(
          failure(400, 'BadRequestException', `MessageRequest.${problem.path} ${problem.message}.`),
        );
      const refusal = refuse(body);
      if (refusal !== undefined) return Promise.resolve(refusal);
      const addresses = Object.entries(recordOf(body['Addresses'])).map(([address, settings]) => ({
        address,
        settings: recordOf(settings),
      }));
      if (!options.quotas.push.admitCall())
        return Promise.resolve(failure(429, FAILURE_NAMES[429], 'Too Many Requests'));
      return underFaultPlan(options.faultPlan, channelOfCall(addresses[0]?.settings), FAILURE_NAMES, () =>
        send(options, appId, body, addresses),
      );
    },
  };
}

function appIdOf(request: AwsRequest): string | undefined {
  if (request.method !== 'POST') return undefined;
  const match = /^\/v1\/apps\/([^/]+)\/messages$/.exec(request.path);
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}

/** What the model cannot say: the parts that ended, the number of addresses, a message for each channel, sizes. */
function refuse(body: Readonly<Record<string, unknown>>): AwsResponse | undefined {
  for (const ended of ['Endpoints', 'TemplateConfiguration']) {
    if (body[ended] !== undefined && body[ended] !== null)
      return failure(403, 'ForbiddenException', `${ENDED} Remove MessageRequest.${ended}.`);
  }
  const addresses = Object.entries(recordOf(body['Addresses']));
  if (addresses.length === 0)
    return failure(400, 'BadRequestException', 'MessageRequest.Addresses must hold at least one address.');
  if (addresses.length > MAX_ADDRESSES) {
    return failure(
      400,
      'BadRequestException',
      `MessageRequest.Addresses holds ${addresses.length} addresses; a request can have at most ${MAX_ADDRESSES}.`,
    );
  }
  if (Object.keys(recordOf(body['Context'])).length > MAX_CONTEXT_KEYS)
    return failure(400, 'BadRequestException', `MessageRequest.Context holds more than ${MAX_CONTEXT_KEYS} entries.`);
  const configuration = recordOf(body['MessageConfiguration']);
  if (configuration['EmailMessage'] !== undefined)
    return failure(
      403,
      'ForbiddenException',
      `${ENDED} Send e-mail through Amazon SES; remove MessageConfiguration.EmailMessage.`,
    );
  for (const [address, value] of addresses) {
    const settings = recordOf(value);
    const problem = refuseAddress(configuration, settings);
    if (problem !== undefined)
      return failure(
        problem.status,
        problem.name,
        `MessageRequest.Addresses[${maskAddress(address)}]: ${problem.message}`,
      );
  }
  return undefined;
}

function refuseAddress(
  configuration: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>>,
): { readonly status: 400 | 403; readonly name: string; readonly message: string } | undefined {
  const channelType = typeof settings['ChannelType'] === 'string' ? settings['ChannelType'] : undefined;
  const bad = (message: string) => ({ status: 400 as const, name: 'BadRequestException', message });
  if (channelType === undefined) return bad('ChannelType is required.');
  if (channelType === 'EMAIL')
    return { status: 403, name: 'ForbiddenException', message: `${ENDED} Send e-mail through Amazon SES.` };
  if (channelType !== 'SMS' && !isPush(channelType))
    return bad(`ChannelType ${channelType} is not supported by the offline sandbox.`);
  const message = messageFor(configuration, channelType);
  if (message === undefined) return bad(`MessageConfiguration has no message for ChannelType ${channelType}.`);
  const rendered = renderMessage(message, settings);
  if (channelType === 'SMS')
    return [...rendered.body].length > MAX_SMS_CHARACTERS
      ? bad(`The message is longer than ${MAX_SMS_CHARACTERS} characters.`)
      : undefined;
  const limit = MAX_PAYLOAD_BYTES[channelType] ?? DEFAULT_PAYLOAD_BYTES;
  if (rendered.payloadBytes > limit)
    return bad(`The payload has ${rendered.payloadBytes} bytes; ${channelType} takes at most ${limit}.`);
  if (channelType.startsWith('APNS') && Buffer.byteLength(rendered.collapseId ?? '') > MAX_COLLAPSE_ID_BYTES)
    return bad(`CollapseId is longer than ${MAX_COLLAPSE_ID_BYTES} bytes.`);
  return undefined;
}

function send(
  { outbox, faultPlan, quotas, clock }: PinpointOptions,
  appId: string,
  body: Readonly<Record<string, unknown>>,
  addresses: readonly { readonly address: string; readonly settings: Readonly<Record<string, unknown>> }[],
): AwsResponse {
  const requestId = randomUUID();
  const configuration = recordOf(body['MessageConfiguration']);
  const results: Record<string, MessageResult> = {};
  const messages: NewOutboxMessage[] = [];
  for (const { address, settings } of addresses) {
    const channelType = String(settings['ChannelType']);
    const rendered = renderMessage(messageFor(configuration, channelType) ?? {}, settings);
    const admission = admit(quotas, channelType, rendered.body);
    const outcome = admission === 'OK' ? faultPlan.outcomeFor(channelOf(channelType), address) : 'THROTTLED';
    const messageId = randomUUID().replaceAll('-', '');
    const result = admission === 'MONTH' ? SPENT : messageResult(outcome, channelType, messageId);
    if (channelType === 'SMS' && result.DeliveryStatus === 'SUCCESSFUL') quotas.sms.count(rendered.body);
    results[address] = result;
    messages.push({
      at: clock.now(),
      channel: channelOf(channelType),
      channelType,
      provider: 'pinpoint',
      address,
      ...(rendered.title === undefined ? {} : { title: rendered.title }),
      body: rendered.body,
      status: result.DeliveryStatus,
      statusCode: result.StatusCode,
      accepted: result.DeliveryStatus === 'SUCCESSFUL',
      requestId,
      ...(result.MessageId === undefined ? {} : { messageId: result.MessageId }),
      ...(rendered.collapseId === undefined ? {} : { collapseId: rendered.collapseId }),
      ...(typeof body['TraceId'] === 'string' ? { traceId: body['TraceId'] } : {}),
      ...(Object.keys(recordOf(body['Context'])).length === 0 ? {} : { context: textsOf(body['Context']) }),
    });
  }
  outbox.add(messages);
  return jsonResponse(
    200,
    { ApplicationId: appId, RequestId: requestId, Result: results },
    { 'content-type': 'application/json' },
  );
}

function admit({ push, sms }: ProviderQuotas, channelType: string, body: string): 'OK' | 'RATE' | 'MONTH' {
  if (channelType === 'SMS') return sms.admit(body);
  return push.admit() ? 'OK' : 'RATE';
}

function channelOfCall(settings: Readonly<Record<string, unknown>> | undefined): FaultChannel {
  return channelOf(typeof settings?.['ChannelType'] === 'string' ? settings['ChannelType'] : 'PUSH');
}

function channelOf(channelType: string): 'PUSH' | 'SMS' {
  return channelType === 'SMS' ? 'SMS' : 'PUSH';
}

function failure(status: number, name: string, message: string): AwsResponse {
  return errorResponse(status, name, message, { RequestID: randomUUID() });
}

/** Addresses are personal data: errors show only enough to find the entry. */
function maskAddress(address: string): string {
  return address.length <= 8 ? '…' : `${address.slice(0, 4)}…${address.slice(-4)}`;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
