import { createHash } from 'node:crypto';

/** Is the call of this number, counted from 1, one of those a rule is about? */
export function isCallChosen(
  calls: { readonly from: number; readonly to?: number | undefined; readonly every: number } | undefined,
  call: number,
): boolean {
  if (calls === undefined) return true;
  return call >= calls.from && (calls.to === undefined || call <= calls.to) && (call - calls.from) % calls.every === 0;
}

/** A number in [0, 1) that depends only on its arguments. */
export function fraction(seed: number, rule: number, text: string): number {
  return createHash('sha256').update(`${seed} ${rule} ${text}`).digest().readUInt32BE(0) / 2 ** 32;
}

const globs = new Map<string, RegExp>();

/** `*` stands for any text. */
export function glob(pattern: string): RegExp {
  const known = globs.get(pattern);
  if (known !== undefined) return known;
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const compiled = new RegExp(`^${source}$`, 's');
  globs.set(pattern, compiled);
  return compiled;
}
