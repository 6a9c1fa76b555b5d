import type { Channel, Customer } from '../../domain/customer/index.ts';
import { koreanDay } from '../../domain/schedule/index.ts';
import { dueNotices, isOfUse, type DueNotice, type NoticeKind } from '../../domain/law/index.ts';

/** What one person is told by one message: what became of their decisions on a channel, or that they have consented. */
export type PersonNotice = {
  readonly customerId: string;
  readonly notice: NoticeKind;
  readonly channel: Channel;
  readonly due: readonly DueNotice[];
};

/** The messages that some customers should get now, and how many decisions of theirs were not told in time. */
export function groupNotices(
  customers: readonly Customer[],
  now: number,
): { readonly notices: readonly PersonNotice[]; readonly tooLate: number } {
  const notices: PersonNotice[] = [];
  let tooLate = 0;
  for (const { id, consent } of customers) {
    const groups = new Map<string, DueNotice[]>();
    for (const due of dueNotices(consent, now)) {
      if (!isOfUse(due)) {
        tooLate += 1;
        continue;
      }
      const name = `${due.notice} ${due.channel}`;
      groups.set(name, [...(groups.get(name) ?? []), due]);
    }
    for (const due of groups.values()) {
      const [first] = due;
      if (first !== undefined) notices.push({ customerId: id, notice: first.notice, channel: first.channel, due });
    }
  }
  return { notices, tooLate };
}

const WHAT = { AD: '광고성 정보 수신', NIGHT: '야간 광고성 정보 수신' } as const;
const STATE = { GRANTED: '동의', WITHDRAWN: '거부' } as const;

/**
 * The values that the template of a notice may print: `{{Attributes.ConsentDecision}}`, what was decided, and
 * `{{Attributes.ConsentDate}}`, when (in Korea).
 */
export function valuesOf({ due }: PersonNotice): Readonly<Record<string, readonly string[]>> {
  return {
    ConsentDecision: [due.map(({ kind, decision }) => `${WHAT[kind]} ${STATE[decision.state]}`).join(', ')],
    ConsentDate: [[...new Set(due.map(({ decision }) => koreanDay(decision.at)))].join(', ')],
  };
}
