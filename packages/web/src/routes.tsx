import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { onUnauthenticated, queryClient, sessionQuery } from './api/index.ts';
import { PageError, Shell } from './components/shell/index.ts';
import { NotFoundScene } from './scenes/NotFound/index.tsx';

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundScene, errorComponent: PageError });

/** Everything behind the sign-in. The server refuses anyway; this only leads a person to the right door. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session.setupRequired) {
      throw redirect({ to: '/setup' });
    }
    if (session.actor === null) {
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
  component: Shell,
  errorComponent: PageError,
  notFoundComponent: NotFoundScene,
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/hosts/$host', params: { host: 'local' } });
  },
});
const hostsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/hosts',
  component: lazyRouteComponent(() => import('./scenes/Hosts/index.tsx'), 'HostsScene'),
});
const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/hosts/$host',
  component: lazyRouteComponent(() => import('./scenes/Overview/index.tsx'), 'OverviewScene'),
});
const metricsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/hosts/$host/metrics',
  component: lazyRouteComponent(() => import('./scenes/Metrics/index.tsx'), 'MetricsScene'),
});
const processesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/hosts/$host/processes',
  component: lazyRouteComponent(() => import('./scenes/Processes/index.tsx'), 'ProcessesScene'),
});
const portsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/hosts/$host/ports',
  component: lazyRouteComponent(() => import('./scenes/Ports/index.tsx'), 'PortsScene'),
});
const changesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/hosts/$host/changes',
  component: lazyRouteComponent(() => import('./scenes/Changes/index.tsx'), 'ChangesScene'),
});
const eventsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/hosts/$host/events',
  component: lazyRouteComponent(() => import('./scenes/Events/index.tsx'), 'EventsScene'),
});
const dashboardsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboards',
  component: lazyRouteComponent(() => import('./scenes/Dashboards/index.ts'), 'DashboardsScene'),
});
const boardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboards/$id',
  component: lazyRouteComponent(() => import('./scenes/Dashboards/index.ts'), 'BoardScene'),
});
const activityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/activity',
  component: lazyRouteComponent(() => import('./scenes/Activity/index.tsx'), 'ActivityScene'),
});
const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./scenes/Settings/index.tsx'), 'SettingsScene'),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!session.setupRequired) {
      throw redirect({ to: '/' });
    }
  },
  component: lazyRouteComponent(() => import('./scenes/Setup/index.tsx'), 'SetupScene'),
});
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session.setupRequired) {
      throw redirect({ to: '/setup' });
    }
    if (session.actor !== null) {
      throw redirect({ to: '/' });
    }
  },
  component: lazyRouteComponent(() => import('./scenes/SignIn/index.tsx'), 'SignInScene'),
});

/** Texts in the address stay texts: a filter `123` is not a number. */
function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}
function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    shellRoute.addChildren([
      homeRoute,
      hostsRoute,
      overviewRoute,
      metricsRoute,
      processesRoute,
      portsRoute,
      changesRoute,
      eventsRoute,
      dashboardsRoute,
      boardRoute,
      activityRoute,
      settingsRoute,
    ]),
    setupRoute,
    signInRoute,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 400,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFoundScene,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** The server stopped knowing this person: to the sign-in, and back here after it. */
onUnauthenticated(() => {
  const session = queryClient.getQueryData(sessionQuery.queryKey);
  if (session?.actor) {
    queryClient.setQueryData(sessionQuery.queryKey, { ...session, actor: null });
    void router.invalidate();
  }
});
