import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoFragmentCyclesRule,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  specifiedRules,
  validate,
} from 'graphql';
import type { GraphqlApi } from '../assembly/resources.ts';
import { documentExcess } from './bound-document.ts';
import type { GraphqlError } from './contract.ts';
import { locationsOf } from './format-error.ts';
import { validationError } from './validation-message.ts';

export type PreparedDocument =
  | {
      readonly ok: true;
      readonly document: DocumentNode;
      readonly operations: readonly OperationDefinitionNode[];
      readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
    }
  | { readonly ok: false; readonly errors: readonly GraphqlError[] };

const MAX_CACHED_DOCUMENTS = 500;

/** Parses and validates each text once; the least recently used texts are forgotten first. */
export function createDocumentCache(schema: GraphQLSchema, api: GraphqlApi): (query: string) => PreparedDocument {
  const cache = new Map<string, PreparedDocument>();
  return (query) => {
    const known = cache.get(query);
    if (known !== undefined) {
      cache.delete(query);
      cache.set(query, known);
      return known;
    }
    const prepared = prepareDocument(query, schema, api);
    cache.set(query, prepared);
    if (cache.size > MAX_CACHED_DOCUMENTS) {
      const oldest = cache.keys().next();
      if (oldest.done !== true) cache.delete(oldest.value);
    }
    return prepared;
  };
}

function prepareDocument(query: string, schema: GraphQLSchema, api: GraphqlApi): PreparedDocument {
  const excess = documentExcess(query);
  if (excess !== undefined) {
    return { ok: false, errors: [{ errorType: 'BadRequestException', message: excess, path: null, locations: null }] };
  }
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const locations = (error.locations ?? []).map(({ line, column }) => ({ line, column, sourceName: null }));
    return {
      ok: false,
      errors: [
        {
          errorType: 'MalformedHttpRequestException',
          message: `Unable to parse GraphQL query. ${error.message}`,
          locations,
        },
      ],
    };
  }
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fragmentList = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = Object.fromEntries(fragmentList.map((fragment) => [fragment.name.value, fragment]));
  const errors = violations(document, schema);
  if (errors.length > 0) return { ok: false, errors };
  const limit = limitError(operations, fragments, api);
  return limit === undefined ? { ok: true, document, operations, fragments } : { ok: false, errors: [limit] };
}

function violations(document: DocumentNode, schema: GraphQLSchema): GraphqlError[] {
  // A fragment that holds itself sends other rules of graphql-js round and round, so that one goes first.
  const cycles = validate(schema, document, [NoFragmentCyclesRule]);
  if (cycles.length > 0)
    return cycles.map((error) => validationError(error, NoFragmentCyclesRule.name, document, schema));
  // graphql-js does not say which rule an error came from; running rule by rule on an invalid document tells.
  if (validate(schema, document).length === 0) return [];
  return specifiedRules.flatMap((rule) =>
    validate(schema, document, [rule]).map((error) => validationError(error, rule.name, document, schema)),
  );
}

function limitError(
  operations: readonly OperationDefinitionNode[],
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  api: GraphqlApi,
): GraphqlError | undefined {
  const measured = new Map<SelectionSetNode, Measure>();
  for (const operation of operations) {
    const { depth, introspects } = measure(operation.selectionSet, fragments, measured);
    const locations = locationsOf([operation]);
    if (introspects && api.introspectionDisabled) {
      return { errorType: 'IntrospectionDisabled', message: 'Introspection is disabled for this API.', locations };
    }
    const limit = api.queryDepthLimit ?? 0;
    if (limit > 0 && depth > limit) {
      return {
        errorType: 'QueryDepthLimitReached',
        message: `Query depth ${depth} is over the limit of ${limit}. Nest fewer selections.`,
        locations,
      };
    }
  }
  return undefined;
}

interface Measure {
  readonly depth: number;
  readonly introspects: boolean;
}

/** Each set is measured once: fragments that use each other twice would double the work at every step. */
function measure(
  set: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  measured: Map<SelectionSetNode, Measure>,
): Measure {
  const known = measured.get(set);
  if (known !== undefined) return known;
  let deepest = 0;
  let introspects = false;
  for (const selection of set.selections) {
    const isField = selection.kind === Kind.FIELD;
    if (isField && (selection.name.value === '__schema' || selection.name.value === '__type')) introspects = true;
    const inner =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value]?.selectionSet : selection.selectionSet;
    const below = inner === undefined ? { depth: 0, introspects: false } : measure(inner, fragments, measured);
    deepest = Math.max(deepest, below.depth + (isField ? 1 : 0));
    introspects ||= below.introspects;
  }
  const result = { depth: deepest, introspects };
  measured.set(set, result);
  return result;
}
