import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useNotices } from '../../app/notices.tsx';
import { useOrder } from '../../ask/use-order.ts';
import { Asked } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { readFaultPlan, replaceFaultPlan } from './sandbox-control.ts';

/** What providers are often asked to do wrong. */
const READY = [
  { word: 'fault.none', rules: [] },
  { word: 'fault.failing', rules: [{ kind: 'recipient', ratio: 0.1, outcome: 'PERMANENT_FAILURE' }] },
  { word: 'fault.throttling', rules: [{ kind: 'rate-limit', of: 'calls', perSecond: 1 }] },
  { word: 'fault.slow', rules: [{ kind: 'call', effect: { type: 'latency', ms: 2_000 } }] },
  {
    word: 'fault.doubt',
    rules: [{ kind: 'call', calls: { every: 3 }, effect: { type: 'time-out-after-acceptance' } }],
  },
] as const;

/** The plan of faults: one of a few, or written by hand. */
export function FaultPlanPane(): JSX.Element {
  const say = useSay();
  const plan = useQuery({ queryKey: ['faultPlan'], queryFn: readFaultPlan, staleTime: 0 });
  return (
    <Container
      header={
        <Header variant="h2" description={say('fault.how')}>
          {say('fault.title')}
        </Header>
      }
    >
      <Asked query={plan}>{(stored) => <Plan key={stored} stored={stored} />}</Asked>
    </Container>
  );
}

function Plan({ stored }: { readonly stored: string }): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(stored);
  const put = useOrder(replaceFaultPlan, async () => {
    notices.done(say('fault.done'));
    await queries.invalidateQueries({ queryKey: ['faultPlan'] });
  });
  return (
    <SpaceBetween size="m">
      <SpaceBetween size="xs" direction="horizontal">
        {READY.map(({ word, rules }) => (
          <Button key={word} disabled={put.isGiven} onClick={() => put.give(JSON.stringify({ rules }))}>
            {say(word)}
          </Button>
        ))}
      </SpaceBetween>
      <div className="fault-plan">
        <FormField label={say('fault.plan')}>
          <Textarea rows={10} spellcheck={false} value={typed} onChange={({ detail }) => setTyped(detail.value)} />
        </FormField>
      </div>
      <Button loading={put.isGiven} onClick={() => put.give(typed)}>
        {say('fault.apply')}
      </Button>
    </SpaceBetween>
  );
}
