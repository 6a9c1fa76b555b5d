import Container from '@cloudscape-design/components/container';
import DateInput from '@cloudscape-design/components/date-input';
import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import TimeInput from '@cloudscape-design/components/time-input';
import type { JSX } from 'react';
import { AmountField } from '../../parts/amount-field.tsx';
import { useSay } from '../../words/say.ts';
import { DAYS, SCHEDULES, type CampaignDraft } from './campaign-draft.ts';
import type { WizardStep } from './wizard-step.ts';

/** When it runs, by the clocks of Korea, whatever those of the browser show. */
export function WhenStep({ draft, change, missing }: WizardStep): JSX.Element {
  const say = useSay();
  const days = DAYS.map((value) => ({ value, label: say(`day.${value}`) }));
  return (
    <Container>
      <SpaceBetween size="m">
        <FormField label={say('campaigns.when')}>
          <RadioGroup
            value={draft.schedule}
            items={SCHEDULES.map((value) => ({ value, label: say(`when.${value}`) }))}
            onChange={({ detail }) =>
              change({ schedule: SCHEDULES.find((one) => one === detail.value) ?? draft.schedule })
            }
          />
        </FormField>
        {draft.schedule === 'AT' && (
          <FormField
            label={say('when.day')}
            constraintText={say('when.dayHow')}
            errorText={missing.has('day') ? say('missing.day') : undefined}
          >
            <DateInput
              value={draft.day}
              format="iso"
              inputFormat="iso"
              placeholder={say('when.dayFormat')}
              onChange={({ detail }) => change({ day: detail.value })}
            />
          </FormField>
        )}
        {draft.schedule === 'WEEKLY' && (
          <FormField label={say('when.days')} errorText={missing.has('days') ? say('missing.days') : undefined}>
            <Multiselect
              options={days}
              selectedOptions={days.filter(({ value }) => draft.days.includes(value))}
              onChange={({ detail }) =>
                change({ days: DAYS.filter((one) => detail.selectedOptions.some(({ value }) => value === one)) })
              }
            />
          </FormField>
        )}
        {draft.schedule === 'MONTHLY' && (
          <AmountField
            label={say('when.dayOfMonth')}
            description={missing.has('dayOfMonth') ? say('missing.dayOfMonth') : say('when.dayOfMonthHow')}
            value={draft.dayOfMonth}
            change={(dayOfMonth) => change({ dayOfMonth })}
          />
        )}
        {draft.schedule === 'EVENT' && <ByEvent draft={draft} change={change} missing={missing} />}
        {draft.schedule !== 'NOW' && draft.schedule !== 'EVENT' && (
          <FormField
            label={say('when.time')}
            constraintText={say('when.timeHow')}
            errorText={missing.has('time') ? say('missing.time') : undefined}
          >
            <TimeInput
              value={draft.time}
              format="hh:mm"
              placeholder={say('when.timeFormat')}
              onChange={({ detail }) => change({ time: detail.value })}
            />
          </FormField>
        )}
      </SpaceBetween>
    </Container>
  );
}

const ENTRIES = ['ONCE', 'ONCE_IN_DAYS', 'EVERY_TIME'] as const satisfies readonly CampaignDraft['entry'][];

/** What has to happen to somebody, how often that counts, and how long after it they hear of it. */
function ByEvent({ draft, change, missing }: WizardStep): JSX.Element {
  const say = useSay();
  const entries = ENTRIES.map((value) => ({ value, label: say(`entry.${value}`) }));
  return (
    <SpaceBetween size="m">
      <FormField
        label={say('when.event')}
        description={say('when.eventHow')}
        errorText={missing.has('event') ? say('missing.event') : undefined}
      >
        <Input value={draft.event} spellcheck={false} onChange={({ detail }) => change({ event: detail.value })} />
      </FormField>
      <FormField label={say('when.entry')}>
        <Select
          options={entries}
          selectedOption={entries.find(({ value }) => value === draft.entry) ?? null}
          onChange={({ detail }) =>
            change({ entry: ENTRIES.find((one) => one === detail.selectedOption.value) ?? draft.entry })
          }
        />
      </FormField>
      {draft.entry === 'ONCE_IN_DAYS' && (
        <AmountField
          label={say('when.entryDays')}
          value={draft.entryDays}
          change={(entryDays) => change({ entryDays })}
        />
      )}
      <AmountField
        label={say('when.delay')}
        description={say('when.delayHow')}
        value={draft.delayMinutes}
        change={(delayMinutes) => change({ delayMinutes })}
      />
    </SpaceBetween>
  );
}
