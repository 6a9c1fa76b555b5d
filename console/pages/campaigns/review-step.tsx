import Container from '@cloudscape-design/components/container';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { count, won } from '../../format/numbers.ts';
import { useSay } from '../../words/say.ts';
import { segmentsQuery } from '../segments/segments-query.ts';
import { templatesQuery } from '../templates/templates-query.ts';
import { scheduleOf, type CampaignDraft } from './campaign-draft.ts';
import { sayWhen } from './say-when.ts';

/** All that was written, once more; what it would do is forecast once it is saved. */
export function ReviewStep({ draft }: { readonly draft: CampaignDraft }): JSX.Element {
  const say = useSay();
  const segments = useQuery(segmentsQuery);
  const templates = useQuery(templatesQuery);
  const segment = segments.data?.rows.find(({ id }) => id === draft.segmentId);
  const rows: readonly (readonly [string, string])[] = [
    [say('name'), draft.name],
    [say('segment'), segment?.name ?? ''],
    [say('holdout'), draft.holdoutPercent === null ? '–' : `${draft.holdoutPercent}%`],
    [say('class'), say(`class.${draft.messageClass}`)],
    ...draft.steps.map(({ channel, templateId }, index): readonly [string, string] => [
      say('steps.number', { number: index + 1 }),
      `${say(`channel.${channel}`)} · ${templates.data?.rows.find(({ id }) => id === templateId)?.name ?? ''}`,
    ]),
    ...draft.treatments.map(({ name, sharePercent }): readonly [string, string] => [
      say('treatments.number', { name }),
      `${count(sharePercent ?? 0)}%`,
    ]),
    [
      say('campaigns.when'),
      draft.schedule === 'EVENT'
        ? say('when.byEvent', { event: draft.event })
        : sayWhen({ __typename: 'CampaignSchedule', ...scheduleOf(draft) }, say),
    ],
    [
      say('quiet.title'),
      draft.quietStart === '' ? '–' : `${draft.quietStart}–${draft.quietEnd} · ${say(`quiet.${draft.whenClosed}`)}`,
    ],
    [say('limit.budgetKrw'), draft.budgetKrw === null ? '–' : won(draft.budgetKrw)],
    [say('limit.messagesPerSecond'), draft.messagesPerSecond === null ? '–' : count(draft.messagesPerSecond)],
    [say('limit.dailyCap'), draft.dailyCap === null ? '–' : count(draft.dailyCap)],
    [say('limit.totalCap'), draft.totalCap === null ? '–' : count(draft.totalCap)],
    [say('limit.goalDays'), draft.goalDays === null ? '–' : count(draft.goalDays)],
  ];
  return (
    <Container>
      <dl className="summary">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="plain">{say('wizard.then')}</p>
    </Container>
  );
}
