import { describe, expect, it } from 'vitest';
import { creditGoals, type GoalEvent, type RunMember } from '../../../../src/domain/report/index.ts';
import { DAY, heldOut, mail, MONDAY, purchase, push, treated, WEEK } from './run-members.ts';

const credit = (member: RunMember, ...events: readonly GoalEvent[]) => creditGoals(member, events, WEEK);
const THURSDAY = MONDAY + 3 * DAY;

describe('a goal', () => {
  it('C28 that P reaches twice on Thursday is one return, two purchases, and the credit of the e-mail before it', () => {
    const email = mail();
    const found = credit(treated(push(), email), purchase(THURSDAY), purchase(THURSDAY + 60_000));
    expect(found).toEqual({ isReturned: true, message: email, events: [email, email], late: 0 });
  });

  it('C28 that Q reached a second before the push is not of the run, though it was recorded after it', () => {
    const before = purchase(MONDAY - 1_000, MONDAY + 60_000);
    expect(credit(treated(push()), before)).toMatchObject({ isReturned: false, events: [] });
  });

  it('C28 counts exactly 7 days after the message, and not a second or a millisecond later', () => {
    expect(credit(treated(push()), purchase(MONDAY + 7 * DAY)).isReturned).toBe(true);
    expect(credit(treated(push()), purchase(MONDAY + 7 * DAY + 1_000)).isReturned).toBe(false);
    expect(credit(treated(push()), purchase(MONDAY + 7 * DAY + 1)).isReturned).toBe(false);
    expect(credit(treated(push()), purchase(MONDAY)).isReturned).toBe(true);
  });

  it('C28 of day 3 that arrives on day 9 counts from then on, and is called late', () => {
    const event = purchase(THURSDAY, MONDAY + 9 * DAY);
    const asOf = (days: number) =>
      creditGoals(treated(push()), [event], { windowMs: 7 * DAY, asOf: MONDAY + days * DAY });
    expect(asOf(8)).toMatchObject({ isReturned: false, late: 0 });
    expect(asOf(9)).toMatchObject({ isReturned: true, late: 1 });
    expect(credit(treated(push()), purchase(THURSDAY, MONDAY + 7 * DAY)).late).toBe(0);
  });

  it('C28 of somebody held out counts by the same rule, from when they would have been sent to', () => {
    const at = (moment: number) => credit(heldOut(false, MONDAY), purchase(moment)).isReturned;
    expect([MONDAY - 1_000, MONDAY, MONDAY + 7 * DAY, MONDAY + 7 * DAY + 1_000].map(at)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    // Wave 2 would have been sent to them as well.
    expect(credit(heldOut(), purchase(MONDAY + 9 * DAY))).toMatchObject({ isReturned: true, message: null });
  });

  it('is credited to the message that may have arrived, not to one that was not sent', () => {
    const first = push();
    for (const status of ['FAILED', 'SKIPPED', 'OPTED_OUT'] as const) {
      expect(credit(treated(first, mail({ status, isAccepted: false })), purchase(THURSDAY)).message).toBe(first);
    }
    const doubtful = mail({ status: 'IN_DOUBT', isAccepted: false });
    expect(credit(treated(first, doubtful), purchase(THURSDAY)).message).toBe(doubtful);
    // Meant to be sent to, and back without it: of the run by intention to treat, and no message's doing.
    const failed = push({ status: 'FAILED', isAccepted: false });
    expect(credit(treated(failed), purchase(THURSDAY))).toMatchObject({ isReturned: true, message: null });
  });

  it('is reached once for each event id, by the earlier of two reports of it', () => {
    const early = purchase(MONDAY + DAY, MONDAY + DAY, 'same');
    const later = purchase(THURSDAY, THURSDAY, 'same');
    const first = push();
    expect(credit(treated(first, mail()), later, early, early)).toMatchObject({ message: first, events: [first] });
  });

  it('comes back with the first purchase: a later one credits its own message, not a second return', () => {
    const first = push();
    const second = mail();
    const found = credit(treated(first, second), purchase(THURSDAY), purchase(MONDAY + DAY));
    expect(found).toMatchObject({ message: first, events: [first, second] });
  });
});
