import { CHANNEL_TYPES, isChannelType, type ChannelType } from '../domain/customer/index.ts';
import { trimText } from '../domain/trim-text.ts';

/** What a column means: an address on a channel, a field of Pinpoint's endpoint, or nothing. */
export type ColumnTarget =
  | { readonly kind: 'address'; readonly channelType: ChannelType }
  | { readonly kind: 'field'; readonly path: readonly string[]; readonly form: 'text' | 'number' | 'list' }
  | { readonly kind: 'ignored' };

const TOP_FIELDS = [
  'Id',
  'Address',
  'ChannelType',
  'EndpointStatus',
  'OptOut',
  'EffectiveDate',
  'CreationDate',
  'RequestId',
];
const DEMOGRAPHIC = [
  'AppVersion',
  'Locale',
  'Make',
  'Model',
  'ModelVersion',
  'Platform',
  'PlatformVersion',
  'Timezone',
];
const LOCATION = ['City', 'Country', 'Region', 'PostalCode'];
const DEGREES = ['Latitude', 'Longitude'];

/** Pinpoint's own bookkeeping, and columns that a mapping leaves out. */
const IGNORED = ['ApplicationId', 'CohortId', '-'];

function fieldOf(header: string): ColumnTarget | null {
  const [first = '', ...rest] = header.split('.');
  const last = rest.join('.');
  const field = (form: 'text' | 'number' | 'list', ...path: string[]): ColumnTarget => ({ kind: 'field', path, form });
  if (rest.length === 0) return TOP_FIELDS.includes(first) ? field('text', first) : null;
  if (last === '') return null;
  if (first === 'Attributes') return field('list', first, last);
  if (first === 'Metrics') return field('number', first, last);
  if (first === 'Demographic' && DEMOGRAPHIC.includes(last)) return field('text', first, last);
  if (first === 'Location' && LOCATION.includes(last)) return field('text', first, last);
  if (first === 'Location' && DEGREES.includes(last)) return field('number', first, last);
  if (header === 'User.UserId') return field('text', first, last);
  const name = /^User\.UserAttributes\.(.+)$/s.exec(header)?.[1];
  return name === undefined ? null : field('list', first, 'UserAttributes', name);
}

/** The meaning of a name, or null when it has none. */
export function targetOf(name: string): ColumnTarget | null {
  if (IGNORED.includes(name)) return { kind: 'ignored' };
  if (isChannelType(name)) return { kind: 'address', channelType: name };
  return fieldOf(name);
}

export type MappedColumns =
  | { readonly ok: true; readonly targets: readonly ColumnTarget[] }
  | { readonly ok: false; readonly code: 'UNKNOWN_COLUMN' | 'BAD_MAPPING'; readonly message: string };

type BadColumns = Extract<MappedColumns, { readonly ok: false }>;

const badMapping = (message: string): BadColumns => ({ ok: false, code: 'BAD_MAPPING', message });
const unknownColumn = (message: string): BadColumns => ({ ok: false, code: 'UNKNOWN_COLUMN', message });

/** What no title is like: a file without a header begins with somebody's row, which no message may show. */
const VALUE = /@|\d{5}|\p{Cc}|^.{80}/u;

/** A title without the blanks around it, composed as names are: those of a mapping and those of a file are compared. */
export function titleOf(text: string): string {
  return trimText(text).normalize('NFC');
}

/** The meaning of a title, by the mapping or by itself. */
export function meaningOf(title: string, columns: Readonly<Record<string, string>> = {}): ColumnTarget | null {
  return targetOf(Object.hasOwn(columns, title) ? (columns[title] ?? title) : title);
}

/** What stands between titles that mean something, when all of a header was read as one. */
function separatorIn(title: string): string | undefined {
  const candidates = new Set(title.match(/[^\p{L}\p{N}._ "-]/gu));
  return [...candidates].find((each) => title.split(each).every((part) => targetOf(trimText(part)) !== null));
}

/** The titles that mean something by themselves, and the beginnings of those that a name follows. */
const TITLES: readonly string[] = [
  ...TOP_FIELDS,
  ...CHANNEL_TYPES,
  'User.UserId',
  ...DEMOGRAPHIC.map((name) => `Demographic.${name}`),
  ...[...LOCATION, ...DEGREES].map((name) => `Location.${name}`),
];
const BEGINNINGS: readonly string[] = ['User.UserAttributes.', 'Attributes.', 'Metrics.'];

/** What a title is but for its capitals, and for `-`, `_` and blanks. */
export function spelledAs(title: string): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_ ]/g, '');
  const known = TITLES.find((each) => plain(each) === plain(title));
  if (known !== undefined) return known;
  const start = BEGINNINGS.find((each) => title.toLowerCase().startsWith(each.toLowerCase()));
  return start === undefined || title.length === start.length ? undefined : start + title.slice(start.length);
}

