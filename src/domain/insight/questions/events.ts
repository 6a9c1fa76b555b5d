import { refuse } from '../../result.ts';
import { checkSpan, type Span } from '../day.ts';
import { readFrom, type AskedAt } from '../rolled-up.ts';
import { fillStatement, type StatementName } from '../statement.ts';
import type { Asked } from './activity.ts';
import { readNamed } from './named.ts';

/** How often something was done in a span of days. */
export type EventQuestion = Span & {
  /** Left out: every name. An attribute or a metric needs one. */
  readonly name?: string;
  /** Counts by the values of this attribute. */
  readonly attribute?: string;
  /** Adds up this metric. */
  readonly metric?: string;
};

/** What an event question counts. */
export type EventCounting = 'NAMES' | 'VALUES' | 'METRIC';

/** By what a question counts: names, the values of an attribute, or the sum of a metric. */
export function countingOf({ attribute, metric }: Pick<EventQuestion, 'attribute' | 'metric'>): EventCounting {
  if (attribute !== undefined) return 'VALUES';
  return metric === undefined ? 'NAMES' : 'METRIC';
}

const FILES: Readonly<Record<EventCounting, StatementName>> = {
  NAMES: 'event-counts',
  VALUES: 'event-values',
  METRIC: 'event-metrics',
};

const MAX_DAYS = 400;

/** Events by name and day, by the values of an attribute, or the sum of a metric by day. */
export function askEvents(question: EventQuestion, at: AskedAt): Asked {
  const wrong = checkSpan(question, MAX_DAYS);
  if (wrong !== null) return wrong;
  const { from, to, attribute, metric } = question;
  const counting = countingOf(question);
  if (attribute !== undefined && metric !== undefined) {
    return refuse('INVALID_NAME', 'Ask by attribute or by metric, one at a time.');
  }
  if (counting !== 'NAMES' && question.name === undefined) {
    return refuse('INVALID_NAME', 'name is missing: an attribute or a metric belongs to the events of one name.');
  }
  const name = readNamed(question.name, 'name');
  if (!name.ok) return name;
  const key = readNamed(attribute ?? metric, attribute === undefined ? 'metric' : 'attribute');
  if (!key.ok) return key;
  const values = { from, to, name: name.name, attribute: key.name, metric: key.name, ...readFrom(from, at) };
  return { ok: true, statement: fillStatement(FILES[counting], values) };
}
