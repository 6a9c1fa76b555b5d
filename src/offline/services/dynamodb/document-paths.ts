/** Where a value is in an item: the names of attributes, and positions in lists. */
export type DocumentPath = readonly (string | number)[];

/** An attribute's value with its type: `{ S: 'text' }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/** An item, or the content of a map. A name may be `constructor`: only what an object owns is an attribute. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Is this a value with a type, or a map of them? */
export function isAttributes(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an attribute, if there is one of this name. */
export function own(attributes: Attributes, name: string): AttributeValue | undefined {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return isAttributes(value) ? value : undefined;
}

/** The value at a path; undefined where there is none. */
export function valueAt(path: DocumentPath, item: Attributes): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = stepInto(value, step);
  }
  return value;
}

function stepInto(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'string') return isAttributes(value['M']) ? own(value['M'], step) : undefined;
  const element: unknown = Array.isArray(value['L']) ? value['L'][step] : undefined;
  return isAttributes(element) ? element : undefined;
}

/** What was asked for of one value: all of it, or parts. */
interface Wanted {
  whole: AttributeValue | undefined;
  readonly parts: Map<string | number, Wanted>;
}

/** The parts of an item at these paths, in their places; elements of lists move together. */
export function partsAt(paths: readonly (DocumentPath | string)[], item: Attributes): DynaliteItem {
  const wanted: Wanted = { whole: undefined, parts: new Map() };
  for (const path of paths) {
    const steps = typeof path === 'string' ? [path] : path;
    const value = valueAt(steps, item);
    if (value === undefined) continue;
    let at = wanted;
    for (const step of steps) {
      const next = at.parts.get(step) ?? { whole: undefined, parts: new Map() };
      at.parts.set(step, next);
      at = next;
    }
    at.whole = value;
  }
  return mapOf(wanted);
}

function mapOf({ parts }: Wanted): DynaliteItem {
  return Object.fromEntries([...parts].map(([name, part]) => [name, valueOf(part)]));
}

function valueOf(wanted: Wanted): AttributeValue {
  if (wanted.whole !== undefined) return wanted.whole;
  const steps = [...wanted.parts.keys()];
  if (!steps.every((step) => typeof step === 'number')) return { M: mapOf(wanted) };
  const inOrder = [...wanted.parts].sort(([a], [b]) => Number(a) - Number(b));
  return { L: inOrder.map(([, part]) => valueOf(part)) };
}
