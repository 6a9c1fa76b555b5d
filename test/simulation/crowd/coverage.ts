import { JOB_PHASES, type JobPhase } from '../../../src/domain/send-job/index.ts';
import { OPERATOR_COMMANDS } from './crowd-operator.ts';
import type { CrowdReport } from './run-crowds.ts';

/** Phases in which a person can find a job: none of these fails, as nothing that fails a job befalls a crowd. */
const FOUND = JOB_PHASES.filter((phase) => phase !== 'FAILED');

/** The changes of phase that a crowd can come to. Nobody makes a planned campaign a scheduled one, and nothing fails. */
const CHANGES: readonly `${JobPhase} to ${JobPhase}`[] = [
  'PLANNING to PLANNED',
  'PLANNING to SENDING',
  'PLANNING to CANCELLED',
  'PLANNED to SENDING',
  'PLANNED to CANCELLED',
  'SCHEDULED to SENDING',
  'SCHEDULED to CANCELLED',
  'SENDING to PAUSED',
  'SENDING to COMPLETED',
  'SENDING to CANCELLED',
  'PAUSED to SENDING',
  'PAUSED to COMPLETED',
  'PAUSED to CANCELLED',
  'COMPLETED to SENDING',
];

/** What workers, sweepers and receivers must all come to, whatever else they do. */
const PLACES = [
  'worker jobs.get',
  'worker jobs.save',
  'worker jobs.close',
  'worker shards.acquire',
  'worker shards.save',
  'worker shards.list',
  'worker chunks.putPlanned',
  'worker chunks.listChunks',
  'worker chunks.listStates',
  'worker chunks.writeState',
  'worker chunks.listAddressDigests',
  'worker receipts.get',
  'worker receipts.note',
  'worker rates.take',
  'worker caps.getHistories',
  'worker caps.add',
  'worker caps.getOfClass',
  'worker caps.addToClass',
  'worker customers.scan',
  'worker customers.getMany',
  'worker addresses.findSuppressed',
  'worker doorbell.ring',
  'worker publisher.publish',
  'worker deadLetters.put',
  'direct worker jobs.save',
  'direct worker shards.acquire',
  'direct worker shards.save',
  'direct worker chunks.writeState',
  'direct worker doorbell.ring',
  'sweeper jobs.listDue',
  'sweeper jobs.get',
  'sweeper jobs.save',
  'sweeper shards.list',
  'sweeper doorbell.ring',
  'sweeper countBell.ring',
  'receiver receipts.get',
  'receiver receipts.sum',
  'receiver receipts.listNotes',
  'receiver receiptFlags.take',
  'receiver receiptFlags.lower',
  'receiver receipts.put',
  'receiver receiptFlags.raise',
] as const;

const EXPECTED_POINTS: readonly string[] = [
  ...PLACES.flatMap((place) => [`${place} before`, `${place} after`]),
  'worker sender.send after',
  'direct worker sender.send after',
];

/** How often everything that can happen was seen. */
export function describeCoverage({ pairs, changes, points }: CrowdReport): readonly string[] {
  const lines = [`phase and command: ${sorted(pairs)}`, `changes of phase: ${sorted(changes)}`];
  const crashes: Record<string, number> = {};
  for (const [point, seen] of Object.entries(points)) crashes[point] = seen.crashes;
  return [...lines, `crashes at ${Object.keys(crashes).length} places: ${sorted(crashes)}`];
}

function sorted(counts: Readonly<Record<string, number>>): string {
  const names = Object.keys(counts).sort();
  return names.map((name) => `${name} ${counts[name] ?? 0}`).join(', ');
}

/** What can happen and was never seen. */
export function findUnseen({ pairs, changes, points, counts }: CrowdReport): readonly string[] {
  const wanted = FOUND.flatMap((phase) => OPERATOR_COMMANDS.map((command) => `${phase} ${command}`));
  return [
    ...wanted.filter((pair) => (pairs[pair] ?? 0) === 0).map((pair) => `nobody asked for ${pair}`),
    ...CHANGES.filter((change) => (changes[change] ?? 0) === 0).map((change) => `no job went from ${change}`),
    ...EXPECTED_POINTS.filter((point) => points[point] === undefined).map((point) => `nobody came to ${point}`),
    ...Object.keys(points)
      .filter((point) => points[point]?.crashes === 0)
      .map((point) => `nobody crashed at ${point}`),
    ...(counts.directBesideFullWorkers === 0 ? ['no direct send was held to its time beside full workers'] : []),
  ];
}
