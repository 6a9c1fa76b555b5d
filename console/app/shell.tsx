import AppLayout from '@cloudscape-design/components/app-layout';
import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState, type JSX } from 'react';
import { askFor } from '../ask/ask.ts';
import { useConnection } from '../live/connection.ts';
import { useSay } from '../words/say.ts';
import { navigationItems } from './navigation.ts';
import { NoticeBar } from './notices.tsx';
import { paths } from './paths.ts';
import { usePerson } from './person.tsx';
import { TopBar } from './top-bar.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

const TOP_BAR = 'top-bar';

/** What stands around every page: the bar above, the navigation, what is told. */
export function Shell(): JSX.Element {
  const say = useSay();
  useKeptFocus();
  const { pathname } = useLocation();
  const [isOpen, setIsOpen] = useState(() => innerWidth > 1000);
  const { isAdmin } = usePerson();
  const items = navigationItems(say, isAdmin);
  const [section = ''] = pathname.slice(1).split('/');
  const activeHref = section === '' ? paths.home : `#/${section}`;
  const name = items.find((item) => item.type === 'link' && item.href === activeHref);
  const title = name?.type === 'link' ? name.text : '';
  useEffect(() => {
    document.title = title === '' ? say('product') : `${title} · ${say('product')}`;
  }, [title, say]);
  return (
    <>
      <div id={TOP_BAR} className="top-bar-place">
        <TopBar />
      </div>
      <AppLayout
        headerSelector={`#${TOP_BAR}`}
        toolsHide
        navigationOpen={isOpen}
        onNavigationChange={({ detail }) => setIsOpen(detail.open)}
        navigation={<SideNavigation items={items} activeHref={activeHref} />}
        ariaLabels={{
          navigation: say('nav.label'),
          navigationClose: say('nav.close'),
          navigationToggle: say('nav.open'),
          notifications: say('notices.label'),
        }}
        notifications={<NoticeBar first={useStanding()} />}
        stickyNotifications
        content={<Outlet />}
      />
    </>
  );
}

/** What stands above every page for as long as it is so. */
function useStanding(): readonly FlashbarProps.MessageDefinition[] {
  const say = useSay();
  const connection = useConnection();
  const settings = useQuery({ queryKey: ['deliverySettings'], queryFn: () => askFor('deliverySettings', {}) });
  const standing: FlashbarProps.MessageDefinition[] = [];
  if (settings.data?.isStopped === true)
    standing.push({ id: 'stopped', type: 'error', header: say('stopped.title'), content: settings.data.reason });
  if (connection === 'CUT')
    standing.push({ id: 'cut', type: 'warning', header: say('offline.title'), content: say('offline.kept') });
  return standing;
}
