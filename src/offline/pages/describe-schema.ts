import { introspectionFromSchema, type GraphQLObjectType, type IntrospectionQuery } from 'graphql';
import type { GraphqlApi } from '../assembly/resources.ts';
import { buildSchema } from '../graphql/build-schema.ts';
import { accessRules, type AccessRule } from '../graphql/field-access.ts';

/** A schema as the explorer shows it, and who may call what of it. */
export interface DescribedSchema {
  readonly schema: IntrospectionQuery['__schema'];
  /** By `Type.field`, for the fields of the root types. */
  readonly access: Readonly<Record<string, readonly AccessRule[]>>;
}

/**
 * Reads the schema that was uploaded. Introspection through the API would ask who is calling, and says nothing of who
 * may call a field.
 */
export function describeSchema(api: Pick<GraphqlApi, 'schema' | 'defaultAuth'>): DescribedSchema {
  const schema = buildSchema(api.schema);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const access = roots.flatMap((type) => (type == null ? [] : rulesOf(type, api)));
  return {
    schema: introspectionFromSchema(schema, { descriptions: true }).__schema,
    access: Object.fromEntries(access),
  };
}

function rulesOf(type: GraphQLObjectType, { defaultAuth }: Pick<GraphqlApi, 'defaultAuth'>) {
  return Object.values(type.getFields()).map(
    (field) => [`${type.name}.${field.name}`, accessRules(type, field, defaultAuth.mode).rules] as const,
  );
}
