import { indexOfWords } from '../../domain/campaign/index.ts';
import type { Channel, Customer } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  decideCustomer,
  EXCLUSION_REASONS,
  recheckRecipient,
  ruleOfReason,
  type ExclusionReason,
  type RecipientStatus,
  type SendPlan,
} from '../../domain/send-job/index.ts';
import { compileJob } from '../delivery/job/compile-job.ts';
import type { CompiledJob } from '../delivery/model/compiled-job.ts';
import { campaignStepOf } from '../delivery/model/job.ts';
import type { Clock, CustomerSource, TemplateStore } from '../ports.ts';
import { capUsedUp, type CapUsedUpDeps } from './cap-used-up.ts';
import { findRecipient } from './find-recipient.ts';
import type { JobRecipient, ListRecipientsDeps } from './list-recipients.ts';

export type ExplainRecipientDeps = ListRecipientsDeps &
  CapUsedUpDeps & {
    readonly customers: CustomerSource;
    readonly templates: Pick<TemplateStore, 'getVersion'>;
    readonly clock: Clock;
  };

export type ExplainRecipientCommand = { readonly jobId: string; readonly customerId: string };

/** INCLUDED and EXCLUDED are what the plan says; the WOULD_BE forms are decided anew, for whoever is not in it. */
export type Explanation = {
  readonly ok: true;
  readonly customerId: string;
  readonly outcome: 'INCLUDED' | 'EXCLUDED' | 'WOULD_BE_INCLUDED' | 'WOULD_BE_EXCLUDED';
  readonly reason?: ExclusionReason;
  readonly status?: RecipientStatus;
  readonly code?: string;
  readonly channel?: Channel;
  readonly endpointId?: string;
  /** Of the campaign's steps, from 0. */
  readonly stepIndex?: number;
  /** Of the campaign's treatments, from 0. */
  readonly treatment?: number;
  readonly message: string;
  /** The rule behind the reason, and what of the customer met it. */
  readonly rule?: string;
  /** What would be decided of the customer now, where that differs from the plan. */
  readonly sincePlan?: string;
};

/**
 * Says why one customer gets a job's message or does not, and what became of it, however large the job is (see
 * `findRecipient`). A plan counts those outside its segment without listing them: they are decided anew, as of then.
 */
export async function explainRecipient(
  deps: ExplainRecipientDeps,
  { jobId, customerId }: ExplainRecipientCommand,
): Promise<Explanation | Refused> {
  const job = await deps.jobs.get(jobId);
  if (job === null) return refuse('NOT_FOUND', `There is no job ${jobId}.`);
  const plan = await compileJob(deps, job);
  if (!plan.ok) return refuse('PLAN_UNREADABLE', `The plan of job ${jobId} cannot be read any more (${plan.why}).`);
  const compiled = plan.job;
  const found = await findRecipient(deps, job, customerId);
  const customer = (await deps.customers.getMany([customerId])).get(customerId);
  const names = job.treatments ?? [];
  if (found !== null) {
    const explained = withRule(fromPlan(found, compiled, names), compiled, found, customer, deps.clock.now());
    if (explained.reason !== 'FREQUENCY_CAP' || customer === undefined) return explained;
    const who = { customer, endpointId: found.endpointId };
    const usedUp = await capUsedUp(deps, job, compiled.plan.messageClass, who);
    return usedUp === null ? explained : { ...explained, rule: usedUp };
  }
  if (customer === undefined) return refuse('NOT_FOUND', `There is no customer ${customerId}.`);
  if (compiled.follows !== undefined) return notOfWave(customerId, compiled.follows.jobId);
  const decision = decideCustomer(customer, compiled.plan, compiled.plannedAt);
  if (decision.outcome === 'EXCLUDED') {
    const { reason } = decision;
    const message = `The plan does not list this customer. Decided anew: excluded (${reason}).`;
    const rule = ruleOfReason(reason, customer, compiled.plan);
    return { ok: true, customerId, outcome: 'WOULD_BE_EXCLUDED', reason, message, rule };
  }
  const { channel, endpointId, treatment } = decision;
  const stepIndex = campaignStepOf(job, decision.stepIndex);
  const message =
    `Decided anew: included by ${channel}${inWords(names, treatment)}. The plan does not hold this customer, who was not there when it was made or ` +
    'was outside the segment, or it is still being made.';
  return { ok: true, customerId, outcome: 'WOULD_BE_INCLUDED', channel, endpointId, stepIndex, treatment, message };
}

