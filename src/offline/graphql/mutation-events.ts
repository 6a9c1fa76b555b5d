import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isObjectType,
  isInterfaceType,
} from 'graphql';
import { isRecord } from '../data-sources/index.ts';
import { collectFieldNodes } from './collect-field-nodes.ts';
import type { MutationEvent } from './contract.ts';
import type { PreparedDocument } from './prepare-document.ts';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
type Variables = Readonly<Record<string, unknown>>;

/**
 * What subscribers of a mutation are told: the response itself, so they get what its caller selected and no more.
 * https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
 */
export function mutationEvents(
  schema: GraphQLSchema,
  prepared: PreparedDocument & { ok: true },
  operation: (PreparedDocument & { ok: true })['operations'][number],
  variables: Variables,
  data: Readonly<Record<string, unknown>>,
  isSubscribed: (fieldName: string) => boolean,
): MutationEvent[] {
  const events: MutationEvent[] = [];
  const type = schema.getMutationType();
  if (type == null) return events;
  for (const [name, nodes] of collectFieldNodes([operation.selectionSet], prepared.fragments, variables)) {
    const fieldName = nodes[0]?.name.value;
    const value = data[name];
    if (fieldName === undefined || !isSubscribed(fieldName) || value == null) continue;
    const fieldType = type.getFields()[fieldName]?.type;
    if (fieldType === undefined) continue;
    const result = byFieldName(value, getNamedType(fieldType), nodes, prepared.fragments, variables);
    events.push({ fieldName, result });
  }
  return events;
}

/** The response under field names instead of aliases, with JSON scalars as values: ready to be selected from again. */
function byFieldName(
  value: unknown,
  type: GraphQLNamedType,
  nodes: readonly FieldNode[],
  fragments: Fragments,
  variables: Variables,
): unknown {
  if (value == null) return null;
  if (Array.isArray(value)) return value.map((item) => byFieldName(item, type, nodes, fragments, variables));
  if (type.name === 'AWSJSON') return typeof value === 'string' ? parseJson(value) : value;
  if (!isRecord(value)) return value;
  const sets = nodes.flatMap((node) => (node.selectionSet === undefined ? [] : [node.selectionSet]));
  const named: Record<string, unknown> = {};
  for (const [name, inner] of collectFieldNodes(sets, fragments, variables)) {
    const fieldName = inner[0]?.name.value;
    if (fieldName === undefined || !(name in value)) continue;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
    named[fieldName] =
      field === undefined
        ? value[name]
        : byFieldName(value[name], getNamedType(field.type), inner, fragments, variables);
  }
  return named;
}

function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return value;
}
