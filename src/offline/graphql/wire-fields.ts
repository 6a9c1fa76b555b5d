import {
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  responsePathAsArray,
} from 'graphql';
import type { GraphqlApi } from '../assembly/resources.ts';
import { isRecord } from '../data-sources/index.ts';
import { type EvaluationEffects, ResolverError } from '../resolvers/contract.ts';
import { fieldAccess } from './field-access.ts';
import { locationsOf } from './format-error.ts';
import { outputCoercion } from './output-coercion.ts';
import type { RequestScope } from './request-scope.ts';
import { createEffects, type FieldResolver, resolveField } from './resolve-field.ts';
import { createResolverContext } from './resolver-context.ts';
import { selectErrorData } from './select-error-data.ts';

/** AppSync's own ceiling on resolver invocations of one request. https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_RESOLVER_CALLS = 10_000;

/** Gives every field of the schema its authorization and its resolver. */
export function wireFields(
  schema: GraphQLSchema,
  api: GraphqlApi,
  resolvers: ReadonlyMap<string, FieldResolver>,
): void {
  const wired = new Set<string>();
  const rootTypes = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value: unknown) => concreteTypeName(value, type.name);
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const key = `${type.name}.${field.name}`;
      wired.add(key);
      const access = fieldAccess(type, field, api.defaultAuth.mode, rootTypes.has(type));
      const resolver = resolvers.get(key);
      const run = resolver && createRun(resolver, api);
      const name = field.name;
      const coerce = outputCoercion(field.type) ?? ((value: unknown): unknown => value);
      field.resolve = (source: unknown, args: Record<string, unknown>, scope: RequestScope, info) => {
        if (!access(scope.caller)) throw notAuthorized(type, name);
        if (scope.mode === 'register' && info.path.prev === undefined) return register(run, args, scope, info);
        if (run === undefined || scope.mode !== 'execute') return coerce(isRecord(source) ? source[name] : undefined);
        return run(source, args, scope, info).then((outcome) => coerce(outcome.value));
      };
    }
  }
  for (const key of resolvers.keys()) {
    if (!wired.has(key))
      throw new Error(`There is a resolver for ${key}, which the schema of API ${api.name} does not have.`);
  }
}

function notAuthorized(type: GraphQLObjectType, fieldName: string): ResolverError {
  return new ResolverError({
    message: `Not Authorized to access ${fieldName} on type ${type.name}`,
    errorType: 'Unauthorized',
    data: null,
    errorInfo: null,
  });
}

type Run = (
  source: unknown,
  args: Record<string, unknown>,
  scope: RequestScope,
  info: GraphQLResolveInfo,
) => Promise<{ readonly value: unknown; readonly effects: EvaluationEffects }>;

async function register(
  run: Run | undefined,
  args: Record<string, unknown>,
  scope: RequestScope,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const given = { ...absentVariables(info), ...args };
  const outcome = run && (await run(null, args, scope, info));
  scope.registered = { args: given, effects: outcome?.effects ?? createEffects(), isResolved: run !== undefined };
  return outcome?.value;
}

/** An argument whose variable the subscriber left out counts as null, and then asks for a field that is null. */
function absentVariables(info: GraphQLResolveInfo): Record<string, null> {
  const absent: Record<string, null> = {};
  for (const { name, value } of info.fieldNodes.flatMap((node) => node.arguments ?? [])) {
    if (value.kind === Kind.VARIABLE && !Object.hasOwn(info.variableValues, value.name.value))
      absent[name.value] = null;
  }
  return absent;
}

function createRun(resolver: FieldResolver, api: GraphqlApi): Run {
  const limit =
    api.resolverCountLimit === undefined || api.resolverCountLimit === 0 ? MAX_RESOLVER_CALLS : api.resolverCountLimit;
  return async (source, args, scope, info) => {
    scope.resolverCalls += 1;
    if (scope.resolverCalls > limit) {
      throw new ResolverError({
        message: `Resolver invocation limit of ${limit} reached. Select fewer nested fields or smaller pages.`,
        errorType: 'ResolverCountLimitReached',
        data: null,
        errorInfo: null,
      });
    }
    const effects = createEffects();
    try {
      const context = createResolverContext(source, args, scope, info, api.environmentVariables);
      return { value: await scope.deadline.within(resolveField(resolver, context, effects, scope)), effects };
    } catch (error) {
      if (!(error instanceof ResolverError)) throw error;
      throw new ResolverError({ ...error.fields, data: selectErrorData(error.fields.data, info) });
    } finally {
      collect(effects, scope, info);
    }
  };
}

function collect(effects: EvaluationEffects, scope: RequestScope, info: GraphQLResolveInfo): void {
  for (const error of effects.appendedErrors) {
    scope.appendedErrors.push({
      ...error,
      data: selectErrorData(error.data, info),
      path: responsePathAsArray(info.path),
      locations: locationsOf(info.fieldNodes),
    });
  }
  if (effects.invalidations.length > 0) scope.invalidations.push(...effects.invalidations);
  Object.assign(scope.responseHeaders, effects.responseHeaders);
}

function concreteTypeName(value: unknown, abstractName: string): string {
  const name = isRecord(value) ? value['__typename'] : undefined;
  if (typeof name === 'string') return name;
  throw new Error(
    `Abstract type '${abstractName}' must resolve to an Object type at runtime. Could not determine the exact type of '${abstractName}': the resolver's result has no __typename.`,
  );
}
