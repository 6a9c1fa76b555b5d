import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { openJournal } from '../journal.ts';

const OUTBOX_CHANNELS = ['PUSH', 'EMAIL', 'SMS', 'OTHER'] as const;

const messageSchema = z.object({
  id: z.string(),
  /** Milliseconds since the epoch, on the sandbox's clock. */
  at: z.number(),
  channel: z.enum(OUTBOX_CHANNELS),
  /** The endpoint type as the provider knows it: `GCM`, `APNS`, `EMAIL`, `SMS`. */
  channelType: z.string(),
  provider: z.enum(['pinpoint', 'ses', 'sms-voice', 'cognito']),
  address: z.string(),
  title: z.string().optional(),
  body: z.string(),
  html: z.string().optional(),
  /** The provider's word for what happened: `SUCCESSFUL`, `PERMANENT_FAILURE`, ... */
  status: z.string(),
  statusCode: z.number(),
  /** Did the provider take the message for delivery? */
  accepted: z.boolean(),
  requestId: z.string(),
  messageId: z.string().optional(),
  collapseId: z.string().optional(),
  traceId: z.string().optional(),
  context: z.record(z.string(), z.string()).optional(),
});

/** One message to one address, as a provider saw it. */
export type OutboxMessage = z.infer<typeof messageSchema>;
export type NewOutboxMessage = Omit<OutboxMessage, 'id'>;

export interface OutboxFilter {
  readonly channel?: string | undefined;
  readonly status?: string | undefined;
  /** Part of an address. */
  readonly address?: string | undefined;
  readonly traceId?: string | undefined;
  readonly accepted?: boolean | undefined;
}

export interface OutboxPage {
  readonly messages: readonly OutboxMessage[];
  /** Pass it back as `before` for older messages. */
  readonly nextBefore?: number;
}

export interface OutboxCounts {
  readonly total: number;
  readonly accepted: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byChannel: Readonly<Record<string, number>>;
}

/** Everything that was handed to a messaging provider, in order, kept on disk. */
export interface Outbox {
  /** When it returns, the messages survive a killed process; providers answer only after that. */
  add(messages: readonly NewOutboxMessage[]): void;
  /** Newest first. */
  list(query?: { readonly filter?: OutboxFilter; readonly limit?: number; readonly before?: number }): OutboxPage;
  /** Oldest first, all of them, without holding them in memory. */
  all(filter?: OutboxFilter): Iterable<OutboxMessage>;
  find(id: string): OutboxMessage | undefined;
  count(filter?: OutboxFilter): number;
  counts(): OutboxCounts;
  /** Addresses that were accepted more than once under one trace id: what must never happen in a send job. */
  addressesSentTwice(
    filter?: OutboxFilter,
  ): readonly { readonly address: string; readonly times: number; readonly traceId?: string }[];
  stop(): Promise<void>;
}

const DEFAULT_LIMIT = 100;
const SCAN_MESSAGES = 500;

/** Opens the outbox of a data folder; without a folder it lives in a temporary one, removed by `stop`. */
export function createOutbox({ folder }: { readonly folder?: string | undefined } = {}): Outbox {
  const temporary = folder === undefined ? mkdtempSync(join(tmpdir(), 'outbox-')) : undefined;
  const starts: number[] = [];
  const byStatus: Record<string, number> = {};
  const byChannel: Record<string, number> = {};
  let accepted = 0;
  const tally = (message: NewOutboxMessage): void => {
    byStatus[message.status] = (byStatus[message.status] ?? 0) + 1;
    byChannel[message.channel] = (byChannel[message.channel] ?? 0) + 1;
    if (message.accepted) accepted += 1;
  };
  const journal = openJournal(
    join(folder ?? temporary ?? '.', 'outbox.ndjson'),
    (entry, start) => {
      tally(messageSchema.parse(entry));
      starts.push(start);
    },
    'the messages of the outbox',
  );

  /** Messages with index in [from, to), oldest first. */
  function read(from: number, to: number): OutboxMessage[] {
    const start = starts[from];
    if (start === undefined || to <= from) return [];
    return journal.read(start, starts[to] ?? journal.size).map((entry) => messageSchema.parse(entry));
  }

  function* all(filter: OutboxFilter = {}): Generator<OutboxMessage> {
    for (let from = 0; from < starts.length; from += SCAN_MESSAGES) {
      for (const message of read(from, Math.min(from + SCAN_MESSAGES, starts.length)))
        if (matches(message, filter)) yield message;
    }
  }

  return {
    add(messages) {
      if (messages.length === 0) return;
      starts.push(...journal.append(messages.map((message) => ({ id: randomUUID(), ...message }))));
      for (const message of messages) tally(message);
    },
    list({ filter = {}, limit = DEFAULT_LIMIT, before = starts.length } = {}) {
      const messages: OutboxMessage[] = [];
      let end = Math.max(0, Math.min(before, starts.length));
      while (end > 0) {
        const from = Math.max(0, end - SCAN_MESSAGES);
        const batch = read(from, end);
        for (let index = batch.length - 1; index >= 0; index -= 1) {
          const message = batch[index];
          if (message === undefined || !matches(message, filter)) continue;
          messages.push(message);
          if (messages.length === limit)
            return from + index > 0 ? { messages, nextBefore: from + index } : { messages };
        }
        end = from;
      }
      return { messages };
    },
    all,
    find(id) {
      for (const message of all()) if (message.id === id) return message;
      return undefined;
    },
    count(filter) {
      if (filter === undefined) return starts.length;
      const matching = all(filter);
      let count = 0;
      while (matching.next().done !== true) count += 1;
      return count;
    },
    counts: () => ({ total: starts.length, accepted, byStatus: { ...byStatus }, byChannel: { ...byChannel } }),
    addressesSentTwice(filter = {}) {
      const times = new Map<string, { address: string; times: number; traceId?: string }>();
      for (const message of all({ ...filter, accepted: true })) {
        const key = `${message.channel} ${message.address} ${message.traceId ?? ''}`;
        const seen = times.get(key) ?? {
          address: message.address,
          times: 0,
          ...(message.traceId === undefined ? {} : { traceId: message.traceId }),
        };
        seen.times += 1;
        times.set(key, seen);
      }
      return [...times.values()].filter((seen) => seen.times > 1);
    },
    stop() {
      journal.close();
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

function matches(message: OutboxMessage, filter: OutboxFilter): boolean {
  return (
    (filter.channel === undefined || message.channel === filter.channel) &&
    (filter.status === undefined || message.status === filter.status) &&
    (filter.traceId === undefined || message.traceId === filter.traceId) &&
    (filter.accepted === undefined || message.accepted === filter.accepted) &&
    (filter.address === undefined || message.address.includes(filter.address))
  );
}
