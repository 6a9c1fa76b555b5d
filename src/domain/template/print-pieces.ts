import { MAX_TEXT, RenderStop, type Frame } from './value.ts';

/** Prints for one recipient. */
export type Print = (frame: Frame) => string;

/** Counts the characters that a `Print` prints for one recipient, and stops where it does; nothing is put together. */
type Measure = (frame: Frame) => number;

/** Prints, or says only how much that would be. */
export type Printer = { readonly print: Print; readonly measure: Measure };

/** A compiled piece, with the most statements it can run: loops and partials multiply. */
export type Piece = Printer & {
  readonly weight: number;
  /** What it always prints. */
  readonly text?: string;
  /** Among all that it prints there are always words, whoever reads it. */
  readonly hasWords?: boolean;
};

/** Stops a rendering whose text would be refused as a message in any case. */
export function checkPrinted(characters: number): void {
  if (characters > MAX_TEXT) throw new RenderStop(`The text has more than ${MAX_TEXT} characters.`);
}

/** What prints one value. */
export function printer(print: Print): Printer {
  return { print, measure: (frame) => print(frame).length };
}

/** One piece between fixed words, as most titles and links are. */
function printBetween(before: string, printPiece: Print, after: string): Print {
  return (frame) => {
    const printed = before + printPiece(frame) + after;
    if (printed.length > MAX_TEXT) checkPrinted(printed.length);
    return printed;
  };
}

function measureInOrder(words: number, measures: readonly Measure[]): Measure {
  const [first] = measures;
  const add: Measure =
    measures.length === 1 && first !== undefined
      ? first
      : (frame) => {
          let sum = 0;
          for (const measure of measures) sum += measure(frame);
          return sum;
        };
  return (frame) => {
    const sum = words + add(frame);
    if (sum > MAX_TEXT) checkPrinted(sum);
    return sum;
  };
}

/** Prints pieces one after another; fixed words are put beside what follows them and cost no call of their own. */
export function printInOrder(pieces: readonly Piece[]): Printer {
  const parts: { readonly before: string; readonly print: Print }[] = [];
  const measures: Measure[] = [];
  let words = '';
  let fixed = 0;
  for (const { text, print: printPiece, measure } of pieces) {
    if (text !== undefined) {
      words += text;
      fixed += text.length;
      continue;
    }
    parts.push({ before: words, print: printPiece });
    measures.push(measure);
    words = '';
  }
  const after = words;
  const measure = measureInOrder(fixed, measures);
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) {
    return { print: printBetween(first.before, first.print, after), measure };
  }
  const print: Print = (frame) => {
    let printed = '';
    for (const { before, print: printPart } of parts) {
      if (before !== '') printed += before;
      printed += printPart(frame);
      if (printed.length > MAX_TEXT) checkPrinted(printed.length);
    }
    return after === '' ? printed : printed + after;
  };
  return { print, measure };
}
