import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { errorResponse, isRecord, jsonObject, jsonResponse, notSupportedOffline } from '../aws-response.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../contract.ts';
import type { DeliveryOutcome, FaultPlan } from '../fault-plan.ts';
import type { NewOutboxMessage, Outbox } from '../outbox/create-outbox.ts';
import { underFaultPlan, type CallFailureNames } from '../provider-call.ts';
import { loadServiceModel, validateShape } from '../validate-shape.ts';
import { renderContent, renderTemplate, type RenderedEmail } from './render-email.ts';

export interface SesOptions {
  readonly outbox: Outbox;
  readonly faultPlan: FaultPlan;
  readonly clock: Clock;
}

type Body = Readonly<Record<string, unknown>>;

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_RECIPIENTS = 50;
const MAX_BULK_ENTRIES = 50;
const DAY_MS = 24 * 3600 * 1000;
const QUOTA = { Max24HourSend: 50_000, MaxSendRate: 14 } as const;

const FAILURE_NAMES: CallFailureNames = {
  429: 'TooManyRequestsException',
  500: 'InternalServiceErrorException',
  503: 'InternalServiceErrorException',
  403: 'AccessDeniedException',
  413: 'BadRequestException',
};

const OPERATIONS: Readonly<Record<string, 'SendEmail' | 'SendBulkEmail' | 'GetAccount'>> = {
  'POST /v2/email/outbound-emails': 'SendEmail',
  'POST /v2/email/outbound-bulk-emails': 'SendBulkEmail',
  'GET /v2/email/account': 'GetAccount',
};

/** How SES words what the fault plan decides for one address, in a bulk result. */
const BULK_STATUS: Readonly<Record<DeliveryOutcome, string>> = {
  SUCCESSFUL: 'SUCCESS',
  THROTTLED: 'ACCOUNT_THROTTLED',
  TEMPORARY_FAILURE: 'TRANSIENT_FAILURE',
  PERMANENT_FAILURE: 'MESSAGE_REJECTED',
  UNREGISTERED: 'MESSAGE_REJECTED',
  OPT_OUT: 'MESSAGE_REJECTED',
  BAD_CREDENTIALS: 'MAIL_FROM_DOMAIN_NOT_VERIFIED',
  UNKNOWN_FAILURE: 'FAILED',
  DUPLICATE: 'FAILED',
};

/** The same for a single message: an error of the whole call. */
const SINGLE_ERROR: Readonly<Record<string, { readonly status: number; readonly name: string }>> = {
  ACCOUNT_THROTTLED: { status: 429, name: 'TooManyRequestsException' },
  TRANSIENT_FAILURE: { status: 500, name: 'InternalServiceErrorException' },
  MESSAGE_REJECTED: { status: 400, name: 'MessageRejected' },
  MAIL_FROM_DOMAIN_NOT_VERIFIED: { status: 400, name: 'MailFromDomainNotVerifiedException' },
  FAILED: { status: 500, name: 'InternalServiceErrorException' },
};

/** Amazon SES v2: SendEmail, SendBulkEmail with inline templates, GetAccount. Every sender is verified here. */
export function createSes(options: SesOptions): AwsService {
  const model = loadServiceModel('sesv2');
  return {
    authorizationOf(request) {
      const operation = operationOf(request);
      return { action: `ses:${operation ?? `${request.method} ${request.path}`}`, resource: identityArn(request) };
    },
    handle(request) {
      const operation = operationOf(request);
      if (operation === undefined)
        return Promise.resolve(notSupportedOffline('SES', `${request.method} ${request.path}`));
      if (operation === 'GetAccount') return Promise.resolve(account(options));
      const body = jsonObject(request.body);
      if (body === undefined) return Promise.resolve(bad('The request body is not a JSON object.'));
      const [problem] = validateShape(model, operation, body);
      if (problem !== undefined) return Promise.resolve(bad(`${problem.path} ${problem.message}.`));
      if (typeof body['FromEmailAddress'] !== 'string') return Promise.resolve(bad('FromEmailAddress is required.'));
      return operation === 'SendEmail' ? sendEmail(options, body) : sendBulk(options, body);
    },
  };
}

