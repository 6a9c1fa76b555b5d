import { textFunction, wholeNumber, type TemplateFunction } from './template-function.ts';
import { MAX_TEXT, RenderStop, print, scalar, toList, type Value } from './value.ts';

/** Java counts characters as these do; half of one is none. */
const HALF_FIRST = /^[\udc00-\udfff]/;
const HALF_LAST = /[\ud800-\udbff]$/;

function withoutHalves(text: string): string {
  return text.replace(HALF_FIRST, '').replace(HALF_LAST, '');
}

/** Padding is for tables in a message: wider is a mistake. */
const MAX_WIDTH = 1000;

function padding(named: ReadonlyMap<string, Value>): string {
  const pad = print(named.get('pad'));
  return pad === '' ? ' ' : pad;
}

function justified(pad: (text: string, width: number, filler: string) => string): TemplateFunction {
  return {
    parameters: { min: 1, max: 2 },
    named: ['pad', 'size'],
    check: ({ count, values, named, names }) => {
      const width = values[1] ?? named.get('size');
      if (width !== undefined) wholeNumber(width, 'The width', MAX_WIDTH);
      else if (count < 2 && !names.has('size'))
        throw new RenderStop('The width is missing. Write it behind the text, or as size.');
    },
    call: ([value, width], named) =>
      scalar(value) === undefined
        ? undefined
        : pad(print(value), wholeNumber(width ?? named.get('size'), 'The width', MAX_WIDTH), padding(named)),
  };
}

function abbreviate(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= 3 ? '.'.repeat(width) : `${withoutHalves(text.slice(0, width - 3))}...`;
}

function slugify(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/[\s-]+/g, '-');
}

function ordinal(number: number): string {
  const tens = Math.abs(number) % 100;
  const ones = tens % 10;
  if (tens >= 11 && tens <= 13) return `${number}th`;
  return `${number}${ones === 1 ? 'st' : ones === 2 ? 'nd' : ones === 3 ? 'rd' : 'th'}`;
}

/** Looks how long the text would become before it is made. */
function replaced(text: string, from: string, to: string): string {
  if (from === '') return text;
  const growth = to.length - from.length;
  if (growth > 0) {
    let length = text.length;
    for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length)) length += growth;
    if (length > MAX_TEXT) throw new RenderStop(`replace makes a text of ${length} characters; at most ${MAX_TEXT}.`);
  }
  return text.replaceAll(from, () => to);
}

function yesNo(value: Value, named: ReadonlyMap<string, Value>): string {
  const single = scalar(value);
  const pick = (name: string): string => (named.has(name) ? print(named.get(name)) : name);
  if (single === undefined || single === '') return pick('maybe');
  return single === false || single === 'false' ? pick('no') : pick('yes');
}

/** Pinpoint's text helpers by name. */
export const TEXT_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['lower', textFunction((text) => text.toLowerCase())],
  ['upper', textFunction((text) => text.toUpperCase())],
  ['capitalize', textFunction((text) => text.replaceAll(/(^|\s)(\S)/gu, (found) => found.toUpperCase()))],
  ['capitalizeFirst', textFunction((text) => text.replace(/^./u, (found) => found.toUpperCase()))],
  ['slugify', textFunction(slugify)],
  ['stripTags', textFunction((text) => text.replaceAll(/<[^<>]*>/g, ''))],
  [
    'abbreviate',
    {
      parameters: { min: 2, max: 2 },
      named: [],
      check: ({ values: [, width] }) => void (width === undefined || wholeNumber(width, 'The length', 1e6)),
      call: ([value, width]) =>
        scalar(value) === undefined ? undefined : abbreviate(print(value), wholeNumber(width, 'The length', 1e6)),
    },
  ],
  ['ljust', justified((text, width, filler) => text.padEnd(width, filler))],
  ['rjust', justified((text, width, filler) => text.padStart(width, filler))],
  [
    'center',
    justified((text, width, filler) =>
      text.padStart(text.length + Math.max(0, Math.floor((width - text.length) / 2)), filler).padEnd(width, filler),
    ),
  ],
  [
    'cut',
    {
      parameters: { min: 1, max: 2 },
      named: [],
      call: ([value, removed]) => {
        if (scalar(value) === undefined) return undefined;
        const text = removed === undefined ? ' ' : print(removed);
        return text === '' ? print(value) : print(value).replaceAll(text, '');
      },
    },
  ],
  [
    'replace',
    {
      parameters: { min: 3, max: 3 },
      named: [],
      call: ([value, from, to]) => {
        if (scalar(value) === undefined) return undefined;
        return replaced(print(value), print(from), print(to));
      },
    },
  ],
  [
    'substring',
    {
      parameters: { min: 2, max: 3 },
      named: [],
      check: ({ values: [, start, end] }) => {
        if (start !== undefined) wholeNumber(start, 'The start offset', 1e6);
        if (end !== undefined) wholeNumber(end, 'The end offset', 1e6);
      },
      call: ([value, start, end]) => {
        if (scalar(value) === undefined) return undefined;
        const text = print(value);
        const from = wholeNumber(start, 'The start offset', 1e6);
        const until = end === undefined ? undefined : wholeNumber(end, 'The end offset', 1e6);
        return withoutHalves(text.slice(from, until));
      },
    },
  ],
  [
    'join',
    {
      parameters: { min: 2, max: 2 },
      named: ['prefix', 'suffix'],
      call: ([value, separator], named) =>
        print(named.get('prefix')) + toList(value).join(print(separator)) + print(named.get('suffix')),
    },
  ],
  [
    'inflect',
    {
      parameters: { min: 3, max: 3 },
      named: ['includeCount'],
      wordsFrom: 1,
      call: ([count, singular, plural], named) => {
        if (scalar(count) === undefined) return undefined;
        const word = Number(scalar(count)) === 1 ? print(singular) : print(plural);
        return print(named.get('includeCount')) === 'true' ? `${print(count)} ${word}` : word;
      },
    },
  ],
  [
    'ordinalize',
    {
      parameters: { min: 1, max: 1 },
      named: [],
      call: ([value]) => (scalar(value) === undefined ? undefined : ordinal(wholeNumber(value, 'The number', 1e15))),
    },
  ],
  [
    'yesno',
    { parameters: { min: 1, max: 1 }, named: ['yes', 'no', 'maybe'], call: ([value], named) => yesNo(value, named) },
  ],
]);
