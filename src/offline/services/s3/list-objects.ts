import type { AwsRequest, AwsResponse } from '../contract.ts';
import { escapeXml } from '../xml-error.ts';
import type { ObjectFiles, ObjectMetadata } from './object-files.ts';
import { xmlAnswer } from './xml.ts';

const MAX_KEYS = 1000;

type Entry =
  | { readonly kind: 'OBJECT'; readonly name: string; readonly object: ObjectMetadata }
  /** All keys that begin alike up to the delimiter, as one. */
  | { readonly kind: 'PREFIX'; readonly name: string };

/** A page of a bucket's objects, in the order of their keys' UTF-8 bytes. */
export function listObjects(objects: ObjectFiles, bucket: string, request: AwsRequest): AwsResponse {
  const prefix = request.query.get('prefix') ?? '';
  const delimiter = request.query.get('delimiter') ?? '';
  const after = decodeToken(request.query.get('continuation-token')) ?? request.query.get('start-after') ?? '';
  const max = Math.min(Number(request.query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  const isAfter = (name: string): boolean => after === '' || Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0;
  const rest = grouped(objects.list(prefix), prefix, delimiter).filter((entry) => isAfter(entry.name));
  const page = rest.slice(0, max);
  const last = page.at(-1);
  const isTruncated = rest.length > page.length && last !== undefined;
  const encode = request.query.get('encoding-type') === 'url' ? encodeURIComponent : escapeXml;
  const contents = page.map((entry) =>
    entry.kind === 'PREFIX'
      ? `<CommonPrefixes><Prefix>${encode(entry.name)}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${encode(entry.name)}</Key><LastModified>${new Date(entry.object.lastModified).toISOString()}</LastModified><ETag>&quot;${entry.object.etag}&quot;</ETag><Size>${entry.object.size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const token = isTruncated
    ? `<NextContinuationToken>${Buffer.from(last.name).toString('base64url')}</NextContinuationToken>`
    : '';
  return xmlAnswer(
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${escapeXml(bucket)}</Name><Prefix>${encode(prefix)}</Prefix>${delimiter === '' ? '' : `<Delimiter>${encode(delimiter)}</Delimiter>`}${echo('ContinuationToken', request.query.get('continuation-token'))}${echo('StartAfter', request.query.get('start-after'))}${echo('EncodingType', request.query.get('encoding-type'))}<KeyCount>${page.length}</KeyCount><MaxKeys>${max}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`,
  );
}

/** What was asked for: the client of Amplify refuses a list that does not say it. */
function echo(name: string, value: string | null): string {
  return value === null ? '' : `<${name}>${escapeXml(value)}</${name}>`;
}

function grouped(list: readonly ObjectMetadata[], prefix: string, delimiter: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (const object of list) {
    const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    if (end === -1) {
      entries.push({ kind: 'OBJECT', name: object.key, object });
      continue;
    }
    const name = object.key.slice(0, end + delimiter.length);
    // Keys that begin alike stand next to each other.
    if (entries.at(-1)?.name !== name) entries.push({ kind: 'PREFIX', name });
  }
  return entries;
}

function decodeToken(token: string | null): string | undefined {
  return token === null ? undefined : Buffer.from(token, 'base64url').toString('utf8');
}
