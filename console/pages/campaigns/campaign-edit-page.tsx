import Alert from '@cloudscape-design/components/alert';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { useSay } from '../../words/say.ts';
import { draftOfCampaign, EMPTY_CAMPAIGN } from './campaign-draft.ts';
import { CampaignWizard } from './campaign-wizard.tsx';

const route = getRouteApi('/campaigns/$campaignId/edit');

/** The wizard of one campaign; `new` is one that is not saved yet. */
export function CampaignEditPage(): JSX.Element {
  const { mayWrite } = usePerson();
  const { campaignId } = route.useParams();
  // Whoever may save none is not led through five steps to be told so at the last.
  if (!mayWrite) return <MayNot />;
  return campaignId === 'new' ? (
    <CampaignWizard key="new" campaignId={null} saved={{ value: EMPTY_CAMPAIGN, revision: 0 }} />
  ) : (
    <Stored key={campaignId} campaignId={campaignId} />
  );
}

function Stored({ campaignId }: { readonly campaignId: string }): JSX.Element {
  const say = useSay();
  const campaign = useQuery({
    queryKey: ['campaign', campaignId],
    queryFn: () => askFor('getCampaign', { id: campaignId }),
  });
  return (
    <Asked query={campaign}>
      {(stored) => {
        const draft = draftOfCampaign(stored);
        return draft === null ? (
          <Alert type="info">{say('campaigns.more')}</Alert>
        ) : (
          <CampaignWizard campaignId={campaignId} saved={{ value: draft, revision: Date.parse(stored.updatedAt) }} />
        );
      }}
    </Asked>
  );
}
