import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { useNotices } from '../../app/notices.tsx';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { dayTime } from '../../format/times.ts';
import { Asked } from '../../parts/asked.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { Compare } from './compare.tsx';

const MOST = 50;

/** The versions of a template, the newest first, and the campaigns that use it. */
export function Versions({
  template,
  mayWrite,
}: {
  readonly template: Answer<'getTemplate'>;
  readonly mayWrite: boolean;
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const notices = useNotices();
  const queries = useQueryClient();
  const versions = useQuery({
    queryKey: ['versions', template.id],
    queryFn: async () => ({
      active: (await askFor('getTemplate', { id: template.id })).activeVersion,
      all: (await askFor('listTemplateVersions', { templateId: template.id, sortDirection: 'DESC', limit: MOST }))
        .items,
      uses: (await askFor('whereUsed', { templateId: template.id })).campaigns,
    }),
  });
  const publish = useOrder(
    (version: number) => askFor('publishTemplateVersion', { templateId: template.id, version }),
    async ({ activeVersion }) => {
      notices.done(say('templates.published', { version: activeVersion }));
      await queries.invalidateQueries({ queryKey: ['versions', template.id] });
      await queries.invalidateQueries({ queryKey: ['template', template.id] });
    },
  );
  return (
    <Container header={<Header variant="h2">{say('templates.versions')}</Header>}>
      <Asked query={versions}>
        {({ active, all, uses }) => (
          <>
            <ul className="plain-list">
              {all
                .filter((one) => one !== null)
                .map(({ version, createdAt }) => (
                  <li key={version}>
                    {say('templates.versionOf', { version, day: dayTime(createdAt, language) })}{' '}
                    {version === active ? (
                      <Box variant="strong" display="inline">
                        {say('templates.isActive')}
                      </Box>
                    ) : (
                      mayWrite && (
                        <Button variant="inline-link" onClick={() => publish.give(version)}>
                          {say('templates.publish', { version })}
                        </Button>
                      )
                    )}
                  </li>
                ))}
            </ul>
            <Compare
              template={template}
              active={active}
              versions={all.filter((one) => one !== null).map(({ version }) => version)}
            />
            <h3>{say('templates.used')}</h3>
            {uses.length === 0 ? (
              <Box color="text-body-secondary">{say('templates.unused')}</Box>
            ) : (
              <ul className="plain-list">
                {uses.map(({ campaignId, campaignName, where }) => (
                  <li key={`${campaignId} ${where}`}>
                    <a href={paths.campaign(campaignId)}>{campaignName}</a>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Asked>
    </Container>
  );
}
