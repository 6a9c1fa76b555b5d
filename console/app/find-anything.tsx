import Box from '@cloudscape-design/components/box';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type JSX } from 'react';
import { askFor } from '../ask/ask.ts';
import { foldName } from '../parts/fold-name.ts';
import { useSettled } from '../parts/use-settled.ts';
import { templatesQuery } from '../pages/templates/templates-query.ts';
import { segmentsQuery } from '../pages/segments/segments-query.ts';
import { useSay } from '../words/say.ts';
import { navigationItems } from './navigation.ts';
import { paths } from './paths.ts';
import { usePerson } from './person.tsx';

/** Of each kind so many are shown. */
const MOST = 5;
const TYPING_MS = 200;
const RECENT_RUNS = 100;
const CAMPAIGNS = 500;

/** Something that can be gone to. */
interface Place {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly href: string;
}

/** Looks for anything by its name, from every page: Ctrl+K. */
export function FindAnything({ leave }: { readonly leave: () => void }): JSX.Element {
  const say = useSay();
  const [typed, setTyped] = useState('');
  const wanted = useSettled(foldName(typed), TYPING_MS);
  const field = useRef<InputProps.Ref>(null);
  useEffect(() => field.current?.focus(), []);
  const { places, isLoading } = usePlaces();
  const found = firstOf(places, wanted);
  // Whoever types fast is done before the list is: they go to what begins it once it is there.
  const [isGoing, setIsGoing] = useState(false);
  // In quotes it is read as the text that it is, however much it looks like a number.
  const toCustomers = `${paths.customers}?q=${encodeURIComponent(JSON.stringify(typed.trim()))}`;
  useEffect(() => {
    if (!isGoing || isLoading) return;
    location.hash = firstOf(places, foldName(typed))[0]?.href ?? toCustomers;
    leave();
  }, [isGoing, isLoading, places, typed, toCustomers, leave]);
  return (
    <Modal visible header={say('search.label')} closeAriaLabel={say('close')} onDismiss={leave}>
      <SpaceBetween size="m">
        <Input
          ref={field}
          type="search"
          value={typed}
          ariaLabel={say('search.label')}
          placeholder={say('search.how')}
          onChange={({ detail }) => {
            setTyped(detail.value);
            setIsGoing(false);
          }}
          onKeyDown={({ detail }) => {
            // The Enter that ends the composing of a syllable is not one that goes anywhere.
            if (detail.key !== 'Enter' || detail.isComposing || detail.keyCode === 229) return;
            if (typed.trim() !== '') setIsGoing(true);
          }}
        />
        {typed.trim() !== '' && (
          <ul className="plain-list">
            {found.map(({ id, kind, name, href }) => (
              <li key={id}>
                <Link href={href} onFollow={leave}>
                  {name}
                </Link>{' '}
                <Box display="inline" color="text-body-secondary">
                  {kind}
                </Box>
              </li>
            ))}
            <li>
              <Link href={toCustomers} onFollow={leave}>
                {say('search.customers', { text: typed.trim() })}
              </Link>
            </li>
          </ul>
        )}
        {wanted !== '' && found.length === 0 && <Box color="text-body-secondary">{say('search.none')}</Box>}
      </SpaceBetween>
    </Modal>
  );
}

function usePlaces(): { readonly places: readonly Place[]; readonly isLoading: boolean } {
  const say = useSay();
  const { isAdmin } = usePerson();
  const campaigns = useQuery({
    queryKey: ['campaigns', 'names'],
    queryFn: () => askFor('listCampaigns', { limit: CAMPAIGNS }),
  });
  const templates = useQuery(templatesQuery);
  const segments = useQuery(segmentsQuery);
  const runs = useQuery({
    queryKey: ['recentRuns', 'names'],
    queryFn: () => askFor('recentRuns', { limit: RECENT_RUNS }),
  });
  const pages = navigationItems(say, isAdmin).flatMap((item) =>
    item.type === 'link' && item.external !== true
      ? [{ id: item.href, kind: say('search.page'), name: item.text, href: item.href }]
      : [],
  );
  const places = [
    ...pages,
    ...(campaigns.data?.items ?? []).flatMap((one) =>
      one === null ? [] : [{ id: one.id, kind: say('nav.campaigns'), name: one.name, href: paths.campaign(one.id) }],
    ),
    ...(templates.data?.rows ?? []).map(({ id, name }) => ({
      id,
      kind: say('nav.templates'),
      name,
      href: paths.template(id),
    })),
    ...(segments.data?.rows ?? []).map(({ id, name }) => ({
      id,
      kind: say('nav.segments'),
      name,
      href: paths.segment(id),
    })),
    ...(runs.data?.items ?? []).map(({ id, campaignName }) => ({
      id,
      kind: say('nav.runs'),
      name: campaignName,
      href: paths.run(id),
    })),
  ];
  return { places, isLoading: [campaigns, templates, segments, runs].some((query) => query.isLoading) };
}

/** Those whose name holds what is wanted, some of each kind; none while nothing is wanted. */
function firstOf(places: readonly Place[], wanted: string): readonly Place[] {
  if (wanted === '') return [];
  const seen = new Map<string, number>();
  return places.filter(({ kind, name }) => {
    if (!foldName(name).includes(wanted)) return false;
    const before = seen.get(kind) ?? 0;
    seen.set(kind, before + 1);
    return before < MOST;
  });
}
