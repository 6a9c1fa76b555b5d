import { DynamoDbError } from '../contract.ts';
import { addDecimals } from './decimal.ts';
import { isAttributes, valueAt, type Attributes, type AttributeValue, type DocumentPath } from './document-paths.ts';

type Value = Record<string, unknown>;

/**
 * What becomes of lists, by place, when all else is done: places in an expression are those of before. What is put behind
 * the end comes last, however far behind.
 */
type ListChanges = Map<unknown[], { readonly gone: Set<number>; readonly behind: Map<number, unknown> }>;

/**
 * The item that an update expression makes of another, which stays as it is. Every value and place is read in the item of
 * before: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function applyUpdate(sections: readonly DynaliteUpdateSection[], before: Attributes): DynaliteItem {
  // Without a prototype: an attribute may be called `__proto__`.
  const attributes: Value = { __proto__: null, ...before };
  // What is changed inside is a copy. All else is put in place as a whole, and may be shared: nothing writes into it.
  for (const root of new Set(sections.flatMap(({ path }) => (path.length > 1 ? path.slice(0, 1) : []))))
    if (Object.hasOwn(before, root)) attributes[root] = copy(before[root]);
  const item: Value = { M: attributes };
  const values = new Map(
    sections.map((section) => [section, section.type === 'set' ? read(section.val, before) : undefined]),
  );
  const lists: ListChanges = new Map();
  for (const section of sections) {
    const place = placeOf(item, section.path, lists);
    switch (section.type) {
      case 'set':
        place.put(values.get(section));
        break;
      case 'remove':
        place.remove();
        break;
      case 'add':
        place.put(added(place.get(), section));
        break;
      case 'delete': {
        const left = without(place.get(), section);
        if (left === undefined) place.remove();
        else place.put(left);
      }
    }
  }
  for (const [list, { gone, behind }] of lists) {
    const left = list.filter((_element, at) => !gone.has(at));
    const last = [...behind].sort(([a], [b]) => a - b).map(([, value]) => value);
    list.splice(0, list.length, ...left, ...last);
  }
  return isAttributes(item['M']) ? { ...item['M'] } : {};
}

interface Place {
  get: () => AttributeValue | undefined;
  put: (value: unknown) => void;
  remove: () => void;
}

function placeOf(item: Value, path: DocumentPath, lists: ListChanges): Place {
  const parent = valueAt(path.slice(0, -1), isAttributes(item['M']) ? item['M'] : {});
  const at = path.at(-1);
  const { M: map, L: list } = path.length === 1 ? item : (parent ?? {});
  if (typeof at === 'string' && isMap(map)) {
    return {
      get: () => typed(map[at]),
      put: (value) => void (map[at] = value),
      remove: () => void delete map[at],
    };
  }
  if (typeof at === 'number' && Array.isArray(list)) {
    const elements: unknown[] = list;
    const changes = lists.get(elements) ?? { gone: new Set<number>(), behind: new Map<number, unknown>() };
    lists.set(elements, changes);
    return {
      get: () => typed(elements[at]),
      put: (value) => void (at < elements.length ? (elements[at] = value) : changes.behind.set(at, value)),
      remove: () => void changes.gone.add(at),
    };
  }
  throw invalid('The document path provided in the update expression is invalid for update');
}

function read(operand: DynaliteOperand | undefined, before: Attributes): AttributeValue {
  const value = evaluate(operand, before);
  if (value === undefined)
    throw invalid('The provided expression refers to an attribute that does not exist in the item');
  return value;
}

function evaluate(operand: DynaliteOperand | undefined, before: Attributes): AttributeValue | undefined {
  if (operand === undefined) return undefined;
  if (Array.isArray(operand)) return valueAt(operand, before);
  if (!isCall(operand)) return typed(operand);
  const [first, second] = operand.args;
  if (operand.name === 'if_not_exists') return evaluate(first, before) ?? evaluate(second, before);
  const [a, b] = [read(first, before), read(second, before)];
  if (operand.name === 'list_append') return { L: [...elements(a), ...elements(b)] };
  return { N: addDecimals(number(a), number(b), operand.type === 'subtract' ? -1 : 1) };
}

function added(existing: AttributeValue | undefined, section: DynaliteUpdateSection): AttributeValue {
  const { given, type } = operandOf(section, existing);
  if (type === 'N') return { N: addDecimals(existing === undefined ? '0' : number(existing), number(given), 1) };
  const members = membersOf(existing, type);
  return { [type]: [...members, ...membersOf(given, type).filter((member) => !members.includes(member))] };
}

/** undefined: nothing is left, and an empty set is none. */
function without(existing: AttributeValue | undefined, section: DynaliteUpdateSection): AttributeValue | undefined {
  const { given, type } = operandOf(section, existing);
  const taken = membersOf(given, type);
  const left = membersOf(existing, type).filter((member) => !taken.includes(member));
  return left.length === 0 ? undefined : { [type]: left };
}

function operandOf(
  { val }: DynaliteUpdateSection,
  existing: AttributeValue | undefined,
): { readonly given: AttributeValue; readonly type: string } {
  const given = isAttributes(val) ? val : {};
  const type = Object.keys(given)[0] ?? '';
  if (existing !== undefined && !Object.hasOwn(existing, type)) throw wrongType();
  return { given, type };
}

function membersOf(value: AttributeValue | undefined, type: string): readonly unknown[] {
  const members = value?.[type];
  return Array.isArray(members) ? members : [];
}

function elements({ L: list }: AttributeValue): readonly unknown[] {
  if (!Array.isArray(list)) throw wrongType();
  return list;
}

function number({ N: value }: AttributeValue): string {
  if (typeof value !== 'string') throw wrongType();
  return value;
}

function isCall(operand: object): operand is DynaliteCondition {
  return 'type' in operand && typeof operand.type === 'string' && 'args' in operand && Array.isArray(operand.args);
}

function isMap(value: unknown): value is Value {
  return isAttributes(value);
}

function typed(value: unknown): AttributeValue | undefined {
  return isAttributes(value) ? value : undefined;
}

/** Without prototypes: an attribute may be called `__proto__`. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isAttributes(value)) return value;
  const copied: Value = { __proto__: null };
  for (const [name, content] of Object.entries(value)) copied[name] = copy(content);
  return copied;
}

function wrongType(): DynamoDbError {
  return invalid('An operand in the update expression has an incorrect data type');
}

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message, 400);
}
