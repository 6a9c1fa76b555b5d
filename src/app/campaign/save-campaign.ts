import {
  countEdits,
  createCampaign,
  setSchedule,
  wordsOf,
  type Campaign,
  type CampaignInput,
} from '../../domain/campaign/index.ts';
import { checkTrigger } from '../../domain/trigger/index.ts';
import { idOfSaved } from '../../domain/imported-id.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { SettingsStore } from '../delivery/model/ports.ts';
import type { Actor, CampaignStore, Clock, CustomerSource, Ids, SegmentStore, TemplateStore } from '../ports.ts';
import { checkGoalEvent } from './check-goal.ts';
import { checkFixedText, findDestinations } from './check-destinations.ts';

export type SaveCampaignDeps = {
  readonly campaigns: CampaignStore;
  readonly segments: SegmentStore;
  readonly templates: TemplateStore;
  readonly customers: Pick<CustomerSource, 'scan'>;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
  readonly ids: Ids;
  readonly clock: Pick<Clock, 'now'>;
};

export type SaveCampaignCommand = {
  readonly actor: Actor;
  /** Absent: a new campaign. */
  readonly campaignId?: string;
  /** What it is called where it comes from: it is updated when it was saved under this key before, and created else. */
  readonly importKey?: string;
  readonly input: Omit<CampaignInput, 'id'>;
};

/** Checks what goes to whom within which limits, and keeps it; jobs planned before are not changed by it. */
export async function saveCampaign(
  deps: SaveCampaignDeps,
  command: SaveCampaignCommand,
): Promise<{ readonly ok: true; readonly campaign: Campaign } | Refused> {
  const given = idOfSaved(command.campaignId, command.importKey);
  if (!given.ok) return given;
  const id = given.id ?? deps.ids.next();
  const created = createCampaign({ ...command.input, id });
  if (!created.ok) return created;
  const refusal = await checkReferences(deps, created.campaign);
  if (refusal !== null) return refusal;
  const known = await deps.campaigns.get(id);
  const { goal } = created.campaign;
  // A goal that was good when it was set stays so.
  const unknown = goal?.event === known?.value.goal?.event ? null : await checkGoalEvent(deps, goal);
  if (unknown !== null) return unknown;
  if (known === null && command.campaignId !== undefined) return refuse('NOT_FOUND', `There is no campaign ${id}.`);
  const timed = setSchedule(created.campaign, command.input.schedule, { known: known?.value, now: deps.clock.now() });
  if (!timed.ok) return timed;
  const { schedule, trigger } = command.input;
  if (trigger !== undefined && schedule !== undefined && schedule.type !== 'NOW') {
    return refuse('INVALID_CAMPAIGN', 'trigger: a campaign is opened by an event or by a schedule, not by both.');
  }
  const untriggered = trigger === undefined ? null : checkTrigger(trigger, deps.clock.now());
  if (untriggered !== null) return untriggered;
  const triggered = { ...timed.campaign, ...(trigger === undefined ? {} : { trigger }) };
  const campaign = countEdits(triggered, known?.value);
  if (await deps.campaigns.put(campaign, known?.revision ?? 0, command.actor)) return { ok: true, campaign };
  return refuse('CONFLICT', `Campaign ${id} is being changed by somebody else; try again.`);
}

/** What a campaign names must exist and fit: templates of the step's channel and of the campaign's message class. */
async function checkReferences(
  deps: Omit<SaveCampaignDeps, 'campaigns' | 'ids'>,
  campaign: Campaign,
): Promise<Refused | null> {
  if ((await deps.segments.get(campaign.segmentId)) === null) {
    return refuse('INVALID_CAMPAIGN', `There is no segment ${campaign.segmentId}.`);
  }
  const named = await findDestinations(deps, campaign.steps);
  if (!named.ok) return named;
  for (const { where, channel, stepIndex, templateId, templateVersion } of wordsOf(campaign)) {
    const template = (await deps.templates.get(templateId))?.value;
    if (template === undefined) return refuse('INVALID_CAMPAIGN', `${where}: there is no template ${templateId}.`);
    if (template.channel !== channel) {
      return refuse('INVALID_CAMPAIGN', `${where} is ${channel}, but its template is for ${template.channel}.`);
    }
    const number = templateVersion ?? template.activeVersion;
    const version = await deps.templates.getVersion(templateId, number);
    if (version === null) {
      return refuse('INVALID_CAMPAIGN', `${where}: template ${templateId} has no version ${number}.`);
    }
    if (version.messageClass !== campaign.messageClass) {
      return refuse(
        'INVALID_CAMPAIGN',
        `${where}: the campaign is ${campaign.messageClass}, but version ${number} of its template is ${version.messageClass}.`,
      );
    }
    const destination = named.destinations[stepIndex] ?? null;
    const unfit = destination === null ? null : checkFixedText(destination, version);
    if (unfit !== null) {
      return refuse('INVALID_CAMPAIGN', `${where}: version ${number} of template ${templateId}: ${unfit}`);
    }
  }
  return null;
}
