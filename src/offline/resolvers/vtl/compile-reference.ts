import type { PathNode, ReferenceNode } from 'amplify-velocity-template';
import { getKey, isList, isMap, isNull } from '../builtins/values.ts';
import { callMethod } from './call-method.ts';
import { compileArguments, compileNamespaceCall } from './compile-call.ts';
import { contextAsMap, contextPart } from './context-access.ts';
import { toText } from '../builtins/java-values.ts';
import { referenceText } from './reference-text.ts';
import { TemplateError } from './template-error.ts';
import type { CompileExpression, Evaluate, VtlRun } from './vtl-run.ts';

/** One step along a path, given the value so far. */
type Step = (run: VtlRun, base: unknown) => unknown;

/** Compiles a reference to the value it stands for; a null reference gives null or undefined. */
export function compileReference(node: ReferenceNode, compileExpression: CompileExpression): Evaluate {
  if (node.args !== undefined) throw new TemplateError(`${referenceText(node)} calls a variable, which VTL cannot.`);
  const path = node.path ?? [];
  const root = compileRoot(node.id, path, compileExpression);
  const steps = path.slice(root.length).map((part) => compileStep(part, compileExpression));
  const [first, second] = steps;
  if (!first) return root.evaluate;
  if (steps.length === 1) return (run) => first(run, root.evaluate(run));
  if (steps.length === 2 && second) return (run) => second(run, first(run, root.evaluate(run)));
  return (run) => {
    let value = root.evaluate(run);
    for (const step of steps) value = step(run, value);
    return value;
  };
}

function compileRoot(
  id: string,
  path: readonly PathNode[],
  compileExpression: CompileExpression,
): { readonly evaluate: Evaluate; readonly length: number } {
  switch (id) {
    case 'util':
    case 'utils':
      return compileNamespaceCall('util', path, compileExpression);
    case 'extensions':
      return compileNamespaceCall('extensions', path, compileExpression);
    case 'ctx':
    case 'context': {
      const [part] = path;
      if (part?.type !== 'property') return { evaluate: contextAsMap, length: 0 };
      return { evaluate: (run) => contextPart(run, part.id), length: 1 };
    }
    default:
      return { evaluate: (run) => run.variables.get(id), length: 0 };
  }
}

function compileStep(part: PathNode, compileExpression: CompileExpression): Step {
  switch (part.type) {
    case 'property':
      return (_run, base) => property(base, part.id);
    case 'index': {
      const evaluateIndex = compileExpression(part.id);
      return (run, base) => element(base, evaluateIndex(run));
    }
    case 'method': {
      const evaluateArguments = compileArguments(part.args, compileExpression);
      return (run, base) => callMethod(base, part.id, evaluateArguments(run));
    }
    case 'content':
      throw new TemplateError(`"${part.value}" after a reference is text, not a path.`);
  }
}

/** A map's key, or the one bean property lists and strings have. */
function property(base: unknown, name: string): unknown {
  if (isMap(base)) return getKey(base, name);
  if (name === 'empty' && (isList(base) || typeof base === 'string')) return base.length === 0;
  return undefined;
}

/** `$base[index]`; Velocity 1.7 counts a negative index from the end (`ASTIndex.adjMinusIndexArg`). */
function element(base: unknown, index: unknown): unknown {
  if (isMap(base)) return isNull(index) ? undefined : getKey(base, toText(index));
  return isList(base) && typeof index === 'number' ? base[index < 0 ? base.length + index : index] : undefined;
}
