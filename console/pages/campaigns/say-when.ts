import type { Answer } from '../../../src/client/index.ts';
import type { Say } from '../../words/say.ts';

type Schedule = Answer<'getCampaign'>['schedule'];

/** When a campaign runs: by its schedule, or when an event happens. */
export function sayCampaignWhen(
  { schedule, trigger }: Pick<Answer<'getCampaign'>, 'schedule' | 'trigger'>,
  say: Say,
): string {
  return trigger == null ? sayWhen(schedule, say) : say('when.byEvent', { event: trigger.event });
}

/** When a campaign runs, in a few words; its times are those of its zone. */
export function sayWhen(schedule: Schedule, say: Say): string {
  if (schedule == null) return say('when.NOW');
  const { type, at, time, days, timezone } = schedule;
  const zone = timezone ?? 'Asia/Seoul';
  const clock = zone === 'Asia/Seoul' ? 'KST' : zone;
  switch (type) {
    case 'NOW':
      return say('when.NOW');
    case 'AT':
      return `${(at ?? '').replace('T', ' ')} (${clock})`;
    case 'WEEKLY':
      return `${(days ?? []).map((day) => say(`day.${day}`)).join(', ')} ${time ?? ''} (${clock})`;
    case 'MONTHLY':
      return `${say('when.MONTHLY')} ${schedule.dayOfMonth ?? ''} ${time ?? ''} (${clock})`;
    case 'DAILY':
    case 'HOURLY':
    case 'CRON':
      return `${say(`when.${type}`)} ${time ?? ''} (${clock})`;
  }
}
