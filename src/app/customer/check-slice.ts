import { LIMITS } from '../../domain/limits.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Rejection, SliceInfo } from './import-store.ts';

const MAX_SLICE_LINES = LIMITS.sliceLines.max;
const MAX_SLICE_BYTES = LIMITS.sliceBytes.max;
const MAX_IMPORT_ID = 128;

export type SliceOfLines = {
  readonly importId: string;
  /** The first line of the file that the slice stands for, from 1; it is the slice's name, too. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  readonly isLast: boolean;
  /** The line after the last one of the slice; absent: the slice is as long as `lines`. */
  readonly untilLine?: number;
  /** Where each of `lines` stands in the file (one line of it may hold several); absent: one after the other. */
  readonly lineNumbers?: readonly number[];
  /** Lines of the slice that the caller could not read, with the reason: they are counted and reported with the rest. */
  readonly rejected?: readonly Rejection[];
};

export type CheckedSlice = SliceInfo & { readonly ok: true; readonly numbers: readonly number[] };

function isAscending(numbers: readonly number[], from: number, until: number): boolean {
  return numbers.every(
    (number, index) =>
      Number.isSafeInteger(number) && number >= from && number < until && number >= (numbers[index - 1] ?? 0),
  );
}

/** Checks the frame of a slice; what is in its lines is another matter. */
export function checkSlice(slice: SliceOfLines): CheckedSlice | Refused<'INVALID_INPUT'> {
  const { importId, firstLine, lines, rejected = [] } = slice;
  const invalid = (message: string) => refuse('INVALID_INPUT', message);
  if (importId === '' || importId.length > MAX_IMPORT_ID) {
    return invalid(`importId must have 1 to ${MAX_IMPORT_ID} characters.`);
  }
  if (!Number.isSafeInteger(firstLine) || firstLine < 1) return invalid('firstLine must be a line number from 1.');
  if (lines.length > MAX_SLICE_LINES || rejected.length > MAX_SLICE_LINES) {
    const count = Math.max(lines.length, rejected.length);
    return invalid(`A slice has at most ${MAX_SLICE_LINES} lines; this one has ${count}.`);
  }
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  if (bytes > MAX_SLICE_BYTES) {
    return invalid(`A slice has at most ${MAX_SLICE_BYTES} bytes; this one has ${bytes}. Send fewer lines.`);
  }
  const untilLine = slice.untilLine ?? firstLine + lines.length;
  const numbers = slice.lineNumbers ?? lines.map((_, index) => firstLine + index);
  if (numbers.length !== lines.length || !isAscending(numbers, firstLine, untilLine)) {
    return invalid('lineNumbers must give every line its number, ascending from firstLine and below untilLine.');
  }
  if (!Number.isSafeInteger(untilLine) || !rejected.every(({ line }) => line >= firstLine && line < untilLine)) {
    return invalid('Rejected lines must lie from firstLine on and below untilLine.');
  }
  return { ok: true, firstLine, untilLine, isLast: slice.isLast, numbers };
}
