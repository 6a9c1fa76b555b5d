import Table from '@cloudscape-design/components/table';
import type { JSX, ReactNode } from 'react';
import { channelOf } from '../../../src/domain/customer/channel.ts';
import { maskedAddress } from '../../../src/domain/customer/held-addresses.ts';
import { dayTime } from '../../format/times.ts';
import { Nothing } from '../../parts/asked.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import type { KnownConsent, KnownCustomer } from './known-customer.ts';

/** Attributes, activity and lists. */
export function CustomerFacts({
  customer: { row, attributes, activity },
}: {
  readonly customer: KnownCustomer;
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const time = (at: number | undefined): string => (at === undefined ? say('customers.never') : dayTime(at, language));
  const facts: readonly (readonly [string, ReactNode])[] = [
    [say('customers.lastActive'), time(activity.lastActiveAt)],
    [say('customers.lastOpened'), time(activity.lastOpenedAt)],
    [say('customers.firstSeen'), time(activity.firstSeenAt)],
    ...((row.importedSegments ?? []).length === 0
      ? []
      : [[say('customers.lists'), (row.importedSegments ?? []).join(', ')] as const]),
    ...Object.entries(attributes)
      .toSorted(([a], [b]) => a.localeCompare(b, 'ko'))
      .map(([name, values]) => [name, values.join(', ')] as const),
  ];
  return (
    <dl className="summary">
      {facts.map(([name, value], index) => (
        <div key={`${name}-${index}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where the customer can be reached. */
export function CustomerEndpoints({
  customer: { row },
  isMasked,
}: {
  readonly customer: KnownCustomer;
  readonly isMasked: boolean;
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  return (
    <Table
      variant="embedded"
      wrapLines
      items={row.endpoints}
      trackBy="id"
      empty={<Nothing title={say('customers.never')} />}
      columnDefinitions={[
        {
          id: 'channel',
          header: say('channel'),
          isRowHeader: true,
          cell: ({ channelType }) => {
            const channel = channelOf(channelType);
            return channel === null ? channelType : say(`channel.${channel}`);
          },
        },
        {
          id: 'address',
          header: say('customers.address'),
          cell: ({ address }) => <span className="any-length">{isMasked ? maskedAddress(address) : address}</span>,
        },
        { id: 'status', header: say('customers.status'), cell: ({ status }) => say(`endpointStatus.${status}`) },
        { id: 'optOut', header: say('customers.optOut'), cell: ({ optOut }) => say(`optOut.${optOut}`) },
        { id: 'since', header: say('updated'), cell: ({ effectiveAt }) => dayTime(effectiveAt, language) },
      ]}
    />
  );
}

/** A name that was made of the words says nothing to a reader: the words themselves stand in the record below. */
const MADE_NAME = /^w-[0-9a-f]{16}$/;

/** What the customer decided on advertising and counts now, with the words that they agreed to. */
export function CustomerConsent({ consents }: { readonly consents: readonly KnownConsent[] }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  if (consents.length === 0) return <Nothing title={say('customers.noConsent')} />;
  return (
    <ul className="plain-list">
      {consents.map(({ channel, kind, state, at, source, wording }) => (
        <li key={`${channel}-${kind}`}>
          {say('customers.consentLine', {
            channel: say(`channel.${channel}`),
            kind: say(`consentKind.${kind}`),
            state: say(`consentState.${state}`),
            day: dayTime(at, language),
          })}{' '}
          · {say('customers.consentSource', { source })}
          {wording !== undefined && !MADE_NAME.test(wording) && <blockquote className="wording">{wording}</blockquote>}
        </li>
      ))}
    </ul>
  );
}
