/** The context of a handler is read only, but for what is inside its parts: no-disallowed-re-assignment of @aws-appsync/eslint-plugin. */
import type { AnyNode, Node, Pattern } from 'acorn';

/** What is wrong with a node that writes to the context, whose name is `context`; `ctx.stash.a = 1` is allowed. */
export function contextWrite(
  node: AnyNode,
  context: string,
): { readonly node: Node; readonly problem: string } | undefined {
  const target = writtenBy(node);
  if (target === undefined) return undefined;
  const patterns = leaves(target);
  for (const pattern of patterns) {
    if (pattern.type === 'Identifier' && pattern.name === context)
      return { node, problem: `${context} is read only: assigning it is not supported by APPSYNC_JS.` };
    if (pattern.type === 'MemberExpression' && pattern.object.type === 'Identifier' && pattern.object.name === context)
      return { node, problem: `${context} is read only: changing its members is not supported by APPSYNC_JS.` };
  }
  return undefined;
}

function writtenBy(node: AnyNode): AnyNode | undefined {
  switch (node.type) {
    case 'AssignmentExpression':
      return node.left;
    case 'UnaryExpression':
      return node.operator === 'delete' ? node.argument : undefined;
    case 'ForInStatement':
    case 'ForOfStatement':
      return node.left.type === 'VariableDeclaration' ? undefined : node.left;
    default:
      return undefined;
  }
}

/** Every place that a pattern assigns to. */
function leaves(target: AnyNode): readonly AnyNode[] {
  switch (target.type) {
    case 'ArrayPattern':
      return target.elements.flatMap((element: Pattern | null) => (element === null ? [] : leaves(element)));
    case 'ObjectPattern':
      return target.properties.flatMap((property) =>
        leaves(property.type === 'Property' ? property.value : property.argument),
      );
    case 'AssignmentPattern':
      return leaves(target.left);
    case 'RestElement':
      return leaves(target.argument);
    default:
      return [target];
  }
}
