import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { readPages } from '../../ask/read-pages.ts';
import { dayTime } from '../../format/times.ts';
import { NamedList } from '../../parts/named-list.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { sayCampaignWhen } from './say-when.ts';

const route = getRouteApi('/campaigns');
const PAGE = 500;

type Row = NonNullable<Answer<'listCampaigns'>['items'][number]>;

/** All campaigns. */
export function CampaignsPage(): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const { mayWrite } = usePerson();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['campaigns'],
    queryFn: () => readPages<Row>((nextToken) => askFor('listCampaigns', { limit: PAGE, nextToken })),
  });
  return (
    <NamedList
      title={say('nav.campaigns')}
      actions={
        mayWrite && (
          <Button variant="primary" href={paths.campaignEdit('new')}>
            {say('campaigns.new')}
          </Button>
        )
      }
      query={query}
      search={search}
      look={(changed, replace) => void navigate({ search: changed, replace })}
      empty={say('campaigns.noneHow')}
      columns={[
        {
          id: 'name',
          header: say('name'),
          isRowHeader: true,
          cell: ({ id, name }) => <Link href={paths.campaign(id)}>{name}</Link>,
        },
        {
          id: 'steps',
          header: say('campaigns.steps'),
          cell: ({ steps }) => steps.map(({ channel }) => say(`channel.${channel}`)).join(' → '),
        },
        { id: 'when', header: say('campaigns.when'), cell: (campaign) => sayCampaignWhen(campaign, say) },
        { id: 'class', header: say('class'), cell: ({ messageClass }) => say(`class.${messageClass}`) },
        { id: 'updated', header: say('updated'), cell: ({ updatedAt }) => dayTime(updatedAt, language) },
      ]}
    />
  );
}
