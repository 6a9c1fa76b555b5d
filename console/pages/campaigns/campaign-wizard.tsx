import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Wizard from '@cloudscape-design/components/wizard';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { DraftNote } from '../../parts/draft-note.tsx';
import { useDraft } from '../../session/use-draft.ts';
import { useSay } from '../../words/say.ts';
import { isCampaignDraft, lacks, variablesOf, type CampaignDraft } from './campaign-draft.ts';
import { LimitsStep } from './limits-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { WhatStep } from './what-step.tsx';
import { WhenStep } from './when-step.tsx';
import { WhoStep } from './who-step.tsx';
import type { WizardStep } from './wizard-step.ts';

const PAGES = ['who', 'what', 'when', 'limits', 'review'] as const;

/** Who, what, when, within which limits; then it is saved, and what it would do is looked at. Nothing is sent by it. */
export function CampaignWizard({
  campaignId,
  saved,
}: {
  readonly campaignId: string | null;
  readonly saved: CampaignDraft;
}): JSX.Element {
  const say = useSay();
  const queries = useQueryClient();
  const [page, setPage] = useState(0);
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const draft = useDraft(`campaign.${campaignId ?? 'new'}`, saved, isCampaignDraft);
  const save = useOrder(
    () => askFor('saveCampaign', variablesOf(draft.value, campaignId)),
    async ({ id }) => {
      draft.forget(draft.value);
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      await queries.invalidateQueries({ queryKey: ['campaign', id] });
      location.hash = paths.campaign(id);
    },
  );
  const step: WizardStep = { draft: draft.value, change: draft.change, missing };
  const contents = {
    who: <WhoStep {...step} />,
    what: <WhatStep {...step} />,
    when: <WhenStep {...step} />,
    limits: <LimitsStep {...step} />,
    review: <ReviewStep draft={draft.value} />,
  };
  return (
    <ContentLayout
      header={<Header variant="h1">{draft.value.name === '' ? say('campaigns.new') : draft.value.name}</Header>}
    >
      <SpaceBetween size="s">
        <DraftNote changedAt={draft.changedAt} throwAway={() => draft.forget()} />
        <Wizard
          activeStepIndex={page}
          isLoadingNextStep={save.isGiven}
          i18nStrings={{
            stepNumberLabel: (number) => say('wizard.step', { number }),
            collapsedStepsLabel: (number, count) => say('wizard.stepOf', { number, count }),
          }}
          submitButtonText={say('wizard.save')}
          onNavigate={({ detail }) => {
            const isForward = detail.requestedStepIndex > page;
            const found = isForward ? lacks(draft.value, page) : [];
            setMissing(new Set(found));
            if (found.length === 0) setPage(detail.requestedStepIndex);
          }}
          onCancel={() => {
            location.hash = campaignId === null ? paths.campaigns : paths.campaign(campaignId);
          }}
          onSubmit={() => save.give(undefined)}
          steps={PAGES.map((name) => ({
            title: say(`wizard.${name}`),
            description: say(`wizard.${name}How`),
            content: contents[name],
          }))}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}
