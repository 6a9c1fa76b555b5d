import { readExactJson } from '../../exact-json.ts';
import { ResolverError } from '../contract.ts';

const SHOWN = 300;

/** Value of a rendered template. AppSync takes no text at all for a mistake of the template; `null` has to be written. */
export function readOutput(text: string, source: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') throw refused('Template transformation yielded an empty response.');
  try {
    return readExactJson(trimmed);
  } catch (error) {
    throw refused(`${explain(trimmed, error)} (template ${source})`);
  }
}

function refused(message: string): ResolverError {
  return new ResolverError({ message, errorType: 'MappingTemplate', data: null, errorInfo: null });
}

/** AppSync's wordings, with the position where this JSON parser stopped. */
function explain(text: string, error: unknown): string {
  const detail = error instanceof Error ? error.message : String(error);
  if (detail.includes('after JSON')) return 'Trailing characters at the end of the JSON string are not allowed.';
  if (/^[[{]/.test(text)) return `Unable to parse the JSON document: '${detail}'`;
  return `Unable to convert ${text.slice(0, SHOWN)} to class java.lang.Object.`;
}

/** Value of `#return(...)`: JSON text, as `$util.toJson` makes it, stands for the value it encodes. */
export function readReturned(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  try {
    return readExactJson(value);
  } catch {
    return value;
  }
}
