import { checkSpan, daysAfter, mondayOf, type Span } from '../day.ts';
import { readFrom, type AskedAt } from '../rolled-up.ts';
import { fillStatement } from '../statement.ts';
import type { Asked } from './activity.ts';
import { readNamed } from './named.ts';

/** Weekly cohorts from the week of one day to that of another, by any activity or by one kind of event. */
export type RetentionQuestion = Span & { readonly name?: string };

const BEGINNING = '2000-01-03';
const MAX_DAYS = 7 * 99;

/** Of each week's new customers, how many were active in each week after it. */
export function askRetention(question: RetentionQuestion, at: AskedAt): Asked {
  const { today } = at;
  const span = { from: mondayOf(question.from), to: question.to < today ? question.to : today };
  const wrong = checkSpan(question, MAX_DAYS) ?? (question.from > today ? null : checkSpan(span, MAX_DAYS));
  if (wrong !== null) return wrong;
  const named = readNamed(question.name, 'name');
  if (!named.ok) return named;
  const { name } = named;
  const read = readFrom(BEGINNING, at);
  // A rollup of weeks knows no names; the week that is only partly rolled up, or asked for, is read from its days.
  const [rolledUp, askedFor] = [mondayOf(read.rawFrom), mondayOf(daysAfter(span.to, 1))];
  const wholeBefore = rolledUp < askedFor ? rolledUp : askedFor;
  const weeksBefore = name === '' ? wholeBefore : BEGINNING;
  const values = { ...span, name, weeksBefore, today, ...read, historyFrom: mondayOf(read.historyFrom) };
  return { ok: true, statement: fillStatement('retention', values) };
}
