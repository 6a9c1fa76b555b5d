import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { isIncluded } from './selection-set.ts';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Fields of a selection set grouped by response name, with fragments dissolved and `@skip`/`@include` applied. */
export function collectFieldNodes(
  sets: readonly SelectionSetNode[],
  fragments: Fragments,
  variables: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, readonly FieldNode[]> {
  const collected = new Map<string, FieldNode[]>();
  // As the specification has it, a fragment counts once: more visits would find the same fields.
  const visited = new Set<SelectionSetNode>();
  const visit = (set: SelectionSetNode): void => {
    if (visited.has(set)) return;
    visited.add(set);
    for (const selection of set.selections) {
      if (!isIncluded(selection.directives ?? [], variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const nodes = collected.get(name);
        if (nodes === undefined) collected.set(name, [selection]);
        else nodes.push(selection);
      } else {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
        if (inner !== undefined) visit(inner.selectionSet);
      }
    }
  };
  for (const set of sets) visit(set);
  return collected;
}
