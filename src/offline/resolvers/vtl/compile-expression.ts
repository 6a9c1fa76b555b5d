import type { ExpressionNode, ReferenceNode } from 'amplify-velocity-template';
import { exactInteger } from '../../exact-json.ts';
import { setKey, type JsonMap } from '../builtins/values.ts';
import { compileMath } from './compile-math.ts';
import { compileReference } from './compile-reference.ts';
import { compileInterpolation } from './compile-text.ts';
import { toText } from '../builtins/java-values.ts';
import { TemplateError } from './template-error.ts';
import type { Evaluate } from './vtl-run.ts';

/** Compiles anything that has a value. */
export function compileExpression(node: ExpressionNode): Evaluate {
  switch (node.type) {
    case 'references':
      return compileReference(node, compileExpression);
    case 'math':
      return compileMath(node, compileExpression);
    case 'string':
      return node.isEval === true ? compileInterpolation(node.value, compileExpression) : constant(node.value);
    case 'integer':
      return constant(exactInteger(String(node.value)));
    case 'decimal':
      return constant(Number(node.value));
    case 'bool':
      return constant(node.value === 'null' ? null : node.value === 'true');
    case 'array':
      return node.isRange === true ? compileRange(node.value) : compileList(node.value);
    case 'map':
      return compileMap(node.value ?? {});
    case 'runt':
      throw new TemplateError(`${node.value} is not a value; a reference starts with $.`);
  }
}

function constant(value: unknown): Evaluate {
  return () => value;
}

function compileList(nodes: readonly ExpressionNode[]): Evaluate {
  const items = nodes.map(compileExpression);
  return (run) => items.map((evaluate) => evaluate(run) ?? null);
}

function compileMap(nodes: Readonly<Record<string, ExpressionNode | undefined>>): Evaluate {
  const entries = Object.entries(nodes).map(([key, node]) => {
    if (node === undefined) throw new TemplateError(`The key "${key}" of a map has no value.`);
    return [compileInterpolation(key, compileExpression), compileExpression(node)] as const;
  });
  return (run) => {
    const map: JsonMap = {};
    for (const [key, value] of entries) setKey(map, key(run), value(run) ?? null);
    return map;
  };
}

/** `[1..3]`, which counts down when the end is smaller. */
function compileRange(bounds: readonly (ReferenceNode | string | number)[]): Evaluate {
  const [start, end] = bounds.map((bound) =>
    typeof bound === 'object' ? compileReference(bound, compileExpression) : constant(Number(bound)),
  );
  if (!start || !end) throw new TemplateError('A range needs two bounds.');
  return (run) => {
    const first = start(run);
    const last = end(run);
    if (typeof first !== 'number' || typeof last !== 'number') {
      throw new TemplateError(`[${toText(first)}..${toText(last)}] is not a range of integers.`);
    }
    const step = first <= last ? 1 : -1;
    return Array.from({ length: Math.abs(last - first) + 1 }, (_item, index) => first + index * step);
  };
}
