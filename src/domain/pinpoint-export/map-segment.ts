import type { SegmentDefinition } from '../segment/index.ts';
import { mapDimensions } from './map-dimensions.ts';
import {
  isJson,
  listAt,
  noteUnread,
  noteWrong,
  objectAt,
  textAt,
  type Json,
  type Mapping,
  type NotMapped,
} from './mapped.ts';

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

function groupType(value: Json, name: string, path: string, notMapped: NotMapped[]): GroupType {
  const found = value[name] ?? 'ALL';
  const known = GROUP_TYPES.find((type) => type === found);
  if (known === undefined) notMapped.push({ path: `${path}.${name}`, reason: 'It should be ALL, ANY or NONE.' });
  return known ?? 'ALL';
}

/** The objects of a list; what else stands in it is noted, because it may be a condition. */
function objectsAt(value: Json, name: string, path: string, notMapped: NotMapped[]): readonly [Json, string][] {
  const found = value[name];
  if (found !== undefined && found !== null && !Array.isArray(found)) {
    notMapped.push({ path: `${path}.${name}`, reason: 'It should be a list.' });
  }
  return listAt(value, name).flatMap((entry, index): [Json, string][] => {
    const entryPath = `${path}.${name}[${index}]`;
    if (isJson(entry)) return [[entry, entryPath]];
    notMapped.push({ path: entryPath, reason: 'It should be an object.' });
    return [];
  });
}

function mapGroup(group: Json, path: string, notMapped: NotMapped[]): SegmentDefinition['groups'][number] {
  noteUnread(
    group,
    ['Dimensions', 'SourceSegments', 'SourceType', 'Type'],
    path,
    'Unknown field of a group.',
    notMapped,
  );
  const dimensions = objectsAt(group, 'Dimensions', path, notMapped)
    .map(([entry, entryPath]) => {
      if (Object.keys(entry).length === 0) {
        notMapped.push({
          path: entryPath,
          reason: 'It is empty: whether it matches everybody or nobody, say in the group.',
        });
      }
      return mapDimensions(entry, entryPath, notMapped);
    })
    .filter((entry) => Object.keys(entry).length > 0);
  const sourceSegmentIds = objectsAt(group, 'SourceSegments', path, notMapped).flatMap(([source, sourcePath]) => {
    noteUnread(source, ['Id', 'Version'], sourcePath, 'Unknown field of a source segment.', notMapped);
    if (source['Version'] !== undefined) {
      const reason = 'A source segment is always taken as it is now, not in one of its versions.';
      notMapped.push({ path: `${sourcePath}.Version`, reason });
    }
    const id = textAt(source, 'Id');
    if (id === undefined) notMapped.push({ path: `${sourcePath}.Id`, reason: 'It names no segment.' });
    return id ?? [];
  });
  if (dimensions.length + sourceSegmentIds.length === 0) {
    const reason = 'It is empty: whether it matches everybody or nobody, say in it.';
    notMapped.push({ path, reason });
  }
  const type = groupType(group, 'Type', path, notMapped);
  const sourceType = groupType(group, 'SourceType', path, notMapped);
  return { type, sourceType, sourceSegmentIds, dimensions };
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && !(isJson(value) && Object.keys(value).length === 0);
}

/** Which version a source had decides nothing here. */
function isVersion(path: string): boolean {
  return /\.SourceSegments\[\d+\]\.Version$/.test(path);
}

/** Reads the answer of Pinpoint's GetSegment (`SegmentResponse`). */
export function mapSegment(segment: Json): Mapping<MappedSegment> {
  const notMapped: NotMapped[] = [];
  noteWrong(segment, 'text', ['Id', 'Name', 'SegmentType'], '', notMapped);
  const pinpointId = textAt(segment, 'Id') ?? textAt(segment, 'Name') ?? '';
  const name = textAt(segment, 'Name') ?? pinpointId;
  if (name === '')
    return { mapped: null, notMapped: [{ path: 'Name', reason: 'The segment has neither name nor id.' }] };
  noteUnread(segment, READ, '', 'Unknown field of a segment.', notMapped);
  const type = segment['SegmentType'] ?? (isThere(segment['ImportDefinition']) ? 'IMPORT' : 'DIMENSIONAL');
  const isImported = type === 'IMPORT';
  if (!isImported && type !== 'DIMENSIONAL') {
    // Taken for a segment without conditions it would be everybody.
    const reason = 'It should be DIMENSIONAL or IMPORT.';
    return { mapped: null, notMapped: [...notMapped, { path: 'SegmentType', reason }] };
  }
  if (!isImported && isThere(segment['ImportDefinition'])) {
    const reason = 'A segment of conditions has none: say in SegmentType which of both it is.';
    return { mapped: null, notMapped: [...notMapped, { path: 'ImportDefinition', reason }] };
  }
  if (isImported) {
    const path = 'ImportDefinition';
    notMapped.push({ path, reason: 'Import the file of its members with `bonghwa import FILE --segment ID`.' });
  }
  noteWrong(segment, 'object', ['Dimensions', 'SegmentGroups'], '', notMapped);
  const segmentGroups = objectAt(segment, 'SegmentGroups');
  noteUnread(segmentGroups, ['Groups', 'Include'], 'SegmentGroups', 'Unknown field of groups.', notMapped);
  const read = objectsAt(segmentGroups, 'Groups', 'SegmentGroups', notMapped);
  const groups = read.map(([group, path]) => mapGroup(group, path, notMapped));
  const flat = mapDimensions(objectAt(segment, 'Dimensions'), 'Dimensions', notMapped);
  // Old segments have dimensions without groups: all of them must hold.
  const old =
    Object.keys(flat).length === 0
      ? []
      : [{ type: 'ALL', sourceType: 'ALL', sourceSegmentIds: [], dimensions: [flat] } as const];
  const kept = [...groups, ...old].filter(
    ({ dimensions, sourceSegmentIds }) => dimensions.length + sourceSegmentIds.length > 0,
  );
  if (groups.length > 0 && old.length > 0) {
    const reason = 'It has groups as well: which of both holds, say in the groups.';
    notMapped.push({ path: 'Dimensions', reason });
  }
  const include = groupType(segmentGroups, 'Include', 'SegmentGroups', notMapped);
  // Without one of its conditions a segment has other people in it, mostly more: an audience nobody decided on.
  const isWhole = notMapped.every(({ path }) => !/^(?:Dimensions|SegmentGroups)\b/.test(path) || isVersion(path));
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
