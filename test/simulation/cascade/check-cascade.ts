import { treatmentOfRest } from '../../../src/domain/experiment/index.ts';
import { reasonsTaken } from '../../../src/domain/run/index.ts';
import { isComplete, isResent, settledTotal } from '../../../src/domain/send-job/index.ts';
import { jobTotals } from '../../../src/app/delivery/index.ts';
import { waitOfWave, type Cascade } from './cascade.ts';
import type { WaveEnd } from './read-wave.ts';
import type { CascadeEnd } from './simulate-cascade.ts';

/**
 * What a run promises, whatever befalls it: nobody gets a wave twice, nobody is lost between two waves or planned twice,
 * everybody has one outcome, no wave before its time or with other words than the run began with, nobody after coming
 * back, and all within one budget.
 */
export function findCascadeBreaches(cascade: Cascade, end: CascadeEnd): string[] {
  const { run, waves } = end;
  const breaches: string[] = [];
  if (end.hasExtraWave) breaches.push('there is a wave after the last');
  if (!cascade.isCancelled && run.phase !== 'COMPLETED') {
    breaches.push(`the run ended ${run.phase} (${run.phaseReason ?? 'no reason'})`);
  }
  if (run.phase === 'COMPLETED' && waves.length !== run.waveCount) breaches.push(`${waves.length} waves were sent`);
  for (const [number, wave] of waves.entries()) {
    breaches.push(...findWrongDeliveries(wave, number));
    for (const id of wave.twice) breaches.push(`${id} is planned twice in wave ${number}`);
    if (!['COMPLETED', 'CANCELLED'].includes(wave.job.phase)) breaches.push(`wave ${number} ended ${wave.job.phase}`);
    if (wave.job.phase === 'COMPLETED' && !isComplete(jobTotals(wave.job))) {
      breaches.push(`the totals of wave ${number} do not add up`);
    }
    const next = waves[number + 1];
    if (next?.job.launchedAt !== undefined) breaches.push(...findLost(cascade, waves, number));
  }
  return [
    ...breaches,
    ...findUncounted(end),
    ...findWrongWords(cascade, end),
    ...findWrongTreatments(cascade, end),
    ...findLateOnes(cascade, end),
    ...findEarlyWaves(cascade, end),
    ...findOverspending(cascade, end),
  ];
}

function findWrongDeliveries({ recipients, job }: WaveEnd, number: number): string[] {
  const breaches: string[] = [];
  for (const [id, { result, times }] of recipients) {
    const { status, code } = result;
    const what = `${id} of wave ${number}`;
    if (times > 1 && !isResent(code)) breaches.push(`${what} got it ${times} times (${status} ${code ?? ''})`);
    if (times === 0 && status === 'ACCEPTED') breaches.push(`${what} is ACCEPTED but got nothing`);
    if (times > 0 && status !== 'ACCEPTED' && status !== 'IN_DOUBT') {
      breaches.push(`${what} got it but is ${status} ${code ?? ''}`);
    }
    if (job.phase === 'COMPLETED' && (status === 'PLANNED' || status === 'CLAIMED')) {
      breaches.push(`${what} ended ${status}`);
    }
  }
  return breaches;
}

/** A wave plans exactly whom the one before sent to, and where its step takes them those whom that could not reach. */
function findLost(cascade: Cascade, waves: readonly WaveEnd[], number: number): string[] {
  const { look } = cascade;
  const isToRest = look !== undefined && number === 0;
  const isAfterRest = look !== undefined && number === 1;
  const next = waves[number + 1];
  if (next === undefined) return [];
  const goesOn = waitOfWave(cascade, number + 1)?.goesOn ?? [];
  const taken: ReadonlySet<string> = new Set(isToRest ? ['AWAITS_LOOK'] : reasonsTaken(goesOn));
  const expected = new Set<string>();
  for (const { recipients, excluded } of waves.slice(isAfterRest ? 0 : number, number + 1)) {
    if (!isToRest) for (const id of recipients.keys()) expected.add(id);
    for (const [id, reason] of excluded) if (taken.has(reason)) expected.add(id);
  }
  const planned = new Set([...next.recipients.keys(), ...next.excluded.keys()]);
  const breaches: string[] = [];
  for (const id of expected)
    if (!planned.has(id)) breaches.push(`${id} is lost between waves ${number} and ${number + 1}`);
  for (const id of planned) if (!expected.has(id)) breaches.push(`${id} is in wave ${number + 1} out of nowhere`);
  if (jobTotals(next.job).planned !== planned.size) {
    breaches.push(`wave ${number + 1} counts ${jobTotals(next.job).planned} planned, and names ${planned.size}`);
  }
  return breaches;
}

