import { describe, expect, it } from 'vitest';
import { eraseCustomer, importCustomers, importReport } from '../../../src/app/customer/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

function line(id: string, userId: string, change: Record<string, unknown> = {}): string {
  return JSON.stringify({
    Id: id,
    ChannelType: 'GCM',
    Address: `token-${id}`,
    EffectiveDate: '2026-01-01T00:00:00Z',
    User: { UserId: userId, UserAttributes: { City: ['서울'] } },
    ...change,
  });
}

function createImport() {
  const app = createMemoryApp();
  const deps = { ...app.deps, customers: app.store, publisher: app.deps.importPublisher };
  const send = (lines: readonly string[], firstLine = 1, more: Partial<Parameters<typeof importCustomers>[1]> = {}) =>
    importCustomers(deps, { actor: ACTOR, importId: 'import-1', firstLine, lines, isLast: false, ...more });
  const report = async (nextToken?: string) =>
    unwrap(await importReport(deps, { importId: 'import-1', ...(nextToken === undefined ? {} : { nextToken }) }));
  return { app, deps, send, report };
}

describe('importing customers', () => {
  it('gathers the endpoints of a customer, keeps good lines, and says why the others were not kept', async () => {
    const { app, send } = createImport();
    const { report } = unwrap(
      await send([
        line('e1', 'u1'),
        '{"Id": "e2",',
        line('e3', 'u1', { ChannelType: 'EMAIL', Address: 'u1@example.com' }),
        line('e4', 'u2', { ChannelType: 'FAX' }),
        line('e1', 'u3'),
        '',
        line('e5', 'u2'),
      ]),
    );
    expect(report).toMatchObject({ accepted: 3, rejected: 3, customersWritten: 2, endpointsWritten: 3 });
    expect(report.rejections.map(({ line: number, code }) => [number, code])).toEqual([
      [2, 'INVALID_JSON'],
      [4, 'UNKNOWN_CHANNEL'],
      [5, 'DUPLICATE_ID'],
    ]);
    const customer = (await app.deps.customers.getMany(['u1'])).get('u1');
    expect(customer?.endpoints.map(({ id }) => id)).toEqual(['e1', 'e3']);
    expect(customer?.attributes).toEqual({ City: ['서울'] });
  });

  it('answers a repeated slice with the same report and writes nothing', async () => {
    const { app, send } = createImport();
    const first = unwrap(await send([line('e1', 'u1'), 'x']));
    expect(unwrap(await send([line('e1', 'u1'), 'x']))).toEqual(first);
    expect((await app.store.getMany(['u1'])).get('u1')?.revision).toBe(1);
  });

  it('A25 refuses other lines under the name of a slice that was taken', async () => {
    const { app, send } = createImport();
    unwrap(await send([line('e1', 'u1')]));
    for (const [lines, more] of [
      [[line('e2', 'u2')], {}],
      [[line('e1', 'u1'), line('e2', 'u2')], {}],
      [[line('e1', 'u1')], { segmentId: 'other' }],
    ] as const) {
      expect(await send(lines, 1, more)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
    }
    expect((await app.store.getMany(['u2'])).size).toBe(0);
    unwrap(await send([line('e1', 'u1')], 1, { isLast: true }));
  });

  it('numbers lines by their place in the file', async () => {
    const { send } = createImport();
    const { report } = unwrap(await send(['x'], 5_001));
    expect(report.rejections[0]?.line).toBe(5_001);
  });

  it('refuses a slice that is too large', async () => {
    const { send } = createImport();
    const lines = Array.from({ length: 501 }, (_, index) => line(`e${index}`, 'u'));
    expect(await send(lines)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    expect(await send(['x'.repeat(1_000_000)])).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    expect(await send([line('e', 'u')], 0)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  });

  it('merges with what somebody else wrote at the same moment', async () => {
    const { app, send } = createImport();
    const slices = Array.from({ length: 8 }, (_, index) => send([line(`e${index}`, 'u1')], index + 1));
    for (const outcome of await Promise.all(slices)) unwrap(outcome);
    expect((await app.deps.customers.getMany(['u1'])).get('u1')?.endpoints).toHaveLength(8);
  });

  it('counts a slice that was interrupted half-way, and one that runs twice at the same moment, once', async () => {
    const { app, deps, send, report } = createImport();
    const lines = Array.from({ length: 40 }, (_, index) => line(`e${index}`, `u${index % 30}`));
    const dying: typeof app.store = {
      ...app.store,
      putMany: async (writes) => {
        await app.store.putMany(writes.slice(0, 10));
        throw new Error('killed');
      },
    };
    const command = { actor: ACTOR, importId: 'import-1', firstLine: 1, lines, isLast: true };
    await expect(importCustomers({ ...deps, customers: dying }, command)).rejects.toThrow('killed');
    await Promise.all([send(lines, 1, { isLast: true }), send(lines, 1, { isLast: true })]);
    const { progress } = await report();
    expect(progress).toMatchObject({
      accepted: 40,
      rejected: 0,
      customersCreated: 30,
      customersWritten: 30,
      endpointsWritten: 40,
      isDone: true,
    });
  });

  it('knows where to go on, counts slices in any order, and is done when every line is', async () => {
    const { app, send, report } = createImport();
    unwrap(await send([line('e1', 'u1'), 'x']));
    expect((await report()).progress.resumeFrom).toBe(3);
    unwrap(await send([line('e5', 'u5')], 5, { isLast: true }));
    expect(await report()).toMatchObject({ progress: { resumeFrom: 3, accepted: 2, isDone: false } });
    unwrap(await send([line('e3', 'u3'), 'y'], 3));
    const { progress, rejections } = await report();
    expect(progress).toMatchObject({ accepted: 3, rejected: 2, isDone: true, seq: 3, linesDone: 5, resumeFrom: 6 });
    expect(rejections.map(({ line: number }) => number)).toEqual([2, 4]);
    expect(app.deps.importPublisher.ticks.map(({ isDone }) => isDone)).toEqual([false, true]);
  });

  it('tells watchers at most once a second', async () => {
    const { app, send } = createImport();
    for (let slice = 0; slice < 30; slice += 1) {
      unwrap(await send([line(`e${slice}`, `u${slice}`)], slice + 1));
      app.clock.advance(100);
    }
    expect(app.deps.importPublisher.ticks).toHaveLength(3);
    expect(app.deps.importPublisher.ticks.at(-1)).toMatchObject({ accepted: 21 });
  });

  it('reports what the caller could not read with the rest, and numbers lines as they stand in the file', async () => {
    const { send, report } = createImport();
    const rejected = [{ line: 3, code: 'NOT_UTF8', reason: 'no' }];
    unwrap(await send([line('e1', 'u1'), 'x'], 1, { lineNumbers: [2, 7], untilLine: 9, rejected }));
    expect((await report()).rejections.map(({ line: number, code }) => [number, code])).toEqual([
      [3, 'NOT_UTF8'],
      [7, 'INVALID_JSON'],
    ]);
    expect((await report()).progress.resumeFrom).toBe(9);
  });

  it('pages through many rejections', async () => {
    const { send, report } = createImport();
    for (let slice = 0; slice < 5; slice += 1) {
      unwrap(
        await send(
          Array.from({ length: 500 }, () => 'x'),
          slice * 500 + 1,
        ),
      );
    }
    const lines: number[] = [];
    let token: string | undefined;
    let pages = 0;
    do {
      const page = await report(token);
      lines.push(...page.rejections.map(({ line: number }) => number));
      token = page.nextToken ?? undefined;
      pages += 1;
    } while (token !== undefined);
    expect(lines).toEqual(Array.from({ length: 2_500 }, (_, index) => index + 1));
    expect(pages).toBeGreaterThan(1);
  });

  it('makes those in a list of user ids members of an imported segment, and names those nobody knows', async () => {
    const { app, send } = createImport();
    const { segment } = unwrap(await saveSegment(app.deps, { actor: ACTOR, name: '명단', type: 'IMPORTED' }));
    unwrap(await send([line('e1', 'u1')]));
    const ids = ['{"User":{"UserId":"u1"}}', '{"User":{"UserId":"nobody"}}'];
    const { report } = unwrap(await send(ids, 2, { segmentId: segment.id }));
    expect(report.rejections).toMatchObject([{ line: 3, code: 'UNKNOWN_CUSTOMER' }]);
    expect((await app.store.getMany(['u1'])).get('u1')?.value.importedSegments).toEqual([segment.id]);
    expect(await send(ids, 4, { segmentId: 'none' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  it('takes those in a list off an imported segment, and takes nothing else over that the list says', async () => {
    const { app, send } = createImport();
    const { segment } = unwrap(await saveSegment(app.deps, { actor: ACTOR, name: '명단', type: 'IMPORTED' }));
    const { id } = segment;
    unwrap(await send([line('e1', 'u1'), line('e2', 'u2')], 1, { segmentId: id }));
    const listsOf = async (customerId: string) =>
      (await app.store.getMany([customerId])).get(customerId)?.value.importedSegments;
    const before = (await app.store.getMany(['u1'])).get('u1')?.value;
    const leaving = [line('e9', 'u1'), '{"User":{"UserId":"nobody"}}'];
    const { report } = unwrap(await send(leaving, 3, { removeFromSegmentId: id }));
    expect(report).toMatchObject({ accepted: 1, customersWritten: 1, customersCreated: 0, endpointsWritten: 0 });
    expect(report.rejections).toMatchObject([{ line: 4, code: 'UNKNOWN_CUSTOMER' }]);
    expect((await app.store.getMany(['u1'])).get('u1')?.value).toEqual({ ...before, importedSegments: [] });
    expect(await listsOf('u2')).toEqual([id]);
    // Whoever is off already stays off; and what is said last holds.
    expect(unwrap(await send(leaving, 5, { removeFromSegmentId: id })).report).toMatchObject({ customersWritten: 0 });
    unwrap(await send(['{"User":{"UserId":"u1"}}'], 7, { segmentId: id }));
    expect(await listsOf('u1')).toEqual([id]);
    const both = await send(leaving, 8, { segmentId: id, removeFromSegmentId: id });
    expect(both).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    expect(await send(leaving, 8, { removeFromSegmentId: 'none' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('does not bring back who was erased, unless the line is newer', async () => {
    const { app, deps, send } = createImport();
    unwrap(await send([line('e1', 'u1')]));
    expect(unwrap(await eraseCustomer(deps, { actor: ACTOR, customerId: 'u1' })).existed).toBe(true);
    const undated = line('e1', 'u1', { EffectiveDate: null });
    const { report } = unwrap(await send([line('e1', 'u1'), undated], 2));
    expect(report.rejections.map(({ code }) => code)).toEqual(['ERASED_CUSTOMER', 'ERASED_CUSTOMER']);
    expect((await app.store.getMany(['u1'])).size).toBe(0);
    unwrap(await send([line('e1', 'u1', { EffectiveDate: '2027-01-01T00:00:00Z' })], 4));
    expect((await app.store.getMany(['u1'])).size).toBe(1);
  });

  it('does not bring back who is erased while a slice runs', async () => {
    const { app, deps, send } = createImport();
    unwrap(await send([line('e1', 'u1')]));
    let isErased = false;
    const racing: typeof app.store = {
      ...app.store,
      putMany: async (writes) => {
        if (!isErased) await eraseCustomer(deps, { actor: ACTOR, customerId: 'u1' });
        isErased = true;
        return app.store.putMany(writes);
      },
    };
    const command = { actor: ACTOR, importId: 'i', firstLine: 1, lines: [line('e2', 'u1')], isLast: true };
    const { report } = unwrap(await importCustomers({ ...deps, customers: racing }, command));
    expect(report.rejections).toMatchObject([{ code: 'ERASED_CUSTOMER' }]);
    expect((await app.store.getMany(['u1'])).size).toBe(0);
  });
});
