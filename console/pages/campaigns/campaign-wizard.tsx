import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Wizard from '@cloudscape-design/components/wizard';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { goOn } from '../../app/go-on.ts';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { DraftNote } from '../../parts/draft-note.tsx';
import { Overtaken } from '../../parts/overtaken.tsx';
import { stopsAtWrongAmount, WrongAmountsContext, type WrongAmounts } from '../../parts/wrong-amounts.ts';
import { useKeyOfNew } from '../../session/use-key-of-new.ts';
import { useDraft, type Saved } from '../../session/use-draft.ts';
import { useNewer } from '../../session/use-newer.ts';
import { useSay } from '../../words/say.ts';
import { draftOfCampaign, isCampaignDraft, lacks, variablesOf, type CampaignDraft } from './campaign-draft.ts';
import { LimitsStep } from './limits-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { differingIn } from './summary-of.ts';
import { useNameOf } from './use-name-of.ts';
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
  readonly saved: Saved<CampaignDraft>;
}): JSX.Element {
  const say = useSay();
  const queries = useQueryClient();
  const [page, setPage] = useState(0);
  const [thrownAway, setThrownAway] = useState(0);
  const [wrong] = useState<WrongAmounts>(() => new Map());
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const draft = useDraft(`campaign.${campaignId ?? 'new'}`, saved, isCampaignDraft);
  const others = useNewer(draft);
  const nameOf = useNameOf();
  const key = useKeyOfNew(campaignId === null);
  const save = useOrder(
    async () => {
      if (campaignId !== null) {
        const theirs = await askFor('getCampaign', { id: campaignId });
        const other = {
          value: draftOfCampaign(theirs) ?? saved.value,
          revision: Date.parse(theirs.updatedAt),
        };
        if (others.isOvertakenBy(other)) return { kind: 'NEWER' as const, saved: other };
      }
      const written = { ...variablesOf(draft.value, campaignId), ...key };
      return { kind: 'SAVED' as const, campaign: await askFor('saveCampaign', written) };
    },
    async (answer) => {
      if (answer.kind === 'NEWER') {
        others.tell(answer.saved);
        return queries.invalidateQueries({ queryKey: ['campaign', campaignId] });
      }
      const { id, updatedAt } = answer.campaign;
      others.forget();
      draft.forget({ value: draft.value, revision: Date.parse(updatedAt) });
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      await queries.invalidateQueries({ queryKey: ['campaign', id] });
      goOn(paths.campaignEdit(campaignId ?? 'new'), paths.campaign(id));
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
        <DraftNote
          changedAt={draft.changedAt}
          throwAway={() => {
            draft.forget();
            others.forget();
            setThrownAway((times) => times + 1);
          }}
        />
        {others.newer !== null && (
          <Overtaken
            differing={differingIn(draft.value, others.newer.value, say, nameOf)}
            keep={others.keep}
            take={() => {
              others.take();
              setThrownAway((times) => times + 1);
            }}
          />
        )}
        <Wizard
          activeStepIndex={page}
          isLoadingNextStep={save.isGiven}
          i18nStrings={{
            stepNumberLabel: (number) => say('wizard.step', { number }),
            collapsedStepsLabel: (number, count) => say('wizard.stepOf', { number, count }),
          }}
          submitButtonText={say('wizard.save')}
          onNavigate={({ detail }) => {
            if (stopsAtWrongAmount(wrong)) return;
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
            // Fields keep what is typed in them, also what is no number: they begin anew without the draft.
            content: (
              <WrongAmountsContext key={thrownAway} value={wrong}>
                {contents[name]}
              </WrongAmountsContext>
            ),
          }))}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}
