import type { SegmentDefinition } from './definition.ts';

/**
 * Who belongs to an imported segment. The list is kept with its members (`Customer.importedSegments`) rather than in a
 * place of its own: planning reads every customer anyway, and so needs no lookup for any of millions of members.
 */
export function importedSegmentDefinition(segmentId: string): SegmentDefinition {
  const onTheList = { importedSegments: { type: 'INCLUSIVE', values: [segmentId] } } as const;
  return {
    include: 'ALL',
    groups: [{ type: 'ALL', sourceType: 'ALL', sourceSegmentIds: [], dimensions: [onTheList] }],
  };
}