/** A later wave is planned from the people of the one before, which names whoever it did not hand on. */
function notOfWave(customerId: string, before: string): Explanation {
  const message =
    `This wave is planned from the people of the wave before, job ${before}, and that one did not hand this customer on. ` +
    'Ask why of that job; or this one is still being planned.';
  return { ok: true, customerId, outcome: 'WOULD_BE_EXCLUDED', reason: 'NOT_CONCERNED', message };
}

function withRule(
  explanation: Explanation,
  { plan }: CompiledJob,
  found: JobRecipient,
  customer: Customer | undefined,
  now: number,
): Explanation {
  const { reason } = explanation;
  const rule = reason === undefined || customer === undefined ? {} : { rule: ruleOfReason(reason, customer, plan) };
  const since = changeSincePlan(explanation, plan, found, customer, now);
  return { ...explanation, ...rule, ...(since === null ? {} : { sincePlan: since }) };
}

/** Reasons that others, or the wave before, decide: deciding the customer anew says nothing of them. */
const BY_OTHERS: ReadonlySet<ExclusionReason> = new Set([
  'DUPLICATE_ENDPOINT',
  'FREQUENCY_CAP',
  'ENTERED_BEFORE',
  'BUDGET_EXCEEDED',
  'ENGAGED',
  'NOT_CONCERNED',
]);

function changeSincePlan(
  { outcome, reason }: Explanation,
  plan: SendPlan,
  { customerId, endpointId, stepIndex: ofCampaign, treatment = 0, status }: JobRecipient,
  customer: Customer | undefined,
  now: number,
): string | null {
  if (customer === undefined) return 'The customer has been erased since.';
  if (outcome === 'INCLUDED') {
    if (status !== 'PLANNED' || endpointId === undefined || ofCampaign === undefined) return null;
    const stepIndex = indexOfWords({ stepIndex: ofCampaign, treatment }, plan.treatments?.count ?? 1);
    const recheck = recheckRecipient(customer, { customerId, endpointId, stepIndex, treatment }, plan, now);
    if (recheck.outcome === 'HELD') {
      return `It is held until ${new Date(recheck.until).toISOString()}, when the hours are over in which it must not be sent.`;
    }
    if (recheck.outcome === 'SEND') return changeOfWords(customer, recheck.endpointIndex, stepIndex, plan, now);
    return `Sent now, it would be skipped (${recheck.reason}). ${ruleOfReason(recheck.reason, customer, plan)}`;
  }
  if (reason === undefined || BY_OTHERS.has(reason)) return null;
  const decision = decideCustomer(customer, plan, now);
  if (decision.outcome === 'INCLUDED') return `Planned now, the customer would be included by ${decision.channel}.`;
  if (decision.reason === reason) return null;
  return `Planned now, the reason would be ${decision.reason}. ${ruleOfReason(decision.reason, customer, plan)}`;
}

function changeOfWords(
  customer: Customer,
  endpointIndex: number,
  stepIndex: number,
  plan: SendPlan,
  now: number,
): string | null {
  const endpoint = customer.endpoints[endpointIndex];
  const billed = endpoint === undefined ? undefined : plan.steps[stepIndex]?.billOf(customer, endpoint, now);
  if (typeof billed !== 'string') return null;
  return `Sent now, it would fail (${billed}). ${ruleOfReason(billed, customer, plan)}`;
}

function fromPlan(found: JobRecipient, { plan }: CompiledJob, names: readonly string[]): Explanation {
  const { customerId, endpointId, stepIndex, treatment = 0, status, reason, code } = found;
  if (reason !== undefined) {
    return { ok: true, customerId, outcome: 'EXCLUDED', reason, message: `Excluded from the plan (${reason}).` };
  }
  const index = indexOfWords({ stepIndex: stepIndex ?? 0, treatment }, plan.treatments?.count ?? 1);
  const channel = plan.steps[index]?.channel;
  const why = EXCLUSION_REASONS.find((known) => known === code);
  return {
    ok: true,
    customerId,
    outcome: 'INCLUDED',
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(why === undefined ? {} : { reason: why }),
    ...(channel === undefined ? {} : { channel }),
    ...(endpointId === undefined ? {} : { endpointId }),
    ...(stepIndex === undefined ? {} : { stepIndex }),
    treatment,
    message: `Included${channel === undefined ? '' : ` by ${channel}`}${inWords(names, treatment)}; ${status ?? 'PLANNED'}${code === undefined ? '' : ` (${code})`}.`,
  };
}

/** In which of a campaign's words, for whoever reads of it; nothing where there are none to tell apart. */
function inWords(names: readonly string[], treatment: number): string {
  const name = names[treatment];
  return name === undefined ? '' : `, treatment ${JSON.stringify(name)}`;
}
