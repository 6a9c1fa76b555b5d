import { isHidingStyle } from './hiding-style.ts';
import { htmlTokens } from './html-tokens.ts';

/** A mail's own style sheets that hold on every screen: none in a comment, none for printing or for small screens. */
export function sheetsOf(html: string): readonly string[] {
  if (!/<style/i.test(html)) return [];
  const sheets: string[] = [];
  let isSheet = false;
  for (const token of htmlTokens(html, () => false)) {
    if (token.kind === 'TEXT' && isSheet) sheets.push(token.text);
    isSheet = token.kind === 'OPENING' && token.tag === 'style' && isEverywhere(token.attributes.get('media') ?? '');
  }
  return sheets;
}

const PIXELS: Readonly<Record<string, number>> = { px: 1, em: 16, rem: 16 };
/** As narrow as any screen, and as wide as nearly all. */
const NARROWEST = 320;
const WIDEST = 2_000;
const WIDTH =
  /^\(\s*(?:(min|max)-(?:device-)?width\s*:\s*|width\s*(?:(>)|<)=?\s*)(\d{1,6}(?:\.\d{1,6})?)(px|em|rem)?\s*\)$/;

/** Whether a medium is any screen: what is asked of it nearly all of them are. */
function isEverywhere(media: string): boolean {
  return media.split(',').some((query) => {
    const plain = query.trim().toLowerCase();
    if (/^not\s+(?:print|speech|tty|braille)$/.test(plain)) return true;
    const asked = plain.replace(/^(?:only\s+)?(?:all|screen)(?![\w-])/, '').split(/(?<![\w-])and(?![\w-])/);
    return asked.every((one) => {
      const condition = one.trim();
      if (condition === '') return true;
      const [, bound, more, size, unit = 'px'] = WIDTH.exec(condition) ?? [];
      const width = Number(size) * (PIXELS[unit] ?? 1);
      return bound === 'min' || more === '>' ? width <= NARROWEST : width >= WIDEST;
    });
  });
}

/** A block of a style sheet: for what it holds, or null where it groups others; and whether it does so everywhere. */
type Block = { readonly selectors: readonly string[] | null; readonly isApplied: boolean; rules: string };

/** Deeper, or more of them, is in no mail: of these what stands within is taken by itself. */
const MAX_NESTED = 8;
const MAX_COMBINED = 100;
const MAX_LENGTH = 500;
const PIECE = /\/\*[\s\S]*?(?:\*\/|$)|<!--|-->|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|\\[\s\S]|[{};]/g;
const SELECTOR = /(?:[^,("'[]|\([^()]*\)|"[^"]*"|'[^']*'|\[[^[\]]*\])+/g;

/** The selectors of what style sheets hide on every screen, each by itself. */
export function hidingSelectors(sheets: readonly string[], isPlain: boolean): readonly string[] {
  return sheets.flatMap((sheet) => {
    const hiding: string[] = [];
    const close = (block: Block | undefined): void => {
      if (block?.selectors && block.isApplied && isHidingStyle(block.rules, isPlain)) hiding.push(...block.selectors);
    };
    const blocks: Block[] = [];
    let part = '';
    let from = 0;
    for (const { 0: piece, index } of sheet.matchAll(PIECE)) {
      part += sheet.slice(from, index);
      from = index + piece.length;
      const block = blocks.at(-1);
      if (piece === '{') {
        blocks.push(blockOf(part.trim(), blocks));
        part = '';
      } else if (piece === ';' || piece === '}') {
        if (block !== undefined) block.rules += `${part};`;
        if (piece === '}') close(blocks.pop());
        part = '';
      } else if (!/^(?:\/\*|<!--|-->)/.test(piece)) part += piece;
    }
    // What is not closed ends with its sheet.
    const innermost = blocks.at(-1);
    if (innermost !== undefined) innermost.rules += part + sheet.slice(from);
    for (const block of blocks) close(block);
    return hiding;
  });
}

function blockOf(prelude: string, blocks: readonly Block[]): Block {
  const around = blocks.at(-1);
  const isApplied = around?.isApplied ?? true;
  const outer = around?.selectors ?? null;
  if (prelude.startsWith('@')) {
    const [, name = '', asked = ''] = /^@([\w-]+)([\s\S]*)$/.exec(prelude.toLowerCase()) ?? [];
    const isMet =
      name === 'media' ? isEverywhere(asked) : name === 'supports' ? !/^\s*not/.test(asked) : name === 'layer';
    return { selectors: outer, isApplied: isApplied && isMet, rules: '' };
  }
  const own = prelude.match(SELECTOR) ?? [];
  const isCombined =
    outer !== null &&
    blocks.length < MAX_NESTED &&
    prelude.length < MAX_LENGTH &&
    outer.length * own.length <= MAX_COMBINED &&
    outer.every(({ length }) => length < MAX_LENGTH);
  const selectors = isCombined ? outer.flatMap((first) => own.map((second) => nested(first, second))) : own;
  return { selectors, isApplied, rules: '' };
}

function nested(outer: string, inner: string): string {
  return inner.includes('&') ? inner.replaceAll('&', () => outer.trim()) : `${outer} ${inner.trim()}`;
}
