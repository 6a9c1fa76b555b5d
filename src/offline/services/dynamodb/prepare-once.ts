import { isRecord } from '../aws-response.ts';
import { refuseEmptyKey } from './check-request.ts';
import { fillTemplate, templateOf, typesOf, VALUE_DEPENDENT, type ParsedTemplate } from './parsed-template.ts';
import { isPlainMap, plainBytesAtMost } from './plain-values.ts';

type Input = Readonly<Record<string, unknown>>;
type Prepare = (name: string, input: Input) => Record<string, unknown>;

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
/** The old way to say what is expected and changed has values in other places. */
const OLD_WAY = ['Expected', 'AttributeUpdates'];
const MAX_REMEMBERED = 500;
/** Above it the size has to be looked at more closely. */
const MAX_ITEM_BYTES = 400 * 1024;

interface Remembered {
  /** What is the same of all such requests. */
  readonly frame: Input;
  readonly templates: readonly (readonly [string, ParsedTemplate])[];
}

/**
 * Checks and parses a write once for all that differ in nothing but plain values: an application has a few dozen kinds, and
 * a transaction has a hundred writes of two. What is refused is not remembered, and checked anew each time.
 */
export function prepareOnce(prepare: Prepare): Prepare {
  const remembered = new Map<string, Remembered>();
  return (name, input) => {
    const { Item: item, Key: key, ExpressionAttributeValues: values = {}, ...rest } = input;
    if (!WRITES.has(name) || OLD_WAY.some((old) => old in rest) || !isPlainMap(values)) return prepare(name, input);
    // Without a map of plain values it is not one of many.
    if (!(plainBytesAtMost(item ?? key) <= MAX_ITEM_BYTES)) return prepare(name, input);
    const shape = JSON.stringify([name, item === undefined, key === undefined, rest, typesOf(values)]);
    const known = remembered.get(shape);
    if (known !== undefined) return again(known, input, values);
    // A copy of each value, because a caller may use one object under two names.
    const copies = Object.fromEntries(Object.entries(values).map(([one, value]) => [one, copyOf(value)]));
    const given = 'ExpressionAttributeValues' in input ? { ...input, ExpressionAttributeValues: copies } : input;
    const data = prepare(name, given);
    if (!dependsOnValues(rest)) {
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(shape, remember(data, copies));
    }
    return data;
  };
}

function again({ frame, templates }: Remembered, input: Input, values: Input): Record<string, unknown> {
  refuseEmptyKey(input['Key']);
  const data: Record<string, unknown> = { ...frame };
  for (const name of ['Item', 'Key', 'ExpressionAttributeValues']) {
    const map = input[name];
    // An update of an item that does not exist begins with its key, and writes into it.
    if (isRecord(map)) data[name] = { ...map };
  }
  for (const [name, template] of templates) data[name] = fillTemplate(template, values);
  return data;
}

function remember(data: Input, values: Input): Remembered {
  const { Item: _item, Key: _key, ExpressionAttributeValues: _values, ...frame } = data;
  const { _condition: condition, _updates: updates, ...rest } = frame;
  const parsed = { _condition: condition, _updates: updates };
  const templates = Object.entries(parsed).flatMap(([name, one]) =>
    one === undefined ? [] : [[name, templateOf(one, values)] as const],
  );
  return { frame: rest, templates };
}

function dependsOnValues(rest: Input): boolean {
  return ['ConditionExpression', 'UpdateExpression'].some((name) => {
    const text = rest[name];
    return typeof text === 'string' && VALUE_DEPENDENT.test(text);
  });
}

function copyOf(value: unknown): unknown {
  return isRecord(value) ? { ...value } : value;
}
