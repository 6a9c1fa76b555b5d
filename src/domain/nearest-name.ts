/** Edits between two words, to name what was probably meant. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known name that is nearest to a wrong one, whatever the case of its letters; empty when none is known. */
export function nearest(name: string, known: readonly string[]): string {
  const scored = known.map((candidate) => ({
    candidate,
    score: distance(name.slice(0, 50).toLowerCase(), candidate.toLowerCase()),
  }));
  return scored.reduce((best, next) => (next.score < best.score ? next : best), { candidate: '', score: Infinity })
    .candidate;
}

/** The known name that a wrong one was surely meant to be: another spelling of it, or a slip of up to two letters. */
export function misspelt(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const near = nearest(name, known);
  if (plain(near) === plain(name)) return near;
  return near.length >= 6 && distance(name.slice(0, 50).toLowerCase(), near.toLowerCase()) <= 2 ? near : undefined;
}
