import { z } from 'zod';
import type { SegmentStore } from '../../app/ports.ts';
import { readRow } from './read-rows.ts';
import { segmentDocument } from './segment-document.ts';
import type { Database } from './tables.ts';
import { revisionGuard, writeRow } from './write-row.ts';

const revised = z.object({ revision: z.int() });

/** Segments as rows of the Segment model. */
export function createSegments(database: Database, table: string): SegmentStore {
  return {
    get: async (id) => {
      const row = await readRow(database, table, { id });
      return row === null ? null : { value: segmentDocument.parse(row), revision: revised.parse(row).revision };
    },
    put: async ({ id, ...fields }, revision, by) =>
      writeRow(database, {
        table,
        typename: 'Segment',
        key: { id },
        fields: { ...fields, revision: revision + 1, updatedBy: by.id },
        guard: revisionGuard(revision),
      }),
  };
}
