/** Placeholders of one expression. The names follow what AppSync's own module prints: #expName_1, :expValue_1. */
import { UtilArgumentError } from '../../builtins/arguments.ts';
import { toMapPath } from './path.ts';
import { toTyped } from './typed-values.ts';

export interface Expression {
  readonly expression: string;
  readonly expressionNames: Record<string, string>;
  readonly expressionValues: Record<string, unknown>;
}

export class ExpressionParts {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};
  readonly #placeholders = new Map<string, string>();
  readonly #prefix: string;

  /** Expressions that share a request share DynamoDB's maps of names: each kind has a prefix of its own. */
  constructor(prefix: 'exp' | 'projection' = 'exp') {
    this.#prefix = prefix;
  }

  /** Placeholder path of an attribute path; each distinct name is declared once. */
  path(fields: readonly string[]): string {
    return fields.map((field) => this.#name(field)).join('.');
  }

  value(value: unknown): string {
    const key = `:expValue_${Object.keys(this.values).length + 1}`;
    this.values[key] = toTyped(value);
    return key;
  }

  /** The expression without members AppSync leaves out when they are empty. */
  build(expression: string): Partial<Expression> & { readonly expression: string } {
    return {
      expression,
      ...(Object.keys(this.names).length > 0 ? { expressionNames: this.names } : {}),
      ...(Object.keys(this.values).length > 0 ? { expressionValues: this.values } : {}),
    };
  }

  #name(field: string): string {
    const known = this.#placeholders.get(field);
    if (known !== undefined) return known;
    const key = `#${this.#prefix}Name_${this.#placeholders.size + 1}`;
    this.#placeholders.set(field, key);
    this.names[key] = field;
    return key;
  }
}

/** `projection: ['id', 'address.city']`; beside another expression it needs a prefix of its own. */
export function projection(fields: unknown, prefix?: 'projection'): object {
  if (fields === undefined || fields === null) return {};
  if (!Array.isArray(fields) || fields.length === 0) {
    throw new UtilArgumentError('The projection of a DynamoDB request is a list of attribute paths.');
  }
  const parts = new ExpressionParts(prefix);
  const expression = fields.map((field) => toMapPath(parts, field)).join(', ');
  return { projection: parts.build(expression) };
}
