import { ResolverError } from '../resolvers/contract.ts';

/** A request that takes longer is answered without the fields that are still being resolved. https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const REQUEST_LIMIT_MS = 30_000;

/** The moment at which AppSync stops waiting for a request's resolvers. */
export interface RequestDeadline {
  /** The value of `work`, or AppSync's error once the time is over. */
  within<Value>(work: Promise<Value>): Promise<Value>;
  /** The request was answered: nothing waits any more. */
  clear(): void;
}

export function startRequestDeadline(limitMs: number): RequestDeadline {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timedOut()), limitMs);
  });
  // Most requests are answered in time, and then nobody is left to hear of this.
  over.catch(() => undefined);
  return {
    within: async (work) => Promise.race([work, over]),
    clear: () => clearTimeout(timer),
  };
}

function timedOut(): ResolverError {
  return new ResolverError({
    message: 'Execution timed out.',
    errorType: 'ExecutionTimeout',
    data: null,
    errorInfo: null,
  });
}
