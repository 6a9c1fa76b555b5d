import { PutCommand } from '../../src/adapters/dynamodb/commands.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobs } from '../../src/adapters/dynamodb/index.ts';
import type { CallAudience, JobSpec } from '../../src/app/delivery/index.ts';
import { jobOf, newId, NOW, SPEC } from './delivery-stores.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
beforeAll(async () => {
  embedded = await startEmbeddedDatabase();
});
afterAll(() => embedded.stop());

const DIRECT = {
  clientId: 'shop',
  bodyHash: 'hash',
  timeToLiveSeconds: 60,
  guests: [{ customerId: 'call:0', channelType: 'EMAIL', address: 'a@example.com' }],
  substitutions: { 'call:0': { Order: ['7'] } },
} as const;
const CALL: CallAudience = {
  kind: 'CALL',
  countedWith: { id: 'direct-shop', name: 'Shop' },
  messageClass: 'TRANSACTIONAL',
  channel: 'EMAIL',
  ...DIRECT,
};

/** As specs were stored before they said what their audience is. */
const OLD = {
  campaign: {
    id: 'direct-shop',
    name: 'Shop',
    segmentId: '',
    messageClass: 'TRANSACTIONAL',
    steps: [{ channel: 'EMAIL', templateId: 'receipt', templateVersion: 2 }],
    holdoutPercent: 0,
    inDoubtPolicy: 'HOLD',
  },
  templates: [{ templateId: 'receipt', version: 2 }],
  definition: { include: 'ALL', groups: [] },
  segmentVersion: 0,
  sources: {},
  plannedAt: NOW,
};

describe('the spec of a job', () => {
  it('says whom a call named, and comes back as it was', async () => {
    const { database, tables } = embedded;
    const jobs = createJobs(database, tables);
    const spec: JobSpec = { audience: CALL, templates: OLD.templates, plannedAt: NOW };
    const id = newId();
    await jobs.create({ ...jobOf(id), audience: 'CALL' }, spec);
    expect(await jobs.getSpec(id)).toEqual(spec);
  });

  it('of before is read as what it meant: a call, or a segment', async () => {
    const { database, tables } = embedded;
    const jobs = createJobs(database, tables);
    const store = async (id: string, spec: object) => {
      const Item = { pk: `job#${id}`, sk: 'SPEC', spec };
      await database.client.send(new PutCommand({ TableName: tables.delivery, Item }));
    };
    await store('old-call', { ...OLD, direct: DIRECT });
    expect(await jobs.getSpec('old-call')).toEqual({ audience: CALL, templates: OLD.templates, plannedAt: NOW });
    if (SPEC.audience.kind !== 'SEGMENT') throw new Error('The spec of the tests is of a segment.');
    const { kind: _, ...segment } = SPEC.audience;
    const { audience: __, ...common } = SPEC;
    await store('old-segment', { ...common, ...segment });
    expect(await jobs.getSpec('old-segment')).toEqual(SPEC);
  });
});
