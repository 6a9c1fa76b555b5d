import { expect, it } from 'vitest';
import type { ScheduledCampaigns } from '../../src/app/campaign/index.ts';
import type { ImportReport, ImportStore, ImportTotals } from '../../src/app/customer/index.ts';
import type {
  CampaignStore,
  CustomerSource,
  CustomerStore,
  ErasureStore,
  SegmentStore,
  SegmentVersionStore,
  TemplateStore,
} from '../../src/app/ports.ts';
import type { Campaign } from '../../src/domain/campaign/index.ts';
import { newCustomer, type Customer } from '../../src/domain/customer/index.ts';
import type { Segment, SegmentDefinition, SegmentVersion } from '../../src/domain/segment/index.ts';
import type { Template, TemplateVersion } from '../../src/domain/template/index.ts';

export type LibraryStores = {
  readonly templates: TemplateStore;
  readonly segments: SegmentStore;
  readonly segmentVersions: SegmentVersionStore;
  readonly campaigns: CampaignStore;
  readonly scheduled: ScheduledCampaigns;
  readonly imports: ImportStore;
  readonly erasures: ErasureStore;
  readonly customers: { readonly source: CustomerSource; readonly store: CustomerStore };
  /** Lets reads that may be late see everything; absent where none is. */
  readonly catchUp?: () => void;
};

const BY = { id: 'minji' };
let lastId = 0;
const newId = (): string => `id-${(lastId += 1)}`;

function customerOf(id: string): Customer {
  return {
    ...newCustomer(id),
    attributes: { City: ['서울'], 'AdConsent.PUSH': ['2026-01-01T00:00:00Z', 'app'] },
    consent: { PUSH: { ad: { state: 'GRANTED', at: 1_767_225_600_000, source: 'app' } } },
    activity: { lastActiveAt: 1_767_225_600_000 },
    importedSegments: ['list-1'],
    endpoints: [
      {
        id: `endpoint-${id}`,
        channelType: 'GCM',
        address: `token-${id}`,
        status: 'ACTIVE',
        optOut: 'NONE',
        effectiveAt: 1_767_225_600_000,
        createdAt: 1_767_225_500_000,
        requestId: 'request',
        attributes: { Interests: ['등산', ''] },
        metrics: { purchases: 2.5 },
        demographic: { appVersion: '3.1', timezone: 'Asia/Seoul' },
        location: { city: '서울', latitude: 37.5, longitude: 127 },
      },
    ],
  };
}

const EVERY_DIMENSION: SegmentDefinition = {
  include: 'ANY',
  groups: [
    {
      type: 'ANY',
      sourceType: 'NONE',
      sourceSegmentIds: ['other'],
      dimensions: [
        { attributes: { Interests: { type: 'CONTAINS', values: ['등산'] } } },
        { userAttributes: { Expiry: { type: 'AFTER', values: ['2030-01-01'], allowFuture: true } } },
        { metrics: { purchases: { comparison: 'LESS_THAN', value: -0.5 } } },
        { demographic: { channel: { type: 'EXCLUSIVE', values: ['GCM'] } } },
        { location: { gpsPoint: { latitude: 37.5, longitude: 127, rangeInKilometers: 0.5 } } },
        { recency: { type: 'INACTIVE', days: 45 }, activeCustomer: { type: 'ACTIVE', days: 30 } },
        {
          events: [
            { type: 'DID', event: 'Purchase', atLeast: 2, withinDays: 7, attribute: { name: 'kind', values: ['책'] } },
          ],
        },
        { consent: [{ channel: 'SMS', kind: 'NIGHT', type: 'STALE' }] },
        { reach: { type: 'INCLUSIVE', values: ['PUSH', 'SMS'] } },
        { importedSegments: { type: 'EXCLUSIVE', values: ['list'] } },
      ],
    },
  ],
  exclude: [{ type: 'ALL', sourceType: 'ALL', sourceSegmentIds: ['staff'], dimensions: [] }],
};