function operationOf(request: AwsRequest): 'SendEmail' | 'SendBulkEmail' | 'GetAccount' | undefined {
  return OPERATIONS[`${request.method} ${request.path}`];
}

function identityArn(request: AwsRequest): string {
  const body = jsonObject(request.body) ?? {};
  if (typeof body['FromEmailAddressIdentityArn'] === 'string') return body['FromEmailAddressIdentityArn'];
  const from = typeof body['FromEmailAddress'] === 'string' ? body['FromEmailAddress'] : undefined;
  const address = from === undefined ? undefined : (/<([^>]+)>/.exec(from)?.[1] ?? from);
  return address === undefined
    ? '*'
    : `arn:aws:ses:${regionOf(request)}:${request.principal?.accountId ?? ''}:identity/${address}`;
}

function regionOf(request: AwsRequest): string {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers['authorization'] ?? '')?.[1] ?? '*';
}

async function sendEmail({ outbox, faultPlan, clock }: SesOptions, body: Body): Promise<AwsResponse> {
  const recipients = recipientsOf(body['Destination']);
  const wrong = checkRecipients(recipients);
  if (wrong !== undefined) return bad(wrong);
  const email = renderContent(isRecord(body['Content']) ? body['Content'] : {});
  if (!email.ok && email.error.code !== 'RENDERING_FAILURE')
    return email.error.code === 'TEMPLATE_NOT_FOUND'
      ? errorResponse(404, 'NotFoundException', email.error.message)
      : bad(email.error.message);
  return underFaultPlan(faultPlan, 'EMAIL', FAILURE_NAMES, () => {
    const entry = deliver(faultPlan, clock, recipients, email, randomUUID(), tagsOf(body['EmailTags']));
    outbox.add(entry.messages);
    if (entry.messageId !== undefined)
      return jsonResponse(200, { MessageId: entry.messageId }, { 'content-type': 'application/json' });
    const error = SINGLE_ERROR[entry.status] ?? { status: 500, name: 'InternalServiceErrorException' };
    return errorResponse(error.status, error.name, `Message not sent: ${entry.status}`);
  });
}

async function sendBulk({ outbox, faultPlan, clock }: SesOptions, body: Body): Promise<AwsResponse> {
  const entries = Array.isArray(body['BulkEmailEntries']) ? body['BulkEmailEntries'].filter(isRecord) : [];
  if (entries.length < 1 || entries.length > MAX_BULK_ENTRIES)
    return bad(`BulkEmailEntries must hold 1 to ${MAX_BULK_ENTRIES} destinations; it holds ${entries.length}.`);
  const content = isRecord(body['DefaultContent']) ? body['DefaultContent'] : {};
  const template = isRecord(content['Template']) ? content['Template'] : undefined;
  if (template === undefined) return bad('DefaultContent.Template is required.');
  const requestId = randomUUID();
  return underFaultPlan(faultPlan, 'EMAIL', FAILURE_NAMES, () => {
    const messages: NewOutboxMessage[] = [];
    const results = entries.map((entry) => {
      const recipients = recipientsOf(entry['Destination']);
      const wrong = checkRecipients(recipients);
      if (wrong !== undefined) return { Status: 'INVALID_PARAMETER', Error: wrong };
      const replacement = isRecord(entry['ReplacementEmailContent']) ? entry['ReplacementEmailContent'] : {};
      const replaced = isRecord(replacement['ReplacementTemplate'])
        ? replacement['ReplacementTemplate']['ReplacementTemplateData']
        : undefined;
      const email = renderTemplate(template, template['TemplateData'], replaced);
      if (!email.ok && email.error.code !== 'RENDERING_FAILURE')
        return { Status: email.error.code, Error: email.error.message };
      const tags = { ...tagsOf(body['DefaultEmailTags']), ...tagsOf(entry['ReplacementTags']) };
      const sent = deliver(faultPlan, clock, recipients, email, requestId, tags);
      messages.push(...sent.messages);
      return sent.messageId === undefined
        ? { Status: sent.status, Error: `Message not sent: ${sent.status}` }
        : { Status: 'SUCCESS', MessageId: sent.messageId };
    });
    outbox.add(messages);
    return jsonResponse(200, { BulkEmailEntryResults: results }, { 'content-type': 'application/json' });
  });
}

