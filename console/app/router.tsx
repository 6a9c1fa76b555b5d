import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { calendarSearch } from '../pages/calendar/calendar-search.ts';
import { importSearch } from '../pages/import/import-search.ts';
import { nameSearch } from '../parts/name-search.ts';
import { isSandbox } from '../session/outputs.ts';
import { HomePage } from '../pages/home/home-page.tsx';
import { costsSearch } from '../pages/costs/costs-search.ts';
import { customerSearch, customersSearch } from '../pages/customers/customers-search.ts';
import { insightSearch } from '../pages/insight/insight-search.ts';
import { reportSearch } from '../pages/report/report-search.ts';
import { outboxSearch } from '../pages/offline/outbox-search.ts';
import { runSearch } from '../pages/run/run-search.ts';
import { serversSearch } from '../pages/servers/servers-search.ts';
import { runsSearch } from '../pages/runs/runs-search.ts';
import { BrokenPage, MissingPage } from './lost-pages.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: MissingPage });

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });
const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: (search) => runsSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/runs/runs-page.tsx').then(({ RunsPage }) => ({ default: RunsPage })),
  ),
});
const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  validateSearch: (search) => runSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/run/run-page.tsx').then(({ RunPage }) => ({ default: RunPage })),
  ),
});
const campaigns = createRoute({
  getParentRoute: () => root,
  path: '/campaigns',
  validateSearch: (search) => nameSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/campaigns/campaigns-page.tsx').then(({ CampaignsPage }) => ({ default: CampaignsPage })),
  ),
});
const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() =>
    import('../pages/campaigns/campaign-page.tsx').then(({ CampaignPage }) => ({ default: CampaignPage })),
  ),
});
const campaignEdit = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/edit',
  component: lazyRouteComponent(() =>
    import('../pages/campaigns/campaign-edit-page.tsx').then(({ CampaignEditPage }) => ({ default: CampaignEditPage })),
  ),
});
const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  validateSearch: (search) => nameSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/templates/templates-page.tsx').then(({ TemplatesPage }) => ({ default: TemplatesPage })),
  ),
});
const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$templateId',
  component: lazyRouteComponent(() =>
    import('../pages/templates/template-page.tsx').then(({ TemplatePage }) => ({ default: TemplatePage })),
  ),
});
const segments = createRoute({
  getParentRoute: () => root,
  path: '/segments',
  validateSearch: (search) => nameSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/segments/segments-page.tsx').then(({ SegmentsPage }) => ({ default: SegmentsPage })),
  ),
});
const segment = createRoute({
  getParentRoute: () => root,
  path: '/segments/$segmentId',
  component: lazyRouteComponent(() =>
    import('../pages/segments/segment-page.tsx').then(({ SegmentPage }) => ({ default: SegmentPage })),
  ),
});
const importPage = createRoute({
  getParentRoute: () => root,
  path: '/import',
  validateSearch: (search) => importSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/import/import-page.tsx').then(({ ImportPage }) => ({ default: ImportPage })),
  ),
});
const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  validateSearch: (search) => calendarSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/calendar/calendar-page.tsx').then(({ CalendarPage }) => ({ default: CalendarPage })),
  ),
});
const outbox = createRoute({
  getParentRoute: () => root,
  path: '/outbox',
  validateSearch: (search) => outboxSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/offline/outbox-page.tsx').then(({ OutboxPage }) => ({ default: OutboxPage })),
  ),
});
const clock = createRoute({
  getParentRoute: () => root,
  path: '/clock',
  component: lazyRouteComponent(() =>
    import('../pages/offline/clock-page.tsx').then(({ ClockPage }) => ({ default: ClockPage })),
  ),
});
const offlinePages = isSandbox() ? [outbox, clock] : [];

const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  validateSearch: (search) => customersSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/customers/customers-page.tsx').then(({ CustomersPage }) => ({ default: CustomersPage })),
  ),
});
const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$customerId',
  validateSearch: (search) => customerSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/customers/customer-page.tsx').then(({ CustomerPage }) => ({ default: CustomerPage })),
  ),
});

const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  validateSearch: (search) => costsSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/costs/costs-page.tsx').then(({ CostsPage }) => ({ default: CostsPage })),
  ),
});

const report = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId/report',
  validateSearch: (search) => reportSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/report/report-page.tsx').then(({ ReportPage }) => ({ default: ReportPage })),
  ),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() =>
    import('../pages/settings/settings-page.tsx').then(({ SettingsPage }) => ({ default: SettingsPage })),
  ),
});

const servers = createRoute({
  getParentRoute: () => root,
  path: '/servers',
  validateSearch: (search) => serversSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/servers/servers-page.tsx').then(({ ServersPage }) => ({ default: ServersPage })),
  ),
});
const server = createRoute({
  getParentRoute: () => root,
  path: '/servers/$clientId',
  component: lazyRouteComponent(() =>
    import('../pages/servers/server-page.tsx').then(({ ServerPage }) => ({ default: ServerPage })),
  ),
});

const insight = createRoute({
  getParentRoute: () => root,
  path: '/insight',
  validateSearch: (search) => insightSearch.parse(search),
  component: lazyRouteComponent(() =>
    import('../pages/insight/insight-page.tsx').then(({ InsightPage }) => ({ default: InsightPage })),
  ),
});

/** Every page of the console; all but the first are loaded when somebody goes there. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    campaigns,
    campaign,
    campaignEdit,
    runs,
    run,
    templates,
    template,
    segments,
    segment,
    customers,
    customer,
    costs,
    report,
    insight,
    settings,
    servers,
    server,
    importPage,
    calendar,
    ...offlinePages,
  ]),
  history: createHashHistory(),
  defaultErrorComponent: BrokenPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
