import type { insightKo } from './ko.ts';

/** What the list of reports says of the dashboard, in English. */
export const insightEn: Readonly<Record<keyof typeof insightKo, string>> = {
  'dashboard.title': 'Dashboard',
  'dashboard.how': 'Counted by QuickSight each morning, from what the reports count from.',
  'dashboard.show': 'Show the dashboard',
  'dashboard.again': 'Open it again',
};
