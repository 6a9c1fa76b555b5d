import type { Customer, Endpoint } from '../customer/customer.ts';
import type { GroupType } from './definition.ts';

/** Whether one endpoint of a customer meets a condition. */
export type Predicate = (customer: Customer, endpoint: Endpoint) => boolean;

/** Unrolled for the usual sizes: a loop over closures costs as much again as short conditions do. */
function all(predicates: readonly Predicate[]): Predicate {
  const [a, b, c, d, ...rest] = predicates;
  if (a === undefined) return () => true;
  if (b === undefined) return a;
  if (c === undefined) return (customer, endpoint) => a(customer, endpoint) && b(customer, endpoint);
  if (d === undefined) {
    return (customer, endpoint) => a(customer, endpoint) && b(customer, endpoint) && c(customer, endpoint);
  }
  const first: Predicate = (customer, endpoint) =>
    a(customer, endpoint) && b(customer, endpoint) && c(customer, endpoint) && d(customer, endpoint);
  if (rest.length === 0) return first;
  const others = all(rest);
  return (customer, endpoint) => first(customer, endpoint) && others(customer, endpoint);
}

function any(predicates: readonly Predicate[]): Predicate {
  const [a, b, c, ...rest] = predicates;
  if (a === undefined) return () => false;
  if (b === undefined) return a;
  if (c === undefined) return (customer, endpoint) => a(customer, endpoint) || b(customer, endpoint);
  const first: Predicate = (customer, endpoint) =>
    a(customer, endpoint) || b(customer, endpoint) || c(customer, endpoint);
  if (rest.length === 0) return first;
  const others = any(rest);
  return (customer, endpoint) => first(customer, endpoint) || others(customer, endpoint);
}

/** One predicate that holds when all, any or none of some do. */
export function combine(type: GroupType, predicates: readonly Predicate[]): Predicate {
  if (type === 'ALL') return all(predicates);
  const some = any(predicates);
  return type === 'ANY' ? some : (customer, endpoint) => !some(customer, endpoint);
}

/** Whether a text is one of a few (compared one by one) or of many (looked up). */
export function oneOf(values: readonly string[]): (value: string) => boolean {
  const [a, b, c] = values;
  if (values.length === 1) return (value) => value === a;
  if (values.length === 2) return (value) => value === a || value === b;
  if (values.length === 3) return (value) => value === a || value === b || value === c;
  const set = new Set(values);
  return (value) => set.has(value);
}

/**
 * Reads one name of a map. A customer may have an attribute called `constructor`: names that every object inherits are
 * looked up the slow way.
 */
export function readerOf<T>(name: string): (map: Readonly<Record<string, T>>) => T | undefined {
  if (name in Object.prototype) return (map) => (Object.hasOwn(map, name) ? map[name] : undefined);
  return (map) => map[name];
}
