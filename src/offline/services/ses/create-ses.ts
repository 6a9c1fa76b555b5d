import { randomUUID } from 'node:crypto';
import type { EmailConfigurationSet } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import { errorResponse, isRecord, jsonObject, jsonResponse, notSupportedOffline } from '../aws-response.ts';
import type { AwsRequest, AwsResponse, AwsService, EventPublisher, PublishedEvent } from '../contract.ts';
import type { DeliveryOutcome, FaultPlan } from '../fault-plan.ts';
import type { NewOutboxMessage, Outbox } from '../outbox/create-outbox.ts';
import type { ProviderQuotas } from '../quotas/create-quotas.ts';
import { underFaultPlan, type CallFailureNames } from '../provider-call.ts';
import { loadServiceModel, validateShape } from '../validate-shape.ts';
import { emailEvents } from './email-events.ts';
import type { AcceptedEmail } from './email-record.ts';
import { renderContent, renderTemplate } from './render-email.ts';
import {
  checkRecipients,
  everyone,
  headersOf,
  identityArn,
  illegalAddress,
  recipientsOf,
  tagsOf,
} from './request-parts.ts';

export interface SesOptions {
  readonly configurationSets: readonly EmailConfigurationSet[];
  readonly bus: EventPublisher;
  readonly outbox: Outbox;
  readonly faultPlan: FaultPlan;
  readonly quotas: ProviderQuotas;
  readonly clock: Clock;
}

type Body = Readonly<Record<string, unknown>>;

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_BULK_ENTRIES = 50;

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

/** What SES says when a quota is in the way. */
const OVER_QUOTA: Readonly<Record<'OK' | 'RATE' | 'DAY', string | undefined>> = {
  OK: undefined,
  RATE: 'ACCOUNT_THROTTLED',
  DAY: 'ACCOUNT_DAILY_QUOTA_EXCEEDED',
};

/** https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html */
const WORDS: Readonly<Record<string, string>> = {
  ACCOUNT_THROTTLED: 'Maximum sending rate exceeded.',
  ACCOUNT_DAILY_QUOTA_EXCEEDED: 'Daily message quota exceeded.',
};

/** The same for a single message: an error of the whole call. */
const SINGLE_ERROR: Readonly<Record<string, { readonly status: number; readonly name: string }>> = {
  ACCOUNT_THROTTLED: { status: 429, name: 'TooManyRequestsException' },
  ACCOUNT_DAILY_QUOTA_EXCEEDED: { status: 429, name: 'TooManyRequestsException' },
  TRANSIENT_FAILURE: { status: 500, name: 'InternalServiceErrorException' },
  MESSAGE_REJECTED: { status: 400, name: 'MessageRejected' },
  MAIL_FROM_DOMAIN_NOT_VERIFIED: { status: 400, name: 'MailFromDomainNotVerifiedException' },
  FAILED: { status: 500, name: 'InternalServiceErrorException' },
};

/** What the messages of one call have in common. */
interface Call {
  readonly body: Body;
  readonly requestId: string;
  readonly from: string;
  readonly sourceArn: string;
  readonly caller: string;
  readonly configurationSet: EmailConfigurationSet | undefined;
}

type Draft = Pick<AcceptedEmail, 'to' | 'cc' | 'bcc' | 'email' | 'headers' | 'tags'>;

/**
 * Amazon SES v2: SendEmail, SendBulkEmail with inline templates, GetAccount. Every sender is verified here. What becomes of a
 * message is told to the event bus when its configuration set says so.
 */
export function createSes(options: SesOptions): AwsService {
  const model = loadServiceModel('sesv2');
  const setNamed = (name: unknown): EmailConfigurationSet | undefined =>
    options.configurationSets.find((set) => set.name === name);
  return {
    authorizationOf(request) {
      const operation = operationOf(request);
      const action = `ses:${operation ?? `${request.method} ${request.path}`}`;
      const set = setNamed(jsonObject(request.body)?.['ConfigurationSetName']);
      const identity = { action, resource: identityArn(request) };
      return set === undefined ? identity : [identity, { action, resource: set.arn }];
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
      const { FromEmailAddress: from, ConfigurationSetName: setName } = body;
      if (typeof from !== 'string') return Promise.resolve(bad('FromEmailAddress is required.'));
      const illegal = illegalAddress(from);
      if (illegal !== undefined) return Promise.resolve(bad(illegal));
      const configurationSet = setNamed(setName);
      if (typeof setName === 'string' && configurationSet === undefined)
        return Promise.resolve(
          errorResponse(404, 'NotFoundException', `Configuration set <${setName}> does not exist.`),
        );
      const roleArn = request.principal?.roleArn ?? '';
      const call: Call = {
        body,
        requestId: randomUUID(),
        from,
        sourceArn: identityArn(request),
        caller: roleArn.slice(roleArn.lastIndexOf('/') + 1),
        configurationSet,
      };
      return operation === 'SendEmail' ? sendEmail(options, call) : sendBulk(options, call);
    },
  };
}

function operationOf(request: AwsRequest): 'SendEmail' | 'SendBulkEmail' | 'GetAccount' | undefined {
  return OPERATIONS[`${request.method} ${request.path}`];
}

