import type { CatalogTable } from '../../assembly/resources.ts';
import type { BucketStore } from '../s3/create-s3.ts';

/** A file of a table, with the values of its partition. */
export interface TableFile {
  readonly file: string;
  /** Changes when the object is another one. */
  readonly identity: string;
  readonly size: number;
  readonly partition: Readonly<Record<string, string>>;
}

/** A table whose partitions cannot be projected as its properties say. */
class ProjectionError extends Error {
  override readonly name = 'ProjectionError';
}

const DAY_MS = 86_400_000;

/**
 * The files of a table that a query would see: those in partitions that the projection's properties span at this moment. A
 * day outside of a range is not seen, though its files are there, exactly as in Athena, which reckons `NOW` in UTC.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function projectedFiles(
  table: CatalogTable,
  bucketOf: (name: string) => BucketStore | undefined,
  now: number,
): readonly TableFile[] {
  const location = locationOf(table);
  const isPartitioned = table.partitionKeys.length > 0;
  // Without projection somebody would have to add partitions, and nobody can here.
  if (isPartitioned && table.parameters['projection.enabled']?.toLowerCase() !== 'true') return [];
  const spans = new Map(table.partitionKeys.map(({ name }) => [name, spanOf(table, name, now)]));
  const bucket = bucketOf(location.bucket);
  if (bucket === undefined)
    throw new ProjectionError(`The bucket ${location.bucket} of ${table.name} is not in the backend.`);
  const template = table.parameters['storage.location.template'];
  const path =
    template === undefined
      ? location.prefix + table.partitionKeys.map(({ name }) => `${name}=\${${name}}/`).join('')
      : s3Path(template, table).prefix;
  const pattern = patternOf(path);
  return bucket.list(path.split('${')[0] ?? '').flatMap((object): readonly TableFile[] => {
    const name = object.key.slice(object.key.lastIndexOf('/') + 1);
    // Athena passes over what begins so.
    if (name.startsWith('_') || name.startsWith('.') || object.size === 0) return [];
    const groups = pattern.exec(object.key)?.groups;
    if (groups === undefined && isPartitioned) return [];
    const partition = { ...groups };
    for (const [key, isInSpan] of spans) if (!isInSpan(partition[key] ?? '')) return [];
    return [{ file: object.file, identity: object.identity, size: object.size, partition }];
  });
}

function locationOf(table: CatalogTable): { readonly bucket: string; readonly prefix: string } {
  if (table.location === undefined) throw new ProjectionError(`The table ${table.name} has no location.`);
  return s3Path(table.location, table);
}

function s3Path(text: string, table: CatalogTable): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(text) ?? [];
  if (bucket === undefined || prefix === undefined)
    throw new ProjectionError(`The location ${text} of ${table.name} is no address of S3.`);
  return { bucket, prefix: prefix.endsWith('/') || prefix === '' ? prefix : `${prefix}/` };
}

function patternOf(path: string): RegExp {
  const source = path
    .split(/\$\{([^}]*)\}/)
    .map((part, index) =>
      index % 2 === 1 ? `(?<${part}>[^/]*)` : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
    )
    .join('');
  return new RegExp(`^${source}`);
}

type Span = (value: string) => boolean;

function spanOf({ name: tableName, parameters }: CatalogTable, key: string, now: number): Span {
  const of = (property: string): string | undefined => parameters[`projection.${key}.${property}`];
  const refuse = (problem: string): never => {
    throw new ProjectionError(`projection.${key} of ${tableName}: ${problem} does not run offline.`);
  };
  const range = (of('range') ?? '').split(',').map((bound) => bound.trim());
  const [from = '', to = ''] = range;
  switch (of('type')) {
    case 'enum': {
      const values = new Set((of('values') ?? '').split(','));
      return (value) => values.has(value);
    }
    case 'integer':
      return (value) => /^-?\d+$/.test(value) && Number(value) >= Number(from) && Number(value) <= Number(to);
    case 'date': {
      if (of('format') !== 'yyyy-MM-dd') refuse(`the format ${of('format') ?? '(none)'}`);
      const [first, last] = [dayOf(from, now), dayOf(to, now)];
      if (range.length !== 2 || first === undefined || last === undefined)
        return refuse(`the range ${of('range') ?? '(none)'}`);
      const step = Number(of('interval') ?? '1') * (of('interval.unit') === 'WEEKS' ? 7 : 1);
      if (!['DAYS', 'WEEKS', undefined].includes(of('interval.unit')))
        return refuse(`the unit ${of('interval.unit') ?? ''}`);
      return (value) => {
        const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
        return day >= first && day <= last && ((day - first) / DAY_MS) % step === 0;
      };
    }
    default:
      return refuse(`the type ${of('type') ?? '(none)'}`);
  }
}

const UNITS: Readonly<Record<string, number>> = { MINUTE: 60_000, HOUR: 3_600_000, DAY: DAY_MS, WEEK: 7 * DAY_MS };

/** A bound as the beginning of its day in UTC. */
function dayOf(bound: string, now: number): number | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(bound)) return Date.parse(`${bound}T00:00:00Z`);
  const match = /^NOW(?:([+-])(\d+)(MINUTE|HOUR|DAY|WEEK)S?)?$/.exec(bound.replaceAll(' ', ''));
  if (match === null) return undefined;
  const [, sign, count = '0', unit = 'DAY'] = match;
  const moment = now + (sign === '-' ? -1 : 1) * Number(count) * (UNITS[unit] ?? DAY_MS);
  return Math.floor(moment / DAY_MS) * DAY_MS;
}
