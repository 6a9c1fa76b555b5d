import { isRecord } from '../aws-response.ts';

/** What one address receives, after overrides. */
export interface RenderedMessage {
  readonly title?: string | undefined;
  readonly body: string;
  readonly collapseId?: string | undefined;
  /** Bytes of the payload as the push service counts them. */
  readonly payloadBytes: number;
}

/** Message of a channel type in `MessageConfiguration`; the generic ones stand in when it is absent. */
const MESSAGE_OF: Readonly<Record<string, string>> = {
  GCM: 'GCMMessage',
  APNS: 'APNSMessage',
  APNS_SANDBOX: 'APNSMessage',
  APNS_VOIP: 'APNSMessage',
  APNS_VOIP_SANDBOX: 'APNSMessage',
  ADM: 'ADMMessage',
  BAIDU: 'BaiduMessage',
  SMS: 'SMSMessage',
};

const PUSH_TYPES = new Set(['PUSH', 'GCM', 'APNS', 'APNS_SANDBOX', 'APNS_VOIP', 'APNS_VOIP_SANDBOX', 'ADM', 'BAIDU']);

/** Is the channel type a mobile push service? */
export function isPush(channelType: string): boolean {
  return PUSH_TYPES.has(channelType);
}

/** The configured message for a channel type, or undefined when the request has none that fits. */
export function messageFor(
  configuration: Readonly<Record<string, unknown>>,
  channelType: string,
): Readonly<Record<string, unknown>> | undefined {
  const own = MESSAGE_OF[channelType];
  const names = [
    own,
    isPush(channelType) ? 'DefaultPushNotificationMessage' : undefined,
    channelType === 'EMAIL' ? undefined : 'DefaultMessage',
  ];
  for (const name of names) {
    const message = name === undefined ? undefined : configuration[name];
    if (isRecord(message)) return message;
  }
  return undefined;
}

/** Applies overrides and substitutions of one address. `RawContent` replaces everything. */
export function renderMessage(
  message: Readonly<Record<string, unknown>>,
  address: Readonly<Record<string, unknown>>,
): RenderedMessage {
  const raw = text(address['RawContent']) ?? text(message['RawContent']);
  const collapseId = text(message['CollapseId']) ?? text(message['CollapseKey']);
  if (raw !== undefined) return { ...fromRaw(raw, collapseId), payloadBytes: Buffer.byteLength(raw) };
  const substitutions = { ...lists(message['Substitutions']), ...lists(address['Substitutions']) };
  const title = text(address['TitleOverride']) ?? text(message['Title']);
  const body = text(address['BodyOverride']) ?? text(message['Body']) ?? '';
  const rendered = {
    title: title === undefined ? undefined : substitute(title, substitutions),
    body: substitute(body, substitutions),
  };
  const payload = { ...message, Substitutions: undefined, Title: rendered.title, Body: rendered.body };
  return { ...rendered, collapseId, payloadBytes: Buffer.byteLength(JSON.stringify(payload)) };
}

function substitute(template: string, values: Readonly<Record<string, readonly string[]>>): string {
  return template.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => values[name]?.join(', ') ?? whole);
}

function lists(value: unknown): Record<string, readonly string[]> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, list]) => [
      name,
      Array.isArray(list) ? list.filter((part): part is string => typeof part === 'string') : [],
    ]),
  );
}

/** Title and body out of a raw APNs, FCM v1 or old GCM payload, only for showing them in the outbox. */
function fromRaw(raw: string, collapseId: string | undefined): { title?: string; body: string; collapseId?: string } {
  const collapse = collapseId === undefined ? {} : { collapseId };
  try {
    const value: unknown = JSON.parse(raw);
    const found = [
      path(value, 'fcmV1Message', 'message', 'notification'),
      path(value, 'fcmV1Message', 'message', 'data'),
      path(value, 'notification'),
      path(value, 'aps', 'alert'),
      path(value, 'data'),
    ].find(isRecord);
    const title = text(found?.['title']) ?? text(found?.['pinpoint.notification.title']);
    const body = text(found?.['body']) ?? text(found?.['pinpoint.notification.body']) ?? raw;
    return { ...(title === undefined ? {} : { title }), body, ...collapse };
  } catch {
    return { body: raw, ...collapse };
  }
}

function path(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((current, name) => (isRecord(current) ? current[name] : undefined), value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
