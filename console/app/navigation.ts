import type { SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { isSandbox } from '../session/outputs.ts';
import type { Say } from '../words/say.ts';
import { paths } from './paths.ts';

/** The pages by name, in the order in which a marketer's day needs them; without those that a person may not see. */
export function navigationItems(say: Say, isAdmin: boolean): readonly SideNavigationProps.Item[] {
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
    { type: 'link', text: say('nav.customers'), href: paths.customers },
    { type: 'link', text: say('nav.insight'), href: paths.insight },
    { type: 'link', text: say('nav.costs'), href: paths.costs },
    { type: 'divider' },
    ...(isAdmin ? [{ type: 'link' as const, text: say('nav.servers'), href: paths.servers }] : []),
    { type: 'link', text: say('nav.settings'), href: paths.settings },
    ...(isSandbox() ? offline : []),
  ];
}
