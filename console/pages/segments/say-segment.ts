import type { Say } from '../../words/say.ts';
import { CHANNELS } from '../templates/template-draft.ts';
import type { Built, Condition } from './conditions.ts';

/** The sentences of a segment, one after the other. */
export function saySegment({ include, groups }: Built, say: Say): string {
  const told = groups.map(
    ({ type, conditions }) =>
      `${say(`combined.${type}`)}: ${conditions.map((one) => sayCondition(one, say)).join(' / ')}`,
  );
  return told.length < 2 ? told.join('') : `${say(`include.${include}`)} – ${told.join('; ')}`;
}

function sayCondition({ kind, is, subject, values, days, times }: Condition, say: Say): string {
  const channel = CHANNELS.find((one) => one === subject);
  const about = channel === undefined ? subject : say(`channel.${channel}`);
  return [
    say(`condition.${kind}`),
    ...(about === '' ? [] : [about]),
    ...(values.length === 0 ? [] : [values.join(', ')]),
    ...(kind === 'ACTIVE' || kind === 'EVENT' ? [`${say('condition.days')} ${days}`] : []),
    ...(kind === 'EVENT' ? [`${say('condition.times')} ${times}`] : []),
    say(is ? `condition.${kind}.is` : `condition.${kind}.isNot`),
  ].join(' ');
}
