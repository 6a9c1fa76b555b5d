/**
 * Methods of JavaScript that APPSYNC_JS does not have: `no-disallowed-methods` of @aws-appsync/eslint-plugin, whose
 * names of types say where a method is from. Without types a method is known by its name, so those that other kinds of
 * value have as well (`toString`, `valueOf`, `toLocaleString`) are only refused of literals.
 */
import type { CallExpression, Expression, Super } from 'acorn';

/** Of any value but a namespace or an object that the module made itself. */
export const REFUSED_OF_ARRAYS = ['copyWithin', 'entries', 'group', 'groupToMap', 'keys', 'values'] as const;
export const REFUSED_OF_TEXT = [
  ...['charCodeAt', 'localeCompare', 'matchAll', 'padEnd', 'padStart', 'repeat', 'search'],
  ...['toLocaleLowerCase', 'toLocaleUpperCase'],
] as const;
const ARRAY_LITERALS = new Set(['toString', 'toLocaleString']);

/** Of the constructors. */
export const REFUSED_STATIC: Readonly<Record<string, readonly string[]>> = {
  Array: ['from', 'of'],
  Object: [
    ...['create', 'defineProperties', 'defineProperty', 'freeze', 'getOwnPropertyDescriptor'],
    ...['getOwnPropertyDescriptors', 'getOwnPropertyNames', 'getOwnPropertySymbols', 'getPrototypeOf'],
    ...['hasOwnProperty', 'is', 'isExtensible', 'isFrozen', 'isPrototypeOf', 'isSealed', 'preventExtensions'],
    ...['propertyIsEnumerable', 'seal', 'setPrototypeOf', 'toLocaleString', 'toString', 'valueOf'],
  ],
  String: ['fromCharCode', 'fromCodePoint', 'raw'],
};

const ANY_VALUE = new Map<string, string>([
  ...REFUSED_OF_ARRAYS.map((name) => [name, `Array.${name}`] as const),
  ...REFUSED_OF_TEXT.map((name) => [name, `String.${name}`] as const),
]);

/** Name of the method a call is of, if APPSYNC_JS lacks it; `own` are names of imports and of the module's own objects. */
export function refusedMethod(call: CallExpression, own: ReadonlySet<string>): string | undefined {
  const { callee } = call;
  if (callee.type !== 'MemberExpression') return undefined;
  const name = memberName(callee.property, callee.computed);
  if (name === undefined) return undefined;
  const { object } = callee;
  if (object.type === 'Identifier') {
    if (own.has(object.name)) return undefined;
    const refused = REFUSED_STATIC[object.name];
    if (refused !== undefined) return refused.includes(name) ? `${object.name}.${name}` : undefined;
  }
  if (object.type === 'ArrayExpression' && ARRAY_LITERALS.has(name)) return `Array.${name}`;
  return ANY_VALUE.get(name);
}

/** `a.b` and `a['b']`. */
export function memberName(
  property: Expression | Super | { readonly type: string },
  computed: boolean,
): string | undefined {
  if (!computed) return 'name' in property && typeof property.name === 'string' ? property.name : undefined;
  return 'value' in property && typeof property.value === 'string' ? property.value : undefined;
}
