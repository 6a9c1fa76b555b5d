import type { SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { isSandbox } from '../session/outputs.ts';
import type { Say } from '../words/say.ts';
import { paths } from './paths.ts';

/** The pages by name, in the order in which a marketer's day needs them. */
export function navigationItems(say: Say): readonly SideNavigationProps.Item[] {
  const offline: readonly SideNavigationProps.Item[] = [
    { type: 'divider' },
    { type: 'link', text: say('nav.outbox'), href: paths.outbox },
    { type: 'link', text: say('nav.clock'), href: paths.clock },
    { type: 'link', text: say('nav.explorer'), href: '/_bonghwa/explorer', external: true },
  ];
  return [
    { type: 'link', text: say('nav.home'), href: paths.home },
    { type: 'link', text: say('nav.campaigns'), href: paths.campaigns },
    { type: 'link', text: say('nav.calendar'), href: paths.calendar },
    { type: 'link', text: say('nav.runs'), href: paths.runs },
    { type: 'link', text: say('nav.templates'), href: paths.templates },
    { type: 'link', text: say('nav.segments'), href: paths.segments },
    ...(isSandbox() ? offline : []),
  ];
}
