/**
 * Every operation as a typed document, for Apollo, urql and graphql-request.
 *
 * @module bonghwa/documents
 */
import { parse, type DocumentNode } from 'graphql';
import * as mutations from './generated/mutations.ts';
import * as queries from './generated/queries.ts';
import * as subscriptions from './generated/subscriptions.ts';
import { isSystemOnly, type SystemOnly } from './system-only.ts';

const texts = { ...queries, ...mutations, ...subscriptions };

/**
 * A parsed document that knows what it answers and what it asks for: the same shape as the `TypedDocumentNode` of
 * `@graphql-typed-document-node/core`, by which Apollo, urql and graphql-request infer their types.
 */
export interface TypedDocument<Result, Input> extends DocumentNode {
  /** There for types alone: no document has it. */
  readonly __apiType?: (variables: Input) => Result;
}

type Texts = Omit<typeof texts, SystemOnly>;

type ResultOf<Text> = Text extends
  | { readonly __generatedQueryOutput: infer Result }
  | { readonly __generatedMutationOutput: infer Result }
  | { readonly __generatedSubscriptionOutput: infer Result }
  ? Result
  : never;

type InputOf<Text> = Text extends
  | { readonly __generatedQueryInput: infer Input }
  | { readonly __generatedMutationInput: infer Input }
  | { readonly __generatedSubscriptionInput: infer Input }
  ? Input
  : never;

/** The documents by the names of their fields. */
export type Documents = { readonly [Name in keyof Texts]: TypedDocument<ResultOf<Texts[Name]>, InputOf<Texts[Name]>> };

/**
 * Every query, command and subscription of the API, named like its field; each is parsed when it is first used.
 *
 * @example
 * const { data } = await apollo.query({ query: documents.getSendJob, variables: { id: 'job' } });
 */
export const documents: Documents = createDocuments();

function createDocuments(): Documents {
  const all: Partial<Documents> = {};
  for (const [name, text] of Object.entries(texts)) {
    if (isSystemOnly(name)) continue;
    let parsed: DocumentNode | undefined;
    Object.defineProperty(all, name, { enumerable: true, get: () => (parsed ??= parse(text)) });
  }
  // Defined by name from the same texts that the type is derived from; TypeScript does not follow defineProperty.
  return all as Documents;
}
