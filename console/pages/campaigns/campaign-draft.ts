import type {
  Answer,
  CampaignScheduleInput,
  GoesOn,
  MessageClass,
  TemplateChannel,
  Variables,
  Weekday,
} from '../../../src/client/index.ts';

/** When a campaign can be said to run here; others are kept as they are. */
export const SCHEDULES = ['NOW', 'AT', 'DAILY', 'WEEKLY'] as const;

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
  readonly budgetKrw: number | null;
  readonly messagesPerSecond: number | null;
  readonly dailyCap: number | null;
  readonly goalDays: number | null;
}

/** Nothing written yet. */
export const EMPTY_CAMPAIGN: CampaignDraft = {
  ...{ name: '', segmentId: '', messageClass: 'AD', holdoutPercent: null, schedule: 'NOW', day: '', time: '10:00' },
  steps: [{ channel: 'PUSH', templateId: '', waitMinutes: null, goesOn: [] }],
  ...{ days: [], budgetKrw: null, messagesPerSecond: null, dailyCap: null, goalDays: null },
};

/** Whether something kept is a draft of now. */
export function isCampaignDraft(value: object): value is CampaignDraft {
  return Object.keys(EMPTY_CAMPAIGN).every((key) => key in value);
}

type Stored = Answer<'getCampaign'>;

/** A stored campaign, to be written on; null when it says something that this form does not ask for, and would lose. */
export function draftOfCampaign(campaign: Stored): CampaignDraft | null {
  const { schedule, steps, caps, quietTime, treatments, goal, trigger } = campaign;
  const type = SCHEDULES.find((one) => one === (schedule?.type ?? 'NOW'));
  const isMore =
    quietTime != null ||
    trigger != null ||
    campaign.oncePerCustomer === true ||
    (treatments ?? []).length > 0 ||
    caps?.total != null ||
    goal?.event != null ||
    campaign.inDoubtPolicy === 'RESEND' ||
    campaign.maxDurationMinutes != null ||
    (schedule?.timezone ?? 'Asia/Seoul') !== 'Asia/Seoul' ||
    [schedule?.start, schedule?.end, schedule?.every, schedule?.missed].some((field) => field != null) ||
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
    steps: steps.map(({ channel, templateId, waitMinutes, goesOn }) => ({
      ...{ channel, templateId, waitMinutes: waitMinutes ?? null, goesOn: goesOn ?? [] },
    })),
    budgetKrw: campaign.budgetKrw ?? null,
    messagesPerSecond: campaign.messagesPerSecond ?? null,
    dailyCap: caps?.daily ?? null,
    goalDays: goal?.withinDays ?? null,
  };
}

/** What the API takes of a draft; the times are those of Korea, whatever clock the browser has. */
export function variablesOf(draft: CampaignDraft, campaignId: string | null): Variables<'saveCampaign'> {
  return {
    ...(campaignId === null ? {} : { campaignId }),
    ...{ name: draft.name, segmentId: draft.segmentId, messageClass: draft.messageClass },
    steps: draft.steps.map(({ channel, templateId, waitMinutes, goesOn }, index) => ({
      ...{ channel, templateId },
      ...(index === 0 || waitMinutes === null ? {} : { waitMinutes, goesOn: [...goesOn] }),
    })),
    schedule: scheduleOf(draft),
    ...(draft.holdoutPercent === null ? {} : { holdoutPercent: draft.holdoutPercent }),
    ...(draft.budgetKrw === null ? {} : { budgetKrw: draft.budgetKrw }),
    ...(draft.messagesPerSecond === null ? {} : { messagesPerSecond: draft.messagesPerSecond }),
    ...(draft.dailyCap === null ? {} : { caps: { daily: draft.dailyCap } }),
    ...(draft.goalDays === null ? {} : { goal: { withinDays: draft.goalDays } }),
  };
}

/** The schedule as the API takes it. */
export function scheduleOf({ schedule: type, day, time, days }: CampaignDraft): CampaignScheduleInput {
  const timezone = 'Asia/Seoul';
  switch (type) {
    case 'NOW':
      return { type };
    case 'AT':
      return { type, timezone, at: `${day}T${time}` };
    case 'DAILY':
      return { type, timezone, time };
    case 'WEEKLY':
      return { type, timezone, time, days: [...days] };
  }
}

/** What a step of the wizard still lacks, by the names of its fields. */
export function lacks(
  draft: CampaignDraft,
  page: number,
): readonly ('name' | 'segmentId' | 'template' | 'day' | 'days')[] {
  switch (page) {
    case 0:
      return [
        ...(draft.name.trim() === '' ? ['name' as const] : []),
        ...(draft.segmentId === '' ? ['segmentId' as const] : []),
      ];
    case 1:
      return draft.steps.some(({ templateId }) => templateId === '') ? ['template'] : [];
    case 2:
      if (draft.schedule === 'AT' && !/^\d{4}-\d\d-\d\d$/.test(draft.day)) return ['day'];
      return draft.schedule === 'WEEKLY' && draft.days.length === 0 ? ['days'] : [];
    default:
      return [];
  }
}
