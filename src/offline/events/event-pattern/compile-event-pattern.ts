import { EventPatternError } from './pattern-error.ts';
import { isScalar, valueTest, type JsonScalar, type ValueTest } from './value-test.ts';

export type EventMatcher = (event: unknown) => boolean;

/** What a field of an object has; undefined: it has no such field. */
export type FieldReader = (object: Readonly<Record<string, unknown>>, name: string) => unknown;

const readField: FieldReader = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

export type CompiledEventPattern =
  { readonly ok: true; readonly matches: EventMatcher } | { readonly ok: false; readonly problem: string };

/**
 * Compiles an event pattern of EventBridge. A field that the pattern does not name may have any value; a list in the event
 * matches when one of its elements does, and an object in a list has to match as a whole.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compileEventPattern(pattern: unknown, read: FieldReader = readField): CompiledEventPattern {
  try {
    return { ok: true, matches: objectMatcher(pattern, read) };
  } catch (error) {
    if (error instanceof EventPatternError) return { ok: false, problem: error.message };
    throw error;
  }
}

function objectMatcher(pattern: unknown, read: FieldReader): EventMatcher {
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw new EventPatternError('a pattern is an object that names at least one field');
  const fields = Object.entries(pattern).map(([name, part]): EventMatcher => {
    if (name === '$or') return orMatcher(part, read);
    const matches = Array.isArray(part) ? leafMatcher(part) : objectMatcher(part, read);
    return (value) => matches(isObject(value) ? read(value, name) : undefined);
  });
  const matchesOne: EventMatcher = (value) => fields.every((field) => field(value));
  // An empty list has no field at all, as if it were not there.
  return (value) => (Array.isArray(value) && value.length > 0 ? elementsOf(value).some(matchesOne) : matchesOne(value));
}

function orMatcher(alternatives: unknown, read: FieldReader): EventMatcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2)
    throw new EventPatternError('$or takes a list of at least two patterns');
  const matchers = alternatives.map((alternative) => objectMatcher(alternative, read));
  return (value) => matchers.some((matches) => matches(value));
}

function leafMatcher(entries: readonly unknown[]): EventMatcher {
  if (entries.length === 0) throw new EventPatternError('a list of values is not empty');
  const tests: ValueTest[] = [];
  let acceptsMissing = false;
  for (const entry of entries) {
    const exists = isObject(entry) ? entry['exists'] : undefined;
    if (exists === undefined) tests.push(valueTest(entry));
    else if (exists === true) tests.push(() => true);
    else if (exists === false) acceptsMissing = true;
    else throw new EventPatternError('exists takes true or false');
  }
  return (value) => {
    const scalars = scalarsIn(value);
    return scalars.length === 0 ? acceptsMissing : scalars.some((scalar) => tests.some((test) => test(scalar)));
  };
}

/** The values a field has. An object is no value: only its own fields have some. */
function scalarsIn(value: unknown): readonly JsonScalar[] {
  if (isScalar(value)) return [value];
  return Array.isArray(value) ? value.flatMap(scalarsIn) : [];
}

function elementsOf(list: readonly unknown[]): readonly unknown[] {
  return list.flatMap((element) => (Array.isArray(element) ? elementsOf(element) : [element]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