/** What the use cases need of a store; run against every adapter. */
export function describeLibraryStores(open: () => LibraryStores): void {
  it('keeps templates under a revision', async () => {
    const { templates } = open();
    const template: Template = {
      id: newId(),
      name: '안내',
      channel: 'SMS',
      messageClass: 'TRANSACTIONAL',
      activeVersion: 1,
      latestVersion: 1,
    };
    expect(await templates.get(template.id)).toBeNull();
    expect(await templates.put(template, 0, BY)).toBe(true);
    expect(await templates.put(template, 0, BY)).toBe(false);
    const stored = await templates.get(template.id);
    expect(stored?.value).toEqual(template);
    const revision = stored?.revision ?? -1;
    expect(await templates.put({ ...template, latestVersion: 2 }, revision, BY)).toBe(true);
    expect(await templates.put({ ...template, latestVersion: 3 }, revision, BY)).toBe(false);
    expect((await templates.get(template.id))?.value.latestVersion).toBe(2);
  });

  it('never writes a template version twice', async () => {
    const { templates } = open();
    const version: TemplateVersion = {
      templateId: newId(),
      version: 1,
      messageClass: 'AD',
      content: {
        channel: 'PUSH',
        title: '(광고) 봉화',
        body: '{{User.UserId}}',
        data: { a: 'b' },
        timeToLiveSeconds: 60,
      },
      defaultSubstitutions: { 'User.UserAttributes.City': '서울' },
    };
    expect(await templates.putVersion(version, BY)).toBe(true);
    expect(await templates.putVersion({ ...version, messageClass: 'TRANSACTIONAL' }, BY)).toBe(false);
    expect(await templates.getVersion(version.templateId, 1)).toEqual(version);
    expect(await templates.getVersion(version.templateId, 2)).toBeNull();
  });

  it('keeps segments under a revision', async () => {
    const { segments } = open();
    const segment: Segment = {
      id: newId(),
      name: '모두',
      type: 'DYNAMIC',
      version: 3,
      definition: { include: 'ALL', groups: [] },
      warnings: [{ code: 'UNKNOWN_METRIC', path: 'groups[0]', message: 'none' }],
    };
    expect(await segments.put(segment, 0, BY)).toBe(true);
    expect((await segments.get(segment.id))?.value).toEqual(segment);
    expect(await segments.put(segment, 7, BY)).toBe(false);
  });

  it('never writes a segment version twice', async () => {
    const { segmentVersions } = open();
    const version: SegmentVersion = { segmentId: newId(), version: 1, definition: EVERY_DIMENSION };
    expect(await segmentVersions.put(version, BY)).toBe(true);
    expect(await segmentVersions.put({ ...version, definition: { include: 'ALL', groups: [] } }, BY)).toBe(false);
    expect(await segmentVersions.get(version.segmentId, 1)).toEqual(version);
    expect(await segmentVersions.get(version.segmentId, 2)).toBeNull();
  });

  it('keeps campaigns under a revision, and forgets limits that were taken away', async () => {
    const { campaigns } = open();
    const plain: Campaign = {
      id: newId(),
      name: '겨울',
      segmentId: 's',
      messageClass: 'AD',
      steps: [{ channel: 'PUSH', templateId: 't', waitMinutes: 0 }],
      holdoutPercent: 2.5,
      inDoubtPolicy: 'HOLD',
    };
    const limited: Campaign = {
      ...plain,
      messagesPerSecond: 100,
      quietTime: { start: '21:00', end: '08:00' },
      caps: { daily: 1, total: 3 },
      maxDurationMinutes: 60,
      budgetKrw: 10_000,
      schedule: {
        type: 'WEEKLY',
        days: ['MON', 'SUN'],
        time: '10:00',
        every: 2,
        start: '2026-12-14',
        missed: 'MAKE_UP',
      },
      scheduleSince: 1_795_000_000_123,
      steps: [{ channel: 'CUSTOM', templateId: 't', endpointTypes: ['SMS', 'VOICE'] }],
    };
    await campaigns.put(limited, 0, BY);
    const stored = await campaigns.get(plain.id);
    expect(stored?.value).toEqual(limited);
    await campaigns.put(plain, stored?.revision ?? -1, BY);
    expect((await campaigns.get(plain.id))?.value).toEqual(plain);
  });

  it('lists the campaigns that have a schedule, as many as are asked for, and says when there are more', async () => {
    const { campaigns, scheduled } = open();
    const known = (await scheduled.list(1_000)).campaigns.length;
    const plain: Campaign = {
      ...{ id: newId(), name: '겨울', segmentId: 's', messageClass: 'AD', holdoutPercent: 0, inDoubtPolicy: 'HOLD' },
      steps: [{ channel: 'PUSH', templateId: 't' }],
    };
    const timed: Campaign = { ...plain, id: newId(), schedule: { type: 'CRON', cron: '0 10 * * *' }, scheduleSince: 5 };
    await campaigns.put(plain, 0, BY);
    await campaigns.put(timed, 0, BY);
    await campaigns.put({ ...timed, id: newId() }, 0, BY);
    open().catchUp?.();
    const listed = await scheduled.list(1_000);
    expect(listed.campaigns).toContainEqual(timed);
    expect(listed.campaigns).toHaveLength(known + 2);
    expect(listed.isCut).toBe(false);
    expect(await scheduled.list(1)).toMatchObject({ campaigns: { length: 1 }, isCut: true });
  });

  const reportOf = (importId: string): ImportReport => ({
    importId,
    accepted: 2,
    rejected: 1,
    customersCreated: 1,
    customersWritten: 2,
    endpointsWritten: 2,
    keptRefused: 0,
    rejections: [{ line: 3, code: 'INVALID_JSON', reason: 'no' }],
  });
  const sliceAt = (firstLine: number) => ({ firstLine, untilLine: firstLine + 3, isLast: false });

  it('answers a repeated import slice with its first report', async () => {
    const { imports } = open();
    const report = reportOf(newId());
    expect(await imports.getSlice(report.importId, 1)).toBeNull();
    expect(await imports.putSlice(report, sliceAt(1))).toEqual(report);
    expect(await imports.putSlice({ ...report, accepted: 0 }, sliceAt(1))).toEqual(report);
    expect(await imports.getSlice(report.importId, 1)).toEqual(report);
    expect(await imports.getSlice(report.importId, 2)).toBeNull();
  });

  it('lists the slices of an import in the order of their lines', async () => {
    const { imports } = open();
    const report = reportOf(newId());
    for (const firstLine of [1001, 1, 501, 20_000]) await imports.putSlice(report, sliceAt(firstLine));
    await imports.putSlice(reportOf(newId()), sliceAt(1));
    const all = await imports.listSlices(report.importId, 1, 10);
    expect(all.map(({ firstLine }) => firstLine)).toEqual([1, 501, 1001, 20_000]);
    expect(all[0]?.report).toEqual(report);
    const some = await imports.listSlices(report.importId, 2, 2);
    expect(some.map(({ firstLine }) => firstLine)).toEqual([501, 1001]);
  });

  it('keeps the totals of an import under their seq', async () => {
    const { imports } = open();
    const { rejections: _, ...counts } = reportOf(newId());
    const totals: ImportTotals = {
      ...counts,
      seq: 1,
      covered: [
        [1, 4],
        [7, 9],
      ],
      endLine: null,
      isDone: false,
      publishedAt: 5,
      at: 6,
    };
    expect(await imports.getTotals(totals.importId)).toBeNull();
    expect(await imports.putTotals({ ...totals, seq: 2 })).toBe(false);
    expect(await imports.putTotals(totals)).toBe(true);
    expect(await imports.putTotals(totals)).toBe(false);
    expect(await imports.getTotals(totals.importId)).toEqual(totals);
    expect(await imports.putTotals({ ...totals, seq: 2, endLine: 9 })).toBe(true);
    expect(await imports.getTotals(totals.importId)).toMatchObject({ seq: 2, endLine: 9 });
  });

  it('remembers who was erased and when, and nobody else', async () => {
    const { erasures } = open();
    const [erased, other] = [newId(), newId()];
    expect(await erasures.getMany([erased])).toEqual(new Map());
    await erasures.put(erased, 7);
    expect(await erasures.getMany([erased, other])).toEqual(new Map([[erased, 7]]));
    await erasures.put(erased, 9);
    expect((await erasures.getMany([erased])).get(erased)).toBe(9);
  });

  it('keeps with a customer what imports did to them, until the next import', async () => {
    const { store } = open().customers;
    const customer = { ...customerOf(newId()), importedSegments: ['s1'] };
    const marks = [{ slice: 'i#1', isNew: true, endpoints: 2 }];
    expect(await store.put(customer, 0, marks)).toBe(true);
    const read = async () => (await store.getMany([customer.id])).get(customer.id);
    expect(await read()).toMatchObject({ value: customer, revision: 1, marks });
    expect(await store.put({ ...customer, endpoints: [] }, 1)).toBe(true);
    expect((await read())?.marks).toEqual(marks);
    const more = [...marks, { slice: 'i#501', isNew: false, endpoints: 1 }];
    expect(await store.put(customer, 2, more)).toBe(true);
    expect((await read())?.marks).toEqual(more);
  });

  it('forgets a customer whole', async () => {
    const { store, source } = open().customers;
    const customer = customerOf(newId());
    await store.put(customer, 0);
    expect(await store.remove(customer.id)).toBe(true);
    expect(await store.remove(customer.id)).toBe(false);
    expect((await store.getMany([customer.id])).size).toBe(0);
    expect((await source.getMany([customer.id])).size).toBe(0);
    expect(await store.put(customer, 1)).toBe(false);
    expect(await store.put(customer, 0)).toBe(true);
  });

  it('keeps customers whole, under a revision', async () => {
    const { store, source } = open().customers;
    const customer = customerOf(newId());
    expect(await store.put(customer, 0)).toBe(true);
    expect(await store.put(customer, 0)).toBe(false);
    const stored = (await store.getMany([customer.id, 'nobody'])).get(customer.id);
    expect(stored?.value).toEqual(customer);
    // Names of JavaScript's own are names like any other.
    const changed: Customer = { ...customer, attributes: { constructor: ['a'], toString: ['b'] }, endpoints: [] };
    expect(await store.put(changed, stored?.revision ?? -1)).toBe(true);
    expect(await store.put(customer, stored?.revision ?? -1)).toBe(false);
    expect((await source.getMany([customer.id])).get(customer.id)).toEqual(changed);
  });

  it('writes many customers at once, each by itself: who has changed meanwhile is named and left as they are', async () => {
    const { store } = open().customers;
    const ids = Array.from({ length: 120 }, newId);
    const fresh = ids.map((id) => ({ customer: customerOf(id), revision: 0 }));
    expect(await store.putMany([])).toEqual(new Set());
    expect(await store.putMany(fresh)).toEqual(new Set());
    const [changed = '', removed = '', kept = ''] = ids;
    await store.put({ ...customerOf(changed), attributes: { By: ['somebody else'] } }, 1);
    await store.remove(removed);
    const marks = [{ slice: 'i#1', isNew: false, endpoints: 0 }];
    const next = [changed, removed, kept].map((id) => ({
      customer: { ...customerOf(id), attributes: { By: ['us'] } },
      revision: 1,
      marks,
    }));
    expect(await store.putMany(next)).toEqual(new Set([changed, removed]));
    const stored = await store.getMany([changed, removed, kept]);
    expect(stored.get(changed)).toMatchObject({ value: { attributes: { By: ['somebody else'] } }, revision: 2 });
    expect(stored.has(removed)).toBe(false);
    expect(stored.get(kept)).toMatchObject({ value: { attributes: { By: ['us'] } }, revision: 2, marks });
  });

  it('writes customers together that are too large for one call', async () => {
    const { store } = open().customers;
    const writes = Array.from({ length: 14 }, () => ({
      customer: { ...customerOf(newId()), attributes: { Note: ['x'.repeat(300_000)] } },
      revision: 0,
    }));
    expect(await store.putMany(writes)).toEqual(new Set());
    expect(await store.putMany(writes)).toEqual(new Set(writes.map(({ customer }) => customer.id)));
  });

  it('scans every customer exactly once, whatever the number of slices', async () => {
    const { store, source } = open().customers;
    const ids = Array.from({ length: 40 }, newId);
    for (const id of ids) await store.put(customerOf(id), 0);
    open().catchUp?.();
    for (const slices of [1, 4]) {
      const seen: string[] = [];
      for (let slice = 0; slice < slices; slice += 1) {
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<CustomerSource['scan']>> = await source.scan(slice, slices, cursor);
          seen.push(...page.customers.map((customer) => customer.id));
          cursor = page.cursor;
        } while (cursor !== null);
      }
      expect(seen.filter((id) => ids.includes(id)).sort()).toEqual([...ids].sort());
      expect(new Set(seen).size).toBe(seen.length);
    }
    // DynamoDB counts a table about every six hours: any number is right.
    expect(await source.estimateCount()).toBeGreaterThanOrEqual(0);
  });
}
