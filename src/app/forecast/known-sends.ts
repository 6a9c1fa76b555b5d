import { capsOfClass, type SendHistory } from '../../domain/campaign/index.ts';
import type { Customer } from '../../domain/customer/index.ts';
import { batchesOf } from '../batches-of.ts';
import type { CompiledJob } from '../delivery/model/compiled-job.ts';
import { enteredRun, runsScope } from '../delivery/model/entered-run.ts';
import type { CapStore, SettingsStore } from '../delivery/model/ports.ts';
import { inParallel } from '../in-parallel.ts';
import { NOTHING_SENT, plannerOf, type KnownSends } from './planner-of.ts';

export type KnownSendsDeps = {
  readonly caps: Pick<CapStore, 'getHistories' | 'getOfClass'>;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
};

const BATCH = 100;
const PARALLEL = 16;

/** Reads what was sent before to those of a sample who would be sent to or held out, where anything limits how often. */
export async function readKnownSends(
  { caps, deliverySettings }: KnownSendsDeps,
  job: CompiledJob,
  people: readonly Customer[],
  at: number,
): Promise<KnownSends> {
  const { campaignId, messageClass, caps: ownCaps, oncePerCustomer } = job.plan;
  const classCaps = capsOfClass((await deliverySettings.get()).frequencyCaps ?? [], messageClass);
  if (ownCaps === undefined && oncePerCustomer === undefined && classCaps.length === 0) return NOTHING_SENT;
  const ofCampaign = new Map<string, SendHistory>();
  const ofClass = new Map<string, SendHistory>();
  const entered = new Set<string>();
  const decide = plannerOf(job, { prices: [], rates: [] });
  const isOfAnArm = (person: Customer): boolean => {
    const decision = decide(person, at);
    return decision.outcome === 'SEND' || (decision.outcome === 'OUT' && decision.reason === 'TREATMENT_HOLDOUT');
  };
  const ids = people.filter(isOfAnArm).map(({ id }) => id);
  await inParallel(batchesOf(ids, BATCH), PARALLEL, async (batch) => {
    if (ownCaps !== undefined) {
      for (const [id, history] of await caps.getHistories(campaignId, batch)) ofCampaign.set(id, history);
    }
    if (classCaps.length > 0) {
      for (const [id, { sends }] of await caps.getOfClass(messageClass, batch)) ofClass.set(id, sends);
    }
    if (oncePerCustomer !== undefined) {
      const runs = await caps.getHistories(runsScope(campaignId), batch);
      for (const [id, history] of runs) if (enteredRun(history) !== null) entered.add(id);
    }
  });
  return { ofCampaign, ofClass, classCaps, entered };
}
