/**
 * Compares compiled segments with the query libraries one would use instead, and with code written by hand for each
 * question, over the same customers in one run: `npm run bench:segments [-- --customers 200000 --rounds 7 --json]`.
 * Fails below the target ratios.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Customer, Endpoint } from '../src/domain/customer/index.ts';
import { compileSegment, parseSegmentDefinition } from '../src/domain/segment/index.ts';
import { endWithParent } from './owned/index.ts';
import { createPopulation, NOW } from './segments-population.ts';
import { QUESTIONS, type Question } from './segments-questions.ts';

const TIMES_SIFT = 8;
const TIMES_BY_HAND = 1.8;
const PEERS = ['sift', 'mingo', 'json-logic-js'] as const;

type Document = { readonly customer: Customer; readonly endpoint: Endpoint };
type Test = (document: Document) => boolean;
type Contestant = 'closures' | 'by hand' | (typeof PEERS)[number];
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

endWithParent();
await installPeers();
const peers = await import('./segments-peers.mjs');
const customers = createPopulation(Number(values.customers));
// Made beforehand: the peers must not pay for the pairs that they want and we do not.
const documents = customers.map((customer): Document[] =>
  customer.endpoints.map((endpoint) => ({ customer, endpoint })),
);

const results = QUESTIONS.map(measureQuestion);
const sum = (contestant: Contestant): number => results.reduce((total, { times }) => total + times[contestant], 0);
const timesSift = Number((sum('sift') / sum('closures')).toFixed(1));
const timesByHand = Number((sum('closures') / sum('by hand')).toFixed(2));
const pass = timesSift >= TIMES_SIFT && timesByHand <= TIMES_BY_HAND;
say(`all questions: ${timesSift} times as fast as sift (target ${TIMES_SIFT} or more)`);
say(`               ${timesByHand} times the time of hand-written code (target ${TIMES_BY_HAND} or less)`);
for (const peer of PEERS.slice(1))
  say(`               ${(sum(peer) / sum('closures')).toFixed(1)} times as fast as ${peer}`);
say(pass ? 'PASS' : 'FAIL');
if (values.json) {
  const milliseconds = Object.fromEntries(
    (['closures', 'by hand', ...PEERS] as const).map((name) => [name, Number(sum(name).toFixed(1))]),
  );
  const targets = { timesSift: TIMES_SIFT, timesByHand: TIMES_BY_HAND };
  const summary = { customers: customers.length, milliseconds, timesSift, timesByHand, targets, pass };
  process.stdout.write(`${JSON.stringify({ ...summary, questions: results })}\n`);
}
process.exitCode = pass ? 0 : 1;

async function installPeers(): Promise<void> {
  if (PEERS.every((peer) => existsSync(join(import.meta.dirname, 'node_modules', peer)))) return;
  say('Installing the peers into bench/node_modules (once, about a minute) ...');
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: import.meta.dirname });
}

/** One pass over everybody: who is a member. */
function passesOf(question: Question): Readonly<Record<Contestant, () => number>> {
  const parsed = parseSegmentDefinition(question.definition);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const compiled = compileSegment(parsed.definition, { now: NOW });
  if (!compiled.ok) throw new Error(compiled.error.message);
  return {
    closures: () => countCustomers(compiled.isMember),
    'by hand': () => countCustomers(question.byHand),
    sift: () => countDocuments(peers.siftTest(question.mongo)),
    mingo: () => countDocuments(peers.mingoTest(question.mongo)),
    'json-logic-js': () => countDocuments(peers.jsonLogicTest(question.logic)),
  };
}

function countCustomers(isMember: (customer: Customer) => boolean): number {
  let members = 0;
  for (const customer of customers) if (isMember(customer)) members += 1;
  return members;
}

function countDocuments(test: Test): number {
  let members = 0;
  for (const pairs of documents) {
    for (const pair of pairs) {
      if (!test(pair)) continue;
      members += 1;
      break;
    }
  }
  return members;
}

function measureQuestion(question: Question) {
  const passes = Object.entries(passesOf(question)) as [Contestant, () => number][];
  const measured = new Map<Contestant, number[]>(passes.map(([name]) => [name, []]));
  let members = -1;
  // The first round warms up. Taking turns, a noisy second of the machine does not fall on one alone.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [name, pass] of passes) {
      const start = performance.now();
      const counted = pass();
      const took = performance.now() - start;
      if (members === -1) members = counted;
      if (counted !== members) throw new Error(`${question.name}: ${name} finds ${counted} members, not ${members}.`);
      if (round > 0) measured.get(name)?.push(took);
    }
  }
  const times = Object.fromEntries([...measured].map(([name, all]) => [name, median(all)])) as Record<
    Contestant,
    number
  >;
  say(`${question.name}: ${members} of ${customers.length}`);
  for (const [name] of passes) {
    const ratio = times[name] / times.closures;
    say(`  ${name.padEnd(14)} ${times[name].toFixed(1).padStart(8)} ms  ${ratio.toFixed(2).padStart(6)} x`);
  }
  return { question: question.name, members, times };
}

function median(measurements: readonly number[]): number {
  const sorted = [...measurements].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
