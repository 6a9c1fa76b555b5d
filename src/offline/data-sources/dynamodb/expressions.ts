import { isRecord, mappingTemplateError } from '../data-source.ts';
import { toWireItem } from './attribute-values.ts';

/** Collects the names and values of a request's expressions into the two maps that DynamoDB takes. */
export interface ExpressionMaps {
  add(part: Readonly<Record<string, unknown>>): string | undefined;
  /** DynamoDB refuses empty maps, so they are left out. */
  toInput(): Record<string, unknown>;
}

/** Expressions of one request share their names and values; a clash with different meanings is an error, never a silent win. */
export function expressionMaps(): ExpressionMaps {
  const names: Record<string, unknown> = {};
  const values: Record<string, unknown> = {};
  const merge = (target: Record<string, unknown>, source: unknown, field: string): void => {
    if (!isRecord(source)) return;
    for (const [key, value] of Object.entries(source)) {
      const present = target[key];
      if (present !== undefined && JSON.stringify(present) !== JSON.stringify(value)) {
        throw mappingTemplateError(`'${key}' is given two different meanings in ${field}.`);
      }
      target[key] = value;
    }
  };
  return {
    add(part) {
      const expression = part['expression'];
      merge(names, part['expressionNames'], 'expressionNames');
      const given = part['expressionValues'];
      merge(values, isRecord(given) ? toWireItem(given) : given, 'expressionValues');
      return typeof expression === 'string' && expression.trim() !== '' ? expression : undefined;
    },
    toInput: () => ({
      ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
    }),
  };
}
