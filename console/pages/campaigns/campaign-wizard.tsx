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
import { isSameDraft, useDraft, type Saved } from '../../session/use-draft.ts';
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
  const [newer, setNewer] = useState<Saved<CampaignDraft> | null>(null);
  // Of what somebody else has saved since, this has been seen and is written over.
  const [passed, setPassed] = useState<number | null>(null);
  const nameOf = useNameOf();
  const key = useKeyOfNew(campaignId === null);
  const save = useOrder(
    async () => {
      if (campaignId !== null) {
        const theirs = await askFor('getCampaign', { id: campaignId });
        const revision = Date.parse(theirs.updatedAt);
        const value = draftOfCampaign(theirs) ?? saved.value;
        // What says the same was saved from here, and the answer was lost.
        if (revision !== draft.revision && revision !== passed && !isSameDraft(value, draft.value))
          return { kind: 'NEWER' as const, saved: { value, revision } };
      }
      const written = { ...variablesOf(draft.value, campaignId), ...key };
      return { kind: 'SAVED' as const, campaign: await askFor('saveCampaign', written) };
    },
    async (answer) => {
      if (answer.kind === 'NEWER') {
        setNewer(answer.saved);
        return queries.invalidateQueries({ queryKey: ['campaign', campaignId] });
      }
      const { id, updatedAt } = answer.campaign;
      setNewer(null);
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
            setNewer(null);
            setThrownAway((times) => times + 1);
          }}
        />
        {newer !== null && (
          <Overtaken
            differing={differingIn(draft.value, newer.value, say, nameOf)}
            keep={() => {
              setPassed(newer.revision);
              setNewer(null);
            }}
            take={() => {
              draft.forget(newer);
              setThrownAway((times) => times + 1);
              setNewer(null);
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
