import { formatWallField, type WallFields } from '../../../standards/date-pattern/format-field.ts';
import { readPattern } from '../../../standards/date-pattern/read-pattern.ts';

/** Without a prefix of its own a stream sorts its objects by the hour. */
const DEFAULT_PREFIX = '!{timestamp:yyyy/MM/dd/HH}/';

/**
 * The prefix of an object: `!{timestamp:...}` is when its oldest record came, in the stream's time zone.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
 */
export function objectPrefix(prefix: string | undefined, oldestAt: number, timeZone: string): string {
  const wall = wallOf(oldestAt, timeZone);
  const given = prefix === undefined ? DEFAULT_PREFIX : /!\{timestamp:/.test(prefix) ? prefix : prefix + DEFAULT_PREFIX;
  return given.replaceAll(/!\{([\w-]+)(?::([^}]*))?\}/g, (whole, name: string, argument: string | undefined) => {
    if (name === 'timestamp' && argument !== undefined) return formatted(argument, wall);
    if (name === 'firehose' && argument === 'error-output-type') return 'format-conversion-failed';
    throw new Error(`The sandbox does not know ${whole} in a prefix of Firehose.`);
  });
}

function formatted(pattern: string, wall: WallFields): string {
  return readPattern(pattern)
    .map((part) => {
      if (part.kind === 'literal') return part.text;
      const text = formatWallField(part.letter, part.width, wall);
      if (text === undefined) throw new Error(`The sandbox does not know the letter ${part.letter} in ${pattern}.`);
      return text;
    })
    .join('');
}

function wallOf(at: number, timeZone: string): WallFields {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  };
}
