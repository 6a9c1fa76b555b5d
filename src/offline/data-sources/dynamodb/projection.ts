import { mappingTemplateError, type RequestDocument } from '../data-source.ts';
import { optionalRecord } from './read-document.ts';

/** `projection` of a request that has no other expression. */
export function projectionInput(document: RequestDocument): Record<string, unknown> {
  const projection = optionalRecord(document, 'projection');
  if (projection === undefined) return {};
  const { expression, expressionNames } = projection;
  if (typeof expression !== 'string')
    throw mappingTemplateError("Value for field '$[projection.expression]' not found.");
  return {
    ProjectionExpression: expression,
    ...(expressionNames == null ? {} : { ExpressionAttributeNames: expressionNames }),
  };
}
