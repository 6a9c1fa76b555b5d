import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UpdateCommand } from '../../src/adapters/dynamodb/commands.ts';
import { createRollups } from '../../src/adapters/dynamodb/index.ts';
import { STATEMENTS } from '../../src/domain/insight/generated/statements.ts';
import { NO_ROLLUPS, ROLLUP_FORM, type RollupState } from '../../src/domain/insight/index.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

const NOW = Date.UTC(2026, 10, 28, 3);
const BUILT: RollupState = {
  through: '2026-11-27',
  builtBy: '2026-11-28 03:00:00.000',
  records: { '2026-11-27': 12 },
  renewed: [{ table: 'user_day', partition: '2026-11-27' }],
};

let database: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
beforeAll(async () => void (database = await startEmbeddedDatabase()));
afterAll(() => database.stop());

it('what was built is known as it was told, and rollups of another form only by when they were built', async () => {
  const rollups = createRollups(database.database, database.tables.event);
  expect((await rollups.read('FIRST')).state).toEqual(NO_ROLLUPS);
  const claim = await rollups.claim(NOW, NOW + 1_000);
  expect((await rollups.read('FIRST')).state).toEqual(NO_ROLLUPS);
  await rollups.finish(claim ?? '', BUILT, []);
  expect((await rollups.read('EVERY')).state).toEqual(BUILT);

  const ofForm = async (UpdateExpression: string, form?: number): Promise<RollupState> => {
    await database.database.client.send(
      new UpdateCommand({
        TableName: database.tables.event,
        Key: { pk: 'rollups', sk: 'STATE' },
        UpdateExpression,
        ExpressionAttributeNames: { '#form': 'form' },
        ...(form === undefined ? {} : { ExpressionAttributeValues: { ':form': form } }),
      }),
    );
    return (await rollups.read('FIRST')).state;
  };
  const onlyWhen = { ...NO_ROLLUPS, builtBy: BUILT.builtBy };
  expect(await ofForm('SET #form = :form', ROLLUP_FORM + 1)).toEqual(onlyWhen);
  // From before there were forms.
  expect(await ofForm('REMOVE #form')).toEqual(onlyWhen);
  expect(await ofForm('SET #form = :form', ROLLUP_FORM)).toEqual(BUILT);
});

it('who changes what builds rollups gives them a new form: raise ROLLUP_FORM and write both here', () => {
  const builders = [STATEMENTS['build-user-day'], STATEMENTS['build-event-day'], STATEMENTS['build-user-week']];
  const digest = createHash('sha256')
    .update(builders.map(({ sql }) => sql.replace(/^\s*--.*$/gm, '')).join('\n'))
    .digest('hex')
    .slice(0, 12);
  expect([ROLLUP_FORM, digest]).toEqual([2, 'dddda8d281f4']);
});
