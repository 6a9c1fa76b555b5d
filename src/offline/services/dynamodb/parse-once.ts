import conditionParser from 'dynalite/db/conditionParser.js';
import updateParser from 'dynalite/db/updateParser.js';
import {
  copyTemplate,
  fillTemplate,
  templateOf,
  typesOf,
  VALUE_DEPENDENT,
  type ParsedTemplate,
} from './parsed-template.ts';

const MAX_REMEMBERED = 500;

interface Remembered {
  readonly expression: ParsedTemplate;
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
    const key = JSON.stringify([text, context.attrNames, typesOf(values), context.isKeyCondition]);
    let known = remembered.get(key);
    if (known === undefined) {
      known = remember(parse, text, options);
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(key, known);
    }
    for (const name of known.usedNames) delete context.unusedAttrNames[name];
    for (const name of known.usedValues) delete context.unusedAttrVals[name];
    return context.isKeyCondition === true
      ? copyTemplate(known.expression, values)
      : fillTemplate(known.expression, values);
  };
}

function remember(parse: DynaliteParser['parse'], text: string, options: DynaliteParserOptions): Remembered {
  const { context } = options;
  const unusedAttrNames = { ...context.unusedAttrNames };
  const unusedAttrVals = { ...context.unusedAttrVals };
  // A copy of each value, because a caller may use one object under two names.
  const attrVals = Object.fromEntries(
    Object.entries(context.attrVals ?? {}).map(([name, value]) => [name, { ...value }]),
  );
  // A syntax error is thrown from here, and is not remembered.
  const parsed = parse(text, { context: { ...context, attrVals, unusedAttrNames, unusedAttrVals } });
  return {
    expression: templateOf(parsed, attrVals),
    usedNames: Object.keys(context.unusedAttrNames).filter((name) => !(name in unusedAttrNames)),
    usedValues: Object.keys(context.unusedAttrVals).filter((name) => !(name in unusedAttrVals)),
  };
}

parseOnce(conditionParser);
parseOnce(updateParser);
