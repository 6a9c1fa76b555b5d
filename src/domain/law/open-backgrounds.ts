type Open = { readonly tag: string; readonly background: string; depth: number };

/** Deeper than any mail: what is further out is not looked for. */
const MAX_LOOK = 20;

/** Keeps, from tag to tag, what is behind the words: the background of the innermost open element that has one. */
export function createOpenBackgrounds() {
  const open: Open[] = [];
  return {
    behind: (): string | undefined => open.at(-1)?.background,
    opened: (tag: string, background: string | undefined): void => {
      const innermost = open.at(-1);
      if (background !== undefined) open.push({ tag, background, depth: 1 });
      else if (innermost?.tag === tag) innermost.depth += 1;
    },
    closed: (tag: string): void => {
      // What stands further in and was not closed ends with it.
      const from = open.findLastIndex((one, at) => one.tag === tag || at < open.length - MAX_LOOK);
      const found = open[from];
      if (found?.tag !== tag) return;
      open.length = from + 1;
      found.depth -= 1;
      if (found.depth === 0) open.pop();
    },
  };
}
