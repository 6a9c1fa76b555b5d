/** @module Campaigns: what goes to whom, and within which limits. */
export {
  IN_DOUBT_POLICIES,
  WHEN_CLOSED,
  type Campaign,
  type CampaignStep,
  type InDoubtPolicy,
  type QuietTime,
} from './campaign.ts';
export { isWithinCaps, type MessageCaps, type SendHistory } from './caps.ts';
export {
  CAP_PERIODS,
  capReached,
  capsOfClass,
  checkFrequencyCaps,
  countsSince,
  type CapReached,
  type FrequencyCap,
} from './frequency-cap.ts';
export { countEdits } from './count-edits.ts';
export { checkTemplates, createCampaign, type CampaignErrorCode, type CampaignInput } from './create-campaign.ts';
export { GOES_ON, GOES_ON_UNLESS_SAID, takesUnreachable, type GoesOn } from './goes-on.ts';
export { DEFAULT_GOAL, GOAL_WINDOW, isGoalWindow, type CampaignGoal } from './goal.ts';
export { isHeldOut } from './holdout.ts';
export { scheduleOf, setSchedule } from './set-schedule.ts';
export { campaignOfWave, ofWave, waitedMinutes, wavesOf, type Wave } from './waves.ts';
export { indexOfWords, placeOfWords, treatmentCount, wordsOf, type StepWords } from './words-of.ts';
