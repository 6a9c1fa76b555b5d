import { isRecord, mappingTemplateError, type RequestDocument } from '../data-source.ts';
import { toWireItem } from './attribute-values.ts';
import { requiredRecord } from './read-document.ts';

/** `tables` of a batch document: each table with what is asked of it. */
export function batchTables(document: RequestDocument): readonly (readonly [string, unknown])[] {
  return Object.entries(requiredRecord(document, 'tables'));
}

export function recordsOf(tableName: string, value: unknown): readonly Record<string, unknown>[] {
  if (!Array.isArray(value)) throw mappingTemplateError(`Expected '$[tables][${tableName}]' to be a list.`);
  return value.map((entry: unknown) => {
    if (!isRecord(entry))
      throw mappingTemplateError(`Expected every entry of '$[tables][${tableName}]' to be an object.`);
    return toWireItem(entry);
  });
}
