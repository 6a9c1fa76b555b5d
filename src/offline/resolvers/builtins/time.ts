/** https://docs.aws.amazon.com/appsync/latest/devguide/time-helpers-in-util-time-js.html */
import { numberArgument, stringArgument, UtilArgumentError } from './arguments.ts';
import { formatDate } from './date-pattern/format-date.ts';
import { parseDate } from './date-pattern/parse-date.ts';
import type { UtilCatalogue } from './run.ts';
import { isNull } from './values.ts';

function zone(operation: string, value: unknown): string {
  return isNull(value) ? 'UTC' : stringArgument(operation, value);
}

function parseIso(text: string): number {
  // A timestamp without an offset is refused by AppSync too: an instant needs one.
  const time = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new UtilArgumentError(`${text} is not an ISO 8601 time with an offset.`);
  return time;
}

export const timeUtil: UtilCatalogue = {
  'time.nowISO8601': (run) => new Date(run.options.clock.now()).toISOString(),
  'time.nowEpochSeconds': (run) => Math.floor(run.options.clock.now() / 1000),
  'time.nowEpochMilliSeconds': (run) => Math.floor(run.options.clock.now()),
  'time.nowFormatted': (run, pattern, timeZone) =>
    formatDate(
      run.options.clock.now(),
      stringArgument('time.nowFormatted', pattern),
      zone('time.nowFormatted', timeZone),
    ),
  'time.parseFormattedToEpochMilliSeconds': (_run, text, pattern, timeZone) =>
    parseDate(
      stringArgument('time.parseFormattedToEpochMilliSeconds', text),
      stringArgument('time.parseFormattedToEpochMilliSeconds', pattern),
      isNull(timeZone) ? undefined : stringArgument('time.parseFormattedToEpochMilliSeconds', timeZone),
    ),
  'time.parseISO8601ToEpochMilliSeconds': (_run, text) =>
    parseIso(stringArgument('time.parseISO8601ToEpochMilliSeconds', text)),
  'time.epochMilliSecondsToSeconds': (_run, time) =>
    Math.floor(numberArgument('time.epochMilliSecondsToSeconds', time) / 1000),
  'time.epochMilliSecondsToISO8601': (_run, time) =>
    new Date(numberArgument('time.epochMilliSecondsToISO8601', time)).toISOString(),
  'time.epochMilliSecondsToFormatted': (_run, time, pattern, timeZone) =>
    formatDate(
      numberArgument('time.epochMilliSecondsToFormatted', time),
      stringArgument('time.epochMilliSecondsToFormatted', pattern),
      zone('time.epochMilliSecondsToFormatted', timeZone),
    ),
};
