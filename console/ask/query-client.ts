import { QueryClient } from '@tanstack/react-query';
import { RefusedError } from './ask.ts';

const TRIES = 2;

/**
 * What has been asked, kept for the screens. Nothing is asked again by a timer: what moves is pushed. Orders are never
 * kept for later: without a network they fail at once.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        networkMode: 'always',
        // A refusal stays one however often it is asked for.
        retry: (failures, error) =>
          failures < TRIES && !(error instanceof RefusedError && error.code !== 'NETWORK' && error.code !== 'INTERNAL'),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
