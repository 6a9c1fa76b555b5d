const NOTHING_SEEN =
  /(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:^|[;\s])opacity\s*:\s*0?(?:\.0\d*)?\s*(?:[;!]|$)|font-size\s*:\s*(?:0(?:\.\d+)?(?:px|pt|em|rem|%)?|[12](?:\.\d+)?(?:px|pt))\s*(?:[;!]|$)|mso-hide\s*:\s*all|(?:^|[;\s])color\s*:\s*transparent|(?:text-indent|left|right|top|margin(?:-left|-top)?)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)|scale(?:3d|x|y)?\(\s*0(?:\.0*)?\s*[,)]|opacity\(\s*0|content-visibility\s*:\s*hidden)/i;
const NO_ROOM = /(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px|pt|em|%)?\s*(?:[;!]|$)/i;
const CUT_OFF = /overflow\s*:\s*hidden/i;
const COLOUR = /(?:^|[;\s])color\s*:\s*([^;!]{1,40})/i;
const BACKGROUND = /background(?:-color)?\s*:\s*([^;!]{1,80})/i;

const WHITE = '#ffffff';
const NAMED: Readonly<Record<string, string>> = { white: WHITE, black: '#000000' };

/** One way of writing a colour for all that are common in mails; others stay as they are. */
function colourOf(text: string): string {
  const plain = text.trim().toLowerCase();
  const short = /^#([\da-f])([\da-f])([\da-f])$/.exec(plain);
  if (short !== null) return `#${[1, 2, 3].map((at) => (short[at] ?? '').repeat(2)).join('')}`;
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(plain);
  if (rgb !== null) return `#${[1, 2, 3].map((at) => Number(rgb[at]).toString(16).padStart(2, '0')).join('')}`;
  return NAMED[plain] ?? plain;
}

/** Whether a style hides what it is on: `isPlain` says that nothing of the mail has a background, so that it is white. */
export function isHidingStyle(style: string, isPlain: boolean): boolean {
  if (NOTHING_SEEN.test(style) || (NO_ROOM.test(style) && CUT_OFF.test(style))) return true;
  const colour = COLOUR.exec(style)?.[1];
  if (colour === undefined) return false;
  const background = BACKGROUND.exec(style)?.[1];
  return isHidingColour(colour, background, isPlain);
}

function isSeenThrough(colour: string): boolean {
  const text = colour.trim();
  // Four parts of which the first three are the colour; `rgb(0,0,0)` ends with nothing as well, and is black.
  return SEEN_THROUGH.test(text) && (!text.includes('(') || text.split(/[,/]|(?<=[\d%])\s+(?=[\d.])/).length === 4);
}

/** A colour that lets everything through: its last part, the alpha, is nothing. */
const SEEN_THROUGH = /^(?:transparent|(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0|0?\.0+)%?\s*\)|#[\da-f]{3}0|#[\da-f]{6}00)$/i;

/** Whether a background is as white as the page. */
export function isWhite(background: string): boolean {
  const plain = background.trim();
  return /^(?:none|transparent|inherit|initial)$/i.test(plain) || isSeenThrough(plain) || colourOf(plain) === WHITE;
}

/** Whether words of a colour are not seen on their own background, or on none. */
export function isHidingColour(colour: string, background: string | undefined, isPlain: boolean): boolean {
  if (isSeenThrough(colour)) return true;
  return background === undefined ? isPlain && colourOf(colour) === WHITE : colourOf(colour) === colourOf(background);
}
