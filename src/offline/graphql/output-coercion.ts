import { getNamedType, getNullableType, type GraphQLOutputType, isListType } from 'graphql';
import { toText } from '../resolvers/builtins/java-values.ts';

type Coerce = (value: unknown) => unknown;

/**
 * What graphql-java, on which AppSync runs, makes of values that graphql-js refuses: `"true"` is a Boolean there, and
 * everything has a text. A value that both refuse is left alone, and completing the field says so.
 */
const COERCIONS: Readonly<Record<string, Coerce>> = {
  Boolean: (value) => {
    const text = typeof value === 'string' ? value.toLowerCase() : '';
    return text === 'true' ? true : text === 'false' ? false : value;
  },
  Int: toNumber,
  Float: toNumber,
  String: (value) =>
    (typeof value === 'object' && value !== null) || typeof value === 'bigint' ? toText(value) : value,
  ID: (value) => (['object', 'number', 'bigint'].includes(typeof value) ? toText(value) : value),
};

function toNumber(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** The lenient way out of a field, if its type is one of GraphQL's own scalars or a list of them. */
export function outputCoercion(type: GraphQLOutputType): Coerce | undefined {
  const named = getNamedType(type);
  const coerce = Object.hasOwn(COERCIONS, named.name) ? COERCIONS[named.name] : undefined;
  if (coerce === undefined) return undefined;
  const isList = isListType(getNullableType(type));
  const coerceAny: Coerce = (value) => {
    if (value === null || value === undefined) return value;
    return isList && Array.isArray(value) ? value.map(coerceAny) : coerce(value);
  };
  return coerceAny;
}
