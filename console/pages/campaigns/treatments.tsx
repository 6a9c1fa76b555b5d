import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { AmountField } from '../../parts/amount-field.tsx';
import { useSay } from '../../words/say.ts';
import { templatesQuery } from '../templates/templates-query.ts';
import type { CampaignDraft, TreatmentDraft } from './campaign-draft.ts';

const MOST = 5;
const LETTERS = ['A', 'B', 'C', 'D', 'E'];

/** Variants of the words for shares of the customers, each with templates of its own where it differs. */
export function Treatments({
  draft,
  change,
  isMissing,
}: {
  readonly draft: CampaignDraft;
  readonly change: (changed: Partial<CampaignDraft>) => void;
  readonly isMissing: boolean;
}): JSX.Element {
  const say = useSay();
  const { treatments } = draft;
  const replace = (index: number, treatment: TreatmentDraft): void =>
    change({ treatments: treatments.map((one, at) => (at === index ? treatment : one)) });
  const add = (): void => {
    const names = treatments.length === 0 ? LETTERS.slice(0, 2) : [LETTERS[treatments.length] ?? ''];
    const share = treatments.length === 0 ? 50 : null;
    change({ treatments: [...treatments, ...names.map((name) => ({ name, sharePercent: share, templates: {} }))] });
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={say('treatments.how')}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              {treatments.length > 0 && (
                <Button onClick={() => change({ treatments: treatments.length > 2 ? treatments.slice(0, -1) : [] })}>
                  {say('treatments.remove')}
                </Button>
              )}
              <Button disabled={treatments.length >= MOST} onClick={add}>
                {say('treatments.add')}
              </Button>
            </SpaceBetween>
          }
        >
          {say('treatments.title')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {treatments.length === 0 && <Box color="text-body-secondary">{say('treatments.none')}</Box>}
        {isMissing && <FormField errorText={say('treatments.wrong')} />}
        {treatments.map((treatment, index) => (
          <TreatmentFields
            key={index}
            draft={draft}
            treatment={treatment}
            number={index + 1}
            change={(changed) => replace(index, changed)}
          />
        ))}
      </SpaceBetween>
    </Container>
  );
}

function TreatmentFields({
  draft,
  treatment,
  number,
  change,
}: {
  readonly draft: CampaignDraft;
  readonly treatment: TreatmentDraft;
  readonly number: number;
  readonly change: (treatment: TreatmentDraft) => void;
}): JSX.Element {
  const say = useSay();
  const templates = useQuery(templatesQuery);
  return (
    <div role="group" aria-label={say('treatments.number', { name: treatment.name })} className="treatment">
      <FormField label={say('treatments.name', { number })}>
        <Input value={treatment.name} onChange={({ detail }) => change({ ...treatment, name: detail.value })} />
      </FormField>
      <AmountField
        label={say('treatments.share', { number })}
        value={treatment.sharePercent}
        change={(sharePercent) => change({ ...treatment, sharePercent })}
      />
      {draft.steps.map((step, index) => {
        const options = [
          { value: '', label: say('treatments.same') },
          ...(templates.data?.rows ?? [])
            .filter((one) => one.channel === step.channel && one.messageClass === draft.messageClass)
            .map(({ id, name }) => ({ value: id, label: name })),
        ];
        return (
          <FormField key={index} label={say('treatments.template', { number, step: index + 1 })}>
            <Select
              filteringType="auto"
              options={options}
              selectedOption={options.find(({ value }) => value === (treatment.templates[index] ?? '')) ?? null}
              onChange={({ detail }) =>
                change({
                  ...treatment,
                  templates: { ...treatment.templates, [index]: detail.selectedOption.value ?? '' },
                })
              }
            />
          </FormField>
        );
      })}
    </div>
  );
}
