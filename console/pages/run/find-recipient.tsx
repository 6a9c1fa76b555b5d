import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import type { RunSearch } from './run-search.ts';
import type { WaveState } from './run-state.ts';

/** Why one customer got it, or did not. */
export function FindRecipient({
  wave,
  who,
  look,
}: {
  readonly wave: WaveState;
  readonly who: string | undefined;
  readonly look: (changed: RunSearch) => void;
}): JSX.Element {
  const say = useSay();
  const [typed, setTyped] = useState(who ?? '');
  // Going back shows who was asked about then.
  useEffect(() => setTyped(who ?? ''), [who]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const customer = typed.trim();
    look({ who: customer === '' ? undefined : customer });
  };
  return (
    <SpaceBetween size="m">
      <form onSubmit={submit}>
        <FormField label={say('find.label')} description={say('find.how')}>
          <div className="find-field">
            <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} spellcheck={false} />
            <Button formAction="submit">{say('find.button')}</Button>
          </div>
        </FormField>
      </form>
      {who !== undefined && <Explanation wave={wave} who={who} />}
    </SpaceBetween>
  );
}

function Explanation({ wave, who }: { readonly wave: WaveState; readonly who: string }): JSX.Element {
  const say = useSay();
  const explained = useQuery({
    queryKey: ['explain', wave.jobId, wave.phase, who],
    queryFn: () => askFor('explainRecipient', { jobId: wave.jobId, customerId: who }),
  });
  return (
    <Asked query={explained}>
      {({ outcome, reason, status, code, channel, rule, sincePlan, message }) => (
        <Alert
          type={reason == null ? 'info' : 'warning'}
          header={
            reason != null
              ? say('find.out', { who, reason: say(`reason.${reason}`) })
              : say(`find.${outcome}`, { who, status: status == null ? '' : say(`status.${status}`) })
          }
        >
          <SpaceBetween size="xxs">
            {channel != null && <span>{say(`channel.${channel}`)}</span>}
            {status != null && reason != null && <span>{say(`status.${status}`)}</span>}
            {rule != null && <span>{say('find.rule', { rule })}</span>}
            {sincePlan != null && <span>{say('find.since', { change: sincePlan })}</span>}
            <Box variant="small" color="inherit">
              {code == null ? message : `${message} (${code})`}
            </Box>
            <AsOf at={explained.dataUpdatedAt} />
          </SpaceBetween>
        </Alert>
      )}
    </Asked>
  );
}
