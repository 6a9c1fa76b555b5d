import conditionParser from 'dynalite/db/conditionParser.js';
import updateParser from 'dynalite/db/updateParser.js';

const MAX_REMEMBERED = 500;

/** What these two allow depends on the values themselves, not on their types alone. */
const VALUE_DEPENDENT = /between|attribute_type/i;

/** Stands in a remembered expression where the value of this name goes. */
class Place {
  constructor(readonly name: string) {}
}

interface Remembered {
  readonly expression: unknown;
  readonly usedNames: readonly string[];
  readonly usedValues: readonly string[];
}

/**
 * Parses an expression once for all requests that differ in nothing but their values. An application has a few dozen
 * expressions; parsing one costs more than writing an item.
 */
function parseOnce(parser: DynaliteParser): void {
  const { parse } = parser;
  const remembered = new Map<string, Remembered>();
  parser.parse = (text, options) => {
    const { context } = options;
    if (VALUE_DEPENDENT.test(text)) return parse(text, options);
    const values = context.attrVals ?? {};
    const key = JSON.stringify([text, context.attrNames, Object.entries(values).map(typeOf), context.isKeyCondition]);
    let known = remembered.get(key);
    if (known === undefined) {
      known = remember(parse, text, options);
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(key, known);
    }
    for (const name of known.usedNames) delete context.unusedAttrNames[name];
    for (const name of known.usedValues) delete context.unusedAttrVals[name];
    return copy(known.expression, (node) => (node instanceof Place ? values[node.name] : undefined));
  };
}

function typeOf([name, value]: [string, DynaliteItem]): string {
  return `${name} ${Object.keys(value).join()}`;
}

function remember(parse: DynaliteParser['parse'], text: string, options: DynaliteParserOptions): Remembered {
  const { context } = options;
  const unusedAttrNames = { ...context.unusedAttrNames };
  const unusedAttrVals = { ...context.unusedAttrVals };
  // A copy of each value, because a caller may use one object under two names.
  const values = Object.entries(context.attrVals ?? {}).map(([name, value]) => [name, { ...value }] as const);
  const places = new Map<object, Place>(values.map(([name, value]) => [value, new Place(name)]));
  const attrVals = Object.fromEntries(values);
  // A syntax error is thrown from here, and is not remembered.
  const parsed = parse(text, { context: { ...context, attrVals, unusedAttrNames, unusedAttrVals } });
  return {
    expression: copy(parsed, (node) => places.get(node)),
    usedNames: Object.keys(context.unusedAttrNames).filter((name) => !(name in unusedAttrNames)),
    usedValues: Object.keys(context.unusedAttrVals).filter((name) => !(name in unusedAttrVals)),
  };
}

/**
 * Copies arrays and objects; what `instead` knows is put in place of the node. Objects get no prototype, as those that
 * dynalite looks up attributes in have none: an attribute may be called `constructor`.
 */
function copy(node: unknown, instead: (node: object) => unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const other = instead(node);
  if (other !== undefined) return other;
  if (Array.isArray(node)) return node.map((element) => copy(element, instead));
  const copied: Record<string, unknown> = { __proto__: null };
  for (const [name, value] of Object.entries(node)) copied[name] = copy(value, instead);
  return copied;
}

parseOnce(conditionParser);
parseOnce(updateParser);
