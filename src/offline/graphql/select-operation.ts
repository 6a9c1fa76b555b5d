import type { OperationDefinitionNode } from 'graphql';
import type { GraphqlError } from './contract.ts';

type Selected =
  | { readonly ok: true; readonly operation: OperationDefinitionNode }
  | { readonly ok: false; readonly error: GraphqlError };

/** The operation that a request means: the named one, or the only one. */
export function selectOperation(operations: readonly OperationDefinitionNode[], name: string | undefined): Selected {
  const [first, ...others] = operations;
  if (name !== undefined && name !== '') {
    const named = operations.find((operation) => operation.name?.value === name);
    if (named !== undefined) return { ok: true, operation: named };
    return refused(`Unknown operation named '${name}'.`);
  }
  if (first === undefined) return refused('The document has no operation.');
  if (others.length > 0) return refused('Must provide operation name if query contains multiple operations.');
  return { ok: true, operation: first };
}

function refused(message: string): Selected {
  return { ok: false, error: { errorType: 'BadRequestException', message } };
}
