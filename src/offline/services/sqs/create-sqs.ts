import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { Queue } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import { openJournal, type Journal } from '../journal.ts';
import type { ReceiveOptions, SendOptions, Sqs } from './contract.ts';
import { authorizationOfSqs, handleSqs } from './protocol.ts';
import type { ReceivedMessage, SentMessage } from './message.ts';
import { QueueState } from './queue-state.ts';

export interface SqsOptions {
  readonly queues: readonly Queue[];
  readonly clock: Clock;
  /** Folder of the journal; in memory when absent. */
  readonly folder?: string | undefined;
}

/** While hidden messages exist, a waiting receive looks again this often, because the sandbox's clock can be moved. */
const RECHECK_MS = 200;
const COMPACT_AFTER_LINES = 20_000;

const attributeSchema = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});
const messageSchema = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), attributeSchema),
  sentAt: z.number(),
  senderId: z.string(),
  groupId: z.string().optional(),
  deduplicationId: z.string().optional(),
  sequenceNumber: z.string().optional(),
});
const entrySchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('add'),
    q: z.string(),
    message: messageSchema,
    visibleAt: z.number(),
    receiveCount: z.number(),
    firstReceivedAt: z.number(),
    handle: z.string().optional(),
  }),
  z.object({
    op: z.literal('receive'),
    q: z.string(),
    id: z.string(),
    visibleAt: z.number(),
    handle: z.string(),
    firstReceivedAt: z.number(),
  }),
  z.object({ op: z.literal('visibility'), q: z.string(), id: z.string(), visibleAt: z.number() }),
  z.object({ op: z.literal('remove'), q: z.string(), id: z.string() }),
  z.object({ op: z.literal('purge'), q: z.string() }),
]);
type Entry = z.infer<typeof entrySchema>;

interface Named {
  readonly queue: Queue;
  readonly state: QueueState;
  readonly waiters: Set<() => void>;
}

