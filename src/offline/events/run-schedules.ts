import { randomUUID } from 'node:crypto';
import type { Schedule } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { InvocationResult } from '../services/contract.ts';
import { parseScheduleExpression } from './schedule-expression.ts';

export interface RunSchedulesOptions {
  readonly schedules: readonly Schedule[];
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvocationResult>;
  readonly clock: Clock;
  /** From when on schedules are kept (milliseconds since the epoch); now when absent. */
  readonly since?: number;
  readonly region: string;
  readonly accountId: string;
  readonly onFailure: (message: string) => void;
  /** Real milliseconds between two looks at the clock. */
  readonly lookEvery?: number;
}

export interface RunningSchedules {
  /** Looks at the clock at once, because it was moved. */
  clockMoved(): void;
  /** Starts nothing more, and waits for the invocations under way. */
  stop(): Promise<void>;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
function scheduledEvent(schedule: Schedule, due: number, options: RunSchedulesOptions): unknown {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: options.accountId,
    time: new Date(due).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: options.region,
    resources: [`arn:aws:events:${options.region}:${options.accountId}:rule/${schedule.name}`],
    detail: {},
  };
}

/**
 * Invokes functions when the sandbox's clock reaches their schedules. A clock moved over several due times invokes once, for
 * the newest: EventBridge does not make up for the past either.
 */
export function runSchedules(options: RunSchedulesOptions): RunningSchedules {
  const start = options.since ?? options.clock.now();
  const entries = options.schedules
    .filter((schedule) => schedule.enabled)
    .map((schedule) => ({
      schedule,
      latestDue: parseScheduleExpression(schedule.expression, start, schedule.timezone),
    }));
  const underWay = new Set<Promise<void>>();
  let seen = start;

  const run = async (schedule: Schedule, due: number): Promise<void> => {
    const payload = schedule.input === undefined ? scheduledEvent(schedule, due, options) : schedule.input;
    const result = await options.invoke(schedule.targetFunctionArn, payload);
    if (!result.ok) options.onFailure(`${schedule.name} failed: ${result.errorType}: ${result.errorMessage}`);
  };

  const look = (): void => {
    const now = options.clock.now();
    for (const { schedule, latestDue } of entries) {
      const due = latestDue(seen, now);
      if (due === undefined) continue;
      const running = run(schedule, due).finally(() => underWay.delete(running));
      underWay.add(running);
    }
    seen = now;
  };

  const timer = entries.length === 0 ? undefined : setInterval(look, options.lookEvery ?? 500);
  timer?.unref();
  return {
    clockMoved: look,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
