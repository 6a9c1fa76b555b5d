import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { useNotices } from '../../app/notices.tsx';
import { usePerson } from '../../app/person.tsx';
import { askFor, RefusedError } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { count } from '../../format/numbers.ts';
import { dayTime } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { ConfirmOrder } from '../../parts/confirm-order.tsx';
import { serverNow } from '../../session/server-clock.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { NewPrice } from './new-price.tsx';
import { itemWords, sourceWords } from './price-words.ts';
import { bookRows, exactAmount, savedOf, toInput, type BookRow, type PriceChange } from './price-rows.ts';

type PriceList = Answer<'prices'>;

/** Dated prices or exchange rates, published and one's own; administrators add their own and take them back. */
export function PriceBook({ kind }: { readonly kind: 'prices' | 'rates' }): JSX.Element {
  const prices = useQuery({
    queryKey: ['prices'],
    queryFn: async () => ({ list: await askFor('prices', {}), now: await serverNow() }),
  });
  return (
    <Asked query={prices}>
      {({ list, now }) => <Book kind={kind} list={list} now={now} askedAt={prices.dataUpdatedAt} />}
    </Asked>
  );
}

function Book({
  kind,
  list,
  now,
  askedAt,
}: {
  readonly kind: 'prices' | 'rates';
  readonly list: PriceList;
  readonly now: number;
  readonly askedAt: number;
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const notices = useNotices();
  const queries = useQueryClient();
  const { isAdmin } = usePerson();
  const [removed, setRemoved] = useState<BookRow | null>(null);
  const [isOvertaken, setIsOvertaken] = useState(false);
  const [written, setWritten] = useState(0);
  // The revision that was on the screen: what somebody else has saved since is not written over.
  const [seen, setSeen] = useState(list.revision);
  const order = useOrder(
    async (change: PriceChange) => {
      const { prices, rates } = toInput(change(savedOf(list)));
      try {
        return await askFor('savePrices', { revision: seen, ...(kind === 'prices' ? { prices } : { rates }) });
      } catch (error) {
        if (!(error instanceof RefusedError) || error.code !== 'CONFLICT') throw error;
        setIsOvertaken(true);
        await queries.invalidateQueries({ queryKey: ['prices'] });
        return null;
      }
    },
    async (saved) => {
      setRemoved(null);
      if (saved === null) return;
      setIsOvertaken(false);
      setSeen(saved.revision);
      setWritten((times) => times + 1);
      notices.done(say('costs.saved'));
      await queries.invalidateQueries({ queryKey: ['prices'] });
    },
  );
  const rows = bookRows(list, kind, now);
  return (
    <SpaceBetween size="m">
      {isOvertaken && (
        <Alert
          type="warning"
          header={say('refused.CONFLICT')}
          action={
            <Button
              onClick={() => {
                setSeen(list.revision);
                setIsOvertaken(false);
              }}
            >
              {say('costs.seen')}
            </Button>
          }
        >
          {say('costs.overtaken')}
        </Alert>
      )}
      {isAdmin && <NewPrice key={written} kind={kind} isGiven={order.isGiven} give={order.give} />}
      <Table
        variant="borderless"
        wrapLines
        items={rows}
        trackBy="id"
        empty={<Nothing title={say('list.none')} />}
        columnDefinitions={[
          {
            id: 'name',
            header: say(`costs.${kind}.name`),
            isRowHeader: true,
            cell: ({ name }) => itemWords(name, say),
          },
          {
            id: 'amount',
            header: say('costs.amount'),
            cell: ({ micros, currency, per, freeUnits, tiers }) =>
              [
                per === 1
                  ? exactAmount(micros, currency)
                  : say('costs.per', { amount: exactAmount(micros, currency), per: count(per) }),
                ...(freeUnits === 0 ? [] : [say('costs.free', { count: count(freeUnits) })]),
                ...(tiers === 0 ? [] : [say('costs.tiers', { count: count(tiers) })]),
              ].join(' · '),
          },
          {
            id: 'from',
            header: say('costs.validFrom'),
            cell: ({ validFrom, state }) => (
              <StatusIndicator type={state === 'IN_FORCE' ? 'success' : state === 'TO_COME' ? 'pending' : 'stopped'}>
                {say(`costs.state.${state}`, { day: dayTime(validFrom, language) })}
              </StatusIndicator>
            ),
          },
          { id: 'source', header: say('costs.source'), cell: (row) => sourceWords(row, say) },
          ...(isAdmin
            ? [
                {
                  id: 'remove',
                  header: say('costs.own'),
                  cell: (row: BookRow) =>
                    row.saved === null ? (
                      say('costs.published')
                    ) : (
                      <Button variant="inline-link" onClick={() => setRemoved(row)}>
                        {say('costs.remove')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      <AsOf at={askedAt} />
      {removed !== null && (
        <ConfirmOrder
          title={say('costs.remove.title', { name: removed.name })}
          text={say('costs.remove.text', {
            amount: exactAmount(removed.micros, removed.currency),
            day: dayTime(removed.validFrom, language),
          })}
          button={say('costs.remove.button', { name: removed.name })}
          isGiven={order.isGiven}
          give={() =>
            order.give((saved) => ({
              prices: kind === 'prices' ? saved.prices.filter((_, index) => index !== removed.saved) : saved.prices,
              rates: kind === 'rates' ? saved.rates.filter((_, index) => index !== removed.saved) : saved.rates,
            }))
          }
          leave={() => setRemoved(null)}
        />
      )}
    </SpaceBetween>
  );
}
