/** A piece of a mail: words, or a tag with the name and the attributes that a browser gives it. */
export type HtmlToken =
  | { readonly kind: 'TEXT'; readonly text: string }
  | { readonly kind: 'OPENING'; readonly tag: string; readonly attributes: Attributes; readonly isSelfClosing: boolean }
  | { readonly kind: 'CLOSING'; readonly tag: string };

/** By name, in small letters; of two of one name the first counts. */
export type Attributes = ReadonlyMap<string, string>;

/**
 * Comments and tags; what is not closed takes the rest with it, as browsers do. So nothing is looked at twice: a mail of
 * many beginnings would take minutes otherwise. `<?…>`, `<!…>` and `</ …>` are comments, too: they end at the first `>`.
 */
const TOKEN =
  /<!--(?:-?>|[\s\S]*?(?:--!?>|$))|<(\/?)([a-z][^\s/>]*)((?:[\s/]+|[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s"'>][^\s>]*)?)?)*)(?:>|$)|<(?:[!?]|\/[^a-z>])[^>]*(?:>|$)|<\/>/gi;
const ATTRIBUTE = /([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)|'([^']*)|([^\s"'>][^\s>]*))?["']?)?/g;
/** Of a tag that has no attributes. */
export const NO_ATTRIBUTES: Attributes = new Map();

/** What stands in these is words, whatever it looks like, until they are closed. */
const RAW = ['style', 'script', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes'];
const END_OF_RAW: ReadonlyMap<string, RegExp> = new Map(
  RAW.map((tag) => [tag, new RegExp(String.raw`</${tag}(?=[\s/>]|$)|$`, 'gi')]),
);

const NAMED: Readonly<Record<string, string>> = {
  ...{ nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", shy: '\u00ad', zwnj: '\u200c', zwj: '\u200d' },
  ...{
    colon: ':',
    semi: ';',
    period: '.',
    comma: ',',
    sol: '/',
    bsol: '\\',
    num: '#',
    percnt: '%',
    ast: '*',
    excl: '!',
  },
  ...{ lpar: '(', rpar: ')', lowbar: '_', plus: '+', equals: '=', tab: '\t', newline: '\n', zerowidthspace: '\u200b' },
};

/** Text with its characters instead of their names and numbers. */
function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#0*(\d{1,7})|#x0*([\da-f]{1,6})|([a-z]+));?/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name.toLowerCase()] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : '';
  });
}

function attributesOf(written: string): Attributes {
  if (written === '' || written === '/') return NO_ATTRIBUTES;
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of written.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, decoded(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

/** Reads a mail as a browser does, from tag to tag; `isForeign` says whether it is within SVG or MathML, where no words are raw. */
export function* htmlTokens(html: string, isForeign: () => boolean): Generator<HtmlToken, void> {
  const token = new RegExp(TOKEN);
  let from = 0;
  for (let match = token.exec(html); match !== null; match = token.exec(html)) {
    const [whole, slash = '', name = '', written = ''] = match;
    if (match.index > from) yield { kind: 'TEXT', text: decoded(html.slice(from, match.index)) };
    from = match.index + whole.length;
    if (name === '') continue;
    const tag = name.toLowerCase();
    if (slash === '/') {
      yield { kind: 'CLOSING', tag };
      continue;
    }
    yield { kind: 'OPENING', tag, attributes: attributesOf(written), isSelfClosing: written.endsWith('/') };
    const end = isForeign() ? undefined : END_OF_RAW.get(tag);
    if (end === undefined) continue;
    end.lastIndex = from;
    const until = end.exec(html)?.index ?? html.length;
    if (until > from) yield { kind: 'TEXT', text: html.slice(from, until) };
    from = until;
    token.lastIndex = until;
  }
  if (from < html.length) yield { kind: 'TEXT', text: decoded(html.slice(from)) };
}
