import type { Answer, Variables } from '../../../src/client/index.ts';
import { CAP_PERIODS } from '../../../src/domain/campaign/frequency-cap.ts';
import { MESSAGE_CLASSES } from '../../../src/domain/consent/consent.ts';
import { CHANNELS } from '../../../src/domain/customer/channel.ts';

/** What people are told of their consent. */
const NOTICES = ['RESULT', 'CONFIRMATION'] as const;

/** The delivery settings as a form holds them: a number that is not set is null. */
export interface SettingsForm {
  readonly rates: Readonly<Record<(typeof CHANNELS)[number], number | null>>;
  readonly monthlyBudgetKrw: number | null;
  readonly approvalRecipients: number | null;
  readonly approvalKrw: number | null;
  readonly retentionDays: number | null;
  /** By class and period, as `AD.DAY`. */
  readonly caps: Readonly<Record<string, number | null>>;
  /** Ids of templates by notice and channel, as `RESULT.EMAIL`; empty: nobody is told. */
  readonly notices: Readonly<Record<string, string>>;
  /** As JSON. */
  readonly destinations: string;
}

/** Every class and period that may have a cap. */
export const CAPS = MESSAGE_CLASSES.flatMap((messageClass) =>
  CAP_PERIODS.map((period) => ({ messageClass, period, id: `${messageClass}.${period}` })),
);

/** Every notice and channel that may have a template. */
export const NOTICE_WAYS = NOTICES.flatMap((notice) =>
  CHANNELS.map((channel) => ({ notice, channel, id: `${notice}.${channel}` })),
);

/** What is saved, as the form shows it. */
export function toForm(settings: Answer<'deliverySettings'>): SettingsForm {
  const { messagesPerSecond: rates, approval, frequencyCaps, noticeTemplates } = settings;
  return {
    rates: {
      PUSH: rates.PUSH ?? null,
      EMAIL: rates.EMAIL ?? null,
      SMS: rates.SMS ?? null,
      CUSTOM: rates.CUSTOM ?? null,
    },
    monthlyBudgetKrw: settings.monthlyBudgetKrw ?? null,
    approvalRecipients: approval?.recipients ?? null,
    approvalKrw: approval?.krw ?? null,
    retentionDays: settings.retentionDays,
    caps: Object.fromEntries(
      CAPS.map(({ id, messageClass, period }) => [
        id,
        frequencyCaps.find((cap) => cap.messageClass === messageClass && cap.period === period)?.most ?? null,
      ]),
    ),
    notices: Object.fromEntries(
      NOTICE_WAYS.map(({ id, notice, channel }) => [
        id,
        noticeTemplates.find((one) => one.notice === notice && one.channel === channel)?.templateId ?? '',
      ]),
    ),
    destinations: JSON.stringify(settings.destinations.map(plain), null, 2),
  };
}

/** An answer without what only answers have: names of types, and fields that are not set. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, of]) => name !== '__typename' && of !== null)
      .map(([name, of]) => [name, plain(of)]),
  );
}

/** The form as the API takes it; null when its destinations are no list in JSON. */
export function toCommand(form: SettingsForm, revision: number): Variables<'saveDeliverySettings'> | null {
  const destinations = readList(form.destinations);
  if (destinations === null) return null;
  return {
    revision,
    messagesPerSecond: form.rates,
    // 0: a month may cost what it does.
    monthlyBudgetKrw: form.monthlyBudgetKrw ?? 0,
    approval: { recipients: form.approvalRecipients, krw: form.approvalKrw },
    retentionDays: form.retentionDays,
    frequencyCaps: CAPS.flatMap(({ id, messageClass, period }) => {
      const most = form.caps[id] ?? null;
      return most === null ? [] : [{ messageClass, period, most }];
    }),
    noticeTemplates: NOTICE_WAYS.flatMap(({ id, notice, channel }) => {
      const templateId = form.notices[id] ?? '';
      return templateId === '' ? [] : [{ notice, channel, templateId }];
    }),
    destinations,
  };
}

type Destinations = NonNullable<Variables<'saveDeliverySettings'>['destinations']>;

/** The API looks at what is in it, and says by name what is wrong. */
function readList(text: string): Destinations | null {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '[]' : text);
    return isList(value) ? value : null;
  } catch {
    return null;
  }
}

function isList(value: unknown): value is Destinations {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null);
}
