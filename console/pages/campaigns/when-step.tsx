import Container from '@cloudscape-design/components/container';
import DateInput from '@cloudscape-design/components/date-input';
import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TimeInput from '@cloudscape-design/components/time-input';
import type { JSX } from 'react';
import { useSay } from '../../words/say.ts';
import { DAYS, SCHEDULES } from './campaign-draft.ts';
import type { WizardStep } from './campaign-wizard.tsx';

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
        {draft.schedule !== 'NOW' && (
          <FormField label={say('when.time')} constraintText={say('when.timeHow')}>
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
