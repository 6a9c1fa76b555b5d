/** What every function has in common. */
const FUNCTION_SETTINGS = {
  // Not 24, though Amplify takes it: `JSON.parse` of Node 24.21 misreads some keys.
  runtime: 22,
  architecture: 'arm64',
  logging: { format: 'json', level: 'info', retention: '1 month' },
} as const;

/**
 * A function that answers a GraphQL field; AppSync waits 30 s for it. It lives in the stack of the API, which names it:
 * in another, the two stacks would depend on each other in a circle.
 */
export const FIELD_SETTINGS = {
  ...FUNCTION_SETTINGS,
  resourceGroupName: 'data',
  timeoutSeconds: 29,
  memoryMB: 1024,
} as const;

/**
 * A function that only queues and schedules call. The API does not know it, so it has a stack of its own, which depends
 * on the stacks of the API and of the queues while nothing depends on it: room in the stack of the API is dear.
 */
export const WORKER_SETTINGS = { ...FUNCTION_SETTINGS, resourceGroupName: 'workers' } as const;
