import type { ExpressionNode, PathNode, ReferenceNode } from 'amplify-velocity-template';

/** The reference as written: what Velocity prints for one that is null. */
export function referenceText(node: ReferenceNode): string {
  const path = (node.path ?? []).map(pathText).join('');
  const root = node.args === undefined ? node.id : `${node.id}${argumentsText(node.args)}`;
  return node.isWraped === true ? `${node.leader}{${root}${path}}` : `${node.leader}${root}${path}`;
}

function pathText(part: PathNode): string {
  switch (part.type) {
    case 'method':
      return `.${part.id}${argumentsText(part.args)}`;
    case 'property':
      return `.${part.id}`;
    case 'index':
      return `[${expressionText(part.id)}]`;
    case 'content':
      return part.value;
  }
}

function argumentsText(args: readonly ExpressionNode[] | false): string {
  return `(${args === false ? '' : args.map(expressionText).join(', ')})`;
}

function expressionText(node: ExpressionNode): string {
  switch (node.type) {
    case 'references':
      return referenceText(node);
    case 'string':
      return node.isEval === true ? `"${node.value}"` : `'${node.value}'`;
    case 'array':
      return node.isRange === true ? '[..]' : `[${node.value.map(expressionText).join(', ')}]`;
    case 'map':
      return `{${Object.keys(node.value ?? {}).join(', ')}}`;
    case 'math':
      return node.expression.map(expressionText).join(` ${node.operator} `);
    default:
      return String(node.value);
  }
}
