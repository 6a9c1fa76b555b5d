import { renderTable } from '../../src/cli/render-table.ts';
import type { Phase } from './phase.ts';
import type { EngineRun, Results } from './results.ts';
import { CONCURRENCY } from './settings.ts';
import { perCore, perMillion, type Target } from './targets.ts';

const count = (value: number): string => Math.round(value).toLocaleString('en');
const megabytes = (bytes: number): string => `${count(bytes / 1024 / 1024)} MB`;
const seconds = (value: number): string => `${value.toFixed(1)} s`;
const ratio = (ours: number, peers: number): string => `${(ours / peers).toFixed(2)} x`;

/** The whole run as plain text. */
export function printReport(results: Results, targets: readonly Target[]): string {
  return [
    engineTable(results),
    'Engine: one Node process evaluates every customer, plans, claims, renders, sends (1 ms a call) and records. BullMQ:\n' +
      `one worker process takes the same batches off Redis and waits 1 ms for each, ${CONCURRENCY} at a time as the engine does;\n` +
      'it evaluates, renders, claims and records nothing. A core is a second of CPU time, all threads together.',
    memoryTable(results),
    'Peak resident memory of fresh processes. The in-memory store is part of the engine’s process: it holds exactly the\n' +
      'stated bytes, outside the JavaScript heap, which in a deployment are DynamoDB’s; the engine is the rest.',
    embeddedTable(results),
    'Embedded: engine and adapters in one process, whose CPU time is shown, the sandbox’s store in another. Sandbox:\n' +
      'GraphQL, queue, Lambda workers, signatures, policies, store and Pinpoint in one process, as `npm start` runs them.',
    usageTable(results),
    receiptTable(results),
    targetTable(targets),
  ].join('\n\n');
}

function engineTable({ tenth, full, peer }: Results): string {
  const whole = (run: EngineRun): number => run.planning.seconds + run.sending.seconds;
  const peerRate = peer.recipients / peer.drain.seconds;
  const peerCpu = peer.drain.cpuSeconds + peer.redisCpuSeconds;
  const row = (name: string, recipients: number, { seconds: wall, cpuSeconds }: Phase): string[] => [
    name,
    count(recipients),
    seconds(wall),
    count(recipients / wall),
    ratio(recipients / wall, peerRate),
    seconds(cpuSeconds),
    count(recipients / cpuSeconds),
    ratio(recipients / cpuSeconds, peer.recipients / peerCpu),
  ];
  const rows = [tenth, full].flatMap((run) => [
    row('engine: planning', run.recipients, run.planning),
    row('engine: sending', run.recipients, run.sending),
    row('engine: end to end', run.recipients, { seconds: whole(run), cpuSeconds: run.recipients / perCore(run) }),
  ]);
  const drain = { seconds: peer.drain.seconds, cpuSeconds: peerCpu };
  return renderTable(
    ['in memory', 'recipients', 'time', 'recipients/s', 'to BullMQ', 'CPU', 'per core', 'to BullMQ'],
    [...rows, row('BullMQ + Redis: draining', peer.recipients, drain)],
  );
}

function memoryTable({ tenth, full, peer }: Results): string {
  const engine = ({ recipients, memory }: EngineRun): string[] => [
    `engine, ${count(recipients)} recipients`,
    megabytes(memory.withoutStore),
    megabytes(memory.store),
    megabytes(memory.resident),
  ];
  const { worker, redis } = peer.memory;
  const rows = [
    engine(tenth),
    engine(full),
    [
      'growth',
      ratio(full.memory.withoutStore, tenth.memory.withoutStore),
      ratio(full.memory.store, tenth.memory.store),
      ratio(full.memory.resident, tenth.memory.resident),
    ],
    [
      `BullMQ, ${count(peer.recipients)} recipients`,
      megabytes(worker),
      `${megabytes(redis)} (Redis)`,
      megabytes(worker + redis),
    ],
    [
      'engine to BullMQ',
      ratio(full.memory.withoutStore, worker),
      ratio(full.memory.store, redis),
      ratio(full.memory.resident, worker + redis),
    ],
  ];
  return renderTable(['peak memory', 'engine or worker', 'store', 'both'], rows);
}

function embeddedTable({ embedded, sandbox }: Results): string {
  const row = (name: string, recipients: number, { seconds: wall, cpuSeconds }: Phase): string[] => [
    name,
    count(recipients),
    seconds(wall),
    count(recipients / wall),
    seconds(cpuSeconds),
    count(recipients / cpuSeconds),
  ];
  const rows = [
    row('embedded store: planning', embedded.recipients, embedded.planning),
    row('embedded store: sending', embedded.recipients, embedded.sending),
    row('embedded store: its bare calls', embedded.recipients, embedded.bare),
    row('whole sandbox: planning', sandbox.recipients, sandbox.planning),
    row('whole sandbox: sending', sandbox.recipients, sandbox.sending),
  ];
  return renderTable(['on one machine', 'recipients', 'time', 'recipients/s', 'CPU', 'per core'], rows);
}

function usageTable({ embedded }: Results): string {
  const { planning, sending } = embedded.usage;
  const scaled = (units: number): string => count((units * 1e6) / embedded.recipients);
  const used = perMillion(embedded);
  const rows = [
    ['write request units', scaled(planning.write), scaled(sending.write), count(used.writeUnits)],
    ['read request units', scaled(planning.read), scaled(sending.read), count(used.readUnits)],
    ['SQS requests', '', '', count(used.sqsRequests)],
    ['provider calls', '', '', count(used.providerCalls)],
    ['AppSync publishes', '', '', count(used.publishes)],
  ];
  return renderTable(['AWS usage per million', 'planning', 'sending', 'both'], rows);
}

function receiptTable({ receipts }: Results): string {
  const rows = receipts.sizes.map(({ recipients, alone, together }) => [
    `job of ${count(recipients)}`,
    FRACTION.format(alone),
    FRACTION.format(together),
  ]);
  return renderTable(['DynamoDB units for one receipt', 'alone', 'of a hundred'], rows);
}

const FRACTION = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

function targetTable(targets: readonly Target[]): string {
  const verdict = (pass: boolean | null): string => (pass === null ? 'too small to judge' : pass ? 'PASS' : 'FAIL');
  const rows = targets.map(({ name, measured, target, atMost, pass }) => {
    const shown = measured < 100 ? FRACTION.format(measured) : count(measured);
    return [
      name,
      shown,
      `${atMost ? '≤' : '≥'} ${target < 100 ? FRACTION.format(target) : count(target)}`,
      verdict(pass),
    ];
  });
  return renderTable(['target', 'measured', 'wanted', ''], rows);
}
