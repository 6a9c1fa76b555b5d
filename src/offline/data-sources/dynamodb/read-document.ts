import { isRecord, mappingTemplateError, type RequestDocument } from '../data-source.ts';
import { toWireItem } from './attribute-values.ts';

/** AppSync's wording for what is missing from a request document. */
export function requiredRecord(document: RequestDocument, field: string): Record<string, unknown> {
  const value = document[field];
  if (value == null) throw mappingTemplateError(`Value for field '$[${field}]' not found.`);
  if (!isRecord(value)) throw mappingTemplateError(`Expected field '$[${field}]' to be an object.`);
  return value;
}

export function requiredList(document: RequestDocument, field: string): readonly unknown[] {
  const value = document[field];
  if (value == null) throw mappingTemplateError(`Value for field '$[${field}]' not found.`);
  if (!Array.isArray(value)) throw mappingTemplateError(`Expected field '$[${field}]' to be a list.`);
  return value;
}

export function optionalRecord(document: RequestDocument, field: string): Record<string, unknown> | undefined {
  const value = document[field];
  if (value == null) return undefined;
  if (!isRecord(value)) throw mappingTemplateError(`Expected field '$[${field}]' to be an object.`);
  return value;
}

export function requiredString(document: RequestDocument, field: string): string {
  const value = document[field];
  if (value == null) throw mappingTemplateError(`Value for field '$[${field}]' not found.`);
  if (typeof value !== 'string') throw mappingTemplateError(`Expected field '$[${field}]' to be a string.`);
  return value;
}

/** Conflict detection needs versioned tables, which Amplify Gen 2 does not make: asking for it fails by name. */
export function refuseVersioning(document: RequestDocument): void {
  if (document['_version'] != null) {
    throw mappingTemplateError(
      "Field '$[_version]' needs a versioned data source (conflict detection), which does not run offline.",
    );
  }
}

/** `key` of a document, in the form of the protocol. */
export function requiredKey(document: RequestDocument): Record<string, unknown> {
  return toWireItem(requiredRecord(document, 'key'));
}
