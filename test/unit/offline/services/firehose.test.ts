import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLake, type LakeSettings } from './lake-services.ts';

const opened: ReturnType<typeof openLake>[] = [];
const open = (settings?: LakeSettings): ReturnType<typeof openLake> => {
  const lake = openLake(settings);
  opened.push(lake);
  return lake;
};

afterEach(async () => {
  for (const lake of opened.splice(0)) await lake.remove();
});

describe('records on their way to the lake', () => {
  it('E9: come back with the case of their keys, ten objects of one record as ten rows', async () => {
    const lake = open();
    const ten = Array.from({ length: 10 }, (_, n) => JSON.stringify({ id: `e${n}`, n })).join('\n');
    await lake.put(ten, '{"id":"x","attributes":{"orderId":"7"}}{"id":"y","attributes":{"Name":"A","name":"B"}}');
    expect(await lake.rows("SELECT count(*) FROM things WHERE id LIKE 'e%'")).toEqual([['10']]);
    expect(
      await lake.rows(
        "SELECT element_at(attributes, 'orderId'), element_at(attributes, 'Name'), element_at(attributes, 'name') FROM things WHERE id IN ('x', 'y') ORDER BY id",
      ),
    ).toEqual([
      ['7', null, null],
      [null, 'A', 'B'],
    ]);
  });

  it('E9: fold their keys where the deserializer says so, and a record with two keys alike goes among the errors', async () => {
    const lake = open({ deserializer: { isCaseInsensitive: true } });
    await lake.put('{"id":"x","attributes":{"orderId":"7"}}', '{"id":"y","attributes":{"Name":"A","name":"B"}}');
    expect(await lake.rows("SELECT id, element_at(attributes, 'orderid') FROM things")).toEqual([['x', '7']]);
    const [error] = lake.bucket?.list('errors/format-conversion-failed/') ?? [];
    expect(error).toBeDefined();
    expect(lake.told.join()).toContain('Duplicate key "name"');
  });

  it('E9: are refused as a JSON array, and none of the array becomes a row', async () => {
    const lake = open();
    await lake.put('[{"id":"a"},{"id":"b"}]', '{"id":"c"}', 'no json', '{"id":"d","n":"many"}');
    expect(await lake.rows('SELECT id FROM things')).toEqual([['c']]);
    expect(lake.told.join()).toContain('3 record(s) could not be read');
    expect(lake.told.join()).toContain('an array of JSON documents is not a valid input');
  });

  it('are rows after the end of the process, each once, when they were acknowledged', async () => {
    const first = open();
    await first.put('{"id":"kept"}');
    // What a kill leaves: the files as they are, nothing closed.
    const folder = mkdtempSync(join(tmpdir(), 'lake-killed-'));
    cpSync(first.folder, folder, { recursive: true });
    const second = open({ folder });
    expect(await second.rows('SELECT id FROM things')).toEqual([['kept']]);
    await second.put('{"id":"later"}');
    expect(await second.rows('SELECT id FROM things ORDER BY id')).toEqual([['kept'], ['later']]);
  });

  it('replace the object that a crash left behind before they were crossed out', async () => {
    const first = open();
    await first.put('{"id":"once"}');
    const folder = mkdtempSync(join(tmpdir(), 'lake-killed-'));
    cpSync(first.folder, folder, { recursive: true });
    await first.firehose.flush();
    // The object is written, the list of pending records is still that of before.
    cpSync(join(first.folder, 's3'), join(folder, 's3'), { recursive: true });
    const second = open({ folder });
    expect(await second.rows('SELECT id FROM things')).toEqual([['once']]);
  });

  it('become an object when the buffering interval is over on the clock of the sandbox', async () => {
    const lake = open();
    await lake.put('{"id":"a"}');
    expect(lake.bucket?.list('things/')).toEqual([]);
    lake.clock.advance(301_000);
    await expect.poll(() => lake.bucket?.list('things/').length, { timeout: 20_000 }).toBe(1);
  });

  it('stand under the day of their stream’s time zone on which the oldest of them came', async () => {
    const atThree = Date.parse('2026-11-28T18:00:00Z');
    const korean = open({ startAt: atThree });
    await korean.put('{"id":"a"}');
    await korean.firehose.flush();
    expect(korean.bucket?.list('things/').map(({ key }) => key.split('/')[1])).toEqual(['day=2026-11-29']);
    const utc = open({ startAt: atThree, timeZone: 'UTC' });
    await utc.put('{"id":"a"}');
    await utc.firehose.flush();
    expect(utc.bucket?.list('things/').map(({ key }) => key.split('/')[1])).toEqual(['day=2026-11-28']);
  });

  it('fail one by one, all together or late, as the fault plan says; rules that do not name Firehose leave it alone', async () => {
    const lake = open();
    lake.faultPlan.load({ rules: [{ kind: 'call', effect: { type: 'status', status: 503 } }] });
    expect((await lake.put('{"id":"a"}')).status).toBe(200);
    lake.faultPlan.load({ rules: [{ kind: 'call', channel: 'FIREHOSE', effect: { type: 'status', status: 503 } }] });
    const refused = await lake.put('{"id":"b"}');
    expect([refused.status, String(refused.body)]).toEqual([
      503,
      expect.stringContaining('ServiceUnavailableException'),
    ]);
    lake.faultPlan.load({
      rules: [{ kind: 'recipient', channel: 'FIREHOSE', address: 'things#3', outcome: 'THROTTLED' }],
    });
    const partly: unknown = JSON.parse(String((await lake.put('{"id":"c"}', '{"id":"d"}')).body));
    expect(partly).toMatchObject({
      FailedPutCount: 1,
      RequestResponses: [{ RecordId: expect.any(String) as string }, { ErrorCode: 'ServiceUnavailableException' }],
    });
    expect(await lake.rows('SELECT id FROM things ORDER BY id')).toEqual([['a'], ['c']]);
  });
});
