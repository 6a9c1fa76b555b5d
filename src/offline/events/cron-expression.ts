import type { CalendarMinute } from './calendar-minute.ts';

/** A schedule expression which is not understood. */
export class ScheduleExpressionError extends Error {
  override readonly name = 'ScheduleExpressionError';
  readonly code = 'BAD_SCHEDULE_EXPRESSION';
}

type Matcher = (time: CalendarMinute) => boolean;

interface Field {
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
  readonly read: (time: CalendarMinute) => number;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MINUTE: Field = { low: 0, high: 59, names: [], read: (time) => time.minute };
const HOUR: Field = { low: 0, high: 23, names: [], read: (time) => time.hour };
const DAY: Field = { low: 1, high: 31, names: [], read: (time) => time.day };
const MONTH: Field = { low: 1, high: 12, names: MONTHS, read: (time) => time.month };
const WEEKDAY: Field = { low: 1, high: 7, names: WEEKDAYS, read: (time) => time.weekday };
const YEAR: Field = { low: 1970, high: 2199, names: [], read: (time) => time.year };

function valueOf(text: string, field: Field, expression: string): number {
  const named = field.names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + 1 : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= field.low && value <= field.high))
    throw new ScheduleExpressionError(
      `${expression}: "${text}" is not a value between ${field.low} and ${field.high}.`,
    );
  return value;
}

/** `L`, `nW`, `n#k` and `nL`: forms that only the day fields know. */
function specialDay(item: string, field: Field, expression: string): Matcher | undefined {
  if (field === DAY && item === 'L') return (time) => time.day === time.daysInMonth;
  if (field === DAY && /^\d+W$/.test(item)) {
    const wanted = valueOf(item.slice(0, -1), field, expression);
    return (time) => time.day === nearestWeekday(wanted, time);
  }
  if (field === WEEKDAY && item === 'L') return (time) => time.weekday === 7;
  if (field === WEEKDAY && /^\w+L$/.test(item)) {
    const wanted = valueOf(item.slice(0, -1), field, expression);
    return (time) => time.weekday === wanted && time.day > time.daysInMonth - 7;
  }
  const nth = field === WEEKDAY ? /^(\w+)#([1-5])$/.exec(item) : null;
  if (nth !== null) {
    const wanted = valueOf(nth[1] ?? '', field, expression);
    return (time) => time.weekday === wanted && Math.ceil(time.day / 7) === Number(nth[2]);
  }
  return undefined;
}

function nearestWeekday(wanted: number, time: CalendarMinute): number {
  const day = Math.min(wanted, time.daysInMonth);
  const weekday = ((((time.weekday - 1 + day - time.day) % 7) + 7) % 7) + 1;
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  if (weekday === 1) return day < time.daysInMonth ? day + 1 : day - 2;
  return day;
}

function parseItem(item: string, field: Field, expression: string): Matcher {
  const special = specialDay(item, field, expression);
  if (special !== undefined) return special;
  const [range = '', step] = item.split('/');
  const [from = '', to] = range.split('-');
  const low = from === '*' ? field.low : valueOf(from, field, expression);
  const high =
    to !== undefined ? valueOf(to, field, expression) : from === '*' || step !== undefined ? field.high : low;
  const every = step === undefined ? 1 : Number(step);
  if (!Number.isInteger(every) || every < 1)
    throw new ScheduleExpressionError(`${expression}: "${item}" has no usable step.`);
  // A range may run over the end, as FRI-MON does.
  return (time) => {
    const value = field.read(time);
    if (low <= high) return value >= low && value <= high && (value - low) % every === 0;
    return value >= low || value <= high;
  };
}

function parseField(text: string, field: Field, expression: string): Matcher {
  if (text === '*' || (text === '?' && (field === DAY || field === WEEKDAY))) return () => true;
  const matchers = text.split(',').map((item) => parseItem(item, field, expression));
  return (time) => matchers.some((matches) => matches(time));
}

/** Parses EventBridge's six cron fields. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
export function parseCron(fields: string, expression: string): Matcher {
  const texts = fields.trim().split(/\s+/);
  if (texts.length !== 6)
    throw new ScheduleExpressionError(`${expression}: cron() takes six fields, and got ${texts.length}.`);
  if (texts[2] !== '?' && texts[4] !== '?' && texts[2] !== '*' && texts[4] !== '*') {
    throw new ScheduleExpressionError(`${expression}: one of the two day fields must be "?".`);
  }
  const order = [MINUTE, HOUR, DAY, MONTH, WEEKDAY, YEAR];
  const matchers = order.map((field, position) => parseField(texts[position] ?? '', field, expression));
  return (time) => matchers.every((matches) => matches(time));
}
