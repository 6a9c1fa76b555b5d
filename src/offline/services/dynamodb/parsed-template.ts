/** Stands in a remembered expression where the value of this name goes. */
class Place {
  constructor(readonly name: string) {}
}

type Values = Readonly<Record<string, unknown>>;

/** A parsed expression for any values of the same types. */
export interface ParsedTemplate {
  readonly node: unknown;
  /** What holds a place, and has to be made anew for other values. */
  readonly filled: ReadonlySet<object>;
}

/** These two depend on the values themselves, not on their types alone. */
export const VALUE_DEPENDENT = /between|attribute_type/i;

/** What a template depends on of some values: their names and types. */
export function typesOf(values: Values): readonly string[] {
  return Object.entries(values).map(([name, value]) => `${name} ${isObject(value) ? Object.keys(value).join() : ''}`);
}

/** What was parsed with some values, without them. No object among the values may stand under two names. */
export function templateOf(parsed: unknown, values: Values): ParsedTemplate {
  const places = new Map<unknown, Place>(Object.entries(values).map(([name, value]) => [value, new Place(name)]));
  const filled = new Set<object>();
  const node = copy(
    parsed,
    (one) => places.get(one),
    (copied, parts) => {
      if (parts.some((part) => isObject(part) && (part instanceof Place || filled.has(part)))) filled.add(copied);
    },
  );
  return { node, filled };
}

/** The expression with other values. What depends on none is shared with all others of its kind, and must not be changed. */
export function fillTemplate({ node, filled }: ParsedTemplate, values: Values): unknown {
  return copy(node, (one) => (one instanceof Place ? values[one.name] : filled.has(one) ? undefined : one));
}

/** The same, with nothing shared: conditions about keys are changed by whoever reads them. */
export function copyTemplate({ node }: ParsedTemplate, values: Values): unknown {
  return copy(node, (one) => (one instanceof Place ? values[one.name] : undefined));
}

/**
 * Copies arrays and objects; what `instead` knows is put in place of the node. Objects get no prototype, as those that
 * dynalite looks up attributes in have none: an attribute may be called `constructor`.
 */
function copy(
  node: unknown,
  instead: (node: object) => unknown,
  note?: (copied: object, parts: readonly unknown[]) => void,
): unknown {
  if (!isObject(node)) return node;
  const other = instead(node);
  if (other !== undefined) return other;
  if (Array.isArray(node)) {
    const list = node.map((element) => copy(element, instead, note));
    note?.(list, list);
    return list;
  }
  const copied: Record<string, unknown> = { __proto__: null };
  for (const [name, value] of Object.entries(node)) copied[name] = copy(value, instead, note);
  note?.(copied, Object.values(copied));
  return copied;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
