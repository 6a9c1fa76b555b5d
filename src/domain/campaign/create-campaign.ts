import { minuteOfClock } from '../schedule/local-window.ts';
import type { CampaignTrigger } from '../trigger/campaign-trigger.ts';
import { LOCAL, type ScheduleSpec } from '../schedule/schedule.ts';
import { MESSAGE_CLASSES, type MessageClass } from '../consent/consent.ts';
import { CHANNEL_TYPES, isChannelType } from '../customer/channel.ts';
import { refuse, type Refused } from '../result.ts';
import { TEMPLATE_CHANNELS, type Template } from '../template/template.ts';
import type { Look } from '../experiment/look.ts';
import type { Treatment } from '../experiment/treatment.ts';
import type { MessageCaps } from './caps.ts';
import { checkLook } from './check-look.ts';
import { checkStepWait } from './check-step-wait.ts';
import { checkTreatments } from './check-treatments.ts';
import { wavesOf } from './waves.ts';
import { readGoal, type CampaignGoal } from './goal.ts';
import {
  IN_DOUBT_POLICIES,
  type Campaign,
  type CampaignStep,
  type InDoubtPolicy,
  type QuietTime,
  type WhenClosed,
} from './campaign.ts';

const MAX_STEPS = 5;
const MAX_HOLDOUT_PERCENT = 50;

/** Pinpoint's bounds for one campaign's rate. */
const MAX_MESSAGES_PER_SECOND = 20_000;

/** Pinpoint's bound for both caps. */
const MAX_CAP = 100;

const MAX_DURATION_MINUTES = 7 * 24 * 60;

/** A billion won; millionths of it are still exact numbers. */
const MAX_BUDGET_KRW = 1_000_000_000;

/** A week: as long as a wave may be sent. */
const MAX_EXPIRY_MINUTES = 7 * 1_440;
const MAX_NAME = 128;

/**
 * INVALID_CAMPAIGN: a field is wrong, and the message names it; INVALID_SHARES: those of the treatments are not 100 %
 * together.
 */
export type CampaignErrorCode = 'INVALID_CAMPAIGN' | 'INVALID_SHARES';

/**
 * A campaign as a person writes it: what may be left out has a default (no holdout, HOLD, no limits). `holdoutPercent`
 * is 0 to 50, with decimals; times are local clock times, amounts whole won.
 */
export type CampaignInput = {
  readonly id: string;
  readonly name: string;
  readonly segmentId: string;
  readonly messageClass: MessageClass;
  readonly steps: readonly CampaignStep[];
  readonly holdoutPercent?: number | undefined;
  readonly treatments?: readonly Treatment[] | undefined;
  readonly look?: Look | undefined;
  readonly messagesPerSecond?: number | undefined;
  readonly inDoubtPolicy?: InDoubtPolicy | undefined;
  readonly quietTime?: QuietTime | undefined;
  readonly caps?: MessageCaps | undefined;
  readonly oncePerCustomer?: boolean | undefined;
  readonly whenClosed?: WhenClosed | undefined;
  readonly expiresAfterMinutes?: number | undefined;
  readonly maxDurationMinutes?: number | undefined;
  readonly budgetKrw?: number | undefined;
  readonly schedule?: ScheduleSpec | undefined;
  readonly trigger?: CampaignTrigger | undefined;
  readonly goal?: CampaignGoal | undefined;
};

function checkName(name: string): string | null {
  if (name.trim() === '') return 'name: must not be empty. Give the campaign a name.';
  return name.length > MAX_NAME ? `name: has ${name.length} characters; at most ${MAX_NAME} are allowed.` : null;
}

function checkStep(step: CampaignStep, index: number): Refused<CampaignErrorCode> | null {
  const path = `steps[${index}]`;
  if (!TEMPLATE_CHANNELS.includes(step.channel)) {
    return refuse('INVALID_CAMPAIGN', `${path}.channel: must be one of ${TEMPLATE_CHANNELS.join(', ')}.`);
  }
  if (step.templateId === '') return refuse('INVALID_CAMPAIGN', `${path}.templateId: must not be empty.`);
  const { templateVersion } = step;
  if (templateVersion !== undefined && !(Number.isInteger(templateVersion) && templateVersion >= 1)) {
    return refuse('INVALID_CAMPAIGN', `${path}.templateVersion: must be a whole number from 1.`);
  }
  const wait = checkStepWait(step, index);
  return wait === null ? checkEndpointTypes(step, path) : refuse('INVALID_CAMPAIGN', `${path}.${wait}`);
}

