import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { HomePage } from '../pages/home/home-page.tsx';
import { runSearch } from '../pages/run/run-search.ts';
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

/** Every page of the console; all but the first are loaded when somebody goes there. */
export const router = createRouter({
  routeTree: root.addChildren([home, runs, run]),
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
