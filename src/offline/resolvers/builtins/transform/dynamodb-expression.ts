/**
 * Filter objects to DynamoDB expressions.
 * https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-filter.html
 */
import { UtilArgumentError } from '../arguments.ts';
import { toDynamoDB } from '../dynamodb.ts';
import { isList, isMap, isNull, type JsonMap } from '../values.ts';

export interface DynamoDBExpression {
  readonly expression: string;
  readonly expressionNames: Record<string, string>;
  readonly expressionValues: Record<string, unknown>;
}

const COMPARISONS: Readonly<Record<string, string>> = { eq: '=', ne: '<>', le: '<=', lt: '<', ge: '>=', gt: '>' };

const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = {
  string: 'S',
  stringSet: 'SS',
  number: 'N',
  numberSet: 'NS',
  binary: 'B',
  binarySet: 'BS',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
  _null: 'NULL',
};

const OPERATORS = new Set([
  ...Object.keys(COMPARISONS),
  ...['contains', 'notContains', 'beginsWith', 'between', 'in', 'attributeExists', 'attributeType', 'size'],
]);

/** Collects placeholders while the expression's text is written. */
class ExpressionWriter {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};

  name(field: string): string {
    const base = `#${placeholder(field)}`;
    let key = base;
    for (let copy = 1; key in this.names && this.names[key] !== field; copy += 1) key = `${base}_${copy}`;
    this.names[key] = field;
    return key;
  }

  value(path: string, value: unknown): string {
    const base = `:${placeholder(path)}`;
    let key = base;
    for (let copy = 1; key in this.values; copy += 1) key = `${base}_${copy}`;
    this.values[key] = toDynamoDB(value);
    return key;
  }
}

function placeholder(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/g, '_');
}

function writeGroup(writer: ExpressionWriter, object: JsonMap, path: string): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (isNull(value)) continue;
    const part = writeKey(writer, key, value, path);
    if (part !== '') parts.push(part);
  }
  return parts.length > 1 ? `(${parts.join(' AND ')})` : (parts[0] ?? '');
}

function writeKey(writer: ExpressionWriter, key: string, value: unknown, path: string): string {
  if (key === 'and' || key === 'or') return writeAlternatives(writer, key, value, path);
  if (key === 'not') {
    const negated = writeAlternatives(writer, 'and', value, `${path}not_`);
    return negated === '' ? '' : `(NOT ${negated})`;
  }
  if (!isMap(value)) throw new UtilArgumentError(`The filter on ${key} must be an object of operators.`);
  return writeField(writer, [key], value, path);
}

function writeAlternatives(writer: ExpressionWriter, operator: 'and' | 'or', value: unknown, path: string): string {
  const members = isList(value) ? value : [value];
  const parts = members
    .map((member, index) => {
      if (!isMap(member)) throw new UtilArgumentError(`The filter's "${operator}" must hold objects.`);
      return writeGroup(writer, member, `${path}${operator}_${index}_`);
    })
    .filter((part) => part !== '');
  return parts.length > 1 ? `(${parts.join(operator === 'and' ? ' AND ' : ' OR ')})` : (parts[0] ?? '');
}

function writeField(writer: ExpressionWriter, fields: readonly string[], conditions: JsonMap, path: string): string {
  const parts: string[] = [];
  for (const [operator, operand] of Object.entries(conditions)) {
    if (operand === undefined) continue;
    if (!OPERATORS.has(operator)) {
      // A nested attribute: { address: { city: { eq: 'Seoul' } } }.
      if (!isMap(operand)) throw new UtilArgumentError(`Unknown filter operator "${operator}" on ${fields.join('.')}.`);
      parts.push(writeField(writer, [...fields, operator], operand, path));
      continue;
    }
    const name = fields.map((field) => writer.name(field)).join('.');
    parts.push(`(${writeCondition(writer, name, operator, operand, `${path}${fields.join('_')}_${operator}`)})`);
  }
  return parts.length > 1 ? `(${parts.join(' AND ')})` : (parts[0] ?? '');
}

function writeCondition(
  writer: ExpressionWriter,
  name: string,
  operator: string,
  operand: unknown,
  path: string,
): string {
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return `${name} ${comparison} ${writer.value(path, operand)}`;
  switch (operator) {
    case 'contains':
      return `contains(${name}, ${writer.value(path, operand)})`;
    case 'notContains':
      return `NOT contains(${name}, ${writer.value(path, operand)})`;
    case 'beginsWith':
      return `begins_with(${name}, ${writer.value(path, operand)})`;
    case 'between':
      return writeBetween(writer, name, operand, path);
    case 'in':
      return writeIn(writer, name, operand, path);
    case 'attributeExists':
      return operand === true ? `attribute_exists(${name})` : `attribute_not_exists(${name})`;
    case 'attributeType':
      return `attribute_type(${name}, ${writer.value(path, attributeType(operand))})`;
    case 'size':
      return writeSize(writer, name, operand, path);
    default:
      throw new UtilArgumentError(`Unknown filter operator "${operator}".`);
  }
}

function writeBetween(writer: ExpressionWriter, name: string, operand: unknown, path: string): string {
  if (!isList(operand) || operand.length !== 2)
    throw new UtilArgumentError('The filter operator "between" needs two values.');
  return `${name} BETWEEN ${writer.value(`${path}_0`, operand[0])} AND ${writer.value(`${path}_1`, operand[1])}`;
}

function writeIn(writer: ExpressionWriter, name: string, operand: unknown, path: string): string {
  if (!isList(operand) || operand.length === 0)
    throw new UtilArgumentError('The filter operator "in" needs a list of values.');
  return `${name} IN (${operand.map((value, index) => writer.value(`${path}_${index}`, value)).join(', ')})`;
}

function writeSize(writer: ExpressionWriter, name: string, operand: unknown, path: string): string {
  if (!isMap(operand)) throw new UtilArgumentError('The filter operator "size" needs an object of operators.');
  const parts = Object.entries(operand)
    .filter(([, value]) => !isNull(value))
    .map(([operator, value]) => {
      if (operator !== 'between' && !(operator in COMPARISONS)) {
        throw new UtilArgumentError(`Unknown filter operator "${operator}" on a size.`);
      }
      return writeCondition(writer, `size(${name})`, operator, value, `${path}_${operator}`);
    });
  return parts.join(' AND ');
}

function attributeType(operand: unknown): string {
  const type = typeof operand === 'string' ? ATTRIBUTE_TYPES[operand] : undefined;
  if (type === undefined) throw new UtilArgumentError(`"${String(operand)}" is not a DynamoDB attribute type.`);
  return type;
}

/** Text and placeholders of a filter or condition object. An empty object gives an empty expression. */
export function toDynamoDBExpression(filter: JsonMap): DynamoDBExpression {
  const writer = new ExpressionWriter();
  const expression = writeGroup(writer, filter, '');
  return { expression, expressionNames: writer.names, expressionValues: writer.values };
}
