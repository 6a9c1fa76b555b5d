import { type GraphQLResolveInfo, getNamedType, isCompositeType } from 'graphql';
import { isRecord } from '../data-sources/index.ts';
import { collectFieldNodes } from './collect-field-nodes.ts';

type Selection = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues' | 'returnType'>;

/**
 * `data` of an error as the caller may see it: the fields of the selection set and no others, because resolvers hand
 * whole items to `util.error`. https://docs.aws.amazon.com/appsync/latest/devguide/utility-helpers-in-util.html
 */
export function selectErrorData(data: unknown, info: Selection): unknown {
  if (!isCompositeType(getNamedType(info.returnType))) return data;
  return select(data, info.fieldNodes, info);
}

function select(value: unknown, nodes: Selection['fieldNodes'], info: Selection): unknown {
  if (Array.isArray(value)) return value.map((item) => select(item, nodes, info));
  const sets = nodes.flatMap((node) => (node.selectionSet === undefined ? [] : [node.selectionSet]));
  if (!isRecord(value) || sets.length === 0) return value;
  const selected: Record<string, unknown> = {};
  for (const inner of collectFieldNodes(sets, info.fragments, info.variableValues).values()) {
    const name = inner[0]?.name.value;
    if (name !== undefined && Object.hasOwn(value, name)) selected[name] = select(value[name], inner, info);
  }
  return selected;
}
