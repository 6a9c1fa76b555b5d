import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { JSX } from 'react';
import { AmountField } from '../../parts/amount-field.tsx';
import { useSay } from '../../words/say.ts';
import type { CampaignDraft } from './campaign-draft.ts';
import type { WizardStep } from './campaign-wizard.tsx';

const LIMITS = [
  'budgetKrw',
  'messagesPerSecond',
  'dailyCap',
  'goalDays',
] as const satisfies readonly (keyof CampaignDraft)[];

/** What a run may cost, how fast it may be, how often somebody may hear of it, and when it has succeeded. */
export function LimitsStep({ draft, change }: WizardStep): JSX.Element {
  const say = useSay();
  return (
    <Container>
      <SpaceBetween size="m">
        {LIMITS.map((name) => (
          <AmountField
            key={name}
            label={say(`limit.${name}`)}
            description={say(`limit.${name}.how`)}
            value={draft[name]}
            change={(value) => change({ [name]: value })}
          />
        ))}
      </SpaceBetween>
    </Container>
  );
}
