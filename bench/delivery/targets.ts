import type { EmbeddedRun, EngineRun, Results } from './results.ts';

/** A promise of the bench; `pass` is null where the run was too small to judge it. */
export type Target = {
  readonly name: string;
  readonly measured: number;
  readonly target: number;
  readonly atMost: boolean;
  readonly pass: boolean | null;
};

const MILLION = 1_000_000;
const MIN_PER_CORE = 100_000;
const MAX_GROWTH = 1.2;
const MIN_EMBEDDED = 5_000;
const MAX_WRITE_UNITS = 150_000;
const MAX_READ_UNITS = 700_000;
const MAX_SQS_REQUESTS = 20_000;

/** Below this the start of the process weighs more than the work. */
const SPEED_FROM = 640_000;
const MEMORY_FROM = 6_400_000;

/** Recipients planned and sent in one second of CPU time: all threads of the process, its garbage collector's too. */
export function perCore({ recipients, planning, sending }: EngineRun): number {
  return recipients / (planning.cpuSeconds + sending.cpuSeconds);
}

/** What a million recipients use, planning included. */
export function perMillion({ recipients, usage }: EmbeddedRun) {
  const scaled = (count: number): number => Math.round((count * MILLION) / recipients);
  return {
    writeUnits: scaled(usage.planning.write + usage.sending.write),
    readUnits: scaled(usage.planning.read + usage.sending.read),
    sqsRequests: scaled(usage.sqs),
    providerCalls: scaled(usage.provider),
    publishes: scaled(usage.publish),
  };
}

/** Judges a run. */
export function judge({ tenth, full, embedded }: Results): Target[] {
  const used = perMillion(embedded);
  const atLeast = (name: string, measured: number, target: number, isJudged = true): Target => ({
    name,
    measured,
    target,
    atMost: false,
    pass: isJudged ? measured >= target : null,
  });
  const atMost = (name: string, measured: number, target: number, isJudged = true): Target => ({
    name,
    measured,
    target,
    atMost: true,
    pass: isJudged ? measured <= target : null,
  });
  const growth = full.memory.withoutStore / tenth.memory.withoutStore;
  const { recipients } = full;
  return [
    atLeast('engine, recipients per second of one core', perCore(full), MIN_PER_CORE, recipients >= SPEED_FROM),
    atMost('engine, growth of peak memory over ten times the audience', growth, MAX_GROWTH, recipients >= MEMORY_FROM),
    atLeast(
      'sending through the embedded store, recipients/s',
      embedded.recipients / embedded.sending.seconds,
      MIN_EMBEDDED,
    ),
    atMost('write request units per million', used.writeUnits, MAX_WRITE_UNITS),
    atMost('read request units per million', used.readUnits, MAX_READ_UNITS),
    atMost('SQS requests per million', used.sqsRequests, MAX_SQS_REQUESTS),
  ];
}
