import type { ExpressionNode, PathNode } from 'amplify-velocity-template';
import { utilCatalogue } from '../builtins/catalogue.ts';
import { extensionCatalogue } from '../builtins/extensions.ts';
import type { UtilFunction } from '../builtins/run.ts';
import { TemplateError } from './template-error.ts';
import type { CompileExpression, Evaluate, VtlRun } from './vtl-run.ts';

/** `$util.qr(x)` evaluates its argument for the side effect and prints nothing. */
const QUIET: UtilFunction = () => '';

/** Compiled arguments of a call: one array per call, none when there are no arguments. */
export function compileArguments(
  args: readonly ExpressionNode[] | false,
  compileExpression: CompileExpression,
): (run: VtlRun) => readonly unknown[] {
  if (args === false || args.length === 0) return () => [];
  const compiled = args.map(compileExpression);
  const [first, second] = compiled;
  if (compiled.length === 1 && first) return (run) => [first(run)];
  if (compiled.length === 2 && first && second) return (run) => [first(run), second(run)];
  return (run) => compiled.map((evaluate) => evaluate(run));
}

/** A call below `$util` or `$extensions`, and how many parts of the path it took. */
export function compileNamespaceCall(
  namespace: 'util' | 'extensions',
  path: readonly PathNode[],
  compileExpression: CompileExpression,
): { readonly evaluate: Evaluate; readonly length: number } {
  const names: string[] = [];
  for (const part of path) {
    if (part.type === 'property') {
      names.push(part.id);
      continue;
    }
    if (part.type !== 'method') break;
    const name = [...names, part.id].join('.');
    return {
      evaluate: compileCall(namespace, name, compileArguments(part.args, compileExpression)),
      length: names.length + 1,
    };
  }
  throw new TemplateError(`$${namespace}.${names.join('.')} is not a call.`);
}

function compileCall(
  namespace: 'util' | 'extensions',
  name: string,
  evaluateArguments: (run: VtlRun) => readonly unknown[],
): Evaluate {
  const operation = find(namespace, name);
  return (run) => operation(run, ...evaluateArguments(run));
}

function find(namespace: 'util' | 'extensions', name: string): UtilFunction {
  if (namespace === 'util' && (name === 'qr' || name === 'quiet')) return QUIET;
  const catalogue = namespace === 'util' ? utilCatalogue : extensionCatalogue;
  const operation = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
  // Refused when called and not before: a template may hold it in a branch that never runs.
  return (
    operation ??
    (() => {
      throw new TemplateError(`$${namespace}.${name}() is not supported by the offline sandbox.`);
    })
  );
}
