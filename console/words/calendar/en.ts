import type { calendarKo } from './ko.ts';

/** What the calendar says, in English. */
export const calendarEn: Readonly<Record<keyof typeof calendarKo, string>> = {
  'nav.calendar': 'Calendar',
  'calendar.how':
    'Campaigns that begin by themselves, with their expected people and cost. All times are Korean (KST).',
  'calendar.before': 'Month before',
  'calendar.after': 'Next month',
  'calendar.now': 'This month',
  'calendar.here': '{day} by this computer',
  'calendar.each': '{people} people · {won}',
  'calendar.unknown': 'No forecast',
  'calendar.cut': 'There are more than are shown.',
  'calendar.damaged': 'The schedules of these campaigns cannot be read: {ids}',
  'calendar.total': 'Expected cost of this month {won} ({count} runs forecast)',
  'calendar.more': '{count} more',
};
