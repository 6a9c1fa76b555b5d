import { describe, expect, it } from 'vitest';
import { importCustomers } from '../../../src/app/customer/index.ts';
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
  const deps = { customers: app.store, imports: app.deps.imports };
  const send = (lines: readonly string[], firstLine = 1) =>
    importCustomers(deps, { actor: ACTOR, importId: 'import-1', firstLine, lines, isLast: true });
  return { app, send };
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
});
