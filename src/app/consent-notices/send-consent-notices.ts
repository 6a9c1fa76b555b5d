import type { Channel } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { NoticeTemplate } from '../../domain/send-job/index.ts';
import { NO_QUOTAS, ownSender, sendMessages, type SendMessagesDeps } from '../external-send/index.ts';
import type { CustomerStore } from '../ports.ts';
import { groupNotices, valuesOf, type PersonNotice } from './group-notices.ts';
import { markNoticed } from './mark-noticed.ts';

export type SendConsentNoticesDeps = Omit<SendMessagesDeps, 'quotas'> & { readonly customerStore: CustomerStore };

/** What a round of notices did, in messages; `isDone` is false when its time was up before everybody was looked at. */
export type NoticeReport = {
  readonly sent: number;
  /** Nobody can be reached on the channel of their decision. */
  readonly unreachable: number;
  /** Settings name no template for the notice on its channel. */
  readonly withoutTemplate: number;
  /** Decisions of which nobody was told within 14 days: it cannot be made good. */
  readonly tooLate: number;
  readonly customersRead: number;
  readonly isDone: boolean;
};

/** One call's recipients. */
const GROUP = 100;

/** Who the jobs of notices are counted with. No quota of a server holds for what the law asks for. */
const SENDER = ownSender('consent-notices', '동의 처리 통지');

/**
 * Tells people what became of their decisions (14 days), and that they have consented (every two years), each on the
 * channel of the decision, by direct jobs of up to 100 with the templates that settings name. It reads every customer
 * once, in pages: 0.5 read units for each 4 KB of them, about 1.2 million units (0.15 dollars) for 6.4 million customers
 * of 1.5 KB; a notice costs a message and two write units. Who is told is marked after their job is placed: when it dies
 * in between, some are told twice, and nobody is left out. Ends early at `until` (milliseconds); the next round begins
 * anew, and passes over who was told.
 */
export async function sendConsentNotices(
  deps: SendConsentNoticesDeps,
  { until }: { readonly until: number },
): Promise<{ readonly ok: true; readonly report: NoticeReport } | Refused> {
  const { noticeTemplates = [], isStopped } = await deps.deliverySettings.get();
  if (isStopped) return refuse('SENDING_STOPPED', 'All sending is switched off; notices go when it is on again.');
  const counts = { sent: 0, unreachable: 0, withoutTemplate: 0, tooLate: 0, customersRead: 0 };
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof deps.customers.scan>> = await deps.customers.scan(0, 1, cursor);
    cursor = page.cursor;
    const { notices, tooLate } = groupNotices(page.customers, deps.clock.now());
    counts.tooLate += tooLate;
    counts.customersRead += page.customers.length;
    for (const { template, people } of byTemplate(notices, noticeTemplates)) {
      if (template === undefined) {
        counts.withoutTemplate += people.length;
        continue;
      }
      for (let from = 0; from < people.length; from += GROUP) {
        const told = await sendGroup(deps, template, people.slice(from, from + GROUP));
        if ('error' in told) return told;
        counts.sent += told.sent;
        counts.unreachable += told.unreachable;
      }
    }
  } while (cursor !== null && deps.clock.now() < until);
  return { ok: true, report: { ...counts, isDone: cursor === null } };
}

function byTemplate(
  notices: readonly PersonNotice[],
  templates: readonly NoticeTemplate[],
): readonly { readonly template: NoticeTemplate | undefined; readonly people: readonly PersonNotice[] }[] {
  const groups = new Map<string, { template: NoticeTemplate | undefined; people: PersonNotice[] }>();
  for (const one of notices) {
    const name = `${one.notice} ${one.channel}`;
    const group = groups.get(name) ?? { template: templateOf(templates, one.notice, one.channel), people: [] };
    groups.set(name, group);
    group.people.push(one);
  }
  return [...groups.values()];
}

function templateOf(
  templates: readonly NoticeTemplate[],
  notice: PersonNotice['notice'],
  channel: Channel,
): NoticeTemplate | undefined {
  return templates.find((one) => one.notice === notice && one.channel === channel);
}

async function sendGroup(
  deps: SendConsentNoticesDeps,
  { notice, channel, templateId }: NoticeTemplate,
  people: readonly PersonNotice[],
): Promise<{ readonly sent: number; readonly unreachable: number } | Refused> {
  const told = people.map(({ customerId, due }) => [customerId, due.map(({ kind, dueAt }) => [kind, dueAt])]);
  const placed = await sendMessages(
    { ...deps, quotas: NO_QUOTAS },
    {
      client: SENDER,
      // The same people with the same decisions are told once, however often a round is repeated.
      idempotencyKey: `${notice}-${channel}-${deps.hash(JSON.stringify(told)).slice(0, 40)}`,
      messageClass: 'TRANSACTIONAL',
      templateId,
      recipients: people.map((one) => ({ customerId: one.customerId, substitutions: valuesOf(one) })),
    },
  );
  // Somebody was erased just now: the others are told in the next round.
  if (!placed.ok) return placed.error.code === 'UNKNOWN_RECIPIENT' ? { sent: 0, unreachable: 0 } : placed;
  const { decisions } = placed.answer;
  const included = new Set(
    decisions.flatMap(({ customerId, outcome }) => (outcome === 'INCLUDED' ? [customerId] : [])),
  );
  await markNoticed(
    deps.customerStore,
    people.filter(({ customerId }) => included.has(customerId)),
    deps.clock.now(),
  );
  return { sent: included.size, unreachable: people.length - included.size };
}
