import { mappingTemplateError } from '../data-source.ts';
import { expressionMaps } from './expressions.ts';
import type { Operation } from './operation.ts';
import { requiredRecord } from './read-document.ts';
import { readPage } from './read-page.ts';

export const query: Operation = async (document, store) => {
  const maps = expressionMaps();
  const expression = maps.add(requiredRecord(document, 'query'));
  if (expression === undefined) throw mappingTemplateError("Value for field '$[query.expression]' not found.");
  const forward = document['scanIndexForward'];
  const own = { KeyConditionExpression: expression, ...(forward == null ? {} : { ScanIndexForward: forward }) };
  return readPage('Query', document, own, maps, store);
};
