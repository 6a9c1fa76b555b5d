/** A colour as its three parts, 0 to 255, and how much of it is seen, 0 to 1. */
export type Colour = { readonly parts: readonly [number, number, number]; readonly alpha: number };

const NAMED: Readonly<Record<string, string>> = {
  white: '#ffffff',
  black: '#000000',
  snow: '#fffafa',
  ivory: '#fffff0',
  azure: '#f0ffff',
  ghostwhite: '#f8f8ff',
  floralwhite: '#fffaf0',
  whitesmoke: '#f5f5f5',
  mintcream: '#f5fffa',
  transparent: '#00000000',
  aliceblue: '#f0f8ff',
  honeydew: '#f0fff0',
  lavenderblush: '#fff0f5',
  ...{ red: '#f00', lime: '#0f0', blue: '#00f', yellow: '#ff0', aqua: '#0ff', cyan: '#0ff', fuchsia: '#f0f' },
  ...{ magenta: '#f0f', maroon: '#800000', green: '#008000', navy: '#000080', olive: '#808000', purple: '#800080' },
  ...{ teal: '#008080', gray: '#808080', grey: '#808080', silver: '#c0c0c0', orange: '#ffa500', pink: '#ffc0cb' },
  ...{ lightgray: '#d3d3d3', lightgrey: '#d3d3d3', darkgray: '#a9a9a9', darkgrey: '#a9a9a9', gainsboro: '#dcdcdc' },
};

/** Reads a colour as mails write it; null for what is none, or is known to the reader's program only. */
export function readColour(text: string): Colour | null {
  const plain = text.trim().toLowerCase();
  const hex = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.exec(NAMED[plain] ?? plain)?.[1];
  if (hex !== undefined) return ofHex(hex);
  const [, kind = '', inner] = /^(rgb|hsl)a?\(([^()]{1,60})\)$/.exec(plain) ?? [];
  if (inner === undefined) return null;
  const numbers = inner.split(/[\s,/]+/).filter((part) => part !== '');
  const [first = '', second = '', third = '', last] = numbers;
  const alpha = last === undefined ? 1 : partOf(last, 1);
  const parts =
    kind === 'rgb'
      ? ([partOf(first, 255), partOf(second, 255), partOf(third, 255)] as const)
      : greyOf(partOf(second, 1), partOf(third, 1));
  return parts?.some(Number.isNaN) === false && numbers.length <= 4 ? { parts, alpha } : null;
}

/** A colour as an attribute has it: its number may stand without the sign. */
export function ofAttribute(colour: string): string {
  return /^\s*(?:[\da-f]{3}|[\da-f]{6})\s*$/i.test(colour) ? `#${colour.trim()}` : colour;
}

function ofHex(hex: string): Colour {
  const width = hex.length > 4 ? 2 : 1;
  const part = (at: number): number => {
    const digits = hex.slice(at * width, (at + 1) * width);
    return digits === '' ? 255 : Number.parseInt(digits.padStart(2, digits), 16);
  };
  return { parts: [part(0), part(1), part(2)], alpha: part(3) / 255 };
}

/** A number, or a share of all there is. */
function partOf(text: string, all: number): number {
  const number = Number.parseFloat(text);
  return text.endsWith('%') ? (number * all) / 100 : number;
}

/** Of colours by hue only those matter that have none: white, black and what is between. */
function greyOf(saturation: number, lightness: number): Colour['parts'] | null {
  if (saturation > 0 && lightness > 0 && lightness < 1) return null;
  return [lightness * 255, lightness * 255, lightness * 255];
}

/** A difference that nobody sees: `#fefefe` on white is as good as white. */
const UNSEEN = 16;

/** Whether one colour cannot be told from another by who reads. */
export function looksAlike(one: Colour, other: Colour): boolean {
  return one.parts.every((part, at) => Math.abs(part - (other.parts[at] ?? 0)) <= UNSEEN);
}
