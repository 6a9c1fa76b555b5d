import type { CloudApp } from '../assembly/resources.ts';
import type { BackgroundWork } from '../events/background-work.ts';
import { pollQueue } from '../events/poll-queue.ts';
import { pollStream, type StreamPort } from '../events/poll-stream.ts';
import { runSchedules } from '../events/run-schedules.ts';
import type { LambdaRuntime } from '../services/contract.ts';
import type { Sqs } from '../services/sqs/index.ts';
import type { SandboxClock } from './sandbox-clock.ts';

export interface StartEventSourcesOptions {
  readonly app: CloudApp;
  readonly sqs: Sqs;
  /** The streams of tables; of those, each that an event source of the backend reads is followed. */
  readonly streams: StreamPort;
  readonly background: BackgroundWork;
  readonly lambda: LambdaRuntime;
  readonly clock: SandboxClock;
  /** From when on schedules are kept (milliseconds since the epoch): what came due since then runs at once. */
  readonly since?: number;
  /** Instances a function may have: more invocations at a time would only wait, while their messages' visibility runs out. */
  readonly maxInstances: number;
  readonly log: (line: string) => void;
}

/** Starts everything that calls functions by itself: queues, streams, schedules, events and asynchronous invocations. */
export function startEventSources(options: StartEventSourcesOptions): {
  /** Resolves when what is in the streams by now was handed to the functions that follow them. */
  settleStreams(): Promise<void>;
  stop(): Promise<void>;
} {
  const { app, clock, sqs, background, log } = options;
  const invoke = options.lambda.invoke.bind(options.lambda);
  const schedules = runSchedules({
    schedules: app.schedules,
    invoke,
    clock,
    ...(options.since === undefined ? {} : { since: options.since }),
    region: app.region,
    accountId: app.accountId,
    onFailure: log,
  });
  clock.onMove(() => schedules.clockMoved());
  clock.onMove(() => background.clockMoved());
  const queues = app.eventSources.map((source) => {
    const fn = app.functions.find((candidate) => candidate.arn === source.functionArn);
    return pollQueue({
      source,
      queues: sqs,
      invoke,
      region: app.region,
      isFifo: app.queues.find((queue) => queue.arn === source.queueArn)?.fifo ?? false,
      concurrency: Math.min(
        source.maxConcurrency ?? options.maxInstances,
        fn?.reservedConcurrency ?? Infinity,
        options.maxInstances,
      ),
      onFailure: log,
    });
  });
  const streams = app.streamSources.map((source) =>
    pollStream({
      source,
      streams: options.streams,
      invoke,
      queues: sqs,
      clock,
      region: app.region,
      onFailure: log,
    }),
  );
  background.start();
  return {
    settleStreams: async () => {
      await Promise.all(streams.map((stream) => stream.settle()));
    },
    stop: async () => {
      await Promise.all([
        schedules.stop(),
        background.stop(),
        ...[...queues, ...streams].map((source) => source.stop()),
      ]);
    },
  };
}
