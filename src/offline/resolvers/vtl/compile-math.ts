import type { ExpressionNode, MathNode } from 'amplify-velocity-template';
import { calculate, compare } from './arithmetic.ts';
import { isTrue, looseEquals } from '../builtins/java-values.ts';
import { TemplateError } from './template-error.ts';
import type { CompileExpression, Evaluate } from './vtl-run.ts';

export function compileMath(node: MathNode, compileExpression: CompileExpression): Evaluate {
  const { operator } = node;
  switch (operator) {
    case 'parenthesis':
      return compileExpression(operand(node, 0));
    case 'not': {
      const evaluate = compileExpression(operand(node, 0));
      return (run) => !isTrue(evaluate(run));
    }
    case 'minus': {
      const evaluate = compileExpression(operand(node, 0));
      return (run) => calculate('-', 0, evaluate(run));
    }
    case '||':
    case '&&':
      return compileLogic(node, compileExpression);
    default:
  }
  const left = compileExpression(operand(node, 0));
  const right = compileExpression(operand(node, 1));
  switch (operator) {
    case '==':
      return (run) => looseEquals(left(run), right(run));
    case '!=':
      return (run) => !looseEquals(left(run), right(run));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (run) => compare(operator, left(run), right(run));
    case '/':
      // Java divides doubles as doubles, also when they are whole; here a number no longer knows that it was written 10.0.
      if (isDouble(node)) return (run) => calculate('/', left(run), right(run), 'double');
      return (run) => calculate('/', left(run), right(run));
    default:
      return (run) => calculate(operator, left(run), right(run));
  }
}

/**
 * The parser gives `||` and `&&` the same precedence, left to right; in Velocity `&&` binds tighter. Parentheses are
 * nodes of their own, so a chain of both can be regrouped.
 */
function compileLogic(node: MathNode, compileExpression: CompileExpression): Evaluate {
  const alternatives: Evaluate[][] = [];
  const collect = (current: ExpressionNode, joinsPrevious: boolean): void => {
    if (current.type === 'math' && (current.operator === '||' || current.operator === '&&')) {
      collect(operand(current, 0), joinsPrevious);
      collect(operand(current, 1), current.operator === '&&');
      return;
    }
    const last = alternatives.at(-1);
    if (joinsPrevious && last) last.push(compileExpression(current));
    else alternatives.push([compileExpression(current)]);
  };
  collect(node, false);
  return (run) => alternatives.some((conjunction) => conjunction.every((evaluate) => isTrue(evaluate(run))));
}

/** Arithmetic with a decimal literal in it. */
function isDouble(node: ExpressionNode): boolean {
  if (node.type === 'decimal') return true;
  return node.type === 'math' && node.expression.some(isDouble);
}

function operand(node: MathNode, index: number): ExpressionNode {
  const found = node.expression[index];
  if (!found) throw new TemplateError(`The operator ${node.operator} lacks an operand.`);
  return found;
}
