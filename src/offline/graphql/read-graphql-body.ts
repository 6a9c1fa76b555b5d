import { isRecord } from '../data-sources/index.ts';

export interface GraphqlBody {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

export type ReadBody =
  { readonly ok: true; readonly request: GraphqlBody } | { readonly ok: false; readonly message: string };

/** Reads the JSON body of a GraphQL request. */
export function readGraphqlBody(body: string): ReadBody {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    return { ok: false, message: 'The request body is not valid JSON.' };
  }
  if (!isRecord(content)) return { ok: false, message: 'The request body must be a JSON object with a query.' };
  const { query, operationName, variables } = content;
  if (typeof query !== 'string' || query.trim() === '') return { ok: false, message: 'Unable to parse GraphQL query.' };
  if (operationName != null && typeof operationName !== 'string')
    return { ok: false, message: 'operationName must be a string.' };
  if (variables != null && !isRecord(variables)) return { ok: false, message: 'variables must be a JSON object.' };
  return {
    ok: true,
    request: { query, ...(operationName != null && { operationName }), ...(variables != null && { variables }) },
  };
}
