import { isJsonList, isJsonObject, type Json } from '../json.ts';

const PLACEHOLDER = /\$\{([^!}][^}]*)\}/g;

/** Logical ids (of resources and of parameters) that an expression names, in every branch of its conditions. */
export function* findReferences(expression: Json): Generator<string> {
  if (isJsonList(expression)) {
    for (const element of expression) yield* findReferences(element);
    return;
  }
  if (!isJsonObject(expression)) return;
  for (const [key, value] of Object.entries(expression)) {
    if (key === 'Ref' && typeof value === 'string') yield value;
    else if (key === 'Fn::GetAtt') yield* referencesOfGetAtt(value);
    else if (key === 'Fn::Sub') yield* referencesOfSub(value);
    else yield* findReferences(value);
  }
}

function* referencesOfGetAtt(argument: Json): Generator<string> {
  if (typeof argument === 'string') {
    yield argument.split('.')[0] ?? argument;
    return;
  }
  const [logicalId, attribute] = isJsonList(argument) ? argument : [];
  if (typeof logicalId === 'string') yield logicalId;
  // The attribute's name may be an expression itself.
  if (attribute !== undefined) yield* findReferences(attribute);
}

function* referencesOfSub(argument: Json): Generator<string> {
  const [text, variables] = isJsonList(argument) ? argument : [argument];
  const own = isJsonObject(variables) ? variables : {};
  if (typeof text === 'string') {
    for (const [, placeholder = ''] of text.matchAll(PLACEHOLDER)) {
      const name = placeholder.trim();
      if (!Object.hasOwn(own, name)) yield name.split('.')[0] ?? name;
    }
  }
  yield* findReferences(own);
}
