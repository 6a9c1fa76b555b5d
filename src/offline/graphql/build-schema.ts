import { buildASTSchema, type GraphQLSchema, isScalarType, Kind, parse } from 'graphql';
import * as scalars from './scalars/index.ts';

/** https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes */
const DIRECTIVES = `
directive @aws_auth(cognito_groups: [String]) on FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String]) on FIELD_DEFINITION | OBJECT
directive @aws_api_key on FIELD_DEFINITION | OBJECT
directive @aws_iam on FIELD_DEFINITION | OBJECT
directive @aws_oidc on FIELD_DEFINITION | OBJECT
directive @aws_lambda on FIELD_DEFINITION | OBJECT
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_publish(subscriptions: [String!]!) on FIELD_DEFINITION
directive @canonical on OBJECT
directive @hidden on OBJECT
directive @renamed(to: String) on OBJECT
`;

/** Builds an executable schema from the SDL that was uploaded to AppSync, which declares neither its scalars nor its directives. */
export function buildSchema(sdl: string): GraphQLSchema {
  const uploaded = parse(sdl, { noLocation: true });
  const declared = new Set<string>();
  let hasSchemaDefinition = false;
  for (const definition of uploaded.definitions) {
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) declared.add(`@${definition.name.value}`);
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION) declared.add(definition.name.value);
    if (definition.kind === Kind.SCHEMA_DEFINITION) hasSchemaDefinition = true;
  }
  const names = Object.keys(scalars).filter((name) => !declared.has(name));
  const added = parse(DIRECTIVES + names.map((name) => `scalar ${name}`).join('\n'), { noLocation: true });
  const definitions = added.definitions.filter(
    (definition) => definition.kind !== Kind.DIRECTIVE_DEFINITION || !declared.has(`@${definition.name.value}`),
  );
  // Unknown directives are ignored rather than refused: what reached this point was accepted at synthesis.
  const schema = buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...definitions, ...uploaded.definitions] },
    { assumeValidSDL: true },
  );
  if (schema.getQueryType() == null) {
    throw new Error(`The GraphQL schema has no query type${hasSchemaDefinition ? ' in its schema definition' : ''}.`);
  }
  for (const scalar of Object.values(scalars)) {
    const type = schema.getType(scalar.name);
    if (!isScalarType(type)) continue;
    type.serialize = (value: unknown): unknown => scalar.serialize(value);
    type.parseValue = (value: unknown): unknown => scalar.parseValue(value);
    type.parseLiteral = (node, variables): unknown => scalar.parseLiteral(node, variables ?? null);
  }
  return schema;
}
