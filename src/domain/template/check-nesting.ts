/** Blocks in blocks, an `{{else if}}` counting as one more. */
const MAX_BLOCKS = 30;
/** Helpers in a helper's arguments. */
const MAX_CALLS = 8;

/**
 * Why a text is nested too deeply to be parsed, or null. Asked before parsing, which takes a time that grows with the
 * square of the depth, and a stack that it can exhaust.
 */
export function checkNesting(source: string): string | null {
  const text = source.replaceAll(/\{\{~?!--[\s\S]*?(?:--~?\}\}|$)|\{\{~?![\s\S]*?(?:\}\}|$)/g, '');
  const open: number[] = [];
  let depth = 0;
  for (const [, tag = ''] of text.matchAll(/\{\{\{?~?((?:"[^"]*"|'[^']*'|[^"'}])*)/g)) {
    if (callsIn(tag) > MAX_CALLS) return `Helpers are nested more than ${MAX_CALLS} deep. Make it simpler.`;
    const words = tag.trimStart();
    if (/^(?:#|\^\s*\w)/.test(words)) {
      open.push(1);
      depth += 1;
    } else if (/^else\s+\w/.test(words)) {
      open.push((open.pop() ?? 0) + 1);
      depth += 1;
    } else if (words.startsWith('/')) {
      depth -= open.pop() ?? 0;
    }
    if (depth > MAX_BLOCKS) return `Blocks are nested more than ${MAX_BLOCKS} deep. Make it simpler.`;
  }
  return null;
}

function callsIn(tag: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of tag.replaceAll(/"[^"]*"|'[^']*'/g, '').matchAll(/[()]/g)) {
    depth += sign === '(' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
