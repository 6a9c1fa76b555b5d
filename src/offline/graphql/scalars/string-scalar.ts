import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** The words AppSync uses for a value that a scalar refuses. */
export function scalarRefusal(verb: 'parse' | 'serialize', value: unknown, expectation: string): Error {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return new Error(`Unable to ${verb} \`${shown}\` as ${expectation}.`);
}

/** A scalar whose values are strings of one form, the same on the way in and on the way out. */
export function stringScalar(name: string, expectation: string, isValid: (text: string) => boolean): GraphQLScalarType {
  const check = (verb: 'parse' | 'serialize', value: unknown): string => {
    if (typeof value !== 'string' || !isValid(value)) throw scalarRefusal(verb, value, expectation);
    return value;
  };
  return new GraphQLScalarType({
    name,
    serialize: (value: unknown) => check('serialize', value),
    parseValue: (value: unknown) => check('parse', value),
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING) throw new GraphQLError(`Expected a string for ${name}.`, node);
      return check('parse', node.value);
    },
  });
}
