/** What every function has in common: the data stack (or stacks would depend on each other in a circle), and its log. */
export const FUNCTION_SETTINGS = {
  resourceGroupName: 'data',
  runtime: 24,
  architecture: 'arm64',
  logging: { format: 'json', level: 'info', retention: '1 month' },
} as const;

/** A function that answers a GraphQL field; AppSync waits 30 s for it. */
export const FIELD_SETTINGS = { ...FUNCTION_SETTINGS, timeoutSeconds: 29, memoryMB: 1024 } as const;
