import type {
  Answer,
  CampaignScheduleInput,
  CampaignTriggerInput,
  EntryKind,
  GoesOn,
  MessageClass,
  TemplateChannel,
  Variables,
  Weekday,
  WhenClosed,
} from '../../../src/client/index.ts';

/** When a campaign can be said to run here; others are kept as they are. */
export const SCHEDULES = ['NOW', 'AT', 'DAILY', 'WEEKLY', 'MONTHLY', 'EVENT'] as const;

/** The days of a week, from Monday on. */
export const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const satisfies readonly Weekday[];

/** One step as it is written. */
export interface StepDraft {
  readonly channel: TemplateChannel;
  readonly templateId: string;
  /** From the end of the wave before; null: it stands in for whom the step before cannot reach. */
  readonly waitMinutes: number | null;
  readonly goesOn: readonly GoesOn[];
}

/** One of several variants of the words, for a stable share of the customers. */
export interface TreatmentDraft {
  readonly name: string;
  readonly sharePercent: number | null;
  /** Its own template of a step, by the step's place; what is not here is the step's own. */
  readonly templates: Readonly<Record<number, string>>;
}

/** What else may be missing on a page of the wizard. */
export type Lack =
  'name' | 'segmentId' | 'template' | 'treatments' | 'day' | 'time' | 'days' | 'dayOfMonth' | 'event' | 'quiet';

/** A campaign as it is written. */
export interface CampaignDraft {
  readonly name: string;
  readonly segmentId: string;
  readonly messageClass: MessageClass;
  readonly holdoutPercent: number | null;
  readonly steps: readonly StepDraft[];
  readonly schedule: (typeof SCHEDULES)[number];
  /** `2026-12-24`, in Korea. */
  readonly day: string;
  /** `10:00`, in Korea. */
  readonly time: string;
  readonly days: readonly Weekday[];
  readonly dayOfMonth: number | null;
  /** The event that opens it for whoever it happens to. */
  readonly event: string;
  readonly entry: EntryKind;
  readonly entryDays: number | null;
  readonly delayMinutes: number | null;
  readonly treatments: readonly TreatmentDraft[];
  /** `21:00`; nothing of both: no times of its own besides those of the law. */
  readonly quietStart: string;
  readonly quietEnd: string;
  readonly whenClosed: WhenClosed;
  readonly totalCap: number | null;
  /** What has to happen; nothing: any activity. */
  readonly goalEvent: string;
  readonly resendInDoubt: boolean;
  readonly budgetKrw: number | null;
  readonly messagesPerSecond: number | null;
  readonly dailyCap: number | null;
  readonly goalDays: number | null;
}

/** Nothing written yet. */
export const EMPTY_CAMPAIGN: CampaignDraft = {
  ...{ name: '', segmentId: '', messageClass: 'AD', holdoutPercent: null, schedule: 'NOW', day: '', time: '10:00' },
  steps: [{ channel: 'PUSH', templateId: '', waitMinutes: null, goesOn: [] }],
  ...{ days: [], budgetKrw: null, messagesPerSecond: null, dailyCap: null, totalCap: null, goalDays: null },
  ...{ dayOfMonth: 1, event: '', entry: 'ONCE', entryDays: 30, delayMinutes: 0, treatments: [] },
  ...{ quietStart: '', quietEnd: '', whenClosed: 'SKIP', goalEvent: '', resendInDoubt: false },
};

/** Whether something kept is a draft of now. */
export function isCampaignDraft(value: object): value is CampaignDraft {
  return Object.keys(EMPTY_CAMPAIGN).every((key) => key in value);
}

type Stored = Answer<'getCampaign'>;

/** What a schedule can say and the form does not ask for. */
const MORE_OF_SCHEDULE = [
  'start',
  'end',
  'every',
  'minute',
  'cron',
  'missed',
  'makeUpWithinMinutes',
  'passed',
] as const;

