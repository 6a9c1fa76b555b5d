/** Addresses within the console, as links carry them. They hold behind the `#`, so that any host of files will do. */
export const paths = {
  home: '#/',
  runs: '#/runs',
  run: (runId: string): string => `#/runs/${encodeURIComponent(runId)}`,
} as const;
