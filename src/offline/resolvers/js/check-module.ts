import type { AnyNode, CallExpression, Node, Pattern, Program } from 'acorn';
import { full, fullAncestor } from 'acorn-walk';
import { contextWrite } from './context-writes.ts';
import { type Call, findCycles, functionProblem } from './function-rules.ts';
import { missingGlobal, unsupportedConstruct } from './language-subset.ts';
import { ResolverModuleError } from './module-error.ts';
import { refusedMethod } from './refused-methods.ts';

interface Finding {
  readonly node: Node;
  readonly problem: string;
}

/** What a module declares, by kind: names are taken for the same thing in every scope. */
interface Names {
  readonly functions: Set<string>;
  /** Imports, and objects written out in the module: their members are the module's own. */
  readonly own: Set<string>;
}

/** Refuses a module that uses what APPSYNC_JS lacks, naming the first construct and its line. */
export function checkModule(program: Program, source: string): void {
  const declared = new Set<string>();
  const findings: Finding[] = [];
  const globals: { readonly name: string; readonly node: Node }[] = [];
  const calls: Call[] = [];
  const names = namesOf(program);
  fullAncestor(program, (plain, _state, ancestors) => {
    const node = known(plain);
    const construct = unsupportedConstruct(node);
    if (construct !== undefined) findings.push({ node, problem: `${construct} is not supported by APPSYNC_JS.` });
    const ofFunctions = functionProblem(node, names.functions);
    if (ofFunctions !== undefined) findings.push({ node, problem: ofFunctions });
    const write = contextNames(ancestors)
      .map((name) => contextWrite(node, name))
      .find((found) => found !== undefined);
    if (write !== undefined) findings.push(write);
    collectDeclarations(node, declared);
    if (node.type === 'CallExpression') {
      const method = refusedMethod(node, names.own);
      if (method !== undefined)
        findings.push({ node, problem: `the method ${method} is not supported by APPSYNC_JS.` });
      const callers = namedFunctions(ancestors);
      for (const callee of called(node, names.functions)) calls.push({ node, callers, callee });
    }
    const parent = ancestors.at(-2);
    if (node.type === 'Identifier' && parent && isReference(node, known(parent)))
      globals.push({ name: node.name, node });
  });
  for (const { node, path } of findCycles(calls))
    findings.push({ node, problem: `recursion (${cycleText(path)}) is not supported by APPSYNC_JS.` });
  for (const { name, node } of globals) {
    if (declared.has(name)) continue;
    const reason = missingGlobal(name);
    if (reason !== undefined) findings.push({ node, problem: reason });
  }
  const [first] = findings.toSorted((left, right) => left.node.start - right.node.start);
  if (first) throw new ResolverModuleError(source, first.node.loc?.start.line ?? 0, first.problem);
}

function cycleText(path: string): string {
  const [caller, callee, ...rest] = path.split(' calls ');
  return rest.length === 0 && caller === callee ? `${caller ?? ''} calls itself` : path;
}

function namesOf(program: Program): Names {
  const names: Names = { functions: new Set(), own: new Set(['util', 'extensions', 'runtime', 'console']) };
  full(program, (plain) => {
    const node = known(plain);
    if ((node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && node.id)
      names.functions.add(node.id.name);
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') {
      if (isFunctionNode(node.init)) names.functions.add(node.id.name);
      if (node.init?.type === 'ObjectExpression') names.own.add(node.id.name);
    }
    if (node.type === 'ImportDeclaration') for (const { local } of node.specifiers) names.own.add(local.name);
  });
  return names;
}

function isFunctionNode(node: AnyNode | null | undefined): boolean {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

/** The functions that a call runs: the one it names, and those it hands to `map` and its kin. */
function called(call: CallExpression, functions: ReadonlySet<string>): string[] {
  return [call.callee, ...call.arguments].flatMap((node) =>
    node.type === 'Identifier' && functions.has(node.name) ? [node.name] : [],
  );
}

/** Names of the functions around a node: declared, or held by a variable. */
function namedFunctions(ancestors: readonly Node[]): string[] {
  return ancestors.flatMap((plain) => {
    const node = known(plain);
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') return node.id ? [node.id.name] : [];
    return node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && isFunctionNode(node.init)
      ? [node.id.name]
      : [];
  });
}

/** What the handlers around a node call their context, unless a function between them and the node has that name for its own. */
function contextNames(ancestors: readonly Node[]): string[] {
  let found: string | undefined;
  for (const [index, plain] of ancestors.entries()) {
    const node = known(plain);
    if (
      node.type !== 'FunctionDeclaration' &&
      node.type !== 'ArrowFunctionExpression' &&
      node.type !== 'FunctionExpression'
    )
      continue;
    const parent = ancestors[index - 1];
    const holder = parent && known(parent);
    const name =
      node.type !== 'ArrowFunctionExpression' && node.id
        ? node.id.name
        : holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier'
          ? holder.id.name
          : '';
    const [first] = node.params;
    if (HANDLERS.has(name) && first?.type === 'Identifier') found = first.name;
    else if (node.params.some((parameter) => parameter.type === 'Identifier' && parameter.name === found))
      found = undefined;
  }
  return found === undefined ? [] : [found];
}

const HANDLERS = new Set(['request', 'response']);

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