/** A stored campaign, to be written on; null when it says something that this form does not ask for, and would lose. */
export function draftOfCampaign(campaign: Stored): CampaignDraft | null {
  const { schedule, steps, caps, quietTime, treatments, goal, trigger } = campaign;
  const type = SCHEDULES.find((one) => one === (trigger == null ? (schedule?.type ?? 'NOW') : 'EVENT'));
  const isMore =
    campaign.oncePerCustomer === true ||
    campaign.look != null ||
    !Number.isInteger(campaign.holdoutPercent) ||
    campaign.maxDurationMinutes != null ||
    campaign.expiresAfterMinutes != null ||
    (trigger != null && (trigger.wait.type !== 'DURATION' || trigger.expiresAfterMinutes !== EXPIRY_MINUTES)) ||
    (treatments ?? []).some(
      ({ sharePercent, templates }) =>
        !Number.isInteger(sharePercent) || (templates ?? []).some(({ templateVersion }) => templateVersion != null),
    ) ||
    (schedule?.timezone ?? 'Asia/Seoul') !== 'Asia/Seoul' ||
    MORE_OF_SCHEDULE.some((name) => schedule?.[name] != null) ||
    steps.some(
      ({ templateVersion, destination, endpointTypes }) =>
        templateVersion != null || destination != null || endpointTypes != null,
    );
  const [day = '', time = '10:00'] = (schedule?.at ?? '').split('T');
  if (type === undefined || isMore || /[Z+]/.test(time)) return null;
  return {
    ...EMPTY_CAMPAIGN,
    ...{ name: campaign.name, segmentId: campaign.segmentId, messageClass: campaign.messageClass, schedule: type, day },
    holdoutPercent: campaign.holdoutPercent === 0 ? null : campaign.holdoutPercent,
    time: type === 'AT' ? time.slice(0, 5) : (schedule?.time ?? '10:00'),
    days: schedule?.days ?? [],
    dayOfMonth: schedule?.dayOfMonth ?? 1,
    event: trigger?.event ?? '',
    entry: trigger?.rule.kind ?? 'ONCE',
    entryDays: trigger?.rule.days ?? 30,
    delayMinutes: trigger?.wait.minutes ?? 0,
    steps: steps.map(({ channel, templateId, waitMinutes, goesOn }) => ({
      ...{ channel, templateId, waitMinutes: waitMinutes ?? null, goesOn: goesOn ?? [] },
    })),
    treatments: (treatments ?? []).map(({ name, sharePercent, templates }) => ({
      ...{ name, sharePercent },
      templates: Object.fromEntries((templates ?? []).map(({ stepIndex, templateId }) => [stepIndex, templateId])),
    })),
    ...{
      quietStart: quietTime?.start ?? '',
      quietEnd: quietTime?.end ?? '',
      whenClosed: campaign.whenClosed ?? 'SKIP',
    },
    ...{ budgetKrw: campaign.budgetKrw ?? null, messagesPerSecond: campaign.messagesPerSecond ?? null },
    ...{ dailyCap: caps?.daily ?? null, totalCap: caps?.total ?? null },
    ...{ goalDays: goal?.withinDays ?? null, goalEvent: goal?.event ?? '' },
    resendInDoubt: campaign.inDoubtPolicy === 'RESEND',
  };
}

/** What the API takes of a draft; the times are those of Korea, whatever clock the browser has. */
export function variablesOf(draft: CampaignDraft, campaignId: string | null): Variables<'saveCampaign'> {
  const { dailyCap, totalCap, quietStart, quietEnd, goalDays, goalEvent, treatments } = draft;
  return {
    ...(campaignId === null ? {} : { campaignId }),
    ...{ name: draft.name, segmentId: draft.segmentId, messageClass: draft.messageClass },
    steps: draft.steps.map(({ channel, templateId, waitMinutes, goesOn }, index) => ({
      ...{ channel, templateId },
      ...(index === 0 || waitMinutes === null ? {} : { waitMinutes, goesOn: [...goesOn] }),
    })),
    ...(draft.schedule === 'EVENT' ? { trigger: triggerOf(draft) } : { schedule: scheduleOf(draft) }),
    ...(draft.holdoutPercent === null ? {} : { holdoutPercent: draft.holdoutPercent }),
    ...(treatments.length === 0
      ? {}
      : {
          treatments: treatments.map(({ name, sharePercent, templates }) => ({
            ...{ name, sharePercent: sharePercent ?? 0 },
            templates: Object.entries(templates)
              .filter(([step, templateId]) => templateId !== '' && Number(step) < draft.steps.length)
              .map(([step, templateId]) => ({ stepIndex: Number(step), templateId })),
          })),
        }),
    ...(quietStart === '' ? {} : { quietTime: { start: quietStart, end: quietEnd } }),
    ...(draft.whenClosed === 'SKIP' ? {} : { whenClosed: draft.whenClosed }),
    ...(draft.budgetKrw === null ? {} : { budgetKrw: draft.budgetKrw }),
    ...(draft.messagesPerSecond === null ? {} : { messagesPerSecond: draft.messagesPerSecond }),
    ...(dailyCap === null && totalCap === null
      ? {}
      : {
          caps: {
            ...(dailyCap === null ? {} : { daily: dailyCap }),
            ...(totalCap === null ? {} : { total: totalCap }),
          },
        }),
    ...(goalDays === null
      ? {}
      : { goal: { withinDays: goalDays, ...(goalEvent.trim() === '' ? {} : { event: goalEvent.trim() }) } }),
    ...(draft.resendInDoubt ? { inDoubtPolicy: 'RESEND' } : {}),
  };
}

