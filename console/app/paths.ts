/** Addresses within the console, as links carry them. They hold behind the `#`, so that any host of files will do. */
export const paths = {
  home: '#/',
  campaigns: '#/campaigns',
  campaign: (id: string): string => `#/campaigns/${encodeURIComponent(id)}`,
  campaignEdit: (id: string): string => `#/campaigns/${encodeURIComponent(id)}/edit`,
  templates: '#/templates',
  template: (id: string): string => `#/templates/${encodeURIComponent(id)}`,
  segments: '#/segments',
  segment: (id: string): string => `#/segments/${encodeURIComponent(id)}`,
  calendar: '#/calendar',
  import: '#/import',
  outbox: '#/outbox',
  clock: '#/clock',
  runs: '#/runs',
  run: (runId: string): string => `#/runs/${encodeURIComponent(runId)}`,
} as const;
