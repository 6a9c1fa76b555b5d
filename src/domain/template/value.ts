import type { Customer, Endpoint } from '../customer/customer.ts';

/** What an expression of a template can be. */
export type Value = string | number | boolean | readonly string[] | undefined;

/** Everything a rendering reads; one is made per message and changed only by `#each`. */
export type Frame = {
  readonly customer: Customer;
  readonly endpoint: Endpoint;
  readonly now: number;
  item: string;
  index: number;
  count: number;
  uuids: number;
};

/** Stops one rendering; never leaves the module. */
export class RenderStop extends Error {}

/** How a value is printed; a list joined by commas, as Handlebars does. */
export function print(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  // Nearly every attribute is a list of one, which `join` takes several times as long for.
  return value.length === 1 ? (value[0] ?? '') : value.join(',');
}

/** A list of one is its value: custom attributes are lists, and mostly of one. */
export function scalar(value: Value): string | number | boolean | undefined {
  if (typeof value !== 'object') return value;
  return value.length <= 1 ? value[0] : value.join(',');
}

/** Handlebars' idea of truth: no value, empty text, zero, false and an empty list are not. */
export function isTrue(value: Value): boolean {
  return typeof value === 'object' ? value.length > 0 : Boolean(value);
}

/** A value as a list. */
export function toList(value: Value): readonly string[] {
  if (typeof value === 'object') return value;
  return value === undefined || value === '' ? [] : [String(value)];
}
