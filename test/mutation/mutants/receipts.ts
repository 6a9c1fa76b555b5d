import { RECEIPTS, type Mutant } from '../mutant.ts';

const D = 'src/app/delivery';

/** Recording and counting receipts. */
export const RECEIPT_MUTANTS: readonly Mutant[] = [
  {
    tests: RECEIPTS,
    isSimulated: true,
    breaks: 'receipts are counted of results that the row of the job does not contain',
    file: `${D}/receipts/count-receipts.ts`,
    original: 'isFinal(job) ? job : counted(job, await deps.shards.list(job.id, job.shardCount), now)',
    mutated: 'job',
  },
  {
    tests: RECEIPTS,
    isSimulated: true,
    breaks: 'receipts are counted of a state that was in flight before its shard had passed it',
    file: `${D}/receipts/count-chunk.ts`,
    original: [
      'const shard = await shards.get(ref);',
      '  const [found] = await chunks.listStates(ref, number, 1);',
    ].join('\n'),
    mutated: [
      'const [found] = await chunks.listStates(ref, number, 1);',
      '  const shard = await shards.get(ref);',
    ].join('\n'),
  },
  {
    tests: RECEIPTS,
    isSimulated: true,
    breaks: 'the flag of a reopened job goes down while chunks are still noted',
    file: `${D}/receipts/count-receipts.ts`,
    original: 'if (!isTerminal(job.phase)) return false;',
    mutated: 'if (!isTerminal(job.phase)) return true;',
  },
  {
    tests: RECEIPTS,
    isSimulated: true,
    breaks: 'a receipt that came before its result is counted by what was there then, for good',
    file: `${D}/receipts/write-marks.ts`,
    original: 'isFinal ? count : { ...count, putsUp: deps.ids.next() }',
    mutated: 'count',
  },
  {
    tests: RECEIPTS,
    isSimulated: true,
    breaks: 'receipts of a chunk are not counted again when a round has changed its results',
    file: `${D}/send/starting-results.ts`,
    original: 'await receipts.note(jobId, { shard, number: found.number, id: ids.next() }, keptUntil);',
    mutated: 'ids.next();',
  },
  {
    tests: RECEIPTS,
    breaks: 'everybody counts a job at the same time',
    file: `${D}/receipts/count-receipts.ts`,
    original: 'until: now + deps.settings.countReceiptsEveryMs',
    mutated: 'until: now',
  },
  {
    tests: RECEIPTS,
    breaks: 'receipts are counted as if there had been none before',
    file: `${D}/receipts/count-chunk.ts`,
    original: 'difference: subtractTotals(counted, before)',
    mutated: 'difference: subtractTotals(counted, NO_TOTALS)',
  },
  {
    tests: RECEIPTS,
    isSimulated: true,
    breaks: 'receipts change totals that do not contain their chunk yet',
    file: `${D}/model/chunk.ts`,
    original: 'return isContained ? state.results : (state.before ?? NONE);',
    mutated: 'return state.results;',
  },
  {
    tests: RECEIPTS,
    isSimulated: true,
    breaks: 'a receipt is not said to be counted',
    file: `${D}/receipts/record-receipts.ts`,
    original: 'await deps.receiptFlags.raise(job.id, mark);',
    mutated: '',
  },
  {
    tests: RECEIPTS,
    isSimulated: true,
    breaks: 'a receipt of nobody is one of somebody',
    file: `${D}/receipts/record-receipts.ts`,
    original: 'receipt.ref.place < chunk.recipients.length',
    mutated: 'receipt.ref.place >= 0',
  },
];
