import * as z from 'zod';
import type { SegmentStore, SegmentVersionStore } from '../../app/ports.ts';
import { readRow } from './read-rows.ts';
import { segmentDocument, segmentVersionDocument } from './segment-document.ts';
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

/** Their versions as rows of the SegmentVersion model. */
export function createSegmentVersions(database: Database, table: string): SegmentVersionStore {
  return {
    get: async (segmentId, version) => {
      const row = await readRow(database, table, { segmentId, version });
      return row === null ? null : segmentVersionDocument.parse(row);
    },
    put: async ({ segmentId, version, ...fields }, by) =>
      writeRow(database, {
        table,
        typename: 'SegmentVersion',
        key: { segmentId, version },
        fields: { ...fields, createdBy: by.id },
        guard: { attribute: 'segmentId', expected: undefined },
      }),
  };
}
