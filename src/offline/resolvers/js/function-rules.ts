/**
 * Functions of APPSYNC_JS are called and nothing else: they cannot be handed on, returned, renamed, or reach
 * themselves. The rules are no-function-passing, no-function-return, no-function-reassign and no-recursion of
 * @aws-appsync/eslint-plugin.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { memberName } from './refused-methods.ts';

/** The methods that take a function; `sort` is not among them. */
const TAKES_FUNCTION = new Set([
  ...['map', 'find', 'filter', 'findIndex', 'findLast', 'findLastIndex', 'forEach', 'reduce', 'reduceRight', 'every'],
  ...['some', 'flatMap'],
]);

/** What is wrong with a node; `functions` are the names of the module's functions. */
export function functionProblem(node: AnyNode, functions: ReadonlySet<string>): string | undefined {
  switch (node.type) {
    case 'CallExpression':
      return passesFunction(node, functions)
        ? 'passing a function, except to map, filter and their kin, is not supported by APPSYNC_JS.'
        : undefined;
    case 'ReturnStatement':
      return isFunction(node.argument, functions) ? 'returning a function is not supported by APPSYNC_JS.' : undefined;
    case 'ArrowFunctionExpression':
      return isFunction(node.body, functions) ? 'returning a function is not supported by APPSYNC_JS.' : undefined;
    case 'VariableDeclarator':
      return isName(node.init, functions) ? 'another name for a function is not supported by APPSYNC_JS.' : undefined;
    case 'AssignmentExpression':
      return node.operator === '=' && isName(node.right, functions)
        ? 'another name for a function is not supported by APPSYNC_JS.'
        : undefined;
    default:
      return undefined;
  }
}

function passesFunction(call: CallExpression, functions: ReadonlySet<string>): boolean {
  if (!call.arguments.some((argument) => isFunction(argument, functions))) return false;
  const { callee } = call;
  if (callee.type !== 'MemberExpression') return true;
  const name = memberName(callee.property, callee.computed);
  return name === undefined || !TAKES_FUNCTION.has(name);
}

function isFunction(node: AnyNode | null | undefined, functions: ReadonlySet<string>): boolean {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression' || isName(node, functions);
}

function isName(node: AnyNode | null | undefined, functions: ReadonlySet<string>): boolean {
  return node?.type === 'Identifier' && functions.has(node.name);
}

/** A call of `callee` within `callers`, from the outermost. */
export interface Call {
  readonly node: CallExpression;
  readonly callers: readonly string[];
  readonly callee: string;
}

/** Calls by which a function reaches itself, directly or through others, with the way there. */
export function findCycles(
  calls: readonly Call[],
): readonly { readonly node: CallExpression; readonly path: string }[] {
  const reached = new Map<string, Set<string>>();
  for (const { callers, callee } of calls) {
    for (const caller of callers) reached.set(caller, (reached.get(caller) ?? new Set()).add(callee));
  }
  return calls.flatMap(({ node, callers, callee }) => {
    for (const caller of callers) {
      const way = wayTo(caller, callee, reached, new Set());
      if (way !== undefined) return [{ node, path: [caller, ...way].join(' calls ') }];
    }
    return [];
  });
}

function wayTo(
  wanted: string,
  from: string,
  reached: ReadonlyMap<string, ReadonlySet<string>>,
  seen: Set<string>,
): readonly string[] | undefined {
  if (from === wanted) return [from];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const next of reached.get(from) ?? []) {
    const way = wayTo(wanted, next, reached, seen);
    if (way !== undefined) return [from, ...way];
  }
  return undefined;
}
