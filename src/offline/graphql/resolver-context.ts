import type { GraphQLResolveInfo } from 'graphql';
import type { ResolverContext } from '../resolvers/contract.ts';
import type { RequestScope } from './request-scope.ts';
import { selectionSetGraphql, selectionSetList } from './selection-set.ts';

/** The context of one field. The selection set is written out only for handlers that look at it. */
export function createResolverContext(
  source: unknown,
  args: Record<string, unknown>,
  scope: RequestScope,
  info: GraphQLResolveInfo,
  env: Readonly<Record<string, string>>,
): ResolverContext {
  let list: readonly string[] | undefined;
  let text: string | undefined;
  return {
    arguments: args,
    source: source ?? null,
    identity: scope.caller.identity,
    request: { headers: scope.headers, domainName: null },
    info: {
      fieldName: info.fieldName,
      parentTypeName: info.parentType.name,
      variables: info.variableValues,
      get selectionSetList() {
        list ??= selectionSetList(info.fieldNodes, info.fragments, info.variableValues);
        return list;
      },
      get selectionSetGraphQL() {
        text ??= selectionSetGraphql(info.fieldNodes);
        return text;
      },
    },
    stash: {},
    env,
    prev: undefined,
    result: null,
    error: undefined,
  };
}
