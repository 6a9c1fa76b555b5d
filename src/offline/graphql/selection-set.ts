import type { FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind, print } from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
type Variables = Readonly<Record<string, unknown>>;

/**
 * Paths of the selected fields, depth first, by alias where there is one, with fragments dissolved.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html#aws-appsync-resolver-context-reference-info-js
 */
export function selectionSetList(nodes: readonly FieldNode[], fragments: Fragments, variables: Variables): string[] {
  const paths = new Set<string>();
  const visited = new Set<string>();
  const visit = (set: SelectionSetNode, prefix: string): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection.directives ?? [], variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const path = prefix + (selection.alias ?? selection.name).value;
        paths.add(path);
        if (selection.selectionSet !== undefined) visit(selection.selectionSet, `${path}/`);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet, prefix);
      } else {
        const fragment = fragments[selection.name.value];
        const place = `${prefix} ${selection.name.value}`;
        if (fragment === undefined || visited.has(place)) continue;
        visited.add(place);
        visit(fragment.selectionSet, prefix);
      }
    }
  };
  for (const node of nodes) if (node.selectionSet !== undefined) visit(node.selectionSet, '');
  return [...paths];
}

/** The selection set as GraphQL text; empty for a leaf. */
export function selectionSetGraphql(nodes: readonly FieldNode[]): string {
  const sets = nodes.flatMap((node) => (node.selectionSet === undefined ? [] : [node.selectionSet]));
  const first = sets[0];
  if (first === undefined) return '';
  if (sets.length === 1) return print(first);
  return print({ kind: Kind.SELECTION_SET, selections: sets.flatMap((set) => set.selections) });
}

/** Evaluates `@skip` and `@include`. */
export function isIncluded(directives: NonNullable<FieldNode['directives']>, variables: Variables): boolean {
  for (const directive of directives) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const value =
      condition?.kind === Kind.VARIABLE
        ? variables[condition.name.value] === true
        : condition?.kind === Kind.BOOLEAN && condition.value;
    if (value === (name === 'skip')) return false;
  }
  return true;
}
