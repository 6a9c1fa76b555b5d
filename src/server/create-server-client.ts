import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { API_JOB, CANCEL_SEND, ISSUE_APP_TOKEN, LAUNCH_CAMPAIGN, RECORD_EVENTS, SEND_MESSAGES } from './documents.ts';
import { BonghwaError } from './errors.ts';
import { postRequest } from './post-request.ts';
import { ServerTime } from './server-time.ts';
import { createSigV4Signer, createTokenSigner, type SigV4Auth, type TokenAuth } from './sign-request.ts';

/** Where the API is, who calls it, and how patiently. */
export type ServerClientOptions = {
  /** The GraphQL endpoint. */
  readonly url: string;
  readonly auth: TokenAuth | SigV4Auth;
  /** Of one try, in milliseconds. */
  readonly timeoutMs?: number;
  /** How often a call is tried while the answer may still come. */
  readonly maxTries?: number;
};

/**
 * Who gets a message: a known customer, on an endpoint that fits the channel and within their consent, or a bare
 * address with its type (`GCM`, `APNS`, `EMAIL`, `SMS`, ...).
 */
export type MessageRecipient = (
  { readonly customerId: string } | { readonly address: string; readonly channelType?: string }
) & {
  /** Values of this recipient, for `{{Attributes.Name}}`. */
  readonly substitutions?: Readonly<Record<string, string | readonly string[]>>;
};

/**
 * One message for up to 100 recipients: a published template, or words of the caller's own where its registration
 * allows them.
 */
export type SendMessagesInput = {
  readonly messageClass: 'TRANSACTIONAL' | 'AD';
  /** Up to 100. */
  readonly recipients: readonly MessageRecipient[];
  /** Names this message for ever; repeating the call with it sends nothing again. Absent: a new one for this call. */
  readonly idempotencyKey?: string;
  /** From `sendAt`, or from now. */
  readonly timeToLiveSeconds?: number;
  /** When to send, up to 14 days ahead; absent: now. `cancelSend` takes it back until then. */
  readonly sendAt?: Date;
  readonly campaignId?: string;
} & (
  | { readonly templateId: string; readonly templateVersion?: number }
  | {
      readonly content: Readonly<Record<string, unknown>> & { readonly channel: 'PUSH' | 'EMAIL' | 'SMS' | 'CUSTOM' };
      readonly defaultSubstitutions?: Readonly<Record<string, string>>;
    }
);

const receipt = z.object({
  jobId: z.string(),
  decisions: z.array(
    z.object({
      customerId: z.string(),
      endpointId: z.string().nullable(),
      outcome: z.enum(['INCLUDED', 'EXCLUDED']),
      reason: z.string().nullable(),
    }),
  ),
});
const count = z.int();
const apiJob = z.object({
  jobId: z.string(),
  phase: z.string(),
  phaseReason: z.string().nullable(),
  sendAt: z.string().nullable(),
  ...{ planned: count, included: count, accepted: count, delivered: count, complained: count },
  ...{ failed: count, optedOut: count, skipped: count, inDoubt: count },
  recipients: z.array(
    z.object({
      customerId: z.string(),
      endpointId: z.string().nullable(),
      status: z.string().nullable(),
      code: z.string().nullable(),
    }),
  ),
  nextToken: z.string().nullable(),
});

/**
 * The answer to a call: its job, and what is planned for each recipient in the order of the call (`reason` is an
 * exclusion reason such as `NO_AD_CONSENT`). That nobody was included is no error.
 */
export type SendReceipt = z.infer<typeof receipt>;

/**
 * Where a job stands: its phase, how many recipients are in which state, and a page of the recipients themselves.
 * `sendAt` is an ISO time, and null unless the call was for later.
 */
export type ApiJob = z.infer<typeof apiJob>;

/** Who did what and when. Times are `Date` or ISO 8601 texts. */
export type EventInput = {
  /** Made once for this event and kept over every try; the customer's own. */
  readonly eventId: string;
  readonly customerId: string;
  /** Up to 50 characters, such as `cart_added`. */
  readonly name: string;
  readonly occurredAt: Date | string;
  /** Up to 40 texts by name. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Up to 40 finite numbers by name. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** The reference that a message carried which the event answers. */
  readonly ref?: string;
};

const eventOutcomes = z.array(
  z.object({
    place: z.int(),
    eventId: z.string().nullable(),
    outcome: z.enum(['ACCEPTED', 'DUPLICATE', 'REJECTED']),
    timing: z.string().nullable(),
    isLate: z.boolean().nullable(),
    flags: z.array(z.string()).nullable(),
    code: z.string().nullable(),
    message: z.string().nullable(),
  }),
);

/**
 * What became of each event of a call, by its place in it. ACCEPTED: it counts, once; `timing` says whether its time was
 * corrected, `flags` what else is to be known of it. DUPLICATE: it was accepted before. REJECTED: it will be refused again as it is.
 */
