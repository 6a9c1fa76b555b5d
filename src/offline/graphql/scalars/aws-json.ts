import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { writeExactJson } from '../../exact-json.ts';
import { scalarRefusal } from './string-scalar.ts';

function parse(value: unknown): unknown {
  if (typeof value !== 'string') throw scalarRefusal('parse', value, 'valid JSON');
  try {
    return JSON.parse(value);
  } catch {
    throw scalarRefusal('parse', value, 'valid JSON');
  }
}

/**
 * JSON text outside, a value inside: resolvers see what the text means, and what they return is written as JSON text.
 * So a resolver that returns text which is already JSON is encoded twice, exactly as on AppSync: return the value.
 */
export const AWSJSON = new GraphQLScalarType({
  name: 'AWSJSON',
  serialize: (value: unknown) => writeExactJson(value),
  parseValue: parse,
  parseLiteral: (node) => {
    if (node.kind !== Kind.STRING) throw new GraphQLError('Expected a string of JSON for AWSJSON.', node);
    return parse(node.value);
  },
});
