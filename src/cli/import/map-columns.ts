import { CHANNEL_TYPES, isChannelType, type ChannelType } from '../../domain/customer/index.ts';

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
  const name = /^User\.UserAttributes\.(.+)$/.exec(header)?.[1];
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

/** Says what each column of a CSV means: by the mapping, or by Pinpoint's dotted header. */
export function mapColumns(header: readonly string[], columns: Readonly<Record<string, string>> = {}): MappedColumns {
  const titles = header.map((title) => title.trim());
  const missing = Object.keys(columns).find((title) => !titles.includes(title));
  if (missing !== undefined) {
    return { ok: false, code: 'BAD_MAPPING', message: `The file has no column "${missing}", which --map names.` };
  }
  const targets: ColumnTarget[] = [];
  for (const title of titles) {
    const name = Object.hasOwn(columns, title) ? (columns[title] ?? title) : title;
    const target = targetOf(name);
    if (target === null) {
      const message =
        `Column "${title}" means nothing here. Say what it is with --map "${title}=User.UserAttributes.Name" (or Metrics.Name, ` +
        `Demographic.Platform, ${CHANNEL_TYPES.slice(-6).join(', ')}, ...), or leave it out with --map "${title}=-".`;
      return { ok: false, code: 'UNKNOWN_COLUMN', message };
    }
    targets.push(target);
  }
  const addresses = targets.filter(({ kind }) => kind === 'address').length;
  const hasUser = targets.some((target) => target.kind === 'field' && target.path.join('.') === 'User.UserId');
  if (addresses > 1 && !hasUser) {
    const message = 'Several address columns make several endpoints of one person: map a column to User.UserId, too.';
    return { ok: false, code: 'BAD_MAPPING', message };
  }
  return { ok: true, targets };
}
