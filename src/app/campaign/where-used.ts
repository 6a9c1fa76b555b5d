import { wordsOf, type Campaign } from '../../domain/campaign/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { SettingsStore } from '../delivery/model/ports.ts';
import type { SegmentStore, TemplateStore } from '../ports.ts';

/** Every campaign that can be read, a page at a time. */
export interface CampaignPages {
  list(cursor: string | null): Promise<{ readonly campaigns: readonly Campaign[]; readonly cursor: string | null }>;
}

export type WhereUsedDeps = {
  readonly campaignPages: CampaignPages;
  readonly templates: Pick<TemplateStore, 'get'>;
  readonly segments: Pick<SegmentStore, 'get'>;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
};

/** Either a template or a segment. */
export type WhereUsedQuery = { readonly templateId: string } | { readonly segmentId: string };

/** A campaign that uses something, and where in it. */
export type CampaignUse = {
  readonly campaignId: string;
  readonly campaignName: string;
  /** Such as `Step 1, treatment "B"`, or `Segment`. */
  readonly where: string;
  /** Of a template: the version that the campaign names; absent: the one that is active when a run is planned. */
  readonly version?: number;
  readonly isScheduled: boolean;
};

export type Uses = {
  readonly ok: true;
  readonly campaigns: readonly CampaignUse[];
  /** Notices of consent that are written by the template. */
  readonly notices: readonly string[];
  /** What editing it would change, in a sentence. */
  readonly effect: string;
  /** There are more. */
  readonly isCut: boolean;
};

const MAX_USES = 500;

/** Says where a template or a segment is used, and what editing it changes: runs keep what they were planned with. */
export async function whereUsed(deps: WhereUsedDeps, query: WhereUsedQuery): Promise<Uses | Refused<'NOT_FOUND'>> {
  const isThere = 'templateId' in query ? deps.templates.get(query.templateId) : deps.segments.get(query.segmentId);
  if ((await isThere) === null) {
    return refuse(
      'NOT_FOUND',
      'templateId' in query ? `There is no template ${query.templateId}.` : `There is no segment ${query.segmentId}.`,
    );
  }
  const campaigns: CampaignUse[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<CampaignPages['list']>> = await deps.campaignPages.list(cursor);
    for (const campaign of page.campaigns) campaigns.push(...usesIn(campaign, query));
    ({ cursor } = page);
  } while (cursor !== null && campaigns.length <= MAX_USES);
  const notices = 'templateId' in query ? await noticesBy(deps, query.templateId) : [];
  const follow = campaigns.filter(({ version }) => version === undefined).length;
  return {
    ok: true,
    campaigns: campaigns
      .slice(0, MAX_USES)
      .sort((a, b) => (a.campaignName < b.campaignName ? -1 : a.campaignName > b.campaignName ? 1 : 0)),
    notices,
    effect:
      `Runs that are planned from then on follow the edit in ${follow} of ${campaigns.length} places` +
      ('templateId' in query ? ', once the new version is published' : '') +
      '. Runs that are planned already keep what they were planned with; approvals of them lapse.',
    isCut: campaigns.length > MAX_USES || cursor !== null,
  };
}

function usesIn(campaign: Campaign, query: WhereUsedQuery): CampaignUse[] {
  const { id: campaignId, name: campaignName, segmentId, schedule } = campaign;
  const use = { campaignId, campaignName, isScheduled: schedule !== undefined };
  if ('segmentId' in query) return segmentId === query.segmentId ? [{ ...use, where: 'Segment' }] : [];
  return wordsOf(campaign)
    .filter(({ templateId }) => templateId === query.templateId)
    .map(({ where, templateVersion }) => ({
      ...use,
      where,
      ...(templateVersion === undefined ? {} : { version: templateVersion }),
    }));
}

async function noticesBy({ deliverySettings }: WhereUsedDeps, templateId: string): Promise<readonly string[]> {
  const { noticeTemplates = [] } = await deliverySettings.get();
  return noticeTemplates
    .filter((notice) => notice.templateId === templateId)
    .map(({ notice, channel }) => `${notice} by ${channel}`);
}
