import type { DataSourceOutcome, RequestDocument } from '../data-source.ts';
import { mappingTemplateError } from '../data-source.ts';
import { fromItems } from './attribute-values.ts';
import type { ExpressionMaps } from './expressions.ts';
import type { Store } from './operation.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { optionalRecord } from './read-document.ts';

const SELECTIONS = new Set(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT']);

/** What Query and Scan share: filter, projection, index, paging and the shape of the result. */
export async function readPage(
  operation: 'Query' | 'Scan',
  document: RequestDocument,
  own: Record<string, unknown>,
  maps: ExpressionMaps,
  { dynamodb, tableName }: Store,
): Promise<DataSourceOutcome> {
  const { index, limit, select, consistentRead, nextToken } = document;
  if (select != null && !(typeof select === 'string' && SELECTIONS.has(select))) {
    throw mappingTemplateError(`Invalid value for field '$[select]': '${JSON.stringify(select)}'.`);
  }
  const filter = maps.add(optionalRecord(document, 'filter') ?? {});
  const projection = maps.add(optionalRecord(document, 'projection') ?? {});
  const startKey = decodePageToken(tableName, nextToken);
  const output = await dynamodb.call(operation, {
    TableName: tableName,
    ...own,
    ...(index == null ? {} : { IndexName: index }),
    ...(limit == null ? {} : { Limit: limit }),
    ...(select == null ? {} : { Select: select }),
    ...(consistentRead === true ? { ConsistentRead: true } : {}),
    ...(filter === undefined ? {} : { FilterExpression: filter }),
    ...(projection === undefined ? {} : { ProjectionExpression: projection }),
    ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
    ...maps.toInput(),
  });
  return {
    ok: true,
    result: {
      items: fromItems(output['Items']),
      nextToken: encodePageToken(tableName, output['LastEvaluatedKey']),
      scannedCount: output['ScannedCount'] ?? 0,
    },
  };
}
