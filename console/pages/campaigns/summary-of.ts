import { count, won } from '../../format/numbers.ts';
import type { Differing } from '../../parts/overtaken.tsx';
import type { Say } from '../../words/say.ts';
import { scheduleOf, type CampaignDraft } from './campaign-draft.ts';
import { sayWhen } from './say-when.ts';

/** How segments and templates are called, by their ids. */
export type NameOf = (id: string) => string;

/** All that a campaign says, as names of fields and what is in them. */
export function summaryOf(draft: CampaignDraft, say: Say, nameOf: NameOf): readonly (readonly [string, string])[] {
  return [
    [say('name'), draft.name],
    [say('segment'), nameOf(draft.segmentId)],
    [say('holdout'), draft.holdoutPercent === null ? '–' : `${draft.holdoutPercent}%`],
    [say('class'), say(`class.${draft.messageClass}`)],
    ...draft.steps.map(({ channel, templateId, waitMinutes, goesOn }, index): readonly [string, string] => [
      say('steps.number', { number: index + 1 }),
      [
        say(`channel.${channel}`),
        nameOf(templateId),
        ...(waitMinutes === null ? [] : [`${say('steps.wait')} ${count(waitMinutes)}`]),
        ...goesOn.map((one) => say(`goesOn.${one}`)),
      ].join(' · '),
    ]),
    ...draft.treatments.map(({ name, sharePercent, templates }): readonly [string, string] => [
      say('treatments.number', { name }),
      [
        `${count(sharePercent ?? 0)}%`,
        ...Object.values(templates)
          .filter((id) => id !== '')
          .map(nameOf),
      ].join(' · '),
    ]),
    [
      say('campaigns.when'),
      draft.schedule === 'EVENT'
        ? say('when.byEvent', { event: draft.event })
        : sayWhen({ __typename: 'CampaignSchedule', ...scheduleOf(draft) }, say),
    ],
    [
      say('quiet.title'),
      draft.quietStart === '' ? '–' : `${draft.quietStart}–${draft.quietEnd} · ${say(`quiet.${draft.whenClosed}`)}`,
    ],
    [say('limit.budgetKrw'), draft.budgetKrw === null ? '–' : won(draft.budgetKrw)],
    [say('limit.messagesPerSecond'), draft.messagesPerSecond === null ? '–' : count(draft.messagesPerSecond)],
    [say('limit.dailyCap'), draft.dailyCap === null ? '–' : count(draft.dailyCap)],
    [say('limit.totalCap'), draft.totalCap === null ? '–' : count(draft.totalCap)],
    [say('limit.goalDays'), draft.goalDays === null ? '–' : count(draft.goalDays)],
  ];
}

/** Where two campaigns say something else. */
export function differingIn(
  mine: CampaignDraft,
  theirs: CampaignDraft,
  say: Say,
  nameOf: NameOf,
): readonly Differing[] {
  const ours = new Map(summaryOf(mine, say, nameOf));
  const others = new Map(summaryOf(theirs, say, nameOf));
  return [...new Set([...ours.keys(), ...others.keys()])]
    .map((field) => ({ field, mine: ours.get(field) ?? '–', theirs: others.get(field) ?? '–' }))
    .filter((one) => one.mine !== one.theirs);
}
