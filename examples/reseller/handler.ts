/**
 * A destination for Korean messages: a Lambda function that hands what Bonghwa sends to a reseller's HTTP API. 알림톡, SMS
 * and LMS go through it. Call the function `bonghwa-destination-reseller`, and give it RESELLER_URL, RESELLER_API_KEY,
 * RESELLER_SENDER and, for 알림톡, RESELLER_TEMPLATE.
 */
import { domesticNumber, readChannelEvent, type ChannelEvent } from './channel-event.ts';
import { postMessages, type CallOutcome, type ResellerMessage, type ResellerSettings } from './reseller-api.ts';

/** What Bonghwa reads of each endpoint, in Pinpoint's words; an endpoint that is missing is in doubt. */
type Result = { readonly DeliveryStatus: string; readonly StatusCode?: number; readonly StatusMessage?: string };

export type HandlerSettings = ResellerSettings & {
  /** The code of the 알림톡 template that Kakao has reviewed. */
  readonly templateCode?: string;
};

/** With the same references a call may be made again: whatever the reseller has taken it does not take twice. */
const MAX_CALLS = 3;

const ACCEPTED: Result = { DeliveryStatus: 'SUCCESSFUL', StatusCode: 200 };

function messageOf(event: ChannelEvent, to: string, reference: string, settings: HandlerSettings): ResellerMessage {
  const { Kind: kind, IsAdvertising: isAd, Subject: title } = event.Destination;
  return {
    reference,
    to,
    kind,
    body: event.Data,
    isAd,
    ...(title === undefined ? {} : { title }),
    // The campaign owns the fallback: said outright, because a reseller's console may have it switched on.
    ...(kind === 'ALIMTALK' ? { templateCode: settings.templateCode ?? '', isResend: false } : {}),
  };
}

async function callSurely(settings: HandlerSettings, messages: readonly ResellerMessage[]): Promise<CallOutcome> {
  let outcome: CallOutcome = { kind: 'UNKNOWN' };
  for (let call = 0; call < MAX_CALLS && outcome.kind === 'UNKNOWN'; call += 1) {
    outcome = await postMessages(settings, messages);
  }
  return outcome;
}

function resultOf(outcome: CallOutcome, reference: string): Result | null {
  switch (outcome.kind) {
    case 'THROTTLED':
      return { DeliveryStatus: 'THROTTLED', StatusCode: 429 };
    case 'REFUSED':
      return { DeliveryStatus: 'PERMANENT_FAILURE', StatusCode: 400, StatusMessage: outcome.code };
    case 'UNKNOWN':
      return null;
    case 'ANSWERED': {
      const said = outcome.answers.get(reference);
      if (said === undefined) return null;
      return said.code === 'OK'
        ? ACCEPTED
        : { DeliveryStatus: 'PERMANENT_FAILURE', StatusCode: 400, StatusMessage: said.code };
    }
  }
}

/** The handler with its settings: one call of the reseller for each event, of at most 50 endpoints. */
export function createHandler(settings: HandlerSettings) {
  return async (raw: unknown): Promise<{ readonly Results: Readonly<Record<string, Result>> }> => {
    const event = readChannelEvent(raw);
    const results: Record<string, Result> = {};
    const messages: ResellerMessage[] = [];
    for (const [id, { Address: address, MessageRef: reference }] of Object.entries(event.Endpoints)) {
      const to = domesticNumber(address);
      if (to === null) {
        results[id] = { DeliveryStatus: 'PERMANENT_FAILURE', StatusCode: 400, StatusMessage: 'NOT_A_KOREAN_NUMBER' };
      } else messages.push(messageOf(event, to, reference, settings));
    }
    const outcome = messages.length === 0 ? null : await callSurely(settings, messages);
    for (const [id, { MessageRef: reference }] of Object.entries(event.Endpoints)) {
      const result = id in results || outcome === null ? null : resultOf(outcome, reference);
      if (result !== null) results[id] = result;
    }
    return { Results: results };
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The variable ${name} is missing.`);
  return value;
}

/** What Lambda calls. */
export const handler = async (event: unknown) =>
  createHandler({
    url: variable('RESELLER_URL'),
    apiKey: variable('RESELLER_API_KEY'),
    senderNumber: variable('RESELLER_SENDER'),
    ...(process.env['RESELLER_TEMPLATE'] === undefined ? {} : { templateCode: process.env['RESELLER_TEMPLATE'] }),
  })(event);
