import { UtilArgumentError } from '../../builtins/arguments.ts';
import { isMap, isNull, type JsonMap } from '../../builtins/values.ts';
import { ExpressionParts } from './expression-parts.ts';

const COMPARISONS: Readonly<Record<string, string>> = { eq: '=', le: '<=', lt: '<', ge: '>=', gt: '>' };

/** Key condition of `ddb.query`: the partition key, and at most one condition on the sort key. */
export function keyCondition(query: JsonMap): object {
  const parts = new ExpressionParts();
  const conditions = Object.entries(query).flatMap(([field, operators]) => {
    if (isNull(operators)) return [];
    if (!isMap(operators)) throw new UtilArgumentError(`The key condition on ${field} must be an object of operators.`);
    return Object.entries(operators)
      .filter(([, operand]) => !isNull(operand))
      .map(([operator, operand]) => writeCondition(parts, field, operator, operand));
  });
  if (conditions.length === 0) throw new UtilArgumentError('ddb.query needs a condition on the partition key.');
  return parts.build(conditions.join(' AND '));
}

function writeCondition(parts: ExpressionParts, field: string, operator: string, operand: unknown): string {
  const path = parts.path([field]);
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return `${path} ${comparison} ${parts.value(operand)}`;
  if (operator === 'beginsWith') return `begins_with(${path}, ${parts.value(operand)})`;
  if (operator === 'between' && Array.isArray(operand) && operand.length === 2) {
    return `${path} BETWEEN ${parts.value(operand[0])} AND ${parts.value(operand[1])}`;
  }
  throw new UtilArgumentError(`"${operator}" on ${field} is not a key condition.`);
}
