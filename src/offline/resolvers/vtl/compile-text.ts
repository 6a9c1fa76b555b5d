import type { ReferenceNode } from 'amplify-velocity-template';
import { isNull } from '../builtins/values.ts';
import { compileReference } from './compile-reference.ts';
import { toText } from '../builtins/java-values.ts';
import { parseTemplate } from './parse-template.ts';
import { referenceText } from './reference-text.ts';
import { TemplateError } from './template-error.ts';
import type { CompileExpression, VtlRun } from './vtl-run.ts';

/** Compiled text: always a string, unlike `Evaluate`. */
export type Render = (run: VtlRun) => string;

/** A reference as text. A null one prints itself, or nothing when written `$!`. */
export function compileReferenceText(node: ReferenceNode, compileExpression: CompileExpression): Render {
  const path = node.path ?? [];
  const textStart = path.findIndex((part) => part.type === 'content');
  if (textStart >= 0) return compileWithTail(node, textStart, compileExpression);
  const evaluate = compileReference(node, compileExpression);
  const fallback = node.leader === '$!' ? '' : referenceText(node);
  return (run) => {
    const value = evaluate(run);
    if (typeof value === 'string') return value;
    return isNull(value) ? fallback : toText(value);
  };
}

/** `$name.` and `$name[]` parse as a path that ends in text. */
function compileWithTail(node: ReferenceNode, textStart: number, compileExpression: CompileExpression): Render {
  const path = node.path ?? [];
  const render = compileReferenceText({ ...node, path: path.slice(0, textStart) }, compileExpression);
  const tail = path
    .slice(textStart)
    .map((part) =>
      part.type === 'content' ? part.value : referenceText({ type: 'references', leader: '', id: '', path: [part] }),
    );
  const text = tail.join('');
  return (run) => render(run) + text;
}

const DIRECTIVE = /#\{?(?:if|foreach|set)\}?\s*\(/;

/**
 * A double-quoted string: references are replaced. A `#name` is text, as DynamoDB's placeholders; a directive would run
 * in Velocity, and is refused rather than printed.
 */
export function compileInterpolation(text: string, compileExpression: CompileExpression): Render {
  if (DIRECTIVE.test(text))
    throw new TemplateError(`a directive within a text ("${text}") is not supported by the offline sandbox.`);
  if (!text.includes('$')) return () => text;
  const parts = parseTemplate(text.replace(/#/g, '\\#')).map((node): string | Render => {
    if (typeof node === 'string') return node;
    if ('type' in node && node.type === 'references') return compileReferenceText(node, compileExpression);
    throw new TemplateError(`"${text}" holds more than text and references.`);
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return typeof only === 'string' ? () => only : only;
  return (run) => {
    let result = '';
    for (const part of parts) result += typeof part === 'string' ? part : part(run);
    return result;
  };
}
