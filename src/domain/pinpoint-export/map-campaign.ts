import type { QuietTime } from '../campaign/index.ts';
import {
  noteUnread,
  noteWrong,
  numberAt,
  objectAt,
  textAt,
  type Json,
  type Mapping,
  type NotMapped,
} from './mapped.ts';

/** A campaign of Pinpoint's in our terms; segment and templates are named as Pinpoint names them. */
export type MappedCampaign = {
  /** What Pinpoint calls it; without an id its name. */
  readonly pinpointId: string;
  readonly name: string;
  readonly pinpointSegmentId: string;
  readonly steps: readonly { readonly channel: 'PUSH' | 'EMAIL' | 'SMS'; readonly templateName: string }[];
  readonly holdoutPercent?: number;
  readonly messagesPerSecond?: number;
  readonly maxDurationMinutes?: number;
  readonly quietTime?: QuietTime;
  readonly caps?: { readonly daily?: number; readonly total?: number };
};

const BOOKKEEPING = [
  'ApplicationId',
  'Arn',
  'CreationDate',
  'DefaultState',
  'Id',
  'LastModifiedDate',
  'State',
  'Version',
];
const READ = [
  ...BOOKKEEPING,
  'Name',
  'SegmentId',
  'SegmentVersion',
  'HoldoutPercent',
  'Hook',
  'Limits',
  'Schedule',
  'TemplateConfiguration',
  'AdditionalTreatments',
  'CustomDeliveryConfiguration',
  'MessageConfiguration',
];

const TEMPLATES = [
  ['PUSH', 'PushTemplate'],
  ['EMAIL', 'EmailTemplate'],
  ['SMS', 'SMSTemplate'],
] as const;

function readLimits(campaign: Json, notMapped: NotMapped[]) {
  const limits = objectAt(campaign, 'Limits');
  noteUnread(
    limits,
    ['Daily', 'Total', 'MessagesPerSecond', 'MaximumDuration'],
    'Limits',
    'There is no such limit here.',
    notMapped,
  );
  noteWrong(limits, 'number', ['Daily', 'Total', 'MessagesPerSecond', 'MaximumDuration'], 'Limits', notMapped);
  const [daily, total] = [numberAt(limits, 'Daily'), numberAt(limits, 'Total')];
  const messagesPerSecond = numberAt(limits, 'MessagesPerSecond');
  const seconds = numberAt(limits, 'MaximumDuration');
  const caps = { ...(daily ? { daily } : {}), ...(total ? { total } : {}) };
  return {
    ...(Object.keys(caps).length === 0 ? {} : { caps }),
    ...(messagesPerSecond ? { messagesPerSecond } : {}),
    ...(seconds ? { maxDurationMinutes: Math.max(1, Math.ceil(seconds / 60)) } : {}),
  };
}

function readSchedule(campaign: Json, notMapped: NotMapped[]): { readonly quietTime?: QuietTime } {
  const schedule = objectAt(campaign, 'Schedule');
  const reason = 'When a campaign starts is not taken over: say it in the campaign, or plan and launch it.';
  noteUnread(schedule, ['QuietTime', 'EventFilter'], 'Schedule', reason, notMapped);
  const trigger =
    'Without it the campaign goes to all of its segment: let an event open its runs, or narrow the segment.';
  noteUnread({ EventFilter: schedule['EventFilter'] }, [], 'Schedule', trigger, notMapped);
  const quiet = objectAt(schedule, 'QuietTime');
  noteUnread(quiet, ['Start', 'End'], 'Schedule.QuietTime', 'There is no such field here.', notMapped);
  const [start, end] = [textAt(quiet, 'Start'), textAt(quiet, 'End')];
  if (start !== undefined && end !== undefined) return { quietTime: { start, end } };
  if (start !== undefined || end !== undefined) {
    notMapped.push({ path: 'Schedule.QuietTime', reason: 'Only half of it is there: it needs Start and End.' });
  }
  return {};
}

/** Reads the answer of Pinpoint's GetCampaign (`CampaignResponse`). */
export function mapCampaign(campaign: Json): Mapping<MappedCampaign> {
  const notMapped: NotMapped[] = [];
  const templates = objectAt(campaign, 'TemplateConfiguration');
  noteUnread(campaign, READ, '', 'There is no counterpart here.', notMapped);
  noteUnread(
    templates,
    TEMPLATES.map(([, field]) => field),
    'TemplateConfiguration',
    'There is no such channel here.',
    notMapped,
  );
  noteUnread(
    { AdditionalTreatments: campaign['AdditionalTreatments'] },
    [],
    '',
    'Only the first treatment is mapped.',
    notMapped,
  );
  const hook =
    'It chose whom to send to: without it the campaign goes to all of its segment. Narrow the segment by it.';
  noteUnread({ Hook: campaign['Hook'] }, [], '', hook, notMapped);
  const inline = 'Words written in the campaign itself: save them as a template, and the campaign with it.';
  noteUnread({ MessageConfiguration: campaign['MessageConfiguration'] }, [], '', inline, notMapped);
  const custom = 'A custom channel: save its words as a CUSTOM template, and a step with its endpointTypes.';
  noteUnread({ CustomDeliveryConfiguration: campaign['CustomDeliveryConfiguration'] }, [], '', custom, notMapped);
  noteWrong(campaign, 'object', ['TemplateConfiguration', 'Limits', 'Schedule'], '', notMapped);
  noteWrong(campaign, 'number', ['HoldoutPercent'], '', notMapped);
  const steps = TEMPLATES.flatMap(([channel, field]) => {
    const template = objectAt(templates, field);
    const templateName = textAt(template, 'Name');
    const path = `TemplateConfiguration.${field}`;
    noteWrong(templates, 'object', [field], 'TemplateConfiguration', notMapped);
    noteUnread(template, ['Name', 'Version'], path, 'There is no such field here.', notMapped);
    noteWrong(template, 'text', ['Name'], path, notMapped);
    if (template['Version'] !== undefined) {
      const reason = 'Templates are imported as one version, which becomes the active one.';
      notMapped.push({ path: `TemplateConfiguration.${field}.Version`, reason });
    }
    return templateName === undefined ? [] : [{ channel, templateName }];
  });
  if (steps.length > 1) {
    const reason =
      'Pinpoint wrote to every endpoint in the words of its channel; here the steps are a cascade: each customer gets the ' +
      'first that reaches them.';
    notMapped.push({ path: 'TemplateConfiguration', reason });
  }
  if (campaign['SegmentVersion'] !== undefined) {
    notMapped.push({ path: 'SegmentVersion', reason: 'A segment is always taken as it is when a job is planned.' });
  }
  const name = textAt(campaign, 'Name');
  const pinpointSegmentId = textAt(campaign, 'SegmentId');
  const limits = readLimits(campaign, notMapped);
  const schedule = readSchedule(campaign, notMapped);
  if (name === undefined || pinpointSegmentId === undefined || steps.length === 0) {
    const reason = 'A campaign needs a name, a segment and a push, e-mail or SMS template.';
    return { mapped: null, notMapped: [...notMapped, { path: '', reason }] };
  }
  const holdoutPercent = numberAt(campaign, 'HoldoutPercent');
  const holdout = holdoutPercent ? { holdoutPercent } : {};
  const pinpointId = textAt(campaign, 'Id') ?? name;
  return { mapped: { pinpointId, name, pinpointSegmentId, steps, ...holdout, ...limits, ...schedule }, notMapped };
}
