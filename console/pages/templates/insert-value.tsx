import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { percent } from '../../format/numbers.ts';
import { useSay } from '../../words/say.ts';
import { HELPER_EXAMPLES } from './helper-examples.ts';
import { knownValues } from './known-values.ts';

/** Values that customers really have, with how many do, and helpers around them; what is chosen goes to the cursor. */
export function InsertValue({ insert }: { readonly insert: (text: string) => void }): JSX.Element {
  const say = useSay();
  const known = useQuery({ queryKey: ['knownValues'], queryFn: knownValues, staleTime: 300_000 });
  const values = (known.data?.values ?? []).map(({ path, people }) => ({
    value: path,
    label: path,
    description: say('insert.people', { share: percent(people, known.data?.looked ?? 0) }),
  }));
  const helpers = HELPER_EXAMPLES.map(([name, text]) => ({ value: text, label: name, description: text }));
  return (
    <ExpandableSection headerText={say('insert.title')} headerDescription={say('insert.how')}>
      <SpaceBetween size="s">
        <FormField label={say('insert.variable')}>
          <Select
            filteringType="auto"
            statusType={known.isPending ? 'loading' : 'finished'}
            placeholder={say('choose')}
            empty={say('insert.none')}
            options={values}
            selectedOption={null}
            onChange={({ detail }) => insert(`{{${detail.selectedOption.value ?? ''}}}`)}
          />
        </FormField>
        <FormField label={say('insert.helper')}>
          <Select
            filteringType="auto"
            placeholder={say('choose')}
            options={helpers}
            selectedOption={null}
            onChange={({ detail }) => insert(detail.selectedOption.value ?? '')}
          />
        </FormField>
      </SpaceBetween>
    </ExpandableSection>
  );
}
