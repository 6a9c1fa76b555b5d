import { AssemblyError } from './errors.ts';
import type { Scope } from './intrinsics/scope.ts';
import { intrinsics } from './intrinsics/table.ts';
import { isJsonList, isJsonObject, type Json } from './json.ts';

/** Resolves every intrinsic function inside a value; `AWS::NoValue` disappears from objects and lists. */
export function resolveExpression(expression: Json, scope: Scope): Json | undefined {
  if (isJsonList(expression)) {
    return expression.map((element) => scope.resolve(element)).filter((element) => element !== undefined);
  }
  if (!isJsonObject(expression)) return expression;
  const keys = Object.keys(expression);
  const [name] = keys;
  if (keys.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
    const intrinsic = intrinsics.get(name);
    const argument = expression[name];
    if (intrinsic === undefined || argument === undefined) {
      throw new AssemblyError(
        'UNKNOWN_INTRINSIC',
        `${scope.where}: the intrinsic function ${name} is not supported offline.`,
      );
    }
    return intrinsic(argument, scope);
  }
  const resolved: Record<string, Json> = {};
  for (const [key, value] of Object.entries(expression)) {
    const element = scope.resolve(value);
    if (element !== undefined) resolved[key] = element;
  }
  return resolved;
}