/** Another kind of message: templates of the one before are none of this one, and are no longer chosen. */
export function withClass(
  { steps, treatments }: Pick<CampaignDraft, 'steps' | 'treatments'>,
  messageClass: MessageClass,
): Partial<CampaignDraft> {
  return {
    messageClass,
    steps: steps.map((step) => ({ ...step, templateId: '' })),
    treatments: treatments.map((one) => ({ ...one, templates: {} })),
  };
}

/** A step on another channel: its templates, also those of the treatments, are of the channel before. */
export function withChannel(
  { steps, treatments }: Pick<CampaignDraft, 'steps' | 'treatments'>,
  index: number,
  channel: TemplateChannel,
): Partial<CampaignDraft> {
  return {
    steps: steps.map((step, at) => (at === index ? { ...step, channel, templateId: '' } : step)),
    treatments: treatments.map((one) => ({ ...one, templates: { ...one.templates, [index]: '' } })),
  };
}

/** Without a step: the treatments' words of those behind it go with them to their new places. */
export function withoutStep(
  { steps, treatments }: Pick<CampaignDraft, 'steps' | 'treatments'>,
  index: number,
): Partial<CampaignDraft> {
  return {
    steps: steps.filter((_, at) => at !== index),
    treatments: treatments.map((one) => ({
      ...one,
      templates: Object.fromEntries(
        Object.entries(one.templates)
          .map(([at, templateId]) => [Number(at), templateId] as const)
          .filter(([at]) => at !== index)
          .map(([at, templateId]) => [at > index ? at - 1 : at, templateId]),
      ),
    })),
  };
}

/** An event that is so old opens nothing: what it speaks of is over. */
const EXPIRY_MINUTES = 7 * 1_440;

function triggerOf({ event, entry, entryDays, delayMinutes }: CampaignDraft): CampaignTriggerInput {
  return {
    event: event.trim(),
    rule: entry === 'ONCE_IN_DAYS' ? { kind: entry, days: entryDays ?? 30 } : { kind: entry },
    expiresAfterMinutes: EXPIRY_MINUTES,
    wait: { type: 'DURATION', minutes: delayMinutes ?? 0 },
  };
}

/** The schedule as the API takes it; of what an event opens there is none. */
export function scheduleOf({ schedule: type, day, time, days, dayOfMonth }: CampaignDraft): CampaignScheduleInput {
  const timezone = 'Asia/Seoul';
  switch (type) {
    case 'NOW':
    case 'EVENT':
      return { type: 'NOW' };
    case 'AT':
      return { type, timezone, at: `${day}T${time}` };
    case 'DAILY':
      return { type, timezone, time };
    case 'WEEKLY':
      return { type, timezone, time, days: [...days] };
    case 'MONTHLY':
      return { type, timezone, time, dayOfMonth: dayOfMonth ?? 1 };
  }
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What a step of the wizard still lacks, by the names of its fields. */
export function lacks(draft: CampaignDraft, page: number): readonly Lack[] {
  const found: (Lack | false)[] = [];
  switch (page) {
    case 0:
      found.push(draft.name.trim() === '' && 'name', draft.segmentId === '' && 'segmentId');
      break;
    case 1:
      found.push(draft.steps.some(({ templateId }) => templateId === '') && 'template');
      found.push(!areTreatmentsWhole(draft.treatments) && 'treatments');
      break;
    case 2:
      found.push(draft.schedule === 'AT' && !/^\d{4}-\d\d-\d\d$/.test(draft.day) && 'day');
      found.push(draft.schedule !== 'NOW' && draft.schedule !== 'EVENT' && !CLOCK.test(draft.time) && 'time');
      found.push(draft.schedule === 'WEEKLY' && draft.days.length === 0 && 'days');
      found.push(draft.schedule === 'MONTHLY' && !isDayOfMonth(draft.dayOfMonth) && 'dayOfMonth');
      found.push(draft.schedule === 'EVENT' && draft.event.trim() === '' && 'event');
      break;
    case 3: {
      const { quietStart, quietEnd } = draft;
      const isNone = quietStart === '' && quietEnd === '';
      const isWhole = CLOCK.test(quietStart) && CLOCK.test(quietEnd) && quietStart !== quietEnd;
      found.push(!isNone && !isWhole && 'quiet');
      break;
    }
    default:
  }
  return found.filter((one) => one !== false);
}

function isDayOfMonth(day: number | null): boolean {
  return day !== null && day >= 1 && day <= 31;
}

/** The shares of all are everybody, and each has a name of its own. */
function areTreatmentsWhole(treatments: readonly TreatmentDraft[]): boolean {
  if (treatments.length === 0) return true;
  const names = new Set(treatments.map(({ name }) => name.trim()));
  const sum = treatments.reduce((total, { sharePercent }) => total + (sharePercent ?? 0), 0);
  const isEachSome = treatments.every(({ sharePercent }) => (sharePercent ?? 0) > 0);
  return names.size === treatments.length && !names.has('') && isEachSome && Math.abs(sum - 100) < 1e-6;
}
