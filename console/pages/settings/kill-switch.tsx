import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { useNotices } from '../../app/notices.tsx';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { count } from '../../format/numbers.ts';
import { ConfirmOrder } from '../../parts/confirm-order.tsx';
import { settledOf } from '../../parts/outcome-bar.tsx';
import { useSay } from '../../words/say.ts';
import { openJobs } from '../home/open-jobs.ts';

/** Stops all sending, naming what it stops; and lets it go on. */
export function KillSwitch({
  settings,
  isAdmin,
}: {
  readonly settings: Answer<'deliverySettings'>;
  readonly isAdmin: boolean;
}): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const [isAsked, setIsAsked] = useState(false);
  const [reason, setReason] = useState('');
  const jobs = useQuery({ queryKey: ['runs', 'open'], queryFn: openJobs, enabled: isAsked });
  const { isStopped } = settings;
  const order = useOrder(
    (stops: boolean) => askFor('saveDeliverySettings', { isStopped: stops, reason: stops ? reason.trim() : '' }),
    async (saved) => {
      setIsAsked(false);
      notices.done(say(saved.isStopped ? 'kill.stopped' : 'kill.goesOn'));
      await queries.invalidateQueries({ queryKey: ['deliverySettings'] });
    },
  );
  const sending = jobs.data?.jobs.filter(({ phase }) => phase === 'SENDING') ?? [];
  const names = sending.map(({ campaignName, id }) => campaignName ?? id).join(', ');
  const left = sending.reduce((sum, job) => sum + Math.max(0, job.included - settledOf(job)), 0);
  const text =
    jobs.data === undefined
      ? say('loading')
      : sending.length === 0
        ? say(isStopped ? 'kill.resume.nothing' : 'kill.stop.nothing')
        : say(isStopped ? 'kill.resume.text' : 'kill.stop.text', {
            count: count(sending.length),
            names,
            people: count(left),
          });
  return (
    <SpaceBetween size="s">
      <StatusIndicator type={isStopped ? 'error' : 'success'}>
        {say(isStopped ? 'stopped.title' : 'kill.running')}
      </StatusIndicator>
      {isStopped && settings.reason !== '' && <span>{settings.reason}</span>}
      {isAdmin && !isStopped && (
        <FormField label={say('kill.reason')} description={say('kill.reasonHow')}>
          <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
        </FormField>
      )}
      {isAdmin && (
        <Button variant={isStopped ? 'primary' : 'normal'} onClick={() => setIsAsked(true)}>
          {say(isStopped ? 'kill.resume' : 'kill.stop')}
        </Button>
      )}
      {isAsked && (
        <ConfirmOrder
          title={say(isStopped ? 'kill.resume.title' : 'kill.stop.title')}
          text={text}
          button={say(isStopped ? 'kill.resume.button' : 'kill.stop.button', { count: count(sending.length) })}
          isGiven={order.isGiven}
          give={() => order.give(!isStopped)}
          leave={() => setIsAsked(false)}
        />
      )}
    </SpaceBetween>
  );
}
