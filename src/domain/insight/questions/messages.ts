import type { Channel } from '../../customer/channel.ts';
import { lakeTime } from '../../lake/index.ts';
import { refuse } from '../../result.ts';
import { checkSpan, daysAfter, laterDay, type Span } from '../day.ts';
import { readFrom, type AskedAt } from '../rolled-up.ts';
import { fillStatement, type StatementName } from '../statement.ts';
import type { Asked } from './activity.ts';
import { readNamed } from './named.ts';

/** Who came back within some days after the messages of a campaign that were sent in a span of days. */
export type ReturnedQuestion = Span & {
  readonly campaignId: string;
  readonly runId?: string;
  readonly withinDays: number;
  /** What counts as coming back; left out, anything. */
  readonly name?: string;
};

/** At which hour of the day customers are there, and what was sent when. */
export type BestHourQuestion = Span & { readonly channel?: Channel };

const MAX_DAYS = 400;
const MAX_WITHIN_DAYS = 90;
/** Nearly whoever opens a message does so by then; messages of the last days are still opened. */
const OPENED_WITHIN_DAYS = 7;
const DAY_MS = 86_400_000;

/** Tables of messages and consents have no rollups: they hold some rows for each message. */
function fromRaw(from: string, at: AskedAt) {
  return readFrom(from, { ...at, rolledUp: { ...at.rolledUp, before: from } });
}

function askOfSpan(file: StatementName, span: Span, at: AskedAt): Asked {
  const wrong = checkSpan(span, MAX_DAYS);
  if (wrong !== null) return wrong;
  const { from, to } = span;
  return { ok: true, statement: fillStatement(file, { from, to, ...fromRaw(from, at) }) };
}

/** How many customers each channel reached, day by day, and what they decided about consent. */
export function askReach(span: Span, at: AskedAt): Asked {
  return askOfSpan('reach', span, at);
}

/** What messages cost by day, channel and campaign. */
export function askCost(span: Span, at: AskedAt): Asked {
  return askOfSpan('cost', span, at);
}

/** Who came back after a campaign's messages, beside those who were held out. */
export function askReturned(question: ReturnedQuestion, at: AskedAt): Asked {
  const wrong = checkSpan(question, MAX_DAYS);
  if (wrong !== null) return wrong;
  const { from, to, campaignId, runId = '', withinDays } = question;
  if (!Number.isInteger(withinDays) || withinDays < 1 || withinDays > MAX_WITHIN_DAYS) {
    return refuse('INVALID_NUMBER', `withinDays must be a whole number from 1 to ${MAX_WITHIN_DAYS}.`);
  }
  const named = readNamed(question.name, 'name');
  if (!named.ok) return named;
  const values = {
    from,
    to,
    campaignId,
    runId,
    name: named.name,
    laterTo: daysAfter(to, withinDays + 1),
    withinMs: withinDays * DAY_MS,
    now: lakeTime(at.now),
    ...fromRaw(from, at),
    // Of a day a rollup knows the first and the last event, whatever they were called.
    timesFrom: named.name === '' ? laterDay(from, at.rolledUp.before) : from,
  };
  return { ok: true, statement: fillStatement('returned', values) };
}

/** When in the day customers are active, and how many of the messages sent in each hour were opened. */
export function askBestHour(question: BestHourQuestion, at: AskedAt): Asked {
  const wrong = checkSpan(question, MAX_DAYS);
  if (wrong !== null) return wrong;
  const { from, to, channel = '' } = question;
  const { rawFrom } = readFrom(from, at);
  const values = { from, to, channel, laterTo: daysAfter(to, OPENED_WITHIN_DAYS), ...fromRaw(from, at), rawFrom };
  return { ok: true, statement: fillStatement('best-hour', values) };
}
