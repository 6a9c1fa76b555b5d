import { CHANNELS, type Channel } from '../customer/channel.ts';
import { CONSENT_KINDS, DECISION_OF, type Consent, type ConsentDecision, type ConsentKind } from './consent.ts';
import { nameWording } from './wording.ts';

/** A decision as the ledger keeps it, with the words in full where they were given. */
export type RecordedDecision = Pick<ConsentDecision, 'state' | 'at' | 'source' | 'wording'> & {
  readonly channel: Channel;
  readonly kind: ConsentKind;
};

/** The decisions that count after a change and did not before it; `heard` has the words that a customer keeps by name. */
export function newDecisions(before: Consent, after: Consent, heard: readonly Consent[]): readonly RecordedDecision[] {
  if (before === after) return [];
  const news: RecordedDecision[] = [];
  for (const channel of CHANNELS) {
    for (const kind of CONSENT_KINDS) {
      const field = DECISION_OF[kind];
      const next = after[channel]?.[field];
      if (next === undefined || isSame(next, before[channel]?.[field])) continue;
      const { state, at, source, wording } = next;
      const words =
        wording === undefined
          ? undefined
          : heard
              .map((consent) => consent[channel]?.[field]?.wording)
              .find((text) => text !== undefined && nameWording(text) === wording);
      const told = words ?? wording;
      news.push({ channel, kind, state, at, source, ...(told === undefined ? {} : { wording: told }) });
    }
  }
  return news;
}

function isSame(a: ConsentDecision, b: ConsentDecision | undefined): boolean {
  return a.at === b?.at && a.state === b.state && a.source === b.source && a.wording === b.wording;
}