async function sendEmail(options: SesOptions, call: Call): Promise<AwsResponse> {
  const { body } = call;
  const recipients = recipientsOf(body['Destination']);
  const wrong = checkRecipients(recipients);
  if (wrong !== undefined) return bad(wrong);
  const content = isRecord(body['Content']) ? body['Content'] : {};
  const email = renderContent(content);
  if (!email.ok && email.error.code !== 'RENDERING_FAILURE')
    return email.error.code === 'TEMPLATE_NOT_FOUND'
      ? errorResponse(404, 'NotFoundException', email.error.message)
      : bad(email.error.message);
  const source = [content['Simple'], content['Template']].find(isRecord) ?? {};
  return underFaultPlan(options.faultPlan, 'EMAIL', FAILURE_NAMES, () => {
    const entry = deliver(options, call, {
      ...recipients,
      email,
      headers: headersOf(source['Headers']),
      tags: tagsOf(body['EmailTags']),
    });
    options.outbox.add(entry.messages);
    options.bus.publish(entry.events);
    if (entry.messageId !== undefined)
      return jsonResponse(200, { MessageId: entry.messageId }, { 'content-type': 'application/json' });
    const error = SINGLE_ERROR[entry.status] ?? { status: 500, name: 'InternalServiceErrorException' };
    return errorResponse(error.status, error.name, wordsOf(entry.status));
  });
}

async function sendBulk(options: SesOptions, call: Call): Promise<AwsResponse> {
  const { body } = call;
  const entries = Array.isArray(body['BulkEmailEntries']) ? body['BulkEmailEntries'].filter(isRecord) : [];
  if (entries.length < 1 || entries.length > MAX_BULK_ENTRIES)
    return bad(`BulkEmailEntries must hold 1 to ${MAX_BULK_ENTRIES} destinations; it holds ${entries.length}.`);
  const content = isRecord(body['DefaultContent']) ? body['DefaultContent'] : {};
  const template = isRecord(content['Template']) ? content['Template'] : undefined;
  if (template === undefined) return bad('DefaultContent.Template is required.');
  return underFaultPlan(options.faultPlan, 'EMAIL', FAILURE_NAMES, () => {
    const messages: NewOutboxMessage[] = [];
    const events: PublishedEvent[] = [];
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
      const sent = deliver(options, call, {
        ...recipients,
        email,
        headers: headersOf(template['Headers'], entry['ReplacementHeaders']),
        tags: { ...tagsOf(body['DefaultEmailTags']), ...tagsOf(entry['ReplacementTags']) },
      });
      messages.push(...sent.messages);
      events.push(...sent.events);
      return sent.messageId === undefined
        ? { Status: sent.status, Error: wordsOf(sent.status) }
        : { Status: 'SUCCESS', MessageId: sent.messageId };
    });
    options.outbox.add(messages);
    options.bus.publish(events);
    return jsonResponse(200, { BulkEmailEntryResults: results }, { 'content-type': 'application/json' });
  });
}

/** One message to all its recipients: SES accepts or refuses it as a whole. What it cannot render it accepts, and tells later. */
function deliver(
  { faultPlan, quotas, clock }: SesOptions,
  call: Call,
  draft: Draft,
): {
  readonly status: string;
  readonly messageId?: string;
  readonly messages: readonly NewOutboxMessage[];
  readonly events: readonly PublishedEvent[];
} {
  const { email, tags } = draft;
  const recipients = everyone(draft);
  const admission = OVER_QUOTA[quotas.email.admit(recipients.length)];
  const statuses = recipients.map((address) => admission ?? BULK_STATUS[faultPlan.outcomeFor('EMAIL', address)]);
  const status = statuses.find((candidate) => candidate !== 'SUCCESS') ?? 'SUCCESS';
  if (status === 'SUCCESS' && email.ok) quotas.email.count(recipients.length);
  const messageId = status === 'SUCCESS' ? randomUUID() : undefined;
  const sentAt = clock.now();
  const messages = recipients.map((address): NewOutboxMessage => ({
    at: sentAt,
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
    requestId: call.requestId,
    ...(messageId === undefined ? {} : { messageId }),
    ...(Object.keys(tags).length === 0 ? {} : { context: tags }),
  }));
  if (messageId === undefined) return { status, messages, events: [] };
  const { configurationSet } = call;
  const events =
    configurationSet === undefined
      ? []
      : emailEvents({ ...call, ...draft, configurationSet, messageId, sentAt }, (address) =>
          faultPlan.receiptsFor('EMAIL', address),
        );
  return { status, messageId, messages, events };
}

function wordsOf(status: string): string {
  return WORDS[status] ?? `Message not sent: ${status}`;
}

function account({ quotas }: SesOptions): AwsResponse {
  const { perDay, perSecond } = quotas.document().email;
  return jsonResponse(
    200,
    {
      SendingEnabled: true,
      ProductionAccessEnabled: true,
      EnforcementStatus: 'HEALTHY',
      DedicatedIpAutoWarmupEnabled: false,
      SendQuota: { Max24HourSend: perDay, MaxSendRate: perSecond, SentLast24Hours: quotas.email.sentLast24Hours() },
    },
    { 'content-type': 'application/json' },
  );
}

function bad(message: string): AwsResponse {
  return errorResponse(400, 'BadRequestException', message);
}
