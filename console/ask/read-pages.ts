/** All rows of a list as far as they are read; `isCut`: there are more. */
export interface ReadRows<Row> {
  readonly rows: readonly Row[];
  readonly isCut: boolean;
}

const MOST_PAGES = 20;

/** Reads a list page by page to its end, at most twenty pages of it. */
export async function readPages<Row>(
  readPage: (
    nextToken: string | null,
  ) => Promise<{ readonly items: readonly (Row | null)[]; readonly nextToken?: string | null }>,
): Promise<ReadRows<Row>> {
  const rows: Row[] = [];
  let nextToken: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Awaited<ReturnType<typeof readPage>> = await readPage(nextToken);
    rows.push(...answer.items.filter((row) => row !== null));
    nextToken = answer.nextToken ?? null;
    if (nextToken === null) break;
  }
  return { rows, isCut: nextToken !== null };
}
