import { isIP } from 'node:net';
import * as z from 'zod';
import type { MovableClock } from '../clock.ts';
import type { Actors } from '../pages/create-actors.ts';
import type { EventPublisher } from '../services/contract.ts';
import type { FaultPlan } from '../services/fault-plan.ts';
import type { ProviderQuotas } from '../services/quotas/create-quotas.ts';
import type { Outbox } from '../services/outbox/create-outbox.ts';

export interface ControlRequest {
  readonly method: string;
  /** Path below `/_sandbox/`. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ControlResponse {
  readonly status: number;
  readonly body: unknown;
}

export interface ControlApiOptions {
  readonly outbox: Outbox;
  readonly faultPlan: FaultPlan;
  readonly quotas: ProviderQuotas;
  readonly clock: MovableClock;
  readonly bus: EventPublisher;
  /** Makes requests to the API seem to come from an address; null: from where they do. */
  readonly setSourceAddress: (address: string | null) => void;
  /** Says who is registered in QuickSight, by their names there; null: whoever is named. */
  readonly setDashboardUsers: (names: readonly string[] | null) => void;
  /** Credentials of a role of the backend, by its name. */
  readonly issueCredentials: (roleName: string) => object | undefined;
  /** As whom the explorer can call the API. */
  readonly actors: Actors;
  /** Starts the queues, schedules and events of a sandbox that was started with its work held; does nothing otherwise. */
  readonly releaseWork: () => void;
  /** Further read-only reports, by name: `coverage`, `skipped`, ... */
  readonly reports?: Readonly<Record<string, () => unknown>>;
}

type Answer = ReturnType<ControlApi>;

/** Answers one request of the control interface. */
export type ControlApi = (request: ControlRequest) => ControlResponse | Promise<ControlResponse>;

const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  before: z.coerce.number().int().min(0).optional(),
  channel: z.string().optional(),
  status: z.string().optional(),
  address: z.string().optional(),
  traceId: z.string().optional(),
});
const advanceInput = z.strictObject({
  advanceMs: z
    .number()
    .min(0)
    .max(10 * 365 * 24 * 3600 * 1000),
});
const sourceAddressInput = z.strictObject({
  address: z
    .string()
    .refine((text) => isIP(text) !== 0)
    .nullable(),
});
const dashboardUsersInput = z.strictObject({ names: z.array(z.string()).nullable() });
const credentialsInput = z.strictObject({ role: z.string() });
const authorizationInput = z.strictObject({ actor: z.string(), path: z.string(), body: z.string() });
const eventInput = z.strictObject({
  source: z.string().min(1),
  detailType: z.string().min(1),
  detail: z.record(z.string(), z.unknown()),
  resources: z.array(z.string()).default([]),
});

/**
 * The sandbox's own JSON interface: read the outbox, script the providers, set their quotas, move the clock, put an event on the bus,
 * say as whom the API can be called, release held work. Changing anything asks for the
 * header `x-sandbox: 1`, which a foreign web page cannot send without a CORS permission that is never given.
 */
