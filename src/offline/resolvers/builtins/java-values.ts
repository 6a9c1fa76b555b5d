/** Java's view of JSON values, as Velocity 1.7 sees them. https://velocity.apache.org/engine/1.7/user-guide.html */
import { isList, isMap, isNull } from './values.ts';

/** Velocity 1.7: everything but null and false is true; the empty string and 0 too. */
export function isTrue(value: unknown): boolean {
  return !isNull(value) && value !== false;
}

/** As Java's toString: `[a, b]` and `{key=value}`. */
export function toText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      if (isNull(value)) return 'null';
      if (isList(value)) return `[${value.map(toText).join(', ')}]`;
      if (isMap(value))
        return `{${Object.entries(value)
          .map(([key, entry]) => `${key}=${toText(entry)}`)
          .join(', ')}}`;
      throw new TypeError(`A value of type ${typeof value} has no text.`);
  }
}

/** Java's equals: deep for lists and maps, numbers by value. */
export function javaEquals(left: unknown, right: unknown): boolean {
  if (isNull(left) || isNull(right)) return isNull(left) && isNull(right);
  if (isList(left))
    return isList(right) && left.length === right.length && left.every((item, index) => javaEquals(item, right[index]));
  if (isMap(left) && isMap(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && javaEquals(left[key], right[key]))
    );
  }
  return left === right;
}

/** `==`: values of different types are compared by their text (ASTEQNode of Velocity 1.7). */
export function looseEquals(left: unknown, right: unknown): boolean {
  if (javaEquals(left, right)) return true;
  if (isNull(left) || isNull(right) || typeof left === typeof right) return false;
  return toText(left) === toText(right);
}
