import * as z from 'zod';
import { postSignedGraphql, type SignedGraphqlOptions } from './signed-graphql.ts';

const answer = z.object({ errors: z.array(z.object({ message: z.string() })).optional() });

export type PublisherOptions = SignedGraphqlOptions & {
  /** Told why a tick did not reach its watchers. */
  readonly onFailure?: (reason: string) => void;
};

/** Runs a publishing mutation; false when it could not be told. */
export async function publish(
  options: PublisherOptions,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  try {
    const errors = answer.parse(await postSignedGraphql(options, { query, variables })).errors ?? [];
    if (errors.length > 0) options.onFailure?.(errors.map(({ message }) => message).join('; '));
    return errors.length === 0;
  } catch (error) {
    options.onFailure?.(error instanceof Error ? error.message : String(error));
    return false;
  }
}
