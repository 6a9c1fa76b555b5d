import type { ExpressionNode, PathNode, ReferenceNode } from 'amplify-velocity-template';
import { isList, isMap, isNull, setKey } from '../builtins/values.ts';
import { compileExpression } from './compile-expression.ts';
import { compileReference } from './compile-reference.ts';
import { assignContextPart } from './context-access.ts';
import { toText } from '../builtins/java-values.ts';
import { referenceText } from './reference-text.ts';
import { TemplateError } from './template-error.ts';
import type { Evaluate, Execute } from './vtl-run.ts';

const RESERVED = new Set(['util', 'utils', 'ctx', 'context', 'extensions']);

/** `#set`: to a variable, to a key of a map, or to a position of a list. */
export function compileSet(target: ReferenceNode, value: ExpressionNode): Execute {
  const evaluate = compileExpression(value);
  const path = target.path ?? [];
  const last = path.at(-1);
  if (last === undefined) return compileVariable(target, evaluate);
  if ((target.id === 'ctx' || target.id === 'context') && path.length === 1)
    return compileContextPart(target, last, evaluate);
  const evaluateBase = compileReference({ ...target, path: path.slice(0, -1) }, compileExpression);
  const evaluateKey = compileKey(target, last);
  return (run) => {
    const assigned = evaluate(run) ?? null;
    assign(evaluateBase(run), evaluateKey(run), assigned);
    return 'next';
  };
}

function compileVariable(target: ReferenceNode, evaluate: Evaluate): Execute {
  const { id } = target;
  if (RESERVED.has(id)) throw new TemplateError(`#set cannot replace ${referenceText(target)}.`);
  return (run) => {
    run.variables.set(id, evaluate(run));
    return 'next';
  };
}

function compileContextPart(target: ReferenceNode, part: PathNode, evaluate: Evaluate): Execute {
  if (part.type !== 'property') throw new TemplateError(`#set cannot assign to ${referenceText(target)}.`);
  return (run) => {
    assignContextPart(run, part.id, evaluate(run));
    return 'next';
  };
}

function compileKey(target: ReferenceNode, part: PathNode): Evaluate {
  if (part.type === 'property') return () => part.id;
  if (part.type === 'index') return compileExpression(part.id);
  throw new TemplateError(`#set cannot assign to ${referenceText(target)}.`);
}

/** Velocity ignores an assignment below null and below values without keys. */
function assign(base: unknown, key: unknown, value: unknown): void {
  if (isMap(base) && !isNull(key)) setKey(base, toText(key), value);
  else if (isList(base) && typeof key === 'number' && key >= 0 && key < base.length) base[key] = value;
}
