import type { AuditChange } from './audit-log.ts';

/** More than this of one command is counted instead of told: an entry is one item of the store. */
const MAX_CHANGES = 50;
const MAX_TEXT = 500;

/** What differs between two states of a thing, field by field and in the order of their names; nothing when they agree. */
export function changesBetween(before: object, after: object): readonly AuditChange[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const now = new Map<string, unknown>(Object.entries(after));
  const fields = [...new Set([...old.keys(), ...now.keys()])].sort();
  const changes = fields.flatMap((field): AuditChange[] => {
    const from = textOf(old.get(field));
    const to = textOf(now.get(field));
    if (from === to) return [];
    return [{ field: clip(field), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
  if (changes.length <= MAX_CHANGES) return changes;
  const told = changes.slice(0, MAX_CHANGES - 1);
  return [...told, { field: '…', to: `${changes.length - told.length} more` }];
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return clip(typeof value === 'string' ? value : JSON.stringify(value));
}

function clip(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
