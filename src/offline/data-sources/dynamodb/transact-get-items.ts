import { isRecord, mappingTemplateError } from '../data-source.ts';
import { fromItem } from './attribute-values.ts';
import type { Operation } from './operation.ts';
import { projectionInput } from './projection.ts';
import { requiredList, requiredKey, requiredString } from './read-document.ts';
import { cancellationReasons, storeFailure } from './store-failure.ts';

export const transactGetItems: Operation = async (document, { dynamodb }) => {
  const items = requiredList(document, 'transactItems').map((item) => {
    if (!isRecord(item)) throw mappingTemplateError("Expected every entry of '$[transactItems]' to be an object.");
    return {
      Get: { TableName: requiredString(item, 'table'), Key: requiredKey(item), ...projectionInput(item) },
    };
  });
  let output: Record<string, unknown>;
  try {
    output = await dynamodb.call('TransactGetItems', { TransactItems: items });
  } catch (error) {
    const reasons = cancellationReasons(error);
    return storeFailure(error, reasons && { items: null, cancellationReasons: reasons });
  }
  const responses: unknown = output['Responses'];
  const found: unknown[] = Array.isArray(responses) ? responses : [];
  return {
    ok: true,
    result: {
      items: found.map((response) => fromItem(isRecord(response) ? response['Item'] : undefined)),
      cancellationReasons: null,
    },
  };
};
