import { refuse, type Refused } from '../../result.ts';
import { checkSpan, FIRST_REPORTED_DAY, type Span } from '../day.ts';
import { readFrom, type AskedAt } from '../rolled-up.ts';
import { fillStatement, type Statement } from '../statement.ts';
import { readNamed } from './named.ts';

/** Why a question about the lake is not asked. */
export type QuestionErrorCode =
  'INVALID_DAY' | 'INVALID_SPAN' | 'INVALID_NAME' | 'INVALID_NUMBER' | 'INVALID_STEPS' | 'INVALID_CURSOR';

/** The statement that answers a question, or why there is none. */
export type Asked = { readonly ok: true; readonly statement: Statement } | Refused<QuestionErrorCode>;

/** Who was active in a span of days. */
export type ActivityQuestion = Span & {
  /** Counts only those who did this; left out, whoever did anything. */
  readonly name?: string;
  /** After how many days without activity somebody is dormant. */
  readonly dormantDays: number;
};

/** Those behind a number of the activity report. */
export const PEOPLE_KINDS = ['ACTIVE', 'NEW', 'RETURNING', 'DORMANT'] as const;

/** Which of them. */
export type PeopleKind = (typeof PEOPLE_KINDS)[number];

/** How many people a page of a list has at most. */
export const PEOPLE_PER_PAGE = 1_000;

const MAX_DAYS = 400;
const MAX_DORMANT_DAYS = 3_650;

function valuesOf(question: ActivityQuestion, at: AskedAt) {
  const wrong = checkSpan(question, MAX_DAYS);
  if (wrong !== null) return wrong;
  const { dormantDays } = question;
  if (!Number.isInteger(dormantDays) || dormantDays < 1 || dormantDays > MAX_DORMANT_DAYS) {
    return refuse('INVALID_NUMBER', `dormantDays must be a whole number from 1 to ${MAX_DORMANT_DAYS}.`);
  }
  const named = readNamed(question.name, 'name');
  if (!named.ok) return named;
  const { from, to } = question;
  const values = { from, to, name: named.name, dormantDays, ...readFrom(FIRST_REPORTED_DAY, at) };
  return { ok: true, values } as const;
}

/** Active, new, returning and dormant customers by day, week, month and in all. */
export function askActivity(question: ActivityQuestion, at: AskedAt): Asked {
  const read = valuesOf(question, at);
  return read.ok ? { ok: true, statement: fillStatement('activity', read.values) } : read;
}

/** The customer keys behind one of these numbers, those after `after` in their order. */
export function askPeople(question: ActivityQuestion & { kind: PeopleKind; after?: string }, at: AskedAt): Asked {
  const read = valuesOf(question, at);
  if (!read.ok) return read;
  const { kind, after = '' } = question;
  if (after.length > 200) return refuse('INVALID_CURSOR', 'cursor is none of a list of people. Begin without one.');
  return { ok: true, statement: fillStatement('people', { ...read.values, kind, after }) };
}
