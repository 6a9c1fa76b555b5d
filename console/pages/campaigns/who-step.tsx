import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { AmountField } from '../../parts/amount-field.tsx';
import { useSay } from '../../words/say.ts';
import { EstimatePane } from '../segments/estimate-pane.tsx';
import { segmentsQuery } from '../segments/segments-query.ts';
import type { WizardStep } from './wizard-step.ts';

/** Its name, its people, and those who are kept out to measure against. */
export function WhoStep({ draft, change, missing }: WizardStep): JSX.Element {
  const say = useSay();
  const segments = useQuery(segmentsQuery);
  const rows = segments.data?.rows ?? [];
  const options = rows.map(({ id, name }) => ({ value: id, label: name }));
  const chosen = rows.find(({ id }) => id === draft.segmentId);
  return (
    <SpaceBetween size="m">
      <Container>
        <SpaceBetween size="m">
          <FormField label={say('name')} errorText={missing.has('name') ? say('missing.name') : undefined}>
            <Input value={draft.name} onChange={({ detail }) => change({ name: detail.value })} />
          </FormField>
          <FormField label={say('segment')} errorText={missing.has('segmentId') ? say('missing.segment') : undefined}>
            <Select
              filteringType="auto"
              statusType={segments.isPending ? 'loading' : 'finished'}
              placeholder={say('choose')}
              empty={say('segments.noneHow')}
              options={options}
              selectedOption={options.find(({ value }) => value === draft.segmentId) ?? null}
              onChange={({ detail }) => change({ segmentId: detail.selectedOption.value ?? '' })}
            />
          </FormField>
          <AmountField
            label={say('holdout')}
            description={say('holdout.how')}
            value={draft.holdoutPercent}
            change={(holdoutPercent) => change({ holdoutPercent })}
          />
        </SpaceBetween>
      </Container>
      {chosen?.type === 'DYNAMIC' && <EstimatePane definition={chosen.definition} />}
    </SpaceBetween>
  );
}
