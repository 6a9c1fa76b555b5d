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
  /** Letters that helpers have made so far. */
  work: number;
  /** Of an advertisement: a value was printed that may make another label than those of the template. */
  mayBringLabel: boolean;
};

/** No text on the way to a message is longer: what is longer would be refused as a message in any case. */
export const MAX_TEXT = 300_000;

/** What the helpers of one message may make together: its texts, and what they are made from. */
export const MAX_WORK = 3_000_000;

/** Stops one rendering; never leaves the module. */
export class RenderStop extends Error {}

/** How a value is printed; of a list its first, as Pinpoint does: `join` prints all. */
export function print(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  return value[0] ?? '';
}

/** Of a list the first: custom attributes are lists, and mostly of one. */
export function scalar(value: Value): string | number | boolean | undefined {
  if (typeof value !== 'object') return value;
  return value[0];
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
