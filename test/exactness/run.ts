/**
 * Events told to a backend that is killed meanwhile and whose Firehose takes nothing for a while, and every report of them
 * beside what counting by hand counts: `npm run test:exactness [-- --events 1000000 --days 28 --kills 2 --down 60 --json]`.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithParent, removeAtEnd } from '../../bench/owned/index.ts';
import { runExactness } from './run-exactness.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '28' },
    first: { type: 'string', default: '2026-11-02' },
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '2' },
    down: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
});
endWithParent();
const folder = await mkdtemp(join(tmpdir(), 'exactness-'));
removeAtEnd(folder);
const result = await runExactness({
  folder,
  events: Number(values.events),
  days: Number(values.days),
  firstDay: values.first,
  seed: Number(values.seed),
  kills: Number(values.kills),
  firehoseDownMs: Number(values.down) * 1_000,
  say: (line) => void (values.json ? process.stderr : process.stdout).write(`${line}\n`),
});
const isExact =
  result.lost === 0 &&
  result.double === 0 &&
  result.refused === 0 &&
  result.differing.length === 0 &&
  result.rolledUpDays === Number(values.days);
process.stdout.write(`${values.json ? JSON.stringify({ ...result, isExact }) : JSON.stringify(result, null, 2)}\n`);
process.exit(isExact ? 0 : 1);
