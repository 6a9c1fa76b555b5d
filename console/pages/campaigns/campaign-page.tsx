import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { goOn } from '../../app/go-on.ts';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { dayTime } from '../../format/times.ts';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { PhaseLabel } from '../../parts/phase-label.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { draftOfCampaign } from './campaign-draft.ts';
import { CampaignForecast } from './campaign-forecast.tsx';
import { MemberPreview } from './member-preview.tsx';
import { sayCampaignWhen } from './say-when.ts';
import './member-preview.css';

const route = getRouteApi('/campaigns/$campaignId');

/** One campaign as it would run: who, what, when, what it would do and cost; and its runs. */
export function CampaignPage(): JSX.Element {
  const { campaignId } = route.useParams();
  const campaign = useQuery({
    queryKey: ['campaign', campaignId],
    queryFn: () => askFor('getCampaign', { id: campaignId }),
  });
  return <Asked query={campaign}>{(answer) => <Campaign campaign={answer} />}</Asked>;
}

function Campaign({ campaign }: { readonly campaign: Answer<'getCampaign'> }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const { mayWrite } = usePerson();
  const isEditable = draftOfCampaign(campaign) !== null;
  const plan = useOrder(
    () => askFor('planCampaign', { campaignId: campaign.id }),
    ({ id }) => {
      goOn(paths.campaign(campaign.id), paths.run(id));
    },
  );
  const copy = useOrder(
    () => askFor('duplicateCampaign', { campaignId: campaign.id }),
    ({ id }) => {
      goOn(paths.campaign(campaign.id), paths.campaign(id));
    },
  );
  const runs = useQuery({
    queryKey: ['runs', 'of', campaign.id],
    queryFn: () => askFor('listRuns', { campaignId: campaign.id, limit: 20 }),
  });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={`${say(`class.${campaign.messageClass}`)} · ${campaign.segment?.name ?? ''} · ${sayCampaignWhen(campaign, say)}`}
          actions={
            mayWrite && (
              <SpaceBetween size="xs" direction="horizontal">
                {isEditable && <Button href={paths.campaignEdit(campaign.id)}>{say('edit')}</Button>}
                <Button loading={copy.isGiven} onClick={() => copy.give(undefined)}>
                  {say('duplicate')}
                </Button>
                <Button variant="primary" loading={plan.isGiven} onClick={() => plan.give(undefined)}>
                  {say('campaigns.plan')}
                </Button>
              </SpaceBetween>
            )
          }
        >
          {campaign.name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {!isEditable && <Alert type="info">{say('campaigns.more')}</Alert>}
        <CampaignForecast campaign={campaign} />
        <MemberPreview campaign={campaign} />
        <Container header={<Header variant="h2">{say('nav.runs')}</Header>}>
          <Asked query={runs}>
            {({ items }) =>
              items.length === 0 ? (
                <Nothing title={say('campaigns.noRuns')} />
              ) : (
                <ul className="plain-list">
                  {items.map(({ id, phase, createdAt }) => (
                    <li key={id}>
                      <PhaseLabel phase={phase} /> <a href={paths.run(id)}>{dayTime(createdAt, language)}</a>
                    </li>
                  ))}
                </ul>
              )
            }
          </Asked>
        </Container>
      </SpaceBetween>
    </ContentLayout>
  );
}
