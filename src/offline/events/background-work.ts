import * as z from 'zod';
import type { EventRule } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { AsynchronousInvoker, EventPublisher, InvocationResult } from '../services/contract.ts';
import { openAgenda, type Appointment, type WorkOutcome } from './agenda.ts';
import { eventEnvelope, wrapEvent, type EventEnvelope } from './event-envelope.ts';
import { createEventRouter } from './route-event.ts';

/** Work of the cloud that nobody waits for: events on their way to the bus, and functions invoked asynchronously. */
const backgroundWork = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), event: eventEnvelope }),
  z.object({ kind: z.literal('invocation'), functionArn: z.string(), payload: z.unknown(), attempt: z.number() }),
]);
type Work = z.infer<typeof backgroundWork>;

export interface BackgroundWorkOptions {
  /** Rules of the default event bus. */
  readonly rules: readonly EventRule[];
  readonly queues: { send(queueArn: string, body: string): unknown };
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvocationResult>;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /** What is still to be done survives in it; in memory when absent. */
  readonly folder?: string | undefined;
  readonly onFailure: (message: string) => void;
}

export interface BackgroundWork extends EventPublisher, AsynchronousInvoker {
  /** Before it, work is only accepted: functions need the endpoint. */
  start(): void;
  clockMoved(): void;
  /** Starts nothing more, and waits for the invocations under way. */
  stop(): Promise<void>;
  close(): void;
}

/** Lambda tries an asynchronous invocation three times. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_AFTER_MS: readonly number[] = [60_000, 120_000];

/** The default event bus and the queue of asynchronous invocations, both at least once. */
export function createBackgroundWork(options: BackgroundWorkOptions): BackgroundWork {
  const { clock } = options;
  const agenda = openAgenda({ work: backgroundWork, clock, folder: options.folder, onFailure: options.onFailure });
  const rulesFor = createEventRouter(options.rules);
  let stopping = false;

  function deliver(event: EventEnvelope): WorkOutcome<Work> {
    const next: Appointment<Work>[] = [];
    for (const target of rulesFor(event).flatMap((rule) => rule.targets)) {
      if (target.kind === 'QUEUE') options.queues.send(target.queueArn, target.input ?? JSON.stringify(event));
      else {
        const payload: unknown = target.input === undefined ? event : JSON.parse(target.input);
        next.push(invocation(target.functionArn, payload, 1, 0));
      }
    }
    return { done: true, next };
  }

  function invocation(functionArn: string, payload: unknown, attempt: number, afterMs: number): Appointment<Work> {
    return { at: clock.now() + afterMs, work: { kind: 'invocation', functionArn, payload, attempt } };
  }

  async function invoke({
    functionArn,
    payload,
    attempt,
  }: Extract<Work, { kind: 'invocation' }>): Promise<WorkOutcome<Work>> {
    const result = await options.invoke(functionArn, payload);
    if (result.ok) return { done: true, next: [] };
    // A function which the stop cut short has not failed: it runs again after the next start.
    if (stopping) return { done: false };
    const retryAfter = RETRY_AFTER_MS[attempt - 1];
    options.onFailure(
      `${functionArn} failed in the asynchronous invocation ${attempt}: ${result.errorType}: ${result.errorMessage}`,
    );
    return {
      done: true,
      next: retryAfter === undefined ? [] : [invocation(functionArn, payload, attempt + 1, retryAfter)],
    };
  }

  return {
    publish(events) {
      const appointments: Appointment<Work>[] = [];
      const published = events.map((event) => {
        const at = clock.now() + (event.delayMs ?? 0);
        const envelope = wrapEvent(event, at, options);
        const rules = rulesFor(envelope);
        // Of most events nobody wants to know; they need no place in the journal.
        if (rules.length > 0)
          for (let copy = 0; copy < (event.times ?? 1); copy += 1)
            appointments.push({ at, work: { kind: 'event', event: envelope } });
        return { id: envelope.id, rules: rules.map((rule) => rule.name) };
      });
      agenda.add(appointments);
      return published;
    },
    invokeLater: (functionArn, payload) => agenda.add([invocation(functionArn, payload, 1, 0)]),
    start() {
      agenda.start(async (work) => (work.kind === 'event' ? deliver(work.event) : invoke(work)));
    },
    clockMoved: () => agenda.clockMoved(),
    stop() {
      stopping = true;
      return agenda.stop();
    },
    close: () => agenda.close(),
  };
}
