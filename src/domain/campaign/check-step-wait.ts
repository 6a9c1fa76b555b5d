import { checkWait } from '../schedule/wait.ts';
import type { CampaignStep } from './campaign.ts';
import { GOES_ON } from './goes-on.ts';

/** What is wrong with how long a step waits and who goes on to it, beginning with the field; or null. */
export function checkStepWait({ waitMinutes = 0, goesOn }: CampaignStep, index: number): string | null {
  const wrongWait = checkWait({ type: 'DURATION', minutes: waitMinutes }, 0);
  if (wrongWait !== null) return `waitMinutes: ${wrongWait.error.message.replace(/^wait\.minutes: /, '')}`;
  if (index === 0 && waitMinutes > 0) {
    return 'waitMinutes: there is nothing before the first step to wait for. Give the campaign a schedule to begin later.';
  }
  if (goesOn === undefined) return null;
  if (index === 0) return 'goesOn: nobody comes to the first step from one before. Leave it out.';
  if (waitMinutes === 0) {
    return (
      'goesOn: a step that does not wait is for those whom the steps before it cannot reach. Give it waitMinutes, or ' +
      'leave goesOn out.'
    );
  }
  if (goesOn.length === 0) return `goesOn: nobody would go on to this step. Name one or more of ${GOES_ON.join(', ')}.`;
  const wrong = goesOn.find((condition) => !GOES_ON.includes(condition));
  if (wrong !== undefined) return `goesOn: ${JSON.stringify(wrong)} must be one of ${GOES_ON.join(', ')}.`;
  const twice = goesOn.find((condition, place) => goesOn.indexOf(condition) !== place);
  if (twice !== undefined) return `goesOn: ${twice} stands there twice.`;
  return null;
}
