import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { dayTime } from '../../format/times.ts';
import { NamedList } from '../../parts/named-list.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { templatesQuery } from './templates-query.ts';

const route = getRouteApi('/templates');

/** All templates. */
export function TemplatesPage(): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const { mayWrite } = usePerson();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(templatesQuery);
  return (
    <NamedList
      title={say('nav.templates')}
      actions={
        mayWrite && (
          <Button variant="primary" href={paths.template('new')}>
            {say('templates.new')}
          </Button>
        )
      }
      query={query}
      search={search}
      look={(changed, replace) => void navigate({ search: changed, replace })}
      empty={say('templates.noneHow')}
      columns={[
        {
          id: 'name',
          header: say('name'),
          isRowHeader: true,
          cell: ({ id, name }) => <Link href={paths.template(id)}>{name}</Link>,
        },
        { id: 'channel', header: say('channel'), cell: ({ channel }) => say(`channel.${channel}`) },
        { id: 'class', header: say('class'), cell: ({ messageClass }) => say(`class.${messageClass}`) },
        {
          id: 'version',
          header: say('templates.version'),
          cell: ({ activeVersion, latestVersion }) =>
            activeVersion === latestVersion
              ? say('templates.active', { version: activeVersion })
              : say('templates.activeOf', { version: activeVersion, latest: latestVersion }),
        },
        { id: 'updated', header: say('updated'), cell: ({ updatedAt }) => dayTime(updatedAt, language) },
      ]}
    />
  );
}
