/** A line of two texts: in both, only in the older one, or only in the newer one. */
export interface ComparedLine {
  readonly side: 'BOTH' | 'OLD' | 'NEW';
  readonly text: string;
}

/** Two texts line by line, by their longest common lines; a template has few hundred of them. */
export function compareLines(older: string, newer: string): readonly ComparedLine[] {
  const a = older.split('\n');
  const b = newer.split('\n');
  // common[i][j]: how many lines the rests from i and from j have in common, in order.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row !== undefined) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const lines: ComparedLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ side: 'BOTH', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ side: 'OLD', text: a[i] ?? '' });
      i += 1;
    } else {
      lines.push({ side: 'NEW', text: b[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}
