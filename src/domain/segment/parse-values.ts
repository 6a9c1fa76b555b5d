import { SET_COMPARISONS, type SetComparison, type SetDimension } from './definition.ts';
import { DefinitionStop, readChoice, readFields, readList, readText } from './read-fields.ts';

/** Pinpoint's limits. */
const MAX_VALUES = 50;
const MAX_VALUE = 100;

/** A hundred years: whoever means longer means everyone. */
export const MAX_DAYS = 36_500;

/** The values of a condition: at least one, at most 50, each at most 100 characters unless told otherwise. */
export function readValues(value: unknown, path: string, maxLength = MAX_VALUE): string[] {
  const list = readList(value, path, MAX_VALUES);
  if (list.length === 0) throw new DefinitionStop(path, 'must hold at least one value.');
  return list.map((entry, index) => readText(entry, `${path}[${index}]`, maxLength));
}

/** `{ type, values }`, of which the type may be left out. */
export function readSet(value: unknown, path: string, maxLength = MAX_VALUE): SetDimension {
  const fields = readFields(value, path, ['type', 'values']);
  const type: SetComparison =
    fields['type'] === undefined ? 'INCLUSIVE' : readChoice(fields['type'], `${path}.type`, SET_COMPARISONS);
  return { type, values: readValues(fields['values'], `${path}.values`, maxLength) };
}
