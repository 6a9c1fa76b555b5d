import { looksAlike, readColour, type Colour } from './colour.ts';

/** Behind what a declaration says. */
const END = String.raw`\s*(?:[;!]|$)`;
/** Where a declaration begins. */
const START = String.raw`(?:^|[;\s])`;
/** Farther than any window. */
const FAR = String.raw`-(?:\d{3,}|\d{2,}(?:\.\d+)?(?:em|rem|vw|vh))`;

const HIDING: readonly string[] = [
  String.raw`display\s*:\s*none`,
  String.raw`visibility\s*:\s*(?:hidden|collapse)`,
  `${START}opacity\\s*:\\s*(?:0?(?:\\.0\\d*)?|\\d(?:\\.\\d+)?%)${END}`,
  String.raw`mso-hide\s*:\s*all`,
  `(?:text-indent|left|right|top|bottom)\\s*:\\s*${FAR}`,
  `margin(?:-\\w+)?\\s*:[^;]*${FAR}`,
  `translate(?:3d|x|y)?(?:\\(|\\s*:)[^;)]*${FAR}`,
  String.raw`clip\s*:\s*rect\(\s*(?:0|1px[\s,]+1px[\s,]+1px[\s,]+1px)`,
  String.raw`clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)`,
  String.raw`scale(?:3d|x|y)?\(\s*0(?:\.0*)?\s*[,)]`,
  `${START}(?:scale|zoom)\\s*:\\s*0?(?:\\.0\\d*)?%?${END}`,
  String.raw`opacity\(\s*0|alpha\(\s*opacity\s*=\s*0\s*\)`,
  // On its edge, or pressed to nothing.
  String.raw`rotate[xy]\(\s*-?90(?:\.0*)?deg`,
  String.raw`matrix\(\s*0(?:\.0*)?[\s,]+0(?:\.0*)?[\s,]+0(?:\.0*)?[\s,]+0(?:\.0*)?\s*[,)]`,
  String.raw`clip-path\s*:\s*ellipse\(\s*0`,
  String.raw`text-indent\s*:\s*[1-9]\d{2,}%`,
  `${START}(?:left|text-indent)\\s*:\\s*\\d{4,}px`,
  // One letter over another.
  String.raw`letter-spacing\s*:\s*-(?:\d{2,}(?:\.\d+)?px|[1-9][\d.]*r?em|0?\.[5-9]\d*r?em)`,
  String.raw`content-visibility\s*:\s*hidden`,
];
const NOTHING_SEEN = new RegExp(HIDING.join('|'), 'i');
const NO_ROOM =
  /(?:^|[;\s])(?:(?:max-)?(?:height|width)\s*:\s*(?:[01](?:px|pt|em|%)?|0?\.\d+(?:px|pt)|0(?:\.0+)?[a-z]+)|line-height\s*:\s*0(?:px|pt|em|%)?)\s*(?:[;!]|$)/i;
const FONT_SIZE = /font-size\s*:\s*\+?([\d.]+)([a-z%]*)/gi;
/** The shorthand has the size before the family, and a line height behind it. */
const FONT = /(?:^|[;\s])font\s*:\s*(?:(?:[a-z-]+|[1-9]00)\s+){0,4}\+?([\d.]+)([a-z%]*)(?:\s*\/[^;\s]+)?\s+[^;\s]/gi;
/** Letters as small as these are not read; by their unit. */
const UNREADABLE: Readonly<Record<string, number>> = { px: 3, pt: 3, em: 0.2, rem: 0.2, ex: 0.4, ch: 0.4, '%': 20 };
const CUT_OFF = /overflow(?:-[xy])?\s*:\s*(?:hidden|clip)/i;
const COLOUR = /(?:^|[;\s])(?:color|-webkit-text-fill-color)\s*:\s*([^;!]{1,60})/gi;
const BACKGROUND = /background(?:-color)?\s*:\s*([^;!]{1,80})/i;

const WHITE: Colour = { parts: [255, 255, 255], alpha: 1 };
/** Of less nobody sees anything. */
const LEAST_ALPHA = 0.1;

/** A style as a browser understands it: comments are nothing, and letters may be written by their numbers. */
function understood(style: string): string {
  if (!/\\|\/\*/.test(style)) return style;
  return style
    .replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, '')
    .replaceAll(/\\([\da-f]{1,6})\s?/gi, (_escape, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : '';
    })
    .replaceAll(/\\(?=[a-z-])/gi, '');
}

function isTooSmall(style: string): boolean {
  return [...style.matchAll(FONT_SIZE), ...style.matchAll(FONT)].some(([, size = '', unit = '']) => {
    const least = UNREADABLE[unit.toLowerCase()] ?? 0;
    return Number(size) === 0 || Number(size) < least;
  });
}

/** The background that a style gives, as it is written. */
export function backgroundOf(written: string): string | undefined {
  return BACKGROUND.exec(understood(written))?.[1];
}

/**
 * Whether a style hides what it is on: `isPlain` says that nothing of the mail has a background, so that it is white;
 * `behind` is the background that an attribute gives.
 */
export function isHidingStyle(written: string, isPlain: boolean, behind?: string): boolean {
  const style = understood(written);
  if (NOTHING_SEEN.test(style) || isTooSmall(style) || (NO_ROOM.test(style) && CUT_OFF.test(style))) return true;
  const background = backgroundOf(style) ?? behind;
  return [...style.matchAll(COLOUR)].some(([, colour = '']) => isHidingColour(colour, background, isPlain));
}

function isSeenThrough(colour: Colour): boolean {
  return colour.alpha < LEAST_ALPHA;
}

/** Whether a background is as white as the page. */
export function isWhite(background: string): boolean {
  const plain = background.trim();
  if (/^(?:none|transparent|inherit|initial)$/i.test(plain)) return true;
  const colour = readColour(plain);
  return colour !== null && (isSeenThrough(colour) || looksAlike(colour, WHITE));
}

/** Whether words of a colour are not seen on their own background, or on none. */
export function isHidingColour(text: string, background: string | undefined, isPlain: boolean): boolean {
  const colour = readColour(text);
  if (colour === null) return false;
  if (isSeenThrough(colour)) return true;
  const behind = background === undefined ? null : readColour(background);
  if (behind === null || isSeenThrough(behind)) return background === undefined && isPlain && looksAlike(colour, WHITE);
  return looksAlike(colour, behind);
}