function unknownTitle(titles: readonly string[], index: number): BadColumns {
  const title = titles[index] ?? '';
  const column = `column ${index + 1}`;
  if (titles.some((each) => VALUE.test(each))) {
    return unknownColumn(
      `The first line holds values and no titles: ${column} means nothing here. Put a line above it that says what the ` +
        'columns are, as User.UserId,EMAIL.',
    );
  }
  if (title === '') {
    return unknownColumn(
      `${column} has no title. Leave it out with --map "=-", or say what it is with --map "=MEANING".`,
    );
  }
  const separator = titles.length === 1 ? separatorIn(title) : undefined;
  if (separator !== undefined) {
    return unknownColumn(
      `The titles seem to be separated by ${JSON.stringify(separator)}. Say so with --delimiter ${JSON.stringify(separator)}; ` +
        'where whole lines stand in quotes, take those away.',
    );
  }
  const meant = spelledAs(title);
  if (meant !== undefined) {
    return unknownColumn(
      `Column "${title}" means nothing here: ${meant} is written so. Say that it is meant with --map "${title}=${meant}", or leave ` +
        `it out with --map "${title}=-".`,
    );
  }
  return unknownColumn(
    `Column "${title}" means nothing here. Say what it is with --map "${title}=User.UserAttributes.Name" (or Metrics.Name, ` +
      `Demographic.Platform, ${CHANNEL_TYPES.slice(-6).join(', ')}, ...), or leave it out with --map "${title}=-".`,
  );
}

/** What has one value for each person: of two columns for it the last would win without a word. */
function findTwice(targets: readonly ColumnTarget[]): readonly [number, number, string] | null {
  const seen = new Map<string, number>();
  for (const [index, target] of targets.entries()) {
    if (target.kind !== 'field' || target.form === 'list') continue;
    const name = target.path.join('.');
    const earlier = seen.get(name);
    if (earlier !== undefined) return [earlier, index, name];
    seen.set(name, index);
  }
  return null;
}

/** Says what each column of a CSV means: by the mapping, or by Pinpoint's dotted header. */
export function mapColumns(header: readonly string[], columns: Readonly<Record<string, string>> = {}): MappedColumns {
  const titles = header.map(titleOf);
  const missing = Object.keys(columns).find((title) => !titles.includes(title));
  if (missing !== undefined) return badMapping(`The file has no column "${missing}", which --map names.`);
  const targets: ColumnTarget[] = [];
  for (const [index, title] of titles.entries()) {
    const target = meaningOf(title, columns);
    if (target === null) return unknownTitle(titles, index);
    targets.push(target);
  }
  const twice = findTwice(targets);
  if (twice !== null) {
    const [first, second, name] = twice;
    const named = (index: number): string => `${index + 1} ("${titles[index] ?? ''}")`;
    return badMapping(
      `The columns ${named(first)} and ${named(second)} both are ${name}, which has one value: leave one out, or give it ` +
        'another meaning with --map.',
    );
  }
  const addresses = targets.filter(({ kind }) => kind === 'address').length;
  const has = (path: string): boolean =>
    targets.some((target) => target.kind === 'field' && target.path.join('.') === path);
  if (addresses > 0 && (has('Address') || has('ChannelType'))) {
    return badMapping(
      'The columns Address and ChannelType and a column named by a channel both say an address: leave one out.',
    );
  }
  if (addresses > 1 && !has('User.UserId')) {
    return badMapping(
      'Several address columns make several endpoints of one person: map a column to User.UserId, too.',
    );
  }
  if (addresses > 1 && has('Id')) {
    return badMapping('The column Id names one endpoint, and each address column makes one of its own: leave Id out.');
  }
  return { ok: true, targets };
}
