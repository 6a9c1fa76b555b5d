import { isRecord } from '../data-sources/index.ts';

export interface GraphqlBody {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

export type ReadBody =
  { readonly ok: true; readonly request: GraphqlBody } | { readonly ok: false; readonly message: string };

/** AppSync's words for whatever is no query, JSON or not (graphql-over-http #81). */
const UNREADABLE = { ok: false, message: 'Unable to parse GraphQL query.' } as const;

/** Reads the JSON body of a GraphQL request. */
export function readGraphqlBody(body: string): ReadBody {
  if (body.trim() === '') return { ok: false, message: 'Request body is empty.' };
  const content = parse(body);
  return isRecord(content) ? readRequest(content) : UNREADABLE;
}

/** Reads a GraphQL request out of the address of a GET, which AppSync takes for queries and mutations. */
export function readGraphqlTarget(target: string): ReadBody {
  const { searchParams } = new URL(target, 'http://localhost');
  const variables = searchParams.get('variables');
  return readRequest({
    query: searchParams.get('query'),
    operationName: searchParams.get('operationName'),
    // What is no JSON stays a text, which is refused.
    variables: variables === null || variables === '' ? null : (parse(variables) ?? variables),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readRequest({ query, operationName, variables }: Record<string, unknown>): ReadBody {
  if (typeof query !== 'string' || query.trim() === '') return UNREADABLE;
  if (operationName != null && typeof operationName !== 'string')
    return { ok: false, message: 'operationName must be a string.' };
  if (variables !== null && variables !== undefined && !isRecord(variables))
    return { ok: false, message: 'variables must be a JSON object.' };
  return {
    ok: true,
    request: { query, ...(operationName != null && { operationName }), ...(variables != null && { variables }) },
  };
}
