import type { EmbeddedRun, EngineRun, PeerRun, ReceiptRun, Results } from './results.ts';

/** A promise of the bench; `pass` is null where the run was too small to judge it. */
export type Target = {
  readonly name: string;
  readonly measured: number;
  readonly target: number;
  readonly atMost: boolean;
  readonly pass: boolean | null;
};

const MILLION = 1_000_000;
/**
 * Of what BullMQ drains with the same CPU time in the same run, Redis included: it only takes batches off a list, the
 * engine decides, plans, renders, claims and records. Both sides are on the same machine in the same minutes, so that the
 * ratio says more than a rate of one of them.
 */
const MIN_OF_PEER = 0.35;
const MAX_GROWTH = 1.2;
/**
 * Of what bare calls of the same store reach (`bare-store.ts`), in the same run: what is left is rendering, fencing,
 * counting, the control of every chunk and the SDK's document client.
 */
const MIN_OF_BARE = 0.5;
const MAX_WRITE_UNITS = 150_000;
/**
 * By the design, for a million recipients of 1.1 million customers: the last look reads each customer (up to 4 KB) and
 * each address, consistently and whether or not there is an entry of it, a unit each; planning scans the customers, of
 * 1 KB each, eventually consistent at 8 KB a unit; of each of 10,000 chunks its recipients (5 KB) are read, and its share
 * of lists, leases and settings. A tenth more for pages that are read in part.
 */
const LOOKS = 2 * MILLION;
const SCAN = (1.1 * MILLION) / 8;
const CHUNKS = 10_000 * 3;
const MAX_READ_UNITS = (LOOKS + SCAN + CHUNKS) * 1.1;
const MAX_SQS_REQUESTS = 20_000;
/** A receipt costs the same in every job. */
const MAX_RECEIPT_GROWTH = 1.1;

/** Below this the start of the process weighs more than the work. */
const SPEED_FROM = 640_000;
const MEMORY_FROM = 6_400_000;

/** Recipients planned and sent in one second of CPU time: all threads of the process, its garbage collector's too. */
export function perCore({ recipients, planning, sending }: EngineRun): number {
  return recipients / (planning.cpuSeconds + sending.cpuSeconds);
}

/** What the peer drains in one second of CPU time, its server's included. */
function peerPerCore({ recipients, drain, redisCpuSeconds }: PeerRun): number {
  return recipients / (drain.cpuSeconds + redisCpuSeconds);
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

/** Units for a receipt in the largest job, of those in the smallest: what grew and what shrank are both a difference. */
function receiptGrowth({ sizes }: ReceiptRun, kind: 'alone' | 'together'): number {
  const units = sizes.map((size) => size[kind]);
  return Math.max(...units) / Math.min(...units);
}

/** Judges a run. */
export function judge({ tenth, full, peer, embedded, receipts }: Results): Target[] {
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
    atLeast(
      'engine, per core, of what BullMQ drains',
      perCore(full) / peerPerCore(peer),
      MIN_OF_PEER,
      recipients >= SPEED_FROM,
    ),
    atMost('engine, growth of peak memory over ten times the audience', growth, MAX_GROWTH, recipients >= MEMORY_FROM),
    atLeast(
      'sending through the embedded store, of its bare calls',
      embedded.bare.seconds / embedded.sending.seconds,
      MIN_OF_BARE,
    ),
    atMost('write request units per million', used.writeUnits, MAX_WRITE_UNITS),
    atMost('read request units per million', used.readUnits, MAX_READ_UNITS),
    atMost('SQS requests per million', used.sqsRequests, MAX_SQS_REQUESTS),
    atMost('growth of a receipt’s units with the job, alone', receiptGrowth(receipts, 'alone'), MAX_RECEIPT_GROWTH),
    atMost('growth of a receipt’s units with the job, of 100', receiptGrowth(receipts, 'together'), MAX_RECEIPT_GROWTH),
  ];
}
