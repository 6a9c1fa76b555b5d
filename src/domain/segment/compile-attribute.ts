import { readDate } from '../consent/read-date.ts';
import type { Attributes, Customer, Endpoint } from '../customer/customer.ts';
import type { AttributeDimension } from './definition.ts';
import { oneOf, readerOf, type Predicate } from './predicate.ts';
import { seoulDay } from '../customer/event-day.ts';

type ValueTest = (value: string) => boolean;

function timeTest(accepts: (at: number) => boolean): ValueTest {
  return (value) => {
    const at = readDate(value);
    return at !== null && accepts(at);
  };
}

function valueTest({ type, values }: AttributeDimension): ValueTest {
  const [from = 0, to = 0] = values.map((value) => readDate(value) ?? Number.NaN);
  switch (type) {
    case 'INCLUSIVE':
    case 'EXCLUSIVE':
      return oneOf(values);
    case 'CONTAINS':
      return (value) => {
        for (const part of values) if (value.includes(part)) return true;
        return false;
      };
    case 'BEFORE':
      return timeTest((at) => at < from);
    case 'AFTER':
      return timeTest((at) => at > from);
    case 'ON': {
      const day = seoulDay(from);
      return timeTest((at) => seoulDay(at) === day);
    }
    case 'BETWEEN':
      return timeTest((at) => at >= from && at <= to);
  }
}

/** A condition on an attribute: one of its values must pass (for EXCLUSIVE: none may). */
export function compileAttribute(
  name: string,
  dimension: AttributeDimension,
  attributesOf: (customer: Customer, endpoint: Endpoint) => Attributes,
): Predicate {
  const read = readerOf<readonly string[]>(name);
  const test = valueTest(dimension);
  const onMatch = dimension.type !== 'EXCLUSIVE';
  return (customer, endpoint) => {
    const values = read(attributesOf(customer, endpoint));
    if (values === undefined) return !onMatch;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (value !== undefined && test(value)) return onMatch;
    }
    return !onMatch;
  };
}
