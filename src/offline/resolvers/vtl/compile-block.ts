import type { DirectiveNode, TemplateNode } from 'amplify-velocity-template';
import { isList, isMap } from '../builtins/values.ts';
import { compileExpression } from './compile-expression.ts';
import { compileSet } from './compile-set.ts';
import { compileReferenceText } from './compile-text.ts';
import { isTrue } from '../builtins/java-values.ts';
import { LoopState } from './loop-state.ts';
import { TemplateError } from './template-error.ts';
import type { Evaluate, Execute, Flow, VtlRun } from './vtl-run.ts';

/** Compiles a list of nodes to one statement. */
export function compileBlock(nodes: readonly TemplateNode[]): Execute {
  const statements = nodes.map(compileNode).filter((statement) => statement !== undefined);
  return (run) => {
    for (const statement of statements) {
      const flow = statement(run);
      if (flow !== 'next') return flow;
    }
    return 'next';
  };
}

function compileNode(node: TemplateNode): Execute | undefined {
  if (typeof node === 'string') return compileText(node);
  if (isNodeList(node)) return compileBody(node);
  switch (node.type) {
    case 'raw':
      return compileText(node.value);
    case 'comment':
      return undefined;
    case 'references': {
      const render = compileReferenceText(node, compileExpression);
      return (run) => {
        run.output += render(run);
        return 'next';
      };
    }
    case 'set':
      return compileSet(node.equal[0], node.equal[1]);
    case 'break':
      return () => 'break';
    case 'return':
      return compileReturn(node.value === null ? undefined : compileExpression(node.value));
    default:
      throw unsupported(node);
  }
}

// Array.isArray does not narrow a readonly array out of a union.
function isNodeList(node: TemplateNode): node is readonly TemplateNode[] {
  return Array.isArray(node);
}

function compileText(text: string): Execute {
  return (run) => {
    run.output += text;
    return 'next';
  };
}

function compileReturn(evaluate: Evaluate | undefined): Execute {
  return (run) => {
    run.returned = evaluate ? evaluate(run) : null;
    return 'return';
  };
}

function unsupported(node: DirectiveNode): TemplateError {
  const name = 'id' in node ? `#${node.type === 'macro_call' ? node.id : node.type}` : `#${node.type}`;
  return new TemplateError(`${name} (line ${node.pos?.first_line ?? '?'}) is not a directive of AppSync's VTL.`);
}

function compileBody(nodes: readonly TemplateNode[]): Execute {
  const [head, ...body] = nodes;
  if (typeof head !== 'object' || isNodeList(head)) throw new TemplateError('A block does not start with a directive.');
  if (head.type === 'if') return compileIf(nodes);
  if (head.type === 'foreach') return compileForeach(head.to, compileExpression(head.from), compileBlock(body));
  throw new TemplateError(`#${head.type} is not a directive of AppSync's VTL.`);
}

function compileIf(nodes: readonly TemplateNode[]): Execute {
  const branches: { readonly condition: Evaluate | undefined; readonly body: TemplateNode[] }[] = [];
  for (const node of nodes) {
    if (typeof node === 'object' && !isNodeList(node) && (node.type === 'if' || node.type === 'elseif')) {
      branches.push({ condition: compileExpression(node.condition), body: [] });
    } else if (typeof node === 'object' && !isNodeList(node) && node.type === 'else') {
      branches.push({ condition: undefined, body: [] });
    } else {
      branches.at(-1)?.body.push(node);
    }
  }
  const compiled = branches.map(({ condition, body }) => ({ condition, execute: compileBlock(body) }));
  return (run) => {
    for (const { condition, execute } of compiled) {
      if (condition === undefined || isTrue(condition(run))) return execute(run);
    }
    return 'next';
  };
}

function compileForeach(variable: string, from: Evaluate, body: Execute): Execute {
  return (run) => {
    const items = iterate(from(run));
    if (items.length === 0) return 'next';
    const saved = save(run, [variable, 'foreach', 'velocityCount']);
    const parent = run.variables.get('foreach');
    const flow = loop(run, items, variable, parent, body);
    saved();
    return flow === 'return' ? 'return' : 'next';
  };
}

function loop(run: VtlRun, items: readonly unknown[], variable: string, parent: unknown, body: Execute): Flow {
  const last = items.length - 1;
  for (let index = 0; index <= last; index += 1) {
    const state = new LoopState(index, last, parent);
    run.variables.set(variable, items[index]);
    run.variables.set('foreach', state);
    run.variables.set('velocityCount', index + 1);
    const flow = body(run);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

/** Velocity iterates the elements of a list and the values of a map; over anything else the loop does not run. */
function iterate(value: unknown): readonly unknown[] {
  if (isList(value)) return value.slice();
  return isMap(value) ? Object.values(value) : [];
}

/** Loop variables hide outer ones of the same name; the returned function brings those back. */
function save(run: VtlRun, names: readonly string[]): () => void {
  const values = names.map((name) => [name, run.variables.has(name), run.variables.get(name)] as const);
  return () => {
    for (const [name, existed, value] of values) {
      if (existed) run.variables.set(name, value);
      else run.variables.delete(name);
    }
  };
}
