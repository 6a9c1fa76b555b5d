import { canonicalJson, checkOperation, checkTemplateUse, type ApiClient } from '../../domain/api-client/index.ts';
import { wordsOf } from '../../domain/campaign/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { SettingsStore } from '../delivery/model/ports.ts';
import { shardsOf } from '../delivery/plan/shard-count.ts';
import { planCampaign, type PlanCampaignDeps } from '../send-job/plan-campaign.ts';
import { refuseWhileStopped } from '../send-job/refuse-while-stopped.ts';
import { carryOutOnce, type Answered, type OnceDeps } from './carry-out-once.ts';

export type LaunchCampaignDeps = OnceDeps & PlanCampaignDeps & { readonly deliverySettings: SettingsStore };

export type LaunchCampaignCommand = {
  readonly client: ApiClient;
  readonly idempotencyKey: string;
  readonly campaignId: string;
  /** Another run of the campaign that is not through or has just gone out, when both are wanted. */
  readonly besideJobId?: string | undefined;
};

/** Plans a campaign and sends it as soon as the plan is ready: "send campaign X now", once for each key. */
export async function launchCampaign(
  deps: LaunchCampaignDeps,
  { client, idempotencyKey, campaignId, besideJobId }: LaunchCampaignCommand,
): Promise<Answered | Refused> {
  const allowed = checkOperation(client, 'LAUNCH_CAMPAIGN');
  if (!allowed.ok) return allowed;
  const beside = besideJobId === undefined ? {} : { besideJobId };
  const bodyHash = deps.hash(canonicalJson({ operation: 'LAUNCH_CAMPAIGN', campaignId, ...beside }));
  return carryOutOnce(deps, { clientId: client.id, idempotencyKey, bodyHash }, async (jobId) => {
    const earlier = await deps.jobs.get(jobId);
    if (earlier !== null) {
      if (earlier.campaignId !== campaignId) {
        return refuse(
          'IDEMPOTENCY_CONFLICT',
          'This idempotencyKey belongs to a call with another body. Use a new key.',
        );
      }
      await deps.doorbell.ring(shardsOf(earlier));
      return { ok: true, answer: { jobId, decisions: [] } };
    }
    const stopped = refuseWhileStopped(await deps.deliverySettings.get());
    if (stopped !== null) return stopped;
    const campaign = (await deps.campaigns.get(campaignId))?.value;
    if (campaign === undefined) return refuse('NOT_FOUND', `There is no campaign ${campaignId}.`);
    const isUsable = checkTemplateUse(
      client,
      wordsOf(campaign).map(({ templateId }) => templateId),
    );
    if (!isUsable.ok) return isUsable;
    const planned = await planCampaign(deps, {
      actor: { id: `client:${client.id}` },
      campaignId,
      launch: true,
      ...beside,
      jobId,
    });
    return planned.ok ? { ok: true, answer: { jobId, decisions: [] } } : planned;
  });
}
