import type { runKo } from './ko.ts';

/** What the page of a run says beyond the first words, in English. */
export const runEn: Readonly<Record<keyof typeof runKo, string>> = {
  'run.activity': 'Activity',
  'activity.planned': 'Planned',
  'activity.approved': 'Approved',
  'activity.launched': 'Launched',
  'activity.doubtHeld': 'Left in doubt',
  'activity.by': 'By {who}',
  'recipients.download': 'Download CSV',
  'order.approve.title': 'Approve sending {name}?',
  'order.approve.text':
    'This approves the plan for {people} people exactly as it is. If it changes, it needs approval again.',
  'order.approve.button': 'Approve sending to {people} people ({cost})',
  'order.approve.byOthers': 'It needs an approval, by somebody else than its author.',
  'order.approve.done': 'Sending is approved',
  'again.title': 'Sign in again',
  'again.how': 'Approving needs a sign-in of the last ten minutes. Enter your password once more to go on.',
  'again.password': 'Password of {email}',
};
