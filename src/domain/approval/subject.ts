import type { Campaign } from '../campaign/campaign.ts';

/** What of a run a person approves, apart from its numbers: each part by itself, to say which has changed. */
const APPROVED_PARTS = [
  'segment',
  'templates',
  'steps',
  'treatments',
  'schedule',
  'holdout',
  'budget',
  'limits',
  'edits',
] as const;

/** One of `APPROVED_PARTS`. */
export type ApprovedPart = (typeof APPROVED_PARTS)[number];

/** Exactly what is approved: versions and settings as text, how many would get it, and what it would cost. */
export type ApprovalSubject = {
  readonly parts: Readonly<Record<ApprovedPart, string>>;
  readonly recipients: number;
  /** Millionths of a won; null: a price is missing. */
  readonly krwMicros: number | null;
};

/** A run as it is planned: its campaign, and the versions that it would be frozen with. */
export type PlannedRun = {
  readonly campaign: Campaign;
  readonly segmentVersion: number;
  readonly templates: readonly { readonly templateId: string; readonly version: number }[];
  /**
   * How often the templates and the campaign were edited; names of campaigns aside. They only grow: what was changed and
   * changed back is not as it was approved.
   */
  readonly edits?: readonly number[];
  readonly recipients: number;
  readonly krwMicros: number | null;
};

/** What an approval of a run is of. The name of the campaign is not: renaming changes nothing that anybody gets. */
export function subjectOf({
  campaign,
  segmentVersion,
  templates,
  edits = [],
  recipients,
  krwMicros,
}: PlannedRun): ApprovalSubject {
  const { id, name: _, edits: _ofCampaign, segmentId, steps, treatments, schedule, scheduleSince, ...rest } = campaign;
  const { holdoutPercent, budgetKrw, ...limits } = rest;
  const parts = {
    segment: [segmentId, segmentVersion],
    templates,
    // Which version a step names is said by the versions themselves.
    steps: [id, ...steps.map(({ templateId: __, templateVersion: ___, ...step }) => sorted(step))],
    treatments: (treatments ?? []).map(sorted),
    schedule: [schedule === undefined ? null : sorted(schedule), scheduleSince ?? null],
    holdout: holdoutPercent,
    budget: budgetKrw ?? null,
    limits: sorted(limits),
  };
  return {
    parts: {
      segment: JSON.stringify(parts.segment),
      templates: JSON.stringify(parts.templates.map(sorted)),
      steps: JSON.stringify(parts.steps),
      treatments: JSON.stringify(parts.treatments),
      schedule: JSON.stringify(parts.schedule),
      holdout: JSON.stringify(parts.holdout),
      budget: JSON.stringify(parts.budget),
      limits: JSON.stringify(parts.limits),
      edits: JSON.stringify(edits),
    },
    recipients,
    krwMicros,
  };
}

/** Fields in an order of their own, at every depth: who wrote them in which order changes nothing. */
function sorted(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]: [string, unknown]) => [name, isRecord(field) ? sorted(field) : field] as const);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What differs between two subjects, in words. */
export function changesOf(approved: ApprovalSubject, current: ApprovalSubject): readonly string[] {
  const changed = APPROVED_PARTS.filter((part) => approved.parts[part] !== current.parts[part]);
  // Whatever changes is an edit: it says something of its own only when everything reads as before.
  const shown: readonly string[] = changed.filter((part) => part !== 'edits');
  const parts = shown.length > 0 || changed.length === 0 ? shown : [EDITED];
  const numbers = [
    ...(approved.recipients === current.recipients
      ? []
      : [`recipients (${approved.recipients}, now ${current.recipients})`]),
    ...(approved.krwMicros === current.krwMicros
      ? []
      : [`cost (${inWon(approved.krwMicros)}, now ${inWon(current.krwMicros)})`]),
  ];
  return [...parts, ...numbers];
}

const EDITED = 'edits (a template or the campaign was changed, even if it reads as before)';

function inWon(micros: number | null): string {
  return micros === null ? 'unknown' : `₩${(micros / 1_000_000).toLocaleString('en')}`;
}
