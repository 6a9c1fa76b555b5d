import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { dayTime } from '../../format/times.ts';
import { NamedList } from '../../parts/named-list.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { segmentsQuery } from './segments-query.ts';

const route = getRouteApi('/segments');

/** All segments. */
export function SegmentsPage(): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const { mayWrite } = usePerson();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <NamedList
      title={say('nav.segments')}
      actions={
        mayWrite && (
          <SpaceBetween size="xs" direction="horizontal">
            <Button href={paths.import}>{say('import.open')}</Button>
            <Button variant="primary" href={paths.segment('new')}>
              {say('segments.new')}
            </Button>
          </SpaceBetween>
        )
      }
      query={useQuery(segmentsQuery)}
      search={search}
      look={(changed, replace) => void navigate({ search: changed, replace })}
      empty={say('segments.noneHow')}
      columns={[
        {
          id: 'name',
          header: say('name'),
          isRowHeader: true,
          cell: ({ id, name }) => <Link href={paths.segment(id)}>{name}</Link>,
        },
        { id: 'type', header: say('segments.type'), cell: ({ type }) => say(`segmentType.${type}`) },
        { id: 'updated', header: say('updated'), cell: ({ updatedAt }) => dayTime(updatedAt, language) },
      ]}
    />
  );
}
