import { stringArgument, UtilArgumentError } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';

/** JSON text of a value; a missing value is `null`. */
export function toJson(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function parseJson(text: unknown): unknown {
  if (text === null || text === undefined) return null;
  const source = stringArgument('parseJson', text);
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw new UtilArgumentError('util.parseJson was given text that is not JSON.', { cause });
  }
}

export const jsonUtil: UtilCatalogue = {
  toJson: (_run, value) => toJson(value),
  parseJson: (_run, text) => parseJson(text),
};
