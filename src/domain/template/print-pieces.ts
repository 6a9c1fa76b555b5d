import { MAX_TEXT, RenderStop, type Frame } from './value.ts';

/** Prints for one recipient. */
export type Print = (frame: Frame) => string;

/** A compiled piece, with the most statements it can run: loops and partials multiply. */
export type Piece = {
  readonly print: Print;
  readonly weight: number;
  /** What it always prints. */
  readonly text?: string;
  /** Among all that it prints there are always words, whoever reads it. */
  readonly hasWords?: boolean;
};

/** Stops a rendering whose text would be refused as a message in any case. */
export function checkPrinted(printed: string): void {
  if (printed.length > MAX_TEXT) throw new RenderStop(`The text has more than ${MAX_TEXT} characters.`);
}

/** One piece between fixed words, as most titles and links are. */
function printBetween(before: string, printPiece: Print, after: string): Print {
  return (frame) => {
    const printed = before + printPiece(frame) + after;
    if (printed.length > MAX_TEXT) checkPrinted(printed);
    return printed;
  };
}

/** Prints pieces one after another; fixed words are put beside what follows them and cost no call of their own. */
export function printInOrder(pieces: readonly Piece[]): Print {
  const parts: { readonly before: string; readonly print: Print }[] = [];
  let words = '';
  for (const { text, print: printPiece } of pieces) {
    if (text !== undefined) {
      words += text;
      continue;
    }
    parts.push({ before: words, print: printPiece });
    words = '';
  }
  const after = words;
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return printBetween(first.before, first.print, after);
  return (frame) => {
    let printed = '';
    for (const { before, print: printPart } of parts) {
      if (before !== '') printed += before;
      printed += printPart(frame);
      if (printed.length > MAX_TEXT) checkPrinted(printed);
    }
    return after === '' ? printed : printed + after;
  };
}
