import { UtilArgumentError } from '../../builtins/arguments.ts';

/** `address.lines[0]` with each name replaced by its placeholder. */
export function toMapPath(parts: { path(fields: readonly string[]): string }, path: unknown): string {
  if (typeof path !== 'string' || path === '') throw new UtilArgumentError('A projection names attributes by text.');
  return path
    .split('.')
    .map((field) => {
      const match = /^([^[\]]+)((?:\[\d+\])*)$/.exec(field);
      if (!match) throw new UtilArgumentError(`"${path}" is not an attribute path.`);
      return parts.path([match[1] ?? '']) + (match[2] ?? '');
    })
    .join('.');
}
