import type { AnyNode, CallExpression, Node, Pattern, Program } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { missingGlobal, unsupportedConstruct } from './language-subset.ts';
import { ResolverModuleError } from './module-error.ts';

interface Finding {
  readonly node: Node;
  readonly problem: string;
}

/** Refuses a module that uses what APPSYNC_JS lacks, naming the first construct and its line. */
export function checkModule(program: Program, source: string): void {
  const declared = new Set<string>();
  const findings: Finding[] = [];
  const globals: { readonly name: string; readonly node: Node }[] = [];
  fullAncestor(program, (plain, _state, ancestors) => {
    const node = known(plain);
    const construct = unsupportedConstruct(node);
    if (construct !== undefined) findings.push({ node, problem: `${construct} is not supported by APPSYNC_JS.` });
    collectDeclarations(node, declared);
    if (node.type === 'CallExpression') findings.push(...findRecursion(node, ancestors));
    const parent = ancestors.at(-2);
    if (node.type === 'Identifier' && parent && isReference(node, known(parent)))
      globals.push({ name: node.name, node });
  });
  for (const { name, node } of globals) {
    if (declared.has(name)) continue;
    const reason = missingGlobal(name);
    if (reason !== undefined) findings.push({ node, problem: reason });
  }
  const [first] = findings.toSorted((left, right) => left.node.start - right.node.start);
  if (first) throw new ResolverModuleError(source, first.node.loc?.start.line ?? 0, first.problem);
}

/** A named function, or an arrow function held by a variable, that calls itself by its name. */
function findRecursion(call: CallExpression, ancestors: readonly Node[]): Finding[] {
  const { callee } = call;
  if (callee.type !== 'Identifier') return [];
  const isInside = ancestors.some((plain) => {
    const node = known(plain);
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') return node.id?.name === callee.name;
    return node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === callee.name;
  });
  return isInside
    ? [{ node: call, problem: `recursion (${callee.name} calls itself) is not supported by APPSYNC_JS.` }]
    : [];
}

/** acorn-walk types nodes by their base class; each is one of acorn's at run time, which only a cast can say. */
function known(node: Node): AnyNode {
  return node as AnyNode;
}

/** Not a property name, not a key of an object literal: a use of a variable. */
function isReference(node: AnyNode, parent: AnyNode): boolean {
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent.type === 'Property') return parent.value === node || parent.computed;
  return true;
}

function collectDeclarations(node: AnyNode, declared: Set<string>): void {
  switch (node.type) {
    case 'VariableDeclarator':
      collectPattern(node.id, declared);
      break;
    case 'FunctionDeclaration':
      if (node.id) declared.add(node.id.name);
      for (const parameter of node.params) collectPattern(parameter, declared);
      break;
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      for (const parameter of node.params) collectPattern(parameter, declared);
      break;
    case 'ImportSpecifier':
    case 'ImportNamespaceSpecifier':
    case 'ImportDefaultSpecifier':
      declared.add(node.local.name);
      break;
    default:
  }
}

function collectPattern(pattern: Pattern, declared: Set<string>): void {
  switch (pattern.type) {
    case 'Identifier':
      declared.add(pattern.name);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        collectPattern(property.type === 'Property' ? property.value : property.argument, declared);
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) collectPattern(element, declared);
      break;
    case 'RestElement':
      collectPattern(pattern.argument, declared);
      break;
    case 'AssignmentPattern':
      collectPattern(pattern.left, declared);
      break;
    case 'MemberExpression':
      break;
  }
}
