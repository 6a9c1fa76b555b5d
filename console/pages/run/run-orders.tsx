import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useNotices } from '../../app/notices.tsx';
import { usePerson } from '../../app/person.tsx';
import { ask, askFor, RefusedError } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { count, won } from '../../format/numbers.ts';
import { isApprovalMissing } from '../../live/approval.ts';
import { useLiveJob } from '../../live/use-live-job.ts';
import { ConfirmOrder } from '../../parts/confirm-order.tsx';
import { useSay } from '../../words/say.ts';
import { SignInAgain } from './sign-in-again.tsx';
import { ASKED_ABOUT, begunOf, isPlanned, ordersFor, type AskedAbout, type RunOrder } from './orders-for.ts';
import type { RunAnswer, WaveState } from './run-state.ts';

/** The buttons of a run: only what its phase allows. Stopping is one click, starting never is. */
export function RunOrders({
  run,
  waves,
}: {
  readonly run: RunAnswer;
  readonly waves: readonly WaveState[];
}): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const { id: me } = usePerson();
  const [asked, setAsked] = useState<AskedAbout | null>(null);
  const [isAskedWho, setIsAskedWho] = useState(false);
  const begun = begunOf(waves);
  const { row } = useLiveJob(begun?.jobId);
  const settings = useQuery({ queryKey: ['deliverySettings'], queryFn: () => askFor('deliverySettings', {}) });
  const cost = useQuery({
    queryKey: ['review', begun?.jobId, 'PLANNED'],
    queryFn: () => askFor('reviewPlan', { jobId: begun?.jobId ?? '' }),
    enabled: begun?.phase === 'PLANNED',
  });
  const needsApproval =
    begun !== undefined &&
    row !== undefined &&
    isApprovalMissing(
      { ...row, included: begun.included },
      settings.data?.approval,
      cost.data === undefined ? undefined : (cost.data.costKrw ?? null),
    );
  const order = useOrder(
    async (given: RunOrder) => {
      try {
        await giveOrder(given, run.run.id, begun?.jobId ?? run.run.id);
        return true;
      } catch (error) {
        // Who approves shows again who they are: of a sign-in of this morning nobody knows who sits there now.
        if (!(error instanceof RefusedError && error.code === 'SIGN_IN_AGAIN')) throw error;
        setIsAskedWho(true);
        return false;
      }
    },
    async (isDone) => {
      if (!isDone) return;
      if (asked !== null) notices.done(say(`order.${asked}.done`));
      setAsked(null);
      await queries.invalidateQueries({ queryKey: ['runs'] });
    },
  );
  const isAuthor = row?.createdBy === me;
  const offered = ordersFor(run, waves, { needsApproval, isAuthor, isDoubtHeld: row?.doubtHeldAt != null });
  const hit = peopleHit(asked, begun);
  const people = count(hit);
  // Between two waves nobody is left of the one that began: what is cancelled are those to come.
  const told = asked === 'cancel' && hit <= 0 ? 'cancelWaits' : asked;
  const amount = cost.data?.costKrw == null ? say('cost.unknown') : won(cost.data.costKrw);
  return (
    <>
      <SpaceBetween size="xs" direction="horizontal">
        {offered.map((one) => (
          <Button
            key={one}
            variant={one === 'launch' || one === 'approve' || one === 'resume' ? 'primary' : 'normal'}
            loading={order.isGiven && asked === null}
            onClick={() => {
              const isAsked = ASKED_ABOUT.find((each) => each === one);
              if (isAsked === undefined) order.give(one);
              else setAsked(isAsked);
            }}
          >
            {say(`order.${one}`)}
          </Button>
        ))}
      </SpaceBetween>
      {needsApproval && isAuthor && isPlanned(run, waves) && (
        <Box color="text-body-secondary">{say('order.approve.byOthers')}</Box>
      )}
      {isAskedWho && (
        <SignInAgain
          signedIn={() => {
            setIsAskedWho(false);
            order.give('approve');
          }}
          leave={() => setIsAskedWho(false)}
        />
      )}
      {asked !== null && told !== null && !isAskedWho && (
        <ConfirmOrder
          title={say(`order.${asked}.title`, { name: run.run.campaignName })}
          text={say(`order.${told}.text`, { people })}
          button={say(`order.${told}.button`, { people, cost: amount })}
          isGiven={order.isGiven}
          give={() => order.give(asked)}
          leave={() => setAsked(null)}
        />
      )}
    </>
  );
}

/** How many people an order is about. */
function peopleHit(order: AskedAbout | null, last: WaveState | undefined): number {
  if (last === undefined) return 0;
  switch (order) {
    case 'retryFailed':
      return last.failed;
    case 'resend':
    case 'holdDoubt':
      return last.inDoubt;
    case 'cancel':
      return last.included - last.accepted - last.delivered - last.failed - last.optedOut - last.skipped - last.inDoubt;
    case 'launch':
    case 'approve':
    case null:
      return last.included;
  }
}

function giveOrder(order: RunOrder, runId: string, jobId: string): Promise<unknown> {
  switch (order) {
    case 'launch':
      return ask('launchJob', { jobId });
    case 'approve':
      return ask('approveRun', { runId });
    case 'pause':
      return ask('pauseRun', { runId });
    case 'resume':
      return ask('resumeRun', { runId });
    case 'cancel':
      return ask('cancelRun', { runId });
    case 'retryFailed':
      return ask('retryFailed', { jobId });
    case 'resend':
      return ask('resolveInDoubt', { jobId, policy: 'RESEND' });
    case 'holdDoubt':
      return ask('resolveInDoubt', { jobId, policy: 'HOLD' });
  }
}
