import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { segmentsQuery } from '../segments/segments-query.ts';
import { useSay } from '../../words/say.ts';
import { ColumnTable } from './column-table.tsx';
import type { Choice } from './read-choice.ts';

/** A file that was chosen: how it was read, what its columns mean, the list that its people are put on. */
export function ChosenColumns({
  choice,
  meanings,
  change,
  segment,
  chooseSegment,
  isSending,
  send,
}: {
  readonly choice: Choice;
  readonly meanings: Readonly<Record<string, string>>;
  readonly change: (title: string, meaning: string) => void;
  readonly segment: string;
  readonly chooseSegment: (id: string) => void;
  readonly isSending: boolean;
  readonly send: () => void;
}): JSX.Element {
  const say = useSay();
  const segments = useQuery(segmentsQuery);
  const lists = [
    { value: '', label: say('import.noList') },
    ...(segments.data?.rows ?? [])
      .filter(({ type }) => type === 'IMPORTED')
      .map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <SpaceBetween size="m">
      <StatusIndicator type="success">
        {say('import.is', { format: choice.inspected.format.toUpperCase(), encoding: choice.inspected.encoding })}
      </StatusIndicator>
      {choice.table !== null ? (
        <ColumnTable table={choice.table} meanings={meanings} change={change} />
      ) : (
        <pre className="import-objects">{choice.objects.join('\n')}</pre>
      )}
      <FormField label={say('import.list')} description={say('import.listHow')}>
        <Select
          options={lists}
          selectedOption={lists.find(({ value }) => value === segment) ?? lists[0] ?? null}
          onChange={({ detail }) => chooseSegment(detail.selectedOption.value ?? '')}
        />
      </FormField>
      <Button variant="primary" loading={isSending} onClick={send}>
        {say('import.send')}
      </Button>
    </SpaceBetween>
  );
}