function checkEndpointTypes({ channel, endpointTypes }: CampaignStep, path: string): Refused<CampaignErrorCode> | null {
  if (endpointTypes === undefined) return null;
  if (channel !== 'CUSTOM') {
    return refuse('INVALID_CAMPAIGN', `${path}.endpointTypes: only a CUSTOM step takes endpoints of other types.`);
  }
  const isList = endpointTypes.length > 0 && new Set(endpointTypes).size === endpointTypes.length;
  if (isList && endpointTypes.every(isChannelType)) return null;
  return refuse('INVALID_CAMPAIGN', `${path}.endpointTypes: must be one or more of ${CHANNEL_TYPES.join(', ')}.`);
}

function checkSteps(steps: readonly CampaignStep[]): Refused<CampaignErrorCode> | null {
  if (steps.length < 1 || steps.length > MAX_STEPS) {
    return refuse('INVALID_CAMPAIGN', `steps: a campaign has 1 to ${MAX_STEPS} steps, not ${steps.length}.`);
  }
  for (const [index, step] of steps.entries()) {
    const refused = checkStep(step, index);
    if (refused !== null) return refused;
  }
  for (const wave of wavesOf({ steps })) {
    const seen = new Set<string>();
    for (const [place, step] of wave.steps.entries()) {
      // Such a step gets whom those before it cannot reach: the same channel and destination again would reach nobody.
      const leadsTo = `${step.channel} ${step.destination ?? ''}`.trim();
      if (seen.has(leadsTo)) {
        const path = `steps[${wave.firstStep + place}].channel`;
        return refuse(
          'INVALID_CAMPAIGN',
          `${path}: ${leadsTo} is already an earlier step, and this one does not wait. Give it waitMinutes, or leave it out.`,
        );
      }
      seen.add(leadsTo);
    }
  }
  return null;
}

function checkNumbers(input: CampaignInput): string | null {
  const { holdoutPercent = 0, messagesPerSecond } = input;
  if (!(holdoutPercent >= 0 && holdoutPercent <= MAX_HOLDOUT_PERCENT)) {
    return `holdoutPercent: must be from 0 to ${MAX_HOLDOUT_PERCENT}.`;
  }
  if (messagesPerSecond === undefined) return null;
  return Number.isInteger(messagesPerSecond) && messagesPerSecond >= 1 && messagesPerSecond <= MAX_MESSAGES_PER_SECOND
    ? null
    : `messagesPerSecond: must be a whole number from 1 to ${MAX_MESSAGES_PER_SECOND}.`;
}

function checkQuietTime(quietTime: QuietTime | undefined): string | null {
  if (quietTime === undefined) return null;
  if (minuteOfClock(quietTime.start) === null) return 'quietTime.start: must be a time of day such as 21:00.';
  if (minuteOfClock(quietTime.end) === null) return 'quietTime.end: must be a time of day such as 08:00.';
  return quietTime.start === quietTime.end ? 'quietTime: must not start and end at the same time.' : null;
}

function isCount(value: number | undefined, most: number): boolean {
  return value === undefined || (Number.isInteger(value) && value >= 1 && value <= most);
}

function checkLimits({ caps, maxDurationMinutes, budgetKrw, expiresAfterMinutes }: CampaignInput): string | null {
  if (!isCount(expiresAfterMinutes, MAX_EXPIRY_MINUTES)) {
    return `expiresAfterMinutes: must be a whole number from 1 to ${MAX_EXPIRY_MINUTES} (a week).`;
  }
  if (!isCount(caps?.daily, MAX_CAP)) return `caps.daily: must be a whole number from 1 to ${MAX_CAP}.`;
  if (!isCount(caps?.total, MAX_CAP)) return `caps.total: must be a whole number from 1 to ${MAX_CAP}.`;
  if (!isCount(budgetKrw, MAX_BUDGET_KRW)) return `budgetKrw: must be a whole number from 1 to ${MAX_BUDGET_KRW}.`;
  return isCount(maxDurationMinutes, MAX_DURATION_MINUTES)
    ? null
    : `maxDurationMinutes: must be a whole number from 1 to ${MAX_DURATION_MINUTES} (a week).`;
}

/** Each part of an occurrence in the customers' own time is a run, and a budget is of one run. */
function checkSharedBudget({ budgetKrw, schedule }: CampaignInput): string | null {
  if (budgetKrw === undefined || schedule?.timezone !== LOCAL) return null;
  return (
    "budgetKrw: in each customer's own time an occurrence has up to forty parts, each of which would spend " +
    `₩${budgetKrw.toLocaleString('en')} for itself. Give the schedule a zone, or leave the budget out: that of the month ` +
    '(monthlyBudgetKrw of the delivery settings) holds over all parts.'
  );
}