/** One message to all its recipients: SES accepts or refuses it as a whole. What it cannot render it accepts, and tells later. */
function deliver(
  faultPlan: FaultPlan,
  clock: Clock,
  recipients: readonly string[],
  email: RenderedEmail,
  requestId: string,
  tags: Readonly<Record<string, string>>,
): { readonly status: string; readonly messageId?: string; readonly messages: readonly NewOutboxMessage[] } {
  const statuses = recipients.map((address) => BULK_STATUS[faultPlan.outcomeFor('EMAIL', address)]);
  const status = statuses.find((candidate) => candidate !== 'SUCCESS') ?? 'SUCCESS';
  const messageId = status === 'SUCCESS' ? randomUUID() : undefined;
  const messages = recipients.map((address): NewOutboxMessage => ({
    at: clock.now(),
    channel: 'EMAIL',
    channelType: 'EMAIL',
    provider: 'ses',
    address,
    ...(email.ok && email.subject !== undefined ? { title: email.subject } : {}),
    body: email.ok ? (email.text ?? '') : email.error.message,
    ...(email.ok && email.html !== undefined ? { html: email.html } : {}),
    status: status !== 'SUCCESS' ? status : email.ok ? 'SUCCESSFUL' : 'RENDERING_FAILURE',
    statusCode: status === 'SUCCESS' ? 200 : (SINGLE_ERROR[status]?.status ?? 500),
    accepted: status === 'SUCCESS' && email.ok,
    requestId,
    ...(messageId === undefined ? {} : { messageId }),
    ...(Object.keys(tags).length === 0 ? {} : { context: tags }),
  }));
  return messageId === undefined ? { status, messages } : { status, messageId, messages };
}

function account({ outbox, clock }: SesOptions): AwsResponse {
  let sent = 0;
  for (const message of outbox.all({ channel: 'EMAIL', accepted: true }))
    if (message.at > clock.now() - DAY_MS) sent += 1;
  return jsonResponse(
    200,
    {
      SendingEnabled: true,
      ProductionAccessEnabled: true,
      EnforcementStatus: 'HEALTHY',
      DedicatedIpAutoWarmupEnabled: false,
      SendQuota: { ...QUOTA, SentLast24Hours: sent },
    },
    { 'content-type': 'application/json' },
  );
}

function recipientsOf(destination: unknown): readonly string[] {
  if (!isRecord(destination)) return [];
  return ['ToAddresses', 'CcAddresses', 'BccAddresses'].flatMap((name) => {
    const list = destination[name];
    return Array.isArray(list) ? list.filter((address): address is string => typeof address === 'string') : [];
  });
}

function checkRecipients(recipients: readonly string[]): string | undefined {
  if (recipients.length === 0) return 'Destination holds no address.';
  if (recipients.length > MAX_RECIPIENTS) return `Recipient count exceeds ${MAX_RECIPIENTS}.`;
  return recipients.every((address) => /^[^\s@<>]+@[^\s@<>]+$/.test(/<([^>]+)>$/.exec(address)?.[1] ?? address))
    ? undefined
    : 'Destination holds an illegal address.';
}

function tagsOf(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(value.filter(isRecord).map((tag) => [String(tag['Name']), String(tag['Value'])]));
}

function bad(message: string): AwsResponse {
  return errorResponse(400, 'BadRequestException', message);
}
