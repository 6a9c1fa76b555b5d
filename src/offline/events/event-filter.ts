import type { EventFilter } from '../assembly/resources.ts';
import { compileEventPattern, type EventMatcher, type FieldReader } from './event-pattern/compile-event-pattern.ts';

/**
 * Does a record match one of an event source's patterns? Without patterns every record does.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function recordFilter(filters: readonly EventFilter[], read?: FieldReader): EventMatcher {
  const matchers = filters.map((filter) => {
    const compiled = compileEventPattern(filter, read);
    if (!compiled.ok) throw new Error(`The filter ${JSON.stringify(filter)}: ${compiled.problem}.`);
    return compiled.matches;
  });
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
}

/**
 * The same of a queue's messages, of which the body alone is looked at: a list in the pattern is about its text, an object
 * about the fields of its JSON. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export function bodyFilter(filters: readonly EventFilter[]): (body: string) => boolean {
  const ofText = filters.filter((filter) => Array.isArray(filter['body']));
  const ofFields = filters.filter((filter) => !ofText.includes(filter));
  const matchesText = recordFilter(ofText);
  const matchesFields = recordFilter(ofFields);
  return (body) =>
    filters.length === 0 ||
    (ofText.length > 0 && matchesText({ body })) ||
    (ofFields.length > 0 && matchesFields({ body: parsed(body) }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
