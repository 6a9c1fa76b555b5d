import { exceeds, jsonBytes } from '../limits.ts';
import { refuse, type Refused } from '../result.ts';
import { findContradiction } from './contradictions.ts';
import { GROUP_TYPES, type GroupType, type SegmentDefinition, type SegmentGroup } from './definition.ts';
import { countConditions, readDimensions } from './parse-dimensions.ts';
import {
  DefinitionStop,
  readChoice,
  readFields,
  readList,
  readSegmentId,
  type Fields,
  type SegmentErrorCode,
} from './read-fields.ts';

/** Pinpoint allows 100 dimensions per segment; its console two groups, its API a handful. */
const MAX_CONDITIONS = 100;
const MAX_GROUPS = 20;
const MAX_SOURCES = 20;

function readType(fields: Fields, name: string, path: string): GroupType {
  return fields[name] === undefined ? 'ALL' : readChoice(fields[name], `${path}${name}`, GROUP_TYPES);
}

function readGroup(value: unknown, path: string): SegmentGroup {
  const fields = readFields(value, path, ['type', 'sourceType', 'sourceSegmentIds', 'dimensions']);
  const sources = readList(fields['sourceSegmentIds'] ?? [], `${path}.sourceSegmentIds`, MAX_SOURCES);
  const entries = readList(fields['dimensions'] ?? [], `${path}.dimensions`, MAX_CONDITIONS);
  if (sources.length === 0 && entries.length === 0) {
    throw new DefinitionStop(path, 'needs dimensions or sourceSegmentIds.');
  }
  return {
    type: readType(fields, 'type', `${path}.`),
    sourceType: readType(fields, 'sourceType', `${path}.`),
    sourceSegmentIds: sources.map((id, index) => readSegmentId(id, `${path}.sourceSegmentIds[${index}]`)),
    dimensions: entries.map((entry, index) => readDimensions(entry, `${path}.dimensions[${index}]`)),
  };
}

function readGroups(value: unknown, path: string): SegmentGroup[] {
  return readList(value, path, MAX_GROUPS).map((group, index) => readGroup(group, `${path}[${index}]`));
}

function checkLimits(definition: SegmentDefinition): void {
  const conditions = allGroups(definition)
    .flatMap((group) => group.dimensions)
    .reduce((sum, entry) => sum + countConditions(entry), 0);
  if (conditions > MAX_CONDITIONS) {
    const reason = `hold ${conditions} conditions; at most ${MAX_CONDITIONS} are allowed.`;
    throw new DefinitionStop('groups', reason, 'SEGMENT_LIMIT');
  }
  const tooLarge = exceeds('definition', jsonBytes(definition));
  if (tooLarge !== null) {
    throw new DefinitionStop('', `is too large: ${tooLarge} Use fewer or shorter values.`, 'SEGMENT_LIMIT');
  }
}

function readDefinition(value: unknown): SegmentDefinition {
  const fields = readFields(value, '', ['include', 'groups', 'exclude']);
  const include = readType(fields, 'include', '');
  const groups = readGroups(fields['groups'], 'groups');
  if (groups.length === 0 && include !== 'ALL') {
    throw new DefinitionStop(
      'groups',
      `must not be empty with include ${include}; include ALL and no groups is everyone.`,
    );
  }
  const exclude = readGroups(fields['exclude'] ?? [], 'exclude');
  const definition = { include, groups, ...(exclude.length === 0 ? {} : { exclude }) };
  checkLimits(definition);
  const contradiction = findContradiction(definition);
  if (contradiction !== null) throw new DefinitionStop('groups', contradiction, 'SEGMENT_CONTRADICTION');
  return definition;
}

/** Reads a segment definition from outside: its shape, Pinpoint's limits, and whether anybody can match at all. */
export function parseSegmentDefinition(
  value: unknown,
): { readonly ok: true; readonly definition: SegmentDefinition } | Refused<SegmentErrorCode> {
  try {
    return { ok: true, definition: readDefinition(value) };
  } catch (error) {
    if (error instanceof DefinitionStop) return refuse(error.code, error.message);
    throw error;
  }
}

/** The groups of a definition, those that exclude included. */
export function allGroups({ groups, exclude = [] }: SegmentDefinition): readonly SegmentGroup[] {
  return exclude.length === 0 ? groups : [...groups, ...exclude];
}

/** Every segment a definition builds on, each once. */
export function sourceSegmentIds(definition: SegmentDefinition): readonly string[] {
  return [...new Set(allGroups(definition).flatMap((group) => group.sourceSegmentIds))];
}

/** Every imported list that a definition's conditions name. */
export function importedSegmentIds(definition: SegmentDefinition): readonly string[] {
  return allGroups(definition).flatMap(({ dimensions }) =>
    dimensions.flatMap(({ importedSegments }) => importedSegments?.values ?? []),
  );
}
