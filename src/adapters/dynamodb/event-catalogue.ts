import * as z from 'zod';
import type { CatalogueStore } from '../../app/event-catalogue/index.ts';
import { CATALOGUE_MODES } from '../../domain/event/index.ts';
import { PutCommand } from './commands.ts';
import { holds } from './condition.ts';
import { readRow, readRows } from './read-rows.ts';
import type { Database, TableNames } from './tables.ts';
import { revisionGuard, writeRow } from './write-row.ts';

const fields = z.array(z.object({ name: z.string(), meaning: z.string() }));
const definitionRow = z.object({
  name: z.string(),
  meaning: z.string(),
  owner: z.string(),
  attributes: fields,
  metrics: fields,
  isRetired: z.boolean(),
  revision: z.int(),
});
const modeItem = z.object({ mode: z.enum(CATALOGUE_MODES), revision: z.int() });

/** Beside the events: it is read with each call that records some. */
const MODE_KEY = { pk: 'catalogue', sk: 'MODE' };

/** Definitions as rows of the EventDefinition model, and the mode as an item beside the events. */
export function createEventCatalogue(
  database: Database,
  tables: Pick<TableNames, 'event' | 'eventDefinition'>,
): CatalogueStore {
  return {
    getMode: async () => {
      const item = await readRow(database, tables.event, MODE_KEY);
      return item === null ? { mode: 'OFF', revision: 0 } : modeItem.parse(item);
    },
    putMode: (mode, revision) =>
      holds(
        database.client.send(
          new PutCommand({
            TableName: tables.event,
            Item: { ...MODE_KEY, mode, revision: revision + 1 },
            ConditionExpression: revision === 0 ? 'attribute_not_exists(pk)' : 'revision = :known',
            ...(revision === 0 ? {} : { ExpressionAttributeValues: { ':known': revision } }),
          }),
        ),
      ),
    find: async (names) => {
      const keys = names.map((name) => ({ name }));
      const rows = (await readRows(database, tables.eventDefinition, keys, true)).map((row) =>
        definitionRow.parse(row),
      );
      return new Map(rows.map(({ revision, ...value }) => [value.name, { value, revision }]));
    },
    put: ({ name, ...definition }, revision, by) =>
      writeRow(database, {
        table: tables.eventDefinition,
        typename: 'EventDefinition',
        key: { name },
        fields: { ...definition, revision: revision + 1, updatedBy: by.id },
        guard: revisionGuard(revision),
      }),
  };
}
