import { readExactJson, writeExactJson } from '../../exact-json.ts';
import { stringArgument } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';

/** JSON text of a value; a missing value is `null`. */
export function toJson(value: unknown): string {
  return writeExactJson(value ?? null);
}

/**
 * Text that is not JSON is null, not an error: Amplify's own templates count on it for owners, identifiers and group
 * claims that hold plain text. https://github.com/aws-amplify/amplify-cli/pull/10739
 */
function parseJson(text: unknown): unknown {
  if (text === null || text === undefined) return null;
  const source = stringArgument('parseJson', text);
  try {
    return readExactJson(source);
  } catch {
    return null;
  }
}

export const jsonUtil: UtilCatalogue = {
  toJson: (_run, value) => toJson(value),
  parseJson: (_run, text) => parseJson(text),
};