export type EventOutcomes = z.infer<typeof eventOutcomes>;

const appToken = z.object({ token: z.string(), expiresAt: z.string() });

/** A token for the app of one customer, and the ISO time of its end. */
export type AppToken = z.infer<typeof appToken>;

/**
 * What a registered server may do. Every function rejects with a `BonghwaError`: `OVER_QUOTA`, `UNKNOWN_RECIPIENT`,
 * `TEMPLATE_NOT_ALLOWED`, `IDEMPOTENCY_CONFLICT` and others that README and SECURITY.md name.
 */
export type ServerClient = {
  /** Sends one message to up to 100 recipients, at most once for each key. */
  readonly sendMessages: (input: SendMessagesInput) => Promise<SendReceipt>;
  /** Plans a campaign and sends it as soon as the plan is ready. */
  readonly launchCampaign: (input: {
    readonly campaignId: string;
    readonly idempotencyKey?: string;
  }) => Promise<SendReceipt>;
  /** Cancels a call whose `sendAt` is still to come. */
  readonly cancelSend: (jobId: string) => Promise<ApiJob>;
  /**
   * Records up to 100 events, each counted once for its customer and `eventId` however often it is sent. Their times are
   * by this machine's clock, unless they were written down before (`areWrittenDown`), by one that need not be looked at.
   */
  readonly recordEvents: (
    events: readonly EventInput[],
    how?: { readonly areWrittenDown?: boolean },
  ) => Promise<EventOutcomes>;
  /**
   * Makes a token with which the app of a customer whom this server has signed in records that customer's events. It
   * lives for `minutes` (1 to 60; 15).
   */
  readonly issueAppToken: (input: { readonly customerId: string; readonly minutes?: number }) => Promise<AppToken>;
  /** Where a job of this client stands. */
  readonly readJob: (jobId: string, page?: { readonly limit?: number; readonly nextToken?: string }) => Promise<ApiJob>;
};

const DEFAULT_TIMEOUT_MS = 35_000;
const DEFAULT_TRIES = 6;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 20_000;

/**
 * The client of an external server. It signs every try anew, repeats what may be repeated with the same key, and throws
 * `BonghwaError` for everything else.
 */
export async function createServerClient(options: ServerClientOptions): Promise<ServerClient> {
  const { auth, timeoutMs = DEFAULT_TIMEOUT_MS, maxTries = DEFAULT_TRIES } = options;
  const url = new URL(options.url);
  const time = new ServerTime();
  const sign = auth.kind === 'TOKEN' ? await createTokenSigner(auth) : createSigV4Signer(auth);
  const call = async <T>(query: string, variables: Record<string, unknown>, shape: z.ZodType<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = shape.safeParse(await postRequest({ url, sign, timeoutMs, time }, { query, variables }));
        if (answer.success) return answer.data;
        const cause = answer.error;
        throw new BonghwaError('UNREADABLE_ANSWER', `${url.host} is of another version.`, { cause, mayRepeat: false });
      } catch (error) {
        if (!(error instanceof BonghwaError) || !error.mayRepeat || attempt >= maxTries) throw error;
        const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
        await setTimeout(full * (0.5 + Math.random() / 2));
      }
    }
  };
  return {
    sendMessages: (input) => call(SEND_MESSAGES, toVariables(input), receipt),
    launchCampaign: ({ campaignId, idempotencyKey = randomUUID() }) =>
      call(LAUNCH_CAMPAIGN, { campaignId, idempotencyKey }, receipt),
    cancelSend: (jobId) => call(CANCEL_SEND, { jobId }, apiJob),
    recordEvents: (events, { areWrittenDown = false } = {}) => {
      // Of the first try: a second one follows within seconds, and what it repeats is the same event.
      const sent = areWrittenDown ? {} : { sentAt: new Date() };
      return call(
        RECORD_EVENTS,
        { events: events.map((event) => JSON.stringify({ ...event, ...sent })) },
        eventOutcomes,
      );
    },
    issueAppToken: (input) => call(ISSUE_APP_TOKEN, input, appToken),
    readJob: (jobId, page = {}) => call(API_JOB, { jobId, ...page }, apiJob),
  };
}

/** AWSJSON travels as text. */
function toVariables({
  recipients,
  idempotencyKey = randomUUID(),
  sendAt,
  ...input
}: SendMessagesInput): Record<string, unknown> {
  const defaults =
    'defaultSubstitutions' in input ? { defaultSubstitutions: JSON.stringify(input.defaultSubstitutions) } : {};
  return {
    ...input,
    ...defaults,
    ...(sendAt === undefined ? {} : { sendAt: sendAt.toISOString() }),
    idempotencyKey,
    recipients: recipients.map(({ substitutions, ...recipient }) => ({
      ...recipient,
      ...(substitutions === undefined ? {} : { substitutions: JSON.stringify(substitutions) }),
    })),
  };
}
