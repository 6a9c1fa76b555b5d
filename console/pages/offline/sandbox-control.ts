import * as z from 'zod/mini';

const message = z.object({
  id: z.string(),
  at: z.number(),
  channel: z.string(),
  channelType: z.string(),
  address: z.string(),
  title: z.optional(z.string()),
  body: z.string(),
  html: z.optional(z.string()),
  status: z.string(),
  accepted: z.boolean(),
});
const outboxPage = z.object({
  messages: z.array(message),
  nextBefore: z.optional(z.number()),
  counts: z.object({ total: z.number(), accepted: z.number() }),
});
const clock = z.object({ now: z.string() });
const refused = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** One message to one address, as its provider saw it. */
export type SentMessage = z.infer<typeof message>;

/** What of the outbox is looked at. */
export interface OutboxQuery {
  readonly channel?: string | undefined;
  readonly address?: string | undefined;
  /** Older ones than this. */
  readonly before?: number | undefined;
}

const PAGE = '30';

/** A page of what was sent, the newest first. */
export async function readOutbox({ channel, address, before }: OutboxQuery) {
  const query = new URLSearchParams({ limit: PAGE });
  if (channel !== undefined) query.set('channel', channel);
  if (address !== undefined) query.set('address', address);
  if (before !== undefined) query.set('before', String(before));
  return outboxPage.parse(await control(`outbox?${query}`));
}

/** What time it is in the sandbox. */
export async function readClock(): Promise<string> {
  return clock.parse(await control('clock')).now;
}

/** Moves the sandbox's clock forward; what is due by then is begun. */
export async function advanceClock(advanceMs: number): Promise<string> {
  return clock.parse(await control('clock', 'POST', JSON.stringify({ advanceMs }))).now;
}

/** The plan of what providers do, as JSON to be written on. */
export async function readFaultPlan(): Promise<string> {
  return JSON.stringify(await control('fault-plan'), null, 2);
}

/** Replaces the plan; one that is none changes nothing. */
export async function replaceFaultPlan(json: string): Promise<void> {
  await control('fault-plan', 'PUT', json);
}

/** Only the sandbox has these; the header keeps other web pages from calling them. */
async function control(path: string, method: 'GET' | 'POST' | 'PUT' = 'GET', body?: string): Promise<unknown> {
  const answer = await fetch(`/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'x-sandbox': '1', 'content-type': 'application/json' } }),
  });
  const said: unknown = await answer.json();
  if (answer.ok) return said;
  const why = refused.safeParse(said);
  throw new Error(why.success ? `${why.data.error.message} (${why.data.error.code})` : `HTTP ${answer.status}`);
}
