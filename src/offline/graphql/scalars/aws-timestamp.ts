import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { scalarRefusal } from './string-scalar.ts';

/** Seconds of java.time.Instant.MIN and MAX: the limits in the scalar's description. */
const MIN = -31_557_014_167_219_200;
const MAX = 31_556_889_864_403_199;
const EXPECTATION =
  "a valid timestamp. Ensure that the value provided is an Integer that lies within the limits specified in this scalar's description";

function check(verb: 'parse' | 'serialize', value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < MIN || value > MAX) {
    throw scalarRefusal(verb, value, EXPECTATION);
  }
  return value;
}

/** Seconds before or after the epoch. */
export const AWSTimestamp = new GraphQLScalarType({
  name: 'AWSTimestamp',
  serialize: (value: unknown) => check('serialize', value),
  parseValue: (value: unknown) => check('parse', value),
  parseLiteral: (node) => {
    if (node.kind !== Kind.INT) throw new GraphQLError('Expected an integer for AWSTimestamp.', node);
    return check('parse', Number(node.value));
  },
});
