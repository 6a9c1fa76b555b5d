import { generateClient } from 'aws-amplify/api';
import { clientErrors, type ClientError } from './client-error.ts';
import * as mutations from './generated/mutations.ts';
import * as queries from './generated/queries.ts';
import { isSystemOnly, type SystemOnly } from './system-only.ts';

const documents = { ...queries, ...mutations };

type Documents = Omit<typeof documents, SystemOnly>;

/** Name of a query or command of the API. */
export type OperationName = keyof Documents;

type InputOf<Document> = Document extends { readonly __generatedQueryInput: infer Input }
  ? Input
  : Document extends { readonly __generatedMutationInput: infer Input }
    ? Input
    : never;

type OutputOf<Document> = Document extends { readonly __generatedQueryOutput: infer Output }
  ? Output
  : Document extends { readonly __generatedMutationOutput: infer Output }
    ? Output
    : never;

/** Variables of an operation. */
export type Variables<Name extends OperationName> = InputOf<Documents[Name]>;

/** What an operation's field answers. */
export type Answer<Name extends OperationName> = NonNullable<
  OutputOf<Documents[Name]>[keyof OutputOf<Documents[Name]>]
>;

/** All failures arrive in `errors`; nothing is thrown. */
export interface OperationResult<Name extends OperationName> {
  readonly data: Answer<Name> | null;
  readonly errors: readonly ClientError[];
}

/**
 * One function for each query and command, named like its field; each resolves to an `OperationResult` and never
 * rejects.
 */
export type Operations = {
  readonly [Name in OperationName]: (variables: Variables<Name>) => Promise<OperationResult<Name>>;
};

/**
 * Every query and command of the API as a typed function, through the configured `aws-amplify` client.
 *
 * @example
 * const { data, errors } = await bonghwa.saveSegment({ name: 'Seoul', definition: JSON.stringify(definition) });
 */
export const bonghwa: Operations = createOperations();

function createOperations(): Operations {
  const operations = Object.entries(documents)
    .filter(([name]) => !isSystemOnly(name))
    .map(([name, document]) => [name, (variables: object) => run(document, variables)]);
  // Built by name from the same documents that the type is derived from; TypeScript does not follow Object.fromEntries.
  return Object.fromEntries(operations) as Operations;
}

async function run(query: string, variables: object): Promise<{ data: unknown; errors: readonly ClientError[] }> {
  try {
    const answer: unknown = await generateClient().graphql({ query, variables: { ...variables } });
    return { data: onlyField(answer), errors: [] };
  } catch (error) {
    return { data: onlyField(error), errors: clientErrors(error) };
  }
}

/** Each generated document asks for one field. */
function onlyField(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('data' in answer)) return null;
  const { data } = answer;
  return typeof data === 'object' && data !== null ? (Object.values(data)[0] ?? null) : null;
}
