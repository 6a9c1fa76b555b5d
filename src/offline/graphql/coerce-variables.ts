import {
  coerceInputValue,
  type GraphQLSchema,
  type GraphQLType,
  isInputType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type TypeNode,
  valueFromAST,
} from 'graphql';
import type { GraphqlError } from './contract.ts';
import { locationsOf } from './format-error.ts';

type Coerced =
  | { readonly ok: true; readonly variables: Record<string, unknown> }
  | { readonly ok: false; readonly errors: readonly GraphqlError[] };

/**
 * Coerces the variables of a request to the types their operation declares, or says in AppSync's words why not. Its
 * quirks are kept: an invalid value is reported under the name of the innermost field, a missing one under the name of
 * the variable (aws-appsync-community #406).
 */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Coerced {
  const coerced: Record<string, unknown> = {};
  const errors: GraphqlError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeOf(schema, definition.type);
    if (!isInputType(type)) continue;
    const value = variables[name];
    const locations = () => locationsOf([definition]);
    if (value === undefined && definition.defaultValue !== undefined) {
      coerced[name] = valueFromAST(definition.defaultValue, type);
    } else if (value == null && isNonNullType(type)) {
      const message = `Variable '${name}' has coerced Null value for NonNull type '${String(type)}'`;
      errors.push({ path: null, message, locations: locations() });
    } else if (value !== undefined) {
      coerced[name] = coerceInputValue(value, type, (path, _value, error) => {
        errors.push({ path: null, message: variableMessage(name, path, error.message), locations: locations() });
      });
    }
  }
  return errors.length === 0 ? { ok: true, variables: coerced } : { ok: false, errors };
}

/** graphql-js declares typeFromAST per kind of node. */
function typeOf(schema: GraphQLSchema, node: TypeNode): GraphQLType | undefined {
  switch (node.kind) {
    case Kind.NAMED_TYPE:
      return typeFromAST(schema, node);
    case Kind.LIST_TYPE:
      return typeFromAST(schema, node);
    case Kind.NON_NULL_TYPE:
      return typeFromAST(schema, node);
  }
}

function variableMessage(variable: string, path: readonly (string | number)[], message: string): string {
  const innermost = path.findLast((step) => typeof step === 'string') ?? variable;
  const required = /^Field "\w+" of required type "(.+?)" was not provided\.$/.exec(message);
  const notNull = /^Expected non-nullable type "(.+?)" not to be null\.$/.exec(message);
  const type = required?.[1] ?? notNull?.[1];
  if (type !== undefined) return `Variable '${variable}' has coerced Null value for NonNull type '${type}'`;
  const unknown = /^Field "(\w+)" is not defined by type "(\w+)"/.exec(message);
  if (unknown !== null) {
    return `The variables input contains a field name '${unknown[1]}' that is not defined for input object type '${unknown[2]}' `;
  }
  const ours = /Unable to parse [\s\S]*$/.exec(message);
  if (ours !== null) return `Variable '${innermost}' has an invalid value. ${ours[0]}`;
  const notInEnum = /^Value "(.*?)" does not exist in "(\w+)" enum/.exec(message);
  if (notInEnum !== null) {
    return `Variable '${innermost}' has an invalid value. Invalid input for Enum '${notInEnum[2]}'. No value found for name '${notInEnum[1]}'`;
  }
  return `Variable '${innermost}' has an invalid value. ${message}`;
}
