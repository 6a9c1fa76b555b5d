/** What stands in these is never read, however it is styled. */
export const UNREAD: ReadonlySet<string> = new Set([
  ...['style', 'script', 'title', 'template', 'noscript', 'noframes', 'noembed', 'textarea', 'select', 'option'],
  ...[
    'optgroup',
    'datalist',
    'svg',
    'canvas',
    'iframe',
    'object',
    'applet',
    'audio',
    'video',
    'rp',
    'meter',
    'progress',
  ],
  ...['annotation', 'annotation-xml'],
]);

/** Nothing stands in these. */
export const VOID: ReadonlySet<string> = new Set([
  ...['area', 'base', 'basefont', 'bgsound', 'br', 'col', 'embed', 'frame', 'hr', 'img', 'input', 'keygen', 'link'],
  ...['meta', 'param', 'source', 'track', 'wbr'],
]);

/** Tags within a word that leave no gap. */
export const INLINE: ReadonlySet<string> = new Set([
  ...['a', 'b', 'big', 'em', 'font', 'i', 'mark', 'small', 'span', 'strong', 'sub', 'sup', 'u', 'wbr'],
]);

/** There is one of each, whatever tags say: they end with the mail. */
export const WHOLE: ReadonlySet<string> = new Set(['html', 'head', 'body']);

/** These may stand before the body without beginning it. */
export const IN_HEAD: ReadonlySet<string> = new Set([
  ...['base', 'link', 'meta', 'noscript', 'script', 'style', 'template', 'title'],
]);

/** A browser opens these anew where something else has closed them. */
export const FORMATTING: ReadonlySet<string> = new Set([
  ...['a', 'b', 'big', 'code', 'em', 'font', 'i', 'nobr', 's', 'small', 'strike', 'strong', 'tt', 'u'],
]);

/** Headings end one another. */
export const HEADINGS: readonly string[] = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

/** An open paragraph ends where one of these begins. */
export const ENDS_PARAGRAPH: ReadonlySet<string> = new Set([
  ...['address', 'article', 'aside', 'blockquote', 'center', 'dd', 'details', 'dialog', 'dir', 'div', 'dl', 'dt'],
  ...['fieldset', 'figcaption', 'figure', 'footer', 'form', 'header', 'hgroup', 'hr', 'li', 'listing', 'main', 'menu'],
  ...['nav', 'ol', 'p', 'plaintext', 'pre', 'search', 'section', 'summary', 'ul', 'xmp', ...HEADINGS],
]);

/** The parts of a table: where one begins, what is open within the nearest of its places ends. */
export const TABLE_PLACES: Readonly<Record<string, readonly string[]>> = {
  td: ['tr', 'tbody', 'thead', 'tfoot'],
  th: ['tr', 'tbody', 'thead', 'tfoot'],
  tr: ['tbody', 'thead', 'tfoot'],
  tbody: [],
  thead: [],
  tfoot: [],
  caption: [],
  colgroup: [],
};

/** A tag within one of these closes nothing around it. */
export const BOUNDARIES: ReadonlySet<string> = new Set([
  ...['applet', 'caption', 'table', 'td', 'th', 'marquee', 'object', 'template'],
]);

/** A tag of no meaning (`span`) within one of these closes nothing around it. */
export const SPECIAL: ReadonlySet<string> = new Set([
  ...ENDS_PARAGRAPH,
  ...BOUNDARIES,
  ...Object.keys(TABLE_PLACES),
  ...['button', 'select', 'textarea', 'iframe', 'noscript', 'noembed', 'noframes', 'script', 'style', 'title'],
]);

/** Within SVG and MathML a tag may close itself, unless it is one of HTML. */
export const FOREIGN: readonly string[] = ['svg', 'math'];
