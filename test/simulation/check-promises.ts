import { isResent, isComplete, settledTotal, STEP_OUTCOMES, totalsOf } from '../../src/domain/send-job/index.ts';
import type { Simulation, SimulationEnd } from './simulate.ts';
import { SETTINGS } from './stage.ts';
import { titleOf } from './world.ts';

const CHUNK = 100;

/** Who was sent to twice, unaccounted for, or in doubt. */
export type Damage = { readonly duplicates: number; readonly lost: number; readonly inDoubt: number };

/** What the engine promises, checked against what the provider really delivered; returns every breach. */
export function findBreaches(simulation: Simulation, end: SimulationEnd): string[] {
  return [
    ...findWrongTotals(simulation, end),
    ...findWrongStatuses(simulation, end),
    ...findWrongTicks(end),
    ...findExcess(end),
    ...findOverspending(simulation, end),
    ...findWrongWords(simulation, end),
  ];
}

function findWrongTotals({ customers }: Simulation, { job, totals, recorded, effective }: SimulationEnd): string[] {
  const breaches: string[] = [];
  if (job.phase !== 'COMPLETED') breaches.push(`the job ended ${job.phase} (${job.phaseReason ?? ''})`);
  if (!isComplete(job.sent)) breaches.push(`totals do not add up: ${JSON.stringify(job.sent)}`);
  if (!isComplete(totals)) breaches.push(`totals with receipts do not add up: ${JSON.stringify(totals)}`);
  if (totals.planned !== customers) breaches.push(`${totals.planned} of ${customers} customers were planned`);
  if (totals.included !== recorded.size) breaches.push('included differs from the recipients of the chunks');
  const recounts = [
    [job.sent, totalsOf(recorded.values())],
    [totals, totalsOf(effective.values())],
  ] as const;
  for (const [said, recount] of recounts) {
    for (const name of STEP_OUTCOMES) {
      if (recount[name] !== said[name]) breaches.push(`${name} ${said[name]}, recounted ${recount[name]}`);
    }
  }
  return breaches;
}

const REACHED = new Set(['ACCEPTED', 'DELIVERED', 'OPENED', 'CLICKED']);

function findWrongStatuses({ policy }: Simulation, end: SimulationEnd): string[] {
  const { recorded, effective, delivered, askedAgain } = end;
  const breaches: string[] = [];
  // Under RESEND an owner may have died with the refusal in its hands.
  if (policy === 'HOLD')
    for (const address of askedAgain) breaches.push(`${address} was refused for good and sent again`);
  for (const [address, { status, code }] of recorded) {
    const times = delivered.get(address) ?? 0;
    if (times > 1 && !isResent(code)) breaches.push(`${address} got it ${times} times (${status} ${code ?? ''})`);
    if (times === 0 && status === 'ACCEPTED') breaches.push(`${address} is ACCEPTED but got nothing`);
    if (times > 0 && status !== 'ACCEPTED' && status !== 'IN_DOUBT') {
      breaches.push(`${address} got it but is ${status} ${code ?? ''}`);
    }
    if (status === 'PLANNED' || status === 'CLAIMED') breaches.push(`${address} ended ${status}`);
  }
  for (const [address, { status }] of effective) {
    if (REACHED.has(status) && !delivered.has(address)) breaches.push(`${address} is ${status} but got nothing`);
  }
  for (const address of delivered.keys()) if (!recorded.has(address)) breaches.push(`${address} was not planned`);
  return breaches;
}

function findWrongTicks({ ticks }: SimulationEnd): string[] {
  const breaches: string[] = [];
  const inOrder = [...ticks].sort((a, b) => a.seq - b.seq);
  if (inOrder.at(-1)?.phase !== 'COMPLETED')
    breaches.push(`the newest tick says ${inOrder.at(-1)?.phase ?? 'nothing'}`);
  let isFirstRound = true;
  for (const [index, tick] of inOrder.entries()) {
    const before = inOrder[index - 1];
    if (before !== undefined && settledTotal(tick) < settledTotal(before)) {
      breaches.push(`seq ${tick.seq} counts fewer settled recipients than seq ${before.seq}`);
    }
    if (settledTotal(tick) > tick.included) breaches.push(`seq ${tick.seq} counts more outcomes than recipients`);
    // In a later round a receipt of the first message may end a doubt that the round has ended already, until the next count.
    isFirstRound &&= before?.phase !== 'COMPLETED' || tick.phase === 'COMPLETED';
    if (isFirstRound && STEP_OUTCOMES.some((count) => tick[count] < 0))
      breaches.push(`seq ${tick.seq} counts fewer than nobody`);
  }
  return breaches;
}

/** A lost owner leaves at most its lanes in doubt; everybody else in doubt must be the provider's doing. */
function findExcess({ recorded, unknown, takeovers }: SimulationEnd): string[] {
  let ours = 0;
  for (const [address, { status }] of recorded) if (status === 'IN_DOUBT' && !unknown.has(address)) ours += 1;
  const most = takeovers * SETTINGS.lanes * CHUNK;
  return ours > most ? [`${ours} in doubt by ${takeovers} lost owners, at most ${most} expected`] : [];
}

/** A message costs a won: nobody is planned whom the budget does not pay for, and a repeated page is told the same. */
function findOverspending({ budgetKrw }: Simulation, { job, grants }: SimulationEnd): string[] {
  const { included, excluded } = job.sent;
  if (budgetKrw === undefined) {
    return excluded.BUDGET_EXCEEDED === undefined ? [] : ['somebody is too dear for a budget that does not exist'];
  }
  const breaches: string[] = [];
  const granted = [...grants.byPage.values()].reduce((sum, micros) => sum + micros, 0) / 1_000_000;
  if (granted > budgetKrw) breaches.push(`${granted} won were granted of ${budgetKrw}`);
  if (included > granted) breaches.push(`${included} are included, and ${granted} won granted`);
  if (grants.isChanged) breaches.push('a page that was planned again was granted another amount');
  if (excluded.BUDGET_EXCEEDED !== undefined && granted !== budgetKrw) {
    breaches.push(`somebody is too dear, though ${budgetKrw - granted} won are left`);
  }
  return breaches;
}

/** Everybody got the words of their treatment, and a step of the totals counts those of one treatment. */
function findWrongWords(simulation: Simulation, { titles, job }: SimulationEnd): string[] {
  const expected = titleOf(simulation);
  const breaches = [...titles].flatMap(([address, title]) =>
    title === expected(address) ? [] : [`${address} got the words ${title}, not ${expected(address)}`],
  );
  const counted = new Set(job.channels).size * (job.treatments?.length ?? 1);
  return counted === job.channels.length ? breaches : [...breaches, `the job has ${job.channels.length} steps`];
}

/** The damage of one run: duplicates that are not marked as sent again, people unaccounted for, people in doubt. */
export function damageOf({ recorded, delivered, totals }: SimulationEnd): Damage & { readonly repeats: number } {
  let duplicates = 0;
  let repeats = 0;
  let lost = 0;
  for (const [address, { status, code }] of recorded) {
    const times = delivered.get(address) ?? 0;
    if (times > 1 && isResent(code)) repeats += 1;
    else if (times > 1) duplicates += 1;
    if (status === 'PLANNED' || status === 'CLAIMED' || (status === 'ACCEPTED' && times === 0)) lost += 1;
  }
  return { duplicates, repeats, lost, inDoubt: totals.inDoubt };
}
