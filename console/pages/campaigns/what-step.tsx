import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { GOES_ON } from '../../../src/domain/campaign/goes-on.ts';
import { AmountField } from '../../parts/amount-field.tsx';
import { useSay } from '../../words/say.ts';
import { CHANNELS, CLASSES } from '../templates/template-draft.ts';
import { templatesQuery } from '../templates/templates-query.ts';
import type { TemplateChannel } from '../../../src/client/index.ts';
import { withChannel, withClass, withoutStep, type StepDraft } from './campaign-draft.ts';
import { Treatments } from './treatments.tsx';
import type { WizardStep } from './wizard-step.ts';

const NEXT: StepDraft = { channel: 'EMAIL', templateId: '', waitMinutes: 60 * 24, goesOn: ['NOT_OPENED'] };

/** The messages, as a list of cards: each on its channel, and after which wait for whom of those before. */
export function WhatStep({ draft, change, missing }: WizardStep): JSX.Element {
  const say = useSay();
  const { steps } = draft;
  const classes = CLASSES.map((value) => ({ value, label: say(`class.${value}`) }));
  return (
    <SpaceBetween size="m">
      <Container>
        <FormField label={say('class')} description={say('templates.classHow')}>
          <Select
            options={classes}
            selectedOption={classes.find(({ value }) => value === draft.messageClass) ?? null}
            onChange={({ detail }) =>
              change(withClass(draft, CLASSES.find((one) => one === detail.selectedOption.value) ?? 'AD'))
            }
          />
        </FormField>
      </Container>
      {steps.map((step, index) => (
        <StepCard
          key={index}
          step={step}
          number={index + 1}
          messageClass={draft.messageClass}
          isMissing={missing.has('template') && step.templateId === ''}
          change={(changed) => change({ steps: steps.map((one, at) => (at === index ? changed : one)) })}
          changeChannel={(channel) => change(withChannel(draft, index, channel))}
          {...(index === 0 ? {} : { remove: () => change(withoutStep(draft, index)) })}
        />
      ))}
      <Button onClick={() => change({ steps: [...steps, NEXT] })}>{say('steps.add')}</Button>
      <Treatments draft={draft} change={change} isMissing={missing.has('treatments')} />
    </SpaceBetween>
  );
}

function StepCard({
  step,
  number,
  messageClass,
  isMissing,
  change,
  changeChannel,
  remove,
}: {
  readonly step: StepDraft;
  readonly number: number;
  readonly messageClass: WizardStep['draft']['messageClass'];
  readonly isMissing: boolean;
  readonly change: (step: StepDraft) => void;
  readonly changeChannel: (channel: TemplateChannel) => void;
  readonly remove?: () => void;
}): JSX.Element {
  const say = useSay();
  const templates = useQuery(templatesQuery);
  const channels = CHANNELS.map((value) => ({ value, label: say(`channel.${value}`) }));
  const options = (templates.data?.rows ?? [])
    .filter((one) => one.channel === step.channel && one.messageClass === messageClass)
    .map(({ id, name }) => ({ value: id, label: name }));
  const conditions = GOES_ON.map((value) => ({ value, label: say(`goesOn.${value}`) }));
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={remove !== undefined && <Button onClick={remove}>{say('steps.remove', { number })}</Button>}
        >
          {say('steps.number', { number })}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label={say('channel')}>
          <Select
            options={channels}
            selectedOption={channels.find(({ value }) => value === step.channel) ?? null}
            onChange={({ detail }) =>
              changeChannel(CHANNELS.find((one) => one === detail.selectedOption.value) ?? step.channel)
            }
          />
        </FormField>
        <FormField label={say('template')} errorText={isMissing ? say('missing.template') : undefined}>
          <Select
            filteringType="auto"
            statusType={templates.isPending ? 'loading' : 'finished'}
            placeholder={say('choose')}
            empty={say('steps.noTemplate')}
            options={options}
            selectedOption={options.find(({ value }) => value === step.templateId) ?? null}
            onChange={({ detail }) => change({ ...step, templateId: detail.selectedOption.value ?? '' })}
          />
        </FormField>
        {number > 1 && (
          <>
            <AmountField
              label={say('steps.wait')}
              description={say('steps.waitHow')}
              value={step.waitMinutes}
              change={(waitMinutes) => change({ ...step, waitMinutes })}
            />
            {step.waitMinutes !== null && (
              <FormField label={say('steps.goesOn')}>
                <Multiselect
                  options={conditions}
                  placeholder={say('steps.everybody')}
                  selectedOptions={conditions.filter(({ value }) => step.goesOn.includes(value))}
                  onChange={({ detail }) =>
                    change({
                      ...step,
                      goesOn: GOES_ON.filter((one) => detail.selectedOptions.some(({ value }) => value === one)),
                    })
                  }
                />
              </FormField>
            )}
          </>
        )}
      </SpaceBetween>
    </Container>
  );
}