/** Opens the queues of a cloud app. Every change is journaled before it is answered, so a killed process loses nothing it promised. */
export function createSqs({ queues, clock, folder }: SqsOptions): Sqs {
  const named = new Map<string, Named>(
    queues.map((queue) => [
      queue.arn,
      { queue, state: new QueueState(queue.fifo, queue.retentionSeconds * 1000), waiters: new Set() },
    ]),
  );
  // Journal lines name queues, not ARNs; a queue that left the backend keeps no messages.
  const byName = new Map([...named.values()].map((entry) => [entry.queue.name, entry]));
  let sequence = 0n;
  const journal: Journal | undefined =
    folder === undefined
      ? undefined
      : openJournal(
          join(folder, 'sqs.ndjson'),
          (line) => {
            const entry = entrySchema.parse(line);
            const target = byName.get(entry.q);
            if (target !== undefined) replay(target.state, entry);
            if (entry.op === 'add' && entry.message.sequenceNumber !== undefined) {
              const seen = BigInt(entry.message.sequenceNumber);
              if (seen > sequence) sequence = seen;
            }
          },
          'the messages of the queues',
        );
  let stopped = false;

  function record(entries: readonly Entry[]): void {
    if (journal === undefined || entries.length === 0) return;
    journal.append(entries);
    if (
      journal.lines > COMPACT_AFTER_LINES &&
      journal.lines > 4 * [...named.values()].reduce((sum, { state }) => sum + state.size, 0)
    ) {
      journal.rewrite(snapshot(named.values()));
    }
  }

  function find(queueArn: string): Named {
    const found = named.get(queueArn);
    if (found === undefined) throw new Error(`No queue ${queueArn} in this backend.`);
    return found;
  }

  function add(target: Named, message: SentMessage, visibleAt: number): Entry {
    target.state.add(message, visibleAt);
    for (const wake of target.waiters) wake();
    return {
      op: 'add',
      q: target.queue.name,
      message: { ...message, attributes: { ...message.attributes } },
      visibleAt,
      receiveCount: 0,
      firstReceivedAt: 0,
    };
  }

  function send(
    queueArn: string,
    body: string,
    options: SendOptions = {},
  ): { readonly messageId: string; readonly sequenceNumber?: string | undefined } {
    const target = find(queueArn);
    const now = clock.now();
    if (options.deduplicationId !== undefined) {
      const duplicate = target.state.duplicateOf(options.deduplicationId, now);
      if (duplicate !== undefined) return { messageId: duplicate.id, sequenceNumber: duplicate.sequenceNumber };
    }
    const message: SentMessage = {
      id: randomUUID(),
      body,
      attributes: options.attributes ?? {},
      sentAt: now,
      senderId: options.senderId ?? 'sandbox',
      ...(target.queue.fifo
        ? {
            groupId: options.groupId,
            deduplicationId: options.deduplicationId,
            sequenceNumber: String((sequence += 1n)).padStart(20, '0'),
          }
        : options.groupId === undefined
          ? {}
          : { groupId: options.groupId }),
    };
    const delaySeconds = options.delaySeconds ?? target.queue.delaySeconds;
    record([add(target, message, now + delaySeconds * 1000)]);
    return { messageId: message.id, sequenceNumber: message.sequenceNumber };
  }

  function receiveNow(target: Named, max: number, visibilitySeconds: number): readonly ReceivedMessage[] {
    const { queue, state } = target;
    const entries: Entry[] = [];
    const received = state.receive(
      max,
      clock.now(),
      visibilitySeconds * 1000,
      () => randomUUID(),
      ({ message, receiveCount }) => {
        const dead = queue.deadLetter;
        if (dead === undefined || receiveCount < dead.maxReceiveCount) return true;
        const deadQueue = named.get(dead.queueArn);
        if (deadQueue === undefined) return true;
        entries.push(add(deadQueue, message, clock.now()), { op: 'remove', q: queue.name, id: message.id });
        return false;
      },
    );
    for (const message of received) {
      entries.push({
        op: 'receive',
        q: queue.name,
        id: message.id,
        visibleAt: clock.now() + visibilitySeconds * 1000,
        handle: message.receiptHandle,
        firstReceivedAt: message.firstReceivedAt,
      });
    }
    record(entries);
    return received.map((message) => ({ ...message, receiptHandle: `${message.id}#${message.receiptHandle}` }));
  }

  async function receive(queueArn: string, options: ReceiveOptions): Promise<readonly ReceivedMessage[]> {
    const target = find(queueArn);
    const visibility = options.visibilityTimeoutSeconds ?? target.queue.visibilityTimeoutSeconds;
    const deadline = performance.now() + options.waitMs;
    for (;;) {
      if (stopped) return [];
      const received = receiveNow(target, options.max, visibility);
      const left = deadline - performance.now();
      if (received.length > 0 || left <= 0 || options.signal?.aborted === true) return received;
      await sleepUntilWoken(target, target.state.size > 0 ? Math.min(left, RECHECK_MS) : left, options.signal);
    }
  }

  return {
    queues: () => queues,
    send,
    receive,
    remove(queueArn, receiptHandle) {
      const target = find(queueArn);
      const { id, handle } = splitHandle(receiptHandle);
      // SQS deletes with an older handle only as best effort; ours asks for the newest, so that a redelivered message is not lost.
      if (target.state.find(id)?.handle !== handle) return;
      target.state.remove(id);
      record([{ op: 'remove', q: target.queue.name, id }]);
      if (target.queue.fifo) for (const wake of target.waiters) wake();
    },
    changeVisibility(queueArn, receiptHandle, seconds) {
      const target = find(queueArn);
      const { id, handle } = splitHandle(receiptHandle);
      const held = target.state.find(id);
      if (held === undefined || held.handle !== handle || held.visibleAt <= clock.now()) return false;
      const visibleAt = clock.now() + seconds * 1000;
      target.state.changeVisibility(id, visibleAt);
      record([{ op: 'visibility', q: target.queue.name, id, visibleAt }]);
      if (seconds === 0) for (const wake of target.waiters) wake();
      return true;
    },
    purge(queueArn) {
      const target = find(queueArn);
      target.state.clear();
      record([{ op: 'purge', q: target.queue.name }]);
    },
    counts(queueArn) {
      const { state } = find(queueArn);
      state.expire(clock.now());
      return state.counts(clock.now());
    },
    authorizationOf: (request) => authorizationOfSqs(request, queues),
    handle(request) {
      return handleSqs(this, request);
    },
    stop() {
      stopped = true;
      for (const { waiters } of named.values()) for (const wake of waiters) wake();
      journal?.close();
      return Promise.resolve();
    },
  };
}

function replay(state: QueueState, entry: Entry): void {
  switch (entry.op) {
    case 'add':
      return state.restore(entry);
    case 'receive':
      return state.replayReceive(entry.id, entry.visibleAt, entry.handle, entry.firstReceivedAt);
    case 'visibility':
      state.changeVisibility(entry.id, entry.visibleAt);
      return;
    case 'remove':
      state.remove(entry.id);
      return;
    case 'purge':
      return state.clear();
  }
}

function* snapshot(all: Iterable<Named>): Generator<Entry> {
  for (const { queue, state } of all) {
    for (const held of state.snapshots()) {
      yield {
        op: 'add',
        q: queue.name,
        message: { ...held.message, attributes: { ...held.message.attributes } },
        visibleAt: held.visibleAt,
        receiveCount: held.receiveCount,
        firstReceivedAt: held.firstReceivedAt,
        handle: held.handle,
      };
    }
  }
}

function splitHandle(receiptHandle: string): { readonly id: string; readonly handle: string } {
  const at = receiptHandle.indexOf('#');
  return { id: receiptHandle.slice(0, Math.max(at, 0)), handle: receiptHandle.slice(at + 1) };
}

function sleepUntilWoken(target: Named, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      target.waiters.delete(done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    target.waiters.add(done);
    signal?.addEventListener('abort', done, { once: true });
  });
}
