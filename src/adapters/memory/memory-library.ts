import type { CampaignPages, ScheduledCampaigns } from '../../app/campaign/index.ts';
import type { DueCampaigns, SchedulePosition } from '../../app/schedule/index.ts';
import type { TriggeredCampaigns } from '../../app/trigger/index.ts';
import type { CampaignStore, SegmentStore, SegmentVersionStore, Stored, TemplateStore } from '../../app/ports.ts';
import type { Campaign } from '../../domain/campaign/index.ts';
import type { Segment, SegmentVersion } from '../../domain/segment/index.ts';
import type { Template, TemplateVersion } from '../../domain/template/index.ts';

/** Things with an id, replaced under a revision. */
function createRows<T extends { readonly id: string }>() {
  const rows = new Map<string, Stored<T>>();
  return {
    all: (): readonly T[] => [...rows.values()].map(({ value }) => value),
    get: async (id: string): Promise<Stored<T> | null> => rows.get(id) ?? null,
    put: async (value: T, revision: number): Promise<boolean> => {
      if ((rows.get(value.id)?.revision ?? 0) !== revision) return false;
      rows.set(value.id, { value, revision: revision + 1 });
      return true;
    },
  };
}

/** Templates in memory. */
export function createMemoryTemplates(): TemplateStore {
  const versions = new Map<string, TemplateVersion>();
  return {
    ...createRows<Template>(),
    getVersion: async (templateId, version) => versions.get(`${templateId}#${version}`) ?? null,
    putVersion: async (version) => {
      const key = `${version.templateId}#${version.version}`;
      if (versions.has(key)) return false;
      versions.set(key, version);
      return true;
    },
  };
}

/** Segments in memory. */
export function createMemorySegments(): SegmentStore {
  return createRows<Segment>();
}

/** Versions of segments in memory. */
export function createMemorySegmentVersions(): SegmentVersionStore {
  const versions = new Map<string, SegmentVersion>();
  return {
    get: async (segmentId, version) => versions.get(`${segmentId}#${version}`) ?? null,
    put: async (version) => {
      const key = `${version.segmentId}#${version.version}`;
      if (versions.has(key)) return false;
      versions.set(key, version);
      return true;
    },
  };
}

/** Campaigns in memory. */
export function createMemoryCampaigns(): CampaignStore &
  ScheduledCampaigns &
  TriggeredCampaigns & { readonly due: DueCampaigns; readonly pages: CampaignPages } {
  const rows = createRows<Campaign>();
  const savedBy = new Map<string, string>();
  const dueAt = new Map<string, number>();
  const positions = new Map<string, SchedulePosition>();
  return {
    get: async (id) => {
      const stored = await rows.get(id);
      const by = savedBy.get(id);
      return stored === null || by === undefined ? stored : { ...stored, savedBy: by };
    },
    put: async (campaign, revision, by) => {
      if (!(await rows.put(campaign, revision))) return false;
      savedBy.set(campaign.id, by.id);
      dueAt.set(campaign.id, 0);
      return true;
    },
    find: async (event) =>
      rows
        .all()
        .filter(({ trigger }) => trigger?.event === event)
        .map(({ id }) => id),
    due: {
      listDue: async (now, limit) =>
        [...dueAt]
          .filter(([, at]) => at <= now)
          .map(([id]) => id)
          .slice(0, limit),
      get: async (id) => {
        const stored = await rows.get(id);
        if (stored === null) return null;
        return { campaign: stored.value, revision: stored.revision, position: positions.get(id) ?? null };
      },
      moveOn: async (id, { revision, position, dueAt: at }) => {
        const known = positions.get(id);
        const isBack = known?.since === position.since && known.until > position.until;
        if ((await rows.get(id))?.revision !== revision || isBack) return false;
        positions.set(id, position);
        if (at === null) dueAt.delete(id);
        else dueAt.set(id, at);
        return true;
      },
      setAside: async (id) => void dueAt.delete(id),
    },
    pages: { list: async () => ({ campaigns: rows.all(), cursor: null }) },
    list: async (limit) => {
      const scheduled = rows.all().filter(({ scheduleSince }) => scheduleSince !== undefined);
      return { campaigns: scheduled.slice(0, limit), isCut: scheduled.length > limit, damaged: [] };
    },
  };
}
