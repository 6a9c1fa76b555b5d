import { parseArgs } from 'node:util';
import { parseSignIn, SIGN_IN_WORDS } from '../parse-sign-in.ts';
import { ENCODINGS } from '../../import-reader/encoding.ts';
import type { ImportCommand } from './import-command.ts';
import { IMPORT_FORMATS } from '../../import-reader/import-options.ts';
import { targetOf, titleOf } from '../../import-reader/map-columns.ts';
import { COUNTRIES } from '../../domain/customer/index.ts';
import type { ImportPinpointCommand } from './import-pinpoint.ts';

type Parsed<Command> =
  { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly message: string };

/** Raised for words that make no sense; `parseCommandLine` reports them as it does those of `parseArgs`. */
class WordError extends TypeError {}

/** One of some words, or none. */
export function choose<T extends string>(
  option: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  const choice = choices.find((candidate) => candidate === text);
  if (text !== undefined && choice === undefined)
    throw new WordError(`--${option} takes ${choices.join(' or ')}, not "${text}".`);
  return choice;
}

/** Where a pair is divided: titles, names and values may have a `=`, but on one side a meaning must be left. */
function divide(option: 'map' | 'set', word: string): number {
  for (let at = word.indexOf('='); at !== -1; at = word.indexOf('=', at + 1)) {
    const meaning = option === 'map' ? word.slice(at + 1) : word.slice(0, at);
    if (targetOf(meaning.trim()) !== null) return at;
  }
  return word.lastIndexOf('=');
}

/** `column=meaning` or `meaning=value` pairs. */
function parsePairs(
  option: 'map' | 'set',
  words: readonly string[] | undefined,
): Readonly<Record<string, string>> | undefined {
  if (words === undefined) return undefined;
  const pairs = words.map((word): readonly [string, string] => {
    const at = divide(option, word);
    if (at < (option === 'map' ? 0 : 1) || at === word.length - 1)
      throw new WordError(`--${option} takes NAME=MEANING, not "${word}".`);
    return [titleOf(word.slice(0, at)), word.slice(at + 1).trim()];
  });
  const twice = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) !== index);
  if (twice !== undefined) throw new WordError(`--${option} names "${twice[0]}" twice: leave one out.`);
  return Object.fromEntries(pairs);
}

function parseDelimiter(text: string | undefined): string | undefined {
  const delimiter = text === '\\t' || text === 'tab' ? '\t' : text;
  if (delimiter === undefined || (delimiter.length === 1 && !/["\r\n]/.test(delimiter))) return delimiter;
  throw new WordError(`--delimiter takes one character (or "tab"), not "${text}".`);
}

/** The words behind `import`. */
export function parseImport(words: string[]): Parsed<ImportCommand> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      ...SIGN_IN_WORDS,
      format: { type: 'string' },
      encoding: { type: 'string' },
      delimiter: { type: 'string' },
      map: { type: 'string', multiple: true },
      set: { type: 'string', multiple: true },
      segment: { type: 'string' },
      'remove-from': { type: 'string' },
      run: { type: 'string' },
      country: { type: 'string' },
      rejected: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) return { ok: false, message: 'import takes at least one FILE or folder.' };
  const format = choose('format', values.format, IMPORT_FORMATS);
  const encoding = choose('encoding', values.encoding, ENCODINGS);
  const delimiter = parseDelimiter(values.delimiter);
  const columns = parsePairs('map', values.map);
  const constants = parsePairs('set', values.set);
  const country = choose('country', values.country?.toUpperCase(), COUNTRIES);
  const left = values['remove-from'];
  if (values.segment !== undefined && left !== undefined) {
    return { ok: false, message: '--segment adds members and --remove-from takes them off: give one of them.' };
  }
  return {
    ok: true,
    command: {
      name: 'import',
      paths: positionals,
      ...parseSignIn(values),
      ...(values.rejected === undefined ? {} : { rejectedFolder: values.rejected }),
      json: values.json,
      how: {
        ...(format === undefined ? {} : { format }),
        ...(encoding === undefined ? {} : { encoding }),
        ...(delimiter === undefined ? {} : { delimiter }),
        ...(columns === undefined ? {} : { columns }),
        ...(constants === undefined ? {} : { constants }),
        ...(values.segment === undefined ? {} : { segmentId: values.segment }),
        ...(left === undefined ? {} : { removeFromSegmentId: left }),
        ...(values.run === undefined ? {} : { run: values.run }),
        ...(country === undefined ? {} : { country }),
      },
    },
  };
}

/** The words behind `import-pinpoint`. */
export function parseImportPinpoint(words: string[]): Parsed<ImportPinpointCommand> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      ...SIGN_IN_WORDS,
      class: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) return { ok: false, message: 'import-pinpoint takes at least one FILE or folder.' };
  return {
    ok: true,
    command: {
      name: 'import-pinpoint',
      paths: positionals,
      ...parseSignIn(values),
      messageClass: choose('class', values.class, ['AD', 'TRANSACTIONAL']) ?? 'AD',
      json: values.json,
    },
  };
}
