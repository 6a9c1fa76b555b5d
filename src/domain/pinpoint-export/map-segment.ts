import type { SegmentDefinition } from '../segment/index.ts';
import { mapDimensions } from './map-dimensions.ts';
import { isJson, listAt, noteUnread, objectAt, textAt, type Json, type Mapping, type NotMapped } from './mapped.ts';

/** A segment of Pinpoint's in our terms; `sourceIds` are Pinpoint's ids of the segments it builds on. */
export type MappedSegment = {
  readonly pinpointId: string;
  readonly name: string;
  /** IMPORTED: only its name; the members come from the file it was imported from. */
  readonly type: 'DYNAMIC' | 'IMPORTED';
  readonly definition: SegmentDefinition;
  readonly sourceIds: readonly string[];
};

/** Pinpoint's bookkeeping says nothing of who belongs. */
const BOOKKEEPING = ['ApplicationId', 'Arn', 'CreationDate', 'LastModifiedDate', 'Version'];
const READ = [...BOOKKEEPING, 'Id', 'Name', 'SegmentType', 'Dimensions', 'SegmentGroups', 'ImportDefinition'];

const GROUP_TYPES = ['ALL', 'ANY', 'NONE'] as const;
type GroupType = (typeof GROUP_TYPES)[number];

function groupType(value: Json, name: string): GroupType {
  return GROUP_TYPES.find((type) => type === value[name]) ?? 'ALL';
}

function mapGroup(group: Json, path: string, notMapped: NotMapped[]): SegmentDefinition['groups'][number] {
  noteUnread(
    group,
    ['Dimensions', 'SourceSegments', 'SourceType', 'Type'],
    path,
    'Unknown field of a group.',
    notMapped,
  );
  const dimensions = listAt(group, 'Dimensions')
    .filter(isJson)
    .map((entry, index) => {
      const entryPath = `${path}.Dimensions[${index}]`;
      if (Object.keys(entry).length === 0) {
        notMapped.push({
          path: entryPath,
          reason: 'It is empty: whether it matches everybody or nobody, say in the group.',
        });
      }
      return mapDimensions(entry, entryPath, notMapped);
    })
    .filter((entry) => Object.keys(entry).length > 0);
  const sourceSegmentIds = listAt(group, 'SourceSegments').flatMap((source, index) => {
    if (!isJson(source)) return [];
    if (source['Version'] !== undefined) {
      const reason = 'A source segment is always taken as it is now, not in one of its versions.';
      notMapped.push({ path: `${path}.SourceSegments[${index}].Version`, reason });
    }
    return textAt(source, 'Id') ?? [];
  });
  if (dimensions.length + sourceSegmentIds.length === 0) {
    const reason = 'The group is empty: whether it has everybody or nobody in it is for a person to say.';
    notMapped.push({ path: `${path}.Dimensions`, reason }, { path, reason });
  }
  return { type: groupType(group, 'Type'), sourceType: groupType(group, 'SourceType'), sourceSegmentIds, dimensions };
}

/** Reads the answer of Pinpoint's GetSegment (`SegmentResponse`). */
export function mapSegment(segment: Json): Mapping<MappedSegment> {
  const notMapped: NotMapped[] = [];
  const pinpointId = textAt(segment, 'Id') ?? '';
  const name = textAt(segment, 'Name') ?? pinpointId;
  if (name === '')
    return { mapped: null, notMapped: [{ path: 'Name', reason: 'The segment has neither name nor id.' }] };
  noteUnread(segment, READ, '', 'Unknown field of a segment.', notMapped);
  const isImported = segment['SegmentType'] === 'IMPORT';
  if (isImported) {
    const path = 'ImportDefinition';
    notMapped.push({ path, reason: 'Import the file of its members with `bonghwa import FILE --segment ID`.' });
  }
  const groups = listAt(objectAt(segment, 'SegmentGroups'), 'Groups')
    .filter(isJson)
    .map((group, index) => mapGroup(group, `SegmentGroups.Groups[${index}]`, notMapped));
  const flat = mapDimensions(objectAt(segment, 'Dimensions'), 'Dimensions', notMapped);
  // Old segments have dimensions without groups: all of them must hold.
  const old =
    Object.keys(flat).length === 0
      ? []
      : [{ type: 'ALL', sourceType: 'ALL', sourceSegmentIds: [], dimensions: [flat] } as const];
  const kept = [...groups, ...old].filter(
    ({ dimensions, sourceSegmentIds }) => dimensions.length + sourceSegmentIds.length > 0,
  );
  const include = groupType(objectAt(segment, 'SegmentGroups'), 'Include');
  // Without one of its conditions a segment has other people in it, mostly more: an audience nobody decided on.
  const isWhole = notMapped.every(({ path }) => !path.includes('Dimensions'));
  if (!isImported && !isWhole) return { mapped: null, notMapped };
  return {
    mapped: {
      pinpointId,
      name,
      type: isImported ? 'IMPORTED' : 'DYNAMIC',
      definition: { include, groups: isImported ? [] : kept },
      sourceIds: [...new Set(kept.flatMap(({ sourceSegmentIds }) => sourceSegmentIds))],
    },
    notMapped,
  };
}