/** planned = Σ outcomes over the whole run, and each outcome is that of the last wave that planned somebody. */
function findUncounted({ run, totals }: CascadeEnd): string[] {
  const { planned, excluded, outcomes } = totals;
  const out = Object.values(excluded).reduce((sum, count) => sum + count, 0);
  const breaches =
    outcomes.included + out === planned ? [] : [`${planned} planned, ${outcomes.included} + ${out} counted`];
  if (run.phase === 'COMPLETED' && settledTotal(outcomes) !== outcomes.included) {
    breaches.push(`${outcomes.included} included, ${settledTotal(outcomes)} with an outcome`);
  }
  return breaches;
}

/** The rest gets what the one look found, or a person decided; the trial gets what its hash says. */
function findWrongTreatments({ look }: Cascade, { run, waves }: CascadeEnd): string[] {
  if (look === undefined) return [];
  const rest = waves[1];
  if (rest === undefined) return [];
  if (rest.recipients.size === 0 && run.look === undefined) return [];
  const given = run.look === undefined ? null : treatmentOfRest(run.look.decision, run.look.chosen);
  const breaches =
    given === null && rest.recipients.size > 0 ? ['the rest was planned before anything was decided'] : [];
  for (const [id, { treatment }] of rest.recipients) {
    if (treatment !== given) breaches.push(`${id} of the rest got treatment ${treatment}, not ${given ?? 'none'}`);
  }
  return breaches;
}

/** Each wave has the words that its step had when the run began. */
function findWrongWords({ look }: Cascade, { sent, run }: CascadeEnd): string[] {
  const wrong = new Set<string>();
  for (const { ref, message } of sent) {
    const wave = ref.jobId === run.id ? 0 : Number(ref.jobId.replace(`${run.id}-w`, ''));
    const title = message.channel === 'PUSH' ? message.title : '';
    const step = look === undefined ? wave : Math.max(0, wave - 1);
    if (step === 0 ? title === '바뀐 말' || title?.startsWith('wave-') === true : title !== `wave-${step}`)
      wrong.add(`wave ${wave} was sent as ${title ?? ''}`);
  }
  return [...wrong];
}

/** A look is good for a second, on clocks that may be wrong and for a worker that may be frozen in between. */
const LOOK_MS = 60_000;

/** Nobody gets a wave that is for those who did not come back, long after they did. */
function findLateOnes(cascade: Cascade, { sent, run, waves, cameBack, scheduler }: CascadeEnd): string[] {
  // To a clock that is set back a look seems to be new for as long.
  if (scheduler.counts.jumps > 0) return [];
  const since = waves[0]?.job.launchedAt ?? 0;
  const breaches: string[] = [];
  for (const { ref, customer, at } of sent) {
    const wave = ref.jobId === run.id ? 0 : Number(ref.jobId.replace(`${run.id}-w`, ''));
    if (wave === 0 || waitOfWave(cascade, wave)?.goesOn.includes('NOT_ACTIVE') !== true) continue;
    const back = (cameBack.get(customer.id) ?? []).find((when) => when >= since);
    if (back !== undefined && at - back > LOOK_MS) {
      breaches.push(`${customer.id} came back ${at - back} ms before wave ${wave} was sent to them`);
    }
  }
  return breaches;
}

/** A wave begins its wait after the wave before was sent to all, as clocks go that may be wrong. */
function findEarlyWaves(cascade: Cascade, { waves, scheduler }: CascadeEnd): string[] {
  const { skewMs = 0 } = cascade;
  const breaches: string[] = [];
  for (const [number, { job }] of waves.entries()) {
    const { planningSince, sendAt } = job;
    if (number === 0 || planningSince === undefined) continue;
    if (sendAt === undefined || planningSince < sendAt) breaches.push(`wave ${number} began before its time`);
    const before = waves[number - 1]?.job.launchedAt ?? 0;
    const isRest = cascade.look !== undefined && number === 1;
    const minutes = isRest ? cascade.look?.afterMinutes : waitOfWave(cascade, number)?.waitMinutes;
    const wait = (minutes ?? 0) * 60_000;
    // A clock that was set back by ten minutes says that a wave ended before it began.
    if (scheduler.counts.jumps > 0) continue;
    if (planningSince - before < wait - 4 * skewMs) breaches.push(`wave ${number} did not wait`);
  }
  return breaches;
}

/** A message costs a won when it is planned, whichever wave it is of, and what is in force when it goes. */
function findOverspending({ budgetKrw }: Cascade, { grants, waves, costKrw }: CascadeEnd): string[] {
  if (budgetKrw === undefined) return [];
  const breaches: string[] = [];
  const granted = [...grants.byPage.values()].reduce((sum, micros) => sum + micros, 0) / 1_000_000;
  if (granted > budgetKrw) breaches.push(`${granted} won were granted of ${budgetKrw}`);
  if (!(costKrw <= granted)) breaches.push(`${costKrw} won were spent of ${granted} granted`);
  const included = waves.reduce((sum, { job }) => sum + job.sent.included, 0);
  if (included > granted) breaches.push(`${included} are included over all waves, and ${granted} won granted`);
  if (grants.isChanged) breaches.push('a page that was planned again was granted another amount');
  return breaches;
}
