import type { GoesOn } from '../../domain/campaign/index.ts';
import { seoulDay, type Activity, type Customer } from '../../domain/customer/index.ts';
import { REACH_REASONS, whyOut, type BeforeWave } from '../../domain/run/index.ts';
import { decideCustomer, recheckRecipient, type SendPlan } from '../../domain/send-job/index.ts';
import { compileJob } from '../delivery/job/compile-job.ts';
import type { JobStore } from '../delivery/model/ports.ts';
import type { TemplateStore } from '../ports.ts';
import type { Wave } from './read-members.ts';

export type WaveTermsDeps = {
  readonly jobs: Pick<JobStore, 'getSpec'>;
  readonly templates: Pick<TemplateStore, 'getVersion'>;
};

/** What says whether a wave would have sent to somebody who is held out, and when. */
export type WaveTerms = {
  /** In milliseconds since the epoch. */
  readonly begunAt: number;
  /** Who of the wave before goes on; empty for the first wave. */
  readonly goesOn: readonly GoesOn[];
  /** It is for those whom the wave before kept for the look: nobody goes on to it. */
  readonly isRest: boolean;
  /** Its plan, without a holdout; null: it cannot be read any more. */
  readonly plan: SendPlan | null;
};

/** Reads what the waves of a run were planned by. */
export function readWaveTerms(deps: WaveTermsDeps, waves: readonly Wave[]): Promise<readonly WaveTerms[]> {
  return Promise.all(
    waves.map(async ({ job }) => {
      const compiled = await compileJob(deps, job);
      const begunAt = job.launchedAt ?? job.createdAt;
      if (!compiled.ok) return { begunAt, goesOn: [], isRest: false, plan: null };
      const { follows, plan } = compiled.job;
      const { goesOn = [], isRest = false } = follows ?? {};
      return { begunAt, goesOn, isRest, plan: { ...plan, holdoutPercent: 0 } };
    }),
  );
}

/** Of conditions on the message before: it went out, and moved them to nothing. */
const NOT_MOVED: BeforeWave = { kind: 'RECIPIENT', result: { status: 'ACCEPTED' } };

/**
 * When the waves of a run would have sent to somebody who is held out. `listed` are the waves that found them held out: a
 * later one looks only at people of the wave before, among whom they are not, so that it is decided here what it would have
 * found. Without the later waves their windows would end before those of the others, who are given more time to come back.
 */
export function heldOutMoments(
  customer: Customer | undefined,
  waves: readonly WaveTerms[],
  listed: readonly number[],
): readonly number[] {
  const moments: number[] = [];
  let before: BeforeWave | null = null;
  for (const [wave, terms] of waves.entries()) {
    const { begunAt, goesOn, isRest, plan } = terms;
    const isListed = listed.includes(wave);
    if (customer === undefined || plan === null) {
      if (isListed) moments.push(begunAt);
      continue;
    }
    if (!isListed && (before === null || isRest)) continue;
    if (!isListed && before !== null && whyOut(goesOn, before) !== null) break;
    const found = decideAt(asOf(customer, begunAt), plan, begunAt, isListed);
    if (typeof found === 'number') {
      moments.push(found);
      before = NOT_MOVED;
      continue;
    }
    const reason = REACH_REASONS.find((known) => known === found);
    if (reason === undefined) break;
    before = { kind: 'UNREACHABLE', reason };
  }
  return moments;
}

/** When a wave would have sent to somebody; or why it would not. Who is `listed` would have been, whatever changed since. */
function decideAt(customer: Customer, plan: SendPlan, at: number, isListed: boolean): number | string {
  const { whyLeft: _, local: __, isTried: ___, ...withoutConditions } = plan;
  const terms = isListed ? { ...withoutConditions, isMember: () => true } : plan;
  const decision = decideCustomer(customer, terms, at);
  if (decision.outcome === 'EXCLUDED') return isListed ? at : decision.reason;
  const recheck = recheckRecipient(customer, { ...decision, customerId: customer.id }, terms, at);
  if (recheck.outcome !== 'HELD') return at;
  // Who comes back while they are held is not sent to any more, and is counted from when the wave began.
  const isBack = plan.whyLeft !== undefined && plan.whyLeft(asOf(customer, recheck.until)) !== null;
  return isBack ? at : recheck.until;
}

/** A customer as far as what they did until then. Of events the days are kept: what may have been later is left out. */
function asOf(customer: Customer, at: number): Customer {
  const { lastActiveAt, events = {}, ...rest } = customer.activity;
  const isAllBefore = lastActiveAt === undefined || lastActiveAt < at;
  if (isAllBefore) return customer;
  const today = seoulDay(at);
  const before: Activity['events'] = Object.fromEntries(
    Object.entries(events).map(([name, { days }]) => [name, { days: days.filter(([day]) => day < today) }]),
  );
  return { ...customer, activity: { ...rest, events: before } };
}
