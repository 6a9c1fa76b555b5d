import { type ASTNode, getLocation, type GraphQLError, type GraphQLSchema, isObjectType } from 'graphql';
import { ResolverError } from '../resolvers/contract.ts';
import type { GraphqlError } from './contract.ts';

type Locations = NonNullable<GraphqlError['locations']>;

/** Mistakes of a resolver's code, and what it asks of the sandbox in vain: the caller is told the reason, under AppSync's type. */
const TEMPLATE_ERRORS: Readonly<Record<string, string>> = {
  INVALID_MAPPING_TEMPLATE: 'MappingTemplate',
  INVALID_RESOLVER_CODE: 'Code',
  UNSUPPORTED_RESOLVER_FEATURE: 'UnsupportedOperation',
};

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function locationsOf(nodes: readonly ASTNode[] | undefined): Locations {
  const loc = nodes?.[0]?.loc;
  if (loc === undefined) return [];
  const { line, column } = getLocation(loc.source, loc.start);
  return [{ line, column, sourceName: null }];
}

/** Turns an error of the execution into the shape and the words of AppSync. */
export function formatError(
  error: GraphQLError,
  schema: GraphQLSchema,
  onInternalError: (error: Error) => void,
): GraphqlError {
  const path = error.path;
  const locations = locationsOf(error.nodes);
  const cause = error.originalError;
  if (cause instanceof ResolverError) {
    const { message, errorType, data, errorInfo } = cause.fields;
    return { ...(path && { path }), data, errorType, errorInfo, locations, message };
  }
  const place = path === undefined ? '' : pathText(path);
  const message = completionMessage(error.message, place, schema);
  if (message !== undefined) return { ...(path && { path }), locations: null, message };
  const templateType = cause == null ? undefined : TEMPLATE_ERRORS[codeOf(cause)];
  if (cause != null && templateType !== undefined) {
    return {
      ...(path && { path }),
      data: null,
      errorType: templateType,
      errorInfo: null,
      locations,
      message: cause.message,
    };
  }
  if (cause != null) {
    onInternalError(cause);
    return {
      ...(path && { path }),
      data: null,
      errorType: 'InternalFailure',
      errorInfo: null,
      locations,
      message: 'An internal failure occurred while resolving this field.',
    };
  }
  return { ...(path && { path }), locations, message: error.message };
}

/** `/listOrders/items[32]/orderDate` */
function pathText(path: readonly (string | number)[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `/${step}`)).join('');
}

/** Errors of completing a value: graphql-js's words on the left, AppSync's on the right. */
function completionMessage(message: string, place: string, schema: GraphQLSchema): string | undefined {
  const nonNull = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/.exec(message);
  if (nonNull !== null) {
    const [, typeName = '', fieldName = ''] = nonNull;
    const type = schema.getType(typeName);
    const fieldType = isObjectType(type) ? String(type.getFields()[fieldName]?.type ?? '') : '';
    return `Cannot return null for non-nullable type: '${fieldType.replaceAll(/[![\]]/g, '')}' within parent '${typeName}' (${place})`;
  }
  if (/^Expected Iterable, but did not find one for field /.test(message)) {
    return `Can't resolve value (${place}) : type mismatch error, expected type LIST`;
  }
  const notInEnum = /^Enum "(\w+)" cannot represent value: (.*)$/.exec(message);
  if (notInEnum !== null) {
    const value = (notInEnum[2] ?? '').replaceAll('"', '');
    return `Can't serialize value (${place}) : Invalid input for Enum '${notInEnum[1]}'. Unknown value '${value}'`;
  }
  const scalar = /^(Int|Float|Boolean|String|ID) cannot represent (?:a )?[\w -]*(?:value)?: (.*)$/.exec(message);
  if (scalar !== null) return `Can't serialize value (${place}) : Expected type '${scalar[1]}' but was '${scalar[2]}'.`;
  if (message.startsWith('Unable to serialize ')) return `Can't serialize value (${place}) : ${message}`;
  if (message.startsWith('Abstract type ')) return `Can't resolve '${place}'. ${message}`;
  return undefined;
}