export function createControlApi(options: ControlApiOptions): ControlApi {
  const { outbox, faultPlan, quotas, clock, bus, actors, reports = {} } = options;
  const writes = (request: ControlRequest, run: (body: unknown) => Answer): Answer => {
    if (request.headers['x-sandbox'] !== '1')
      return failure(
        403,
        'CONFIRMATION_HEADER_MISSING',
        'Send the header "x-sandbox: 1" with requests that change the sandbox.',
      );
    try {
      return run(JSON.parse(request.body.toString('utf8')));
    } catch (error) {
      if (error instanceof SyntaxError) return failure(400, 'INVALID_JSON', 'The request body is not valid JSON.');
      throw error;
    }
  };

  return (request) => {
    const call = `${request.method} ${request.name}`;
    switch (call) {
      case 'GET outbox':
        return listOutbox(outbox, request.query);
      case 'GET outbox/counts':
        return { status: 200, body: outbox.counts() };
      case 'GET outbox/sent-twice':
        return { status: 200, body: outbox.addressesSentTwice() };
      case 'GET fault-plan':
        return { status: 200, body: faultPlan.document() };
      case 'PUT fault-plan':
        return writes(request, (body) => replace(faultPlan, body));
      case 'GET quotas':
        return { status: 200, body: quotas.document() };
      case 'PUT quotas':
        return writes(request, (body) => replace(quotas, body));
      case 'GET clock':
        return { status: 200, body: { now: new Date(clock.now()).toISOString() } };
      case 'POST clock':
        return writes(request, (body) => {
          const input = advanceInput.safeParse(body);
          if (!input.success)
            return failure(
              400,
              'INVALID_CLOCK',
              'Send {"advanceMs": N} with a number of milliseconds, 0 or more: the clock only moves forward.',
            );
          clock.advance(input.data.advanceMs);
          return { status: 200, body: { now: new Date(clock.now()).toISOString() } };
        });
      case 'POST events':
        return writes(request, (body) => {
          const input = eventInput.safeParse(body);
          if (!input.success)
            return failure(
              400,
              'INVALID_EVENT',
              `Send {"source": "...", "detailType": "...", "detail": {...}}; ${input.error.issues[0]?.path.join('.') ?? ''}: ${input.error.issues[0]?.message ?? 'invalid'}.`,
            );
          const [published] = bus.publish([input.data]);
          return { status: 202, body: { id: published?.id, rules: published?.rules } };
        });
      case 'PUT source-address':
        return writes(request, (body) => {
          const input = sourceAddressInput.safeParse(body);
          if (!input.success)
            return failure(400, 'INVALID_SOURCE_ADDRESS', 'Send {"address": "203.0.113.7"}, or null for the real one.');
          options.setSourceAddress(input.data.address);
          return { status: 200, body: input.data };
        });
      case 'PUT dashboard-users':
        return writes(request, (body) => {
          const input = dashboardUsersInput.safeParse(body);
          if (!input.success)
            return failure(400, 'INVALID_DASHBOARD_USERS', 'Send {"names": ["..."]}, or null for whoever is named.');
          options.setDashboardUsers(input.data.names);
          return { status: 200, body: input.data };
        });
      case 'POST credentials':
        return writes(request, (body) => {
          const input = credentialsInput.safeParse(body);
          const issued = input.success ? options.issueCredentials(input.data.role) : undefined;
          return issued === undefined
            ? failure(404, 'NO_SUCH_ROLE', 'Send {"role": "NAME"} with the name of a role of the backend.')
            : { status: 200, body: issued };
        });
      case 'GET actors':
        return { status: 200, body: { actors: actors.list() } };
      case 'POST authorization':
        return writes(request, (body) => authorize(actors, request, body));
      case 'POST release-work':
        return writes(request, () => {
          options.releaseWork();
          return { status: 200, body: { now: new Date(clock.now()).toISOString() } };
        });
      default:
        return other(request, outbox, reports);
    }
  };
}

function other(
  request: ControlRequest,
  outbox: Outbox,
  reports: Readonly<Record<string, () => unknown>>,
): ControlResponse {
  const id = /^outbox\/([\w-]+)$/.exec(request.name)?.[1];
  if (request.method === 'GET' && id !== undefined) {
    const message = outbox.find(id);
    return message === undefined
      ? failure(404, 'NO_SUCH_MESSAGE', `The outbox has no message ${id}.`)
      : { status: 200, body: message };
  }
  const report = Object.hasOwn(reports, request.name) ? reports[request.name] : undefined;
  if (request.method === 'GET' && report !== undefined) return { status: 200, body: report() };
  return failure(404, 'NO_SUCH_CONTROL', `The sandbox has no control ${request.method} /_sandbox/${request.name}.`);
}

async function authorize(actors: Actors, request: ControlRequest, body: unknown): Promise<ControlResponse> {
  const input = authorizationInput.safeParse(body);
  if (!input.success)
    return failure(400, 'INVALID_AUTHORIZATION', 'Send {"actor": ID of GET /_sandbox/actors, "path", "body"}.');
  const headers = await actors.authorize({ ...input.data, host: request.headers['host'] ?? '' });
  return headers === undefined
    ? failure(404, 'NO_SUCH_ACTOR', 'There is nobody of this id, or they may not sign in.')
    : { status: 200, body: { headers } };
}

function listOutbox(outbox: Outbox, query: URLSearchParams): ControlResponse {
  const parsed = pageQuery.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')));
  if (!parsed.success)
    return failure(
      400,
      'INVALID_QUERY',
      `Query parameter ${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? 'invalid'}.`,
    );
  const { limit, before, ...filter } = parsed.data;
  return {
    status: 200,
    body: { ...outbox.list({ filter, limit, ...(before === undefined ? {} : { before }) }), counts: outbox.counts() },
  };
}

function replace(holder: FaultPlan | ProviderQuotas, body: unknown): ControlResponse {
  const outcome = holder.load(body);
  return outcome.ok
    ? { status: 200, body: holder.document() }
    : failure(400, outcome.error.code, outcome.error.message);
}

function failure(status: number, code: string, message: string): ControlResponse {
  return { status, body: { error: { code, message } } };
}
