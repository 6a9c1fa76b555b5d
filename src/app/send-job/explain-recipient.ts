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
import { compileJob, type CompiledJob } from '../delivery/compile-job.ts';
import type { SendJob } from '../delivery/job.ts';
import { isUnreadable } from '../delivery/shard.ts';
import type { Clock, CustomerSource, TemplateStore } from '../ports.ts';
import { peopleOf, type JobRecipient, type ListRecipientsDeps } from './list-recipients.ts';

export type ExplainRecipientDeps = ListRecipientsDeps & {
  readonly customers: CustomerSource;
  readonly templates: Pick<TemplateStore, 'getVersion'>;
  readonly clock: Clock;
};

export type ExplainRecipientCommand = { readonly jobId: string; readonly customerId: string };

/** INCLUDED and EXCLUDED are what the plan says; the WOULD_BE forms are decided anew, where the plan was not searched. */
export type Explanation = {
  readonly ok: true;
  readonly customerId: string;
  readonly outcome: 'INCLUDED' | 'EXCLUDED' | 'WOULD_BE_INCLUDED' | 'WOULD_BE_EXCLUDED';
  readonly reason?: ExclusionReason;
  readonly status?: RecipientStatus;
  readonly code?: string;
  readonly channel?: Channel;
  readonly endpointId?: string;
  readonly stepIndex?: number;
  readonly message: string;
  /** The rule behind the reason, and what of the customer met it. */
  readonly rule?: string;
  /** What would be decided of the customer now, where that differs from the plan. */
  readonly sincePlan?: string;
};

/** Chunks and lists searched in one call; some 100,000 recipients. */
const MAX_SEARCHED = 1_000;
const READ_AHEAD = 100;

/** Says why one customer gets a job's message or does not, and what became of it. */
export async function explainRecipient(
  deps: ExplainRecipientDeps,
  { jobId, customerId }: ExplainRecipientCommand,
): Promise<Explanation | Refused> {
  const job = await deps.jobs.get(jobId);
  if (job === null) return refuse('NOT_FOUND', `There is no job ${jobId}.`);
  const compiled = await compileJob(deps, job);
  const found = await search(deps, job, customerId);
  const customer = (await deps.customers.getMany([customerId])).get(customerId);
  if (found !== null) return withRule(fromPlan(found, compiled), compiled, found, customer, deps.clock.now());
  if (customer === undefined) return refuse('NOT_FOUND', `There is no customer ${customerId}.`);
  const decision = decideCustomer(customer, compiled.plan, compiled.plannedAt);
  if (decision.outcome === 'EXCLUDED') {
    const { reason } = decision;
    const message = `Decided anew: excluded (${reason}).`;
    const rule = ruleOfReason(reason, customer, compiled.plan);
    return { ok: true, customerId, outcome: 'WOULD_BE_EXCLUDED', reason, message, rule };
  }
  const { channel, endpointId, stepIndex } = decision;
  const message = `Decided anew: included by ${channel}. The plan either does not hold this customer or is too large to search.`;
  return { ok: true, customerId, outcome: 'WOULD_BE_INCLUDED', channel, endpointId, stepIndex, message };
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

/** Reasons that others, not the customer, decide: deciding the customer anew says nothing of them. */
const BY_OTHERS: ReadonlySet<ExclusionReason> = new Set(['DUPLICATE_ENDPOINT', 'FREQUENCY_CAP']);

function changeSincePlan(
  { outcome, reason }: Explanation,
  plan: SendPlan,
  { customerId, endpointId, stepIndex, treatment = 0, status }: JobRecipient,
  customer: Customer | undefined,
  now: number,
): string | null {
  if (customer === undefined) return 'The customer has been erased since.';
  if (outcome === 'INCLUDED') {
    if (status !== 'PLANNED' || endpointId === undefined || stepIndex === undefined) return null;
    const recheck = recheckRecipient(customer, { customerId, endpointId, stepIndex, treatment }, plan, now);
    if (recheck.outcome === 'SEND') return null;
    return `Sent now, it would be skipped (${recheck.reason}). ${ruleOfReason(recheck.reason, customer, plan)}`;
  }
  if (reason === undefined || BY_OTHERS.has(reason)) return null;
  const decision = decideCustomer(customer, plan, now);
  if (decision.outcome === 'INCLUDED') return `Planned now, the customer would be included by ${decision.channel}.`;
  if (decision.reason === reason) return null;
  return `Planned now, the reason would be ${decision.reason}. ${ruleOfReason(decision.reason, customer, plan)}`;
}

function fromPlan(found: JobRecipient, compiled: CompiledJob): Explanation {
  const { customerId, endpointId, stepIndex, status, reason, code } = found;
  if (reason !== undefined) {
    return { ok: true, customerId, outcome: 'EXCLUDED', reason, message: `Excluded from the plan (${reason}).` };
  }
  const channel = compiled.steps[stepIndex ?? 0]?.channel;
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
    message: `Included${channel === undefined ? '' : ` by ${channel}`}; ${status ?? 'PLANNED'}${code === undefined ? '' : ` (${code})`}.`,
  };
}

async function search(deps: ListRecipientsDeps, job: SendJob, customerId: string): Promise<JobRecipient | null> {
  let searched = 0;
  for (const { shard, planning } of await deps.shards.list(job.id, job.shardCount)) {
    const ref = { jobId: job.id, shard };
    for (let from = 0; from < planning.chunkCount && searched < MAX_SEARCHED; from += READ_AHEAD) {
      const chunks = await deps.chunks.listChunks(ref, from, Math.min(READ_AHEAD, planning.chunkCount - from));
      searched += chunks.length;
      for (const chunk of chunks) {
        if (isUnreadable(chunk)) continue;
        const place = chunk.recipients.findIndex((recipient) => recipient.customerId === customerId);
        if (place === -1) continue;
        const [state] = await deps.chunks.listStates(ref, chunk.number, 1);
        const [marks] = await deps.receipts.list(ref, chunk.number, 1);
        const readable = state?.number === chunk.number && !isUnreadable(state) ? state : undefined;
        return peopleOf(chunk, readable, marks?.number === chunk.number ? marks : undefined)[place] ?? null;
      }
    }
    for (let from = 0; from < planning.pages && searched < MAX_SEARCHED;) {
      const lists = await deps.chunks.listExcluded(ref, from, READ_AHEAD);
      const last = lists.at(-1);
      if (last === undefined) break;
      searched += lists.length;
      from = last.number + 1;
      for (const { customerIds } of lists) {
        const reason = EXCLUSION_REASONS.find((known) => customerIds[known]?.includes(customerId) === true);
        if (reason !== undefined) return { customerId, reason };
      }
    }
  }
  return null;
}
