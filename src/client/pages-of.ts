import type { ClientError } from './client-error.ts';

/** A list that could not be read to its end; `errors` are those of the page that failed, `code` that of the first. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code: string;
  readonly errors: readonly ClientError[];

  constructor(errors: readonly ClientError[]) {
    super(errors[0]?.message ?? 'No answer came.');
    this.code = errors[0]?.code ?? 'NETWORK';
    this.errors = errors;
  }
}

/** What a query that answers by pages resolves to. */
export type PageResult<Item> = {
  readonly data: { readonly items: readonly Item[]; readonly nextToken?: string | null } | null;
  readonly errors: readonly ClientError[];
};

/**
 * Every item of a list, page by page as they are read: a list of any length needs the memory of one page. Throws a
 * `PageError`.
 *
 * @example
 * const all = pagesOf((nextToken) => bonghwa.listRecipients({ jobId, outcome: 'INCLUDED', nextToken }));
 * for await (const { customerId } of all) console.log(customerId);
 */
export async function* pagesOf<Item>(
  ask: (nextToken: string | null) => Promise<PageResult<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let nextToken: string | null = null;
  do {
    const { data, errors }: PageResult<Item> = await ask(nextToken);
    // A page of which a part failed is not whole, and whoever reads on would take it for one.
    if (data === null || errors.length > 0) throw new PageError(errors);
    yield* data.items;
    nextToken = data.nextToken ?? null;
  } while (nextToken !== null);
}
