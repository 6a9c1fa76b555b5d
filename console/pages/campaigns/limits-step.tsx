import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TimeInput from '@cloudscape-design/components/time-input';
import type { JSX } from 'react';
import { AmountField } from '../../parts/amount-field.tsx';
import { useSay } from '../../words/say.ts';
import type { CampaignDraft } from './campaign-draft.ts';
import type { WizardStep } from './wizard-step.ts';

const LIMITS = [
  'budgetKrw',
  'messagesPerSecond',
  'dailyCap',
  'totalCap',
] as const satisfies readonly (keyof CampaignDraft)[];
const CLOSED = ['SKIP', 'HOLD'] as const satisfies readonly CampaignDraft['whenClosed'][];

/** What a run may cost, how fast it may be, when and how often somebody may hear of it, and when it has succeeded. */
export function LimitsStep({ draft, change, missing }: WizardStep): JSX.Element {
  const say = useSay();
  return (
    <SpaceBetween size="m">
      <Container header={<Header variant="h2">{say('limits.title')}</Header>}>
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
      <Container
        header={
          <Header variant="h2" description={say('quiet.how')}>
            {say('quiet.title')}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {(['quietStart', 'quietEnd'] as const).map((name) => (
            <FormField
              key={name}
              label={say(`quiet.${name}`)}
              constraintText={say('when.timeHow')}
              errorText={missing.has('quiet') && name === 'quietEnd' ? say('missing.quiet') : undefined}
            >
              <TimeInput
                value={draft[name]}
                format="hh:mm"
                placeholder={say('amount.none')}
                onChange={({ detail }) => change({ [name]: detail.value })}
              />
            </FormField>
          ))}
          <FormField label={say('quiet.whenClosed')}>
            <RadioGroup
              value={draft.whenClosed}
              items={CLOSED.map((value) => ({ value, label: say(`quiet.${value}`) }))}
              onChange={({ detail }) => change({ whenClosed: detail.value === 'HOLD' ? 'HOLD' : 'SKIP' })}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">{say('goal.title')}</Header>}>
        <SpaceBetween size="m">
          <AmountField
            label={say('limit.goalDays')}
            description={say('limit.goalDays.how')}
            value={draft.goalDays}
            change={(goalDays) => change({ goalDays })}
          />
          {draft.goalDays !== null && (
            <FormField label={say('goal.event')} description={say('goal.eventHow')}>
              <Input
                value={draft.goalEvent}
                spellcheck={false}
                onChange={({ detail }) => change({ goalEvent: detail.value })}
              />
            </FormField>
          )}
          <Checkbox
            checked={draft.resendInDoubt}
            description={say('doubt.how')}
            onChange={({ detail }) => change({ resendInDoubt: detail.checked })}
          >
            {say('doubt.resend')}
          </Checkbox>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
