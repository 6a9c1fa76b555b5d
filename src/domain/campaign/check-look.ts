import { LOOK_METRICS, NO_WINNER_RULES, type Look, type LookMetric } from '../experiment/look.ts';
import { LOCAL } from '../schedule/schedule.ts';
import type { TemplateChannel } from '../template/template.ts';
import type { Campaign } from './campaign.ts';
import { wavesOf } from './waves.ts';
import { wordsOf } from './words-of.ts';

/** A run that waits longer for its look than that is not one message any more. */
const MAX_AFTER_MINUTES = 30 * 1_440;

/** Whose messages anybody reports to have been opened or clicked. A goal is what people do, on whichever channel. */
const SEEN_ON: Readonly<Record<LookMetric, readonly TemplateChannel[]>> = {
  OPENED: ['EMAIL', 'PUSH'],
  CLICKED: ['EMAIL'],
  GOAL: ['EMAIL', 'PUSH', 'SMS', 'CUSTOM'],
};

type Looked = Pick<Campaign, 'steps'> & {
  readonly treatments?: Campaign['treatments'] | undefined;
  readonly schedule?: Campaign['schedule'] | undefined;
  readonly trigger?: Campaign['trigger'] | undefined;
};

/** What is wrong with the look that a campaign declares, beginning with the field, and what to do; or null. */
export function checkLook(look: Look, { steps, treatments = [], schedule, trigger }: Looked): string | null {
  const { metric, afterMinutes, testPercent, ifNoWinner } = look;
  if (!LOOK_METRICS.includes(metric)) return `look.metric: must be one of ${LOOK_METRICS.join(', ')}.`;
  if (!NO_WINNER_RULES.includes(ifNoWinner)) return `look.ifNoWinner: must be ${NO_WINNER_RULES.join(' or ')}.`;
  if (!(Number.isInteger(afterMinutes) && afterMinutes >= 1 && afterMinutes <= MAX_AFTER_MINUTES)) {
    return `look.afterMinutes: must be a whole number from 1 to ${MAX_AFTER_MINUTES} (30 days).`;
  }
  if (!(testPercent > 0 && testPercent < 100)) {
    return (
      `look.testPercent: ${testPercent} % leaves nobody to try the treatments on, or nobody to give the winner to. Write ` +
      'more than 0 and less than 100.'
    );
  }
  if (treatments.length < 2) {
    return 'look: there is nothing to compare. Give the campaign two to five treatments, or leave the look out.';
  }
  const [first] = wavesOf({ steps });
  const words = wordsOf({ steps: first?.steps ?? [], treatments });
  const differs = words.some(({ stepIndex, templateId, templateVersion }) => {
    const other = words.find((candidate) => candidate.stepIndex === stepIndex);
    return other?.templateId !== templateId || other.templateVersion !== templateVersion;
  });
  if (!differs) {
    return (
      'look: all treatments have the same words in the first wave, which is what a look compares. Give one of them another ' +
      'template there, or leave the look out.'
    );
  }
  const unseen = first?.steps.find(({ channel }) => !SEEN_ON[metric].includes(channel));
  if (unseen !== undefined) {
    return (
      `look.metric: nobody reports that ${unseen.channel} was ${metric}, so that the look would see nothing of it. Look at ` +
      `GOAL, or begin with ${SEEN_ON[metric].join(' or ')} alone.`
    );
  }
  if (trigger !== undefined) {
    return 'look: an event opens the campaign for a few people at a time, too few to compare. Leave the look or the trigger out.';
  }
  if (schedule?.timezone === LOCAL) {
    return (
      "look: in each customer's own time a run has forty parts, each of which would look for itself. Give the schedule a " +
      'zone, or leave the look out.'
    );
  }
  return null;
}