/** Makes a campaign, when its parts are possible. Whether its segment and templates exist is the caller's to know. */
export function createCampaign(
  input: CampaignInput,
): { readonly ok: true; readonly campaign: Campaign } | Refused<CampaignErrorCode> {
  const { id, name, segmentId, messageClass, messagesPerSecond, quietTime, caps, maxDurationMinutes, budgetKrw } =
    input;
  const { treatments } = input;
  const problem =
    checkName(name) ??
    (segmentId === '' ? 'segmentId: must not be empty. Choose a segment.' : null) ??
    (MESSAGE_CLASSES.includes(messageClass) ? null : `messageClass: must be ${MESSAGE_CLASSES.join(' or ')}.`) ??
    (input.inDoubtPolicy === undefined || IN_DOUBT_POLICIES.includes(input.inDoubtPolicy)
      ? null
      : `inDoubtPolicy: must be ${IN_DOUBT_POLICIES.join(' or ')}.`) ??
    checkNumbers(input) ??
    checkLimits(input) ??
    checkQuietTime(quietTime);
  if (problem !== null) return refuse('INVALID_CAMPAIGN', problem);
  const refused =
    checkSteps(input.steps) ??
    checkTreatments({ steps: input.steps, ...(treatments === undefined ? {} : { treatments }) });
  if (refused !== null) return refused;
  const unseen = input.look === undefined ? null : checkLook(input.look, input);
  if (unseen !== null) return refuse('INVALID_CAMPAIGN', unseen);
  const unshared = checkSharedBudget(input);
  if (unshared !== null) return refuse('INVALID_CAMPAIGN', unshared);
  const goal = input.goal === undefined ? null : readGoal(input.goal);
  if (goal?.ok === false) return goal;
  const campaign: Campaign = {
    id,
    name,
    segmentId,
    messageClass,
    steps: input.steps,
    holdoutPercent: input.holdoutPercent ?? 0,
    inDoubtPolicy: input.inDoubtPolicy ?? 'HOLD',
    ...(treatments === undefined ? {} : { treatments }),
    ...(input.look === undefined ? {} : { look: input.look }),
    ...(goal === null ? {} : { goal: goal.goal }),
    ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }),
    ...(quietTime === undefined ? {} : { quietTime }),
    ...(caps === undefined ? {} : { caps }),
    ...(input.whenClosed === undefined || input.whenClosed === 'SKIP' ? {} : { whenClosed: input.whenClosed }),
    ...(input.expiresAfterMinutes === undefined ? {} : { expiresAfterMinutes: input.expiresAfterMinutes }),
    ...(input.oncePerCustomer === true ? { oncePerCustomer: true } : {}),
    ...(maxDurationMinutes === undefined ? {} : { maxDurationMinutes }),
    ...(budgetKrw === undefined ? {} : { budgetKrw }),
  };
  return { ok: true, campaign };
}

/** Checks a campaign's steps against the templates they name: they exist, on the same channel, of the same class. */
export function checkTemplates(
  campaign: Pick<Campaign, 'steps' | 'messageClass'>,
  templates: ReadonlyMap<string, Template>,
): { readonly ok: true } | Refused<'TEMPLATE_NOT_FOUND' | 'TEMPLATE_MISMATCH'> {
  for (const [index, { channel, templateId, templateVersion }] of campaign.steps.entries()) {
    const path = `steps[${index}]`;
    const template = templates.get(templateId);
    if (template === undefined) {
      return refuse('TEMPLATE_NOT_FOUND', `${path}.templateId: there is no template ${JSON.stringify(templateId)}.`);
    }
    if (templateVersion !== undefined && templateVersion > template.latestVersion) {
      return refuse(
        'TEMPLATE_NOT_FOUND',
        `${path}.templateVersion: template "${template.name}" has versions 1 to ${template.latestVersion}.`,
      );
    }
    if (template.channel !== channel) {
      return refuse(
        'TEMPLATE_MISMATCH',
        `${path}: the step sends ${channel}, but template "${template.name}" is for ${template.channel}.`,
      );
    }
    // An advertisement sent as a transactional message would pass by the consent gate.
    if (template.messageClass !== campaign.messageClass) {
      return refuse(
        'TEMPLATE_MISMATCH',
        `${path}: the campaign is ${campaign.messageClass}, but template "${template.name}" is ` +
          `${template.messageClass}. Use a template of the same class.`,
      );
    }
  }
  return { ok: true };
}
