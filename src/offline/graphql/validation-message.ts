import { type ASTNode, type DocumentNode, type GraphQLError, type GraphQLSchema, Kind, visit } from 'graphql';
import type { GraphqlError } from './contract.ts';
import { locationsOf } from './format-error.ts';
import { wrongArgument } from './wrong-argument.ts';

type Rewrite = readonly [RegExp, string];

/** By graphql-js's rule: the name AppSync gives the violation, and its words for those of graphql-js. */
const RULES: Readonly<Record<string, { readonly type: string; readonly rewrite?: Rewrite }>> = {
  FieldsOnCorrectTypeRule: {
    type: 'FieldUndefined',
    rewrite: [/^Cannot query field "(\w+)" on type "(\w+)".*$/, "Field '$1' in type '$2' is undefined"],
  },
  KnownArgumentNamesRule: {
    type: 'UnknownArgument',
    rewrite: [/^Unknown argument "(\w+)" on field .*$/, 'Unknown field argument $1'],
  },
  ProvidedRequiredArgumentsRule: {
    type: 'MissingFieldArgument',
    rewrite: [/^Field "\w+" argument "(\w+)" of type .*$/, 'Missing field argument $1'],
  },
  KnownTypeNamesRule: { type: 'UnknownType', rewrite: [/^Unknown type "(\w+)".*$/, 'Unknown type $1'] },
  NoUndefinedVariablesRule: {
    type: 'UndefinedVariable',
    rewrite: [/^Variable "\$(\w+)" is not defined.*$/, 'Undefined variable $1'],
  },
  NoUnusedVariablesRule: {
    type: 'UnusedVariable',
    rewrite: [/^Variable "\$(\w+)" is never used.*$/, 'Unused variable $1'],
  },
  KnownFragmentNamesRule: {
    type: 'UndefinedFragment',
    rewrite: [/^Unknown fragment "(\w+)".*$/, 'Undefined fragment $1'],
  },
  NoUnusedFragmentsRule: { type: 'UnusedFragment' },
  VariablesInAllowedPositionRule: {
    type: 'VariableTypeMismatch',
    rewrite: [
      /^Variable "\$\w+" of type "(.+?)" used in position expecting type "(.+?)".*$/,
      "Variable type '$1' doesn't match expected type '$2'",
    ],
  },
  ValuesOfCorrectTypeRule: { type: 'WrongType' },
  OverlappingFieldsCanBeMergedRule: { type: 'FieldsConflict' },
  PossibleFragmentSpreadsRule: { type: 'InvalidFragmentType' },
  KnownDirectivesRule: { type: 'UnknownDirective' },
  LoneAnonymousOperationRule: { type: 'LoneAnonymousOperationViolation' },
};

/** Words of AppSync (graphql-java) for an error that graphql-js's validation found. */
export function validationError(
  error: GraphQLError,
  ruleName: string,
  document: DocumentNode,
  schema: GraphQLSchema,
): GraphqlError {
  const rule = scalarLeafRule(ruleName, error.message) ?? RULES[ruleName] ?? { type: ruleName.replace(/Rule$/, '') };
  const [pattern, words] = rule.rewrite ?? [/^$/, ''];
  // Of a variable in the wrong position graphql-js names the definition first, AppSync the use.
  const node = ruleName === 'VariablesInAllowedPositionRule' ? error.nodes?.at(-1) : error.nodes?.[0];
  const ofArgument = ruleName === 'ValuesOfCorrectTypeRule' && node ? wrongArgument(schema, document, node) : undefined;
  const message = ofArgument ?? error.message.replace(pattern, words);
  const place = placeOf(node, document);
  return {
    path: null,
    message: `Validation error of type ${rule.type}: ${message}${place === '' ? '' : ` @ '${place}'`}`,
    locations: locationsOf(node && [node]),
  };
}

function scalarLeafRule(ruleName: string, message: string): { type: string; rewrite: Rewrite } | undefined {
  if (ruleName !== 'ScalarLeafsRule') return undefined;
  return message.includes('must not have a selection')
    ? {
        type: 'SubSelectionNotAllowed',
        rewrite: [
          /^Field "(\w+)" must not have .* type "(.+?)".*$/,
          'Sub selection not allowed on leaf type $2 of field $1',
        ],
      }
    : {
        type: 'SubSelectionRequired',
        rewrite: [/^Field "(\w+)" of type "(.+?)" must have .*$/, 'Sub selection required for type $2 of field $1'],
      };
}

/** The path of fields that encloses a node. */
function placeOf(node: ASTNode | undefined, document: DocumentNode): string {
  const target = node?.loc;
  if (target === undefined) return '';
  const path: string[] = [];
  visit(document, {
    enter(candidate) {
      const loc = candidate.loc;
      if (loc === undefined || loc.start > target.start || loc.end < target.end) return false;
      if (candidate.kind === Kind.FIELD) path.push(candidate.name.value);
      return undefined;
    },
  });
  return path.join('/');
}
