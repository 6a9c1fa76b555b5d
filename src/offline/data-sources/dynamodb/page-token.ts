import { ResolverError } from '../../resolvers/contract.ts';
import { isRecord } from '../data-source.ts';

/** An opaque token for the place where a page ended; bound to its table, as AppSync's is to its request. */
export function encodePageToken(tableName: string, lastKey: unknown): string | null {
  if (lastKey == null) return null;
  return Buffer.from(JSON.stringify({ table: tableName, key: lastKey })).toString('base64');
}

export function decodePageToken(tableName: string, token: unknown): Record<string, unknown> | undefined {
  if (token == null) return undefined;
  const content = typeof token === 'string' ? parse(Buffer.from(token, 'base64').toString()) : undefined;
  if (!isRecord(content) || content['table'] !== tableName || !isRecord(content['key'])) {
    throw new ResolverError({
      message: 'Invalid pagination token given.',
      errorType: 'DynamoDB:InvalidPaginationToken',
      data: null,
      errorInfo: null,
    });
  }
  return content['key'];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
