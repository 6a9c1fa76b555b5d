import iconv from 'iconv-lite';
import * as z from 'zod';
import { startServer, type LocalAnswer, type LocalRequest } from './contract/local-server.ts';

export const API_KEY = 'key-of-the-company';
export const SENDER = '0212345678';

/** 알림톡 that Kakao has reviewed: everything but `#{…}` is fixed. */
const TEMPLATES: Readonly<Record<string, string>> = { order: '#{이름}님, 주문하신 상품이 출발했습니다.' };

const PRICES = { ALIMTALK: 10, SMS: 12, LMS: 39 } as const;

const message = z.strictObject({
  reference: z.string().min(1).max(100),
  to: z.string(),
  kind: z.enum(['ALIMTALK', 'SMS', 'LMS']),
  body: z.string(),
  title: z.string().optional(),
  isAd: z.boolean(),
  templateCode: z.string().optional(),
  isResend: z.boolean().optional(),
});
const call = z.strictObject({ from: z.string(), messages: z.array(message).min(1).max(1_000) });
type Message = z.infer<typeof message>;

/** What one phone received. */
export type Received = { readonly to: string; readonly kind: keyof typeof PRICES; readonly text: string };
/** What was billed for a message; refunded when it turned out that it did not arrive. */
export type Charge = { readonly reference: string; readonly kind: keyof typeof PRICES; readonly won: number };
export type Report = {
  readonly reference: string;
  readonly status: 'DELIVERED' | 'FAILED';
  readonly code?: string;
  readonly at: string;
};

/** Bytes by EUC-KR (KS X 1001); null: it has a character that the networks cannot carry. */
function bytesOf(text: string): number | null {
  let bytes = 0;
  for (const character of text) {
    const encoded = iconv.encode(character, 'cp949');
    const isStandard = encoded.length === 1 || (Number(encoded[0]) >= 0xa1 && Number(encoded[1]) >= 0xa1);
    if ((encoded[0] === 0x3f && character !== '?') || !isStandard) return null;
    bytes += encoded.length;
  }
  return bytes;
}

function refusalOfText({ kind, body, title }: Message): string | null {
  const bytes = bytesOf(body);
  if (bytes === null || bytesOf(title ?? '') === null) return 'CHARACTER_NOT_ALLOWED';
  if (kind === 'SMS' && title !== undefined) return 'TITLE_NOT_ALLOWED';
  if ((bytesOf(title ?? '') ?? 0) > 40) return 'TITLE_TOO_LONG';
  return bytes > (kind === 'SMS' ? 90 : 2_000) ? 'BODY_TOO_LONG' : null;
}

function refusalOfKakao({ body, templateCode, isAd, isResend }: Message): string | null {
  if (isResend === undefined) return 'RESEND_NOT_SAID';
  if (isAd) return 'AD_IN_ALIMTALK';
  const template = TEMPLATES[templateCode ?? ''];
  if (template === undefined) return 'TEMPLATE_UNKNOWN';
  const escaped = template.split(/#\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[^\\n]{1,50}')}$`).test(body) ? null : 'TEMPLATE_MISMATCH';
}

/**
 * A reseller's HTTP API on this machine, as strict as they are: key, registered sender, numbers, bytes and characters of
 * EUC-KR, subjects of 40 bytes, the label and free refusal of advertisements and their night, 알림톡 only as reviewed. A
 * reference is taken once. `withoutKakao`: numbers that 알림톡 does not reach.
 */
export async function startReseller(options: { readonly withoutKakao?: ReadonlySet<string> } = {}) {
  const { withoutKakao = new Set() } = options;
  const taken = new Map<string, Message>();
  const received: Received[] = [];
  const charges: Charge[] = [];
  let reports: Report[] = [];
  let now = Date.UTC(2026, 10, 23, 3);
  let fault: 'LOSE_ANSWER' | 'BUSY' | null = null;

  const isNight = (): boolean => {
    const hour = Math.floor(now / 3_600_000 + 9) % 24;
    return hour >= 21 || hour < 8;
  };
  const refusalOf = (sent: Message): string | null => {
    if (!/^01[016789]\d{7,8}$/.test(sent.to)) return 'NUMBER_INVALID';
    if (sent.kind === 'ALIMTALK') return refusalOfKakao(sent);
    const text = refusalOfText(sent);
    if (text !== null) return text;
    if (!sent.isAd) return null;
    if (!sent.body.startsWith('(광고)') && sent.title?.startsWith('(광고)') !== true) return 'AD_LABEL_MISSING';
    if (!/무료\s?(수신)?거부/.test(sent.body)) return 'AD_REFUSAL_MISSING';
    return isNight() ? 'AD_AT_NIGHT' : null;
  };
  const deliver = (sent: Message): void => {
    const at = new Date(now + 2 * 3_600_000).toISOString();
    const bill = (kind: keyof typeof PRICES): void => {
      charges.push({ reference: sent.reference, kind, won: PRICES[kind] });
      received.push({ to: sent.to, kind, text: sent.body });
    };
    if (sent.kind !== 'ALIMTALK' || !withoutKakao.has(sent.to)) {
      bill(sent.kind);
      reports.push({ reference: sent.reference, status: 'DELIVERED', at });
      return;
    }
    // What does not arrive is paid back; with the reseller's own fallback an LMS goes out at once.
    if (sent.isResend === true) bill('LMS');
    reports.push({ reference: sent.reference, status: 'FAILED', code: 'NO_KAKAO_USER', at });
  };
  const take = (sent: Message): { readonly reference: string; readonly code: string } => {
    const { reference } = sent;
    if (taken.has(reference)) return { reference, code: 'OK' };
    const refusal = refusalOf(sent);
    if (refusal !== null) return { reference, code: refusal };
    taken.set(reference, sent);
    deliver(sent);
    return { reference, code: 'OK' };
  };
  const answer = ({ method, path, headers, body }: LocalRequest): LocalAnswer | null => {
    if (method !== 'POST' || path !== '/v1/messages') return { status: 404, body: {} };
    if (headers['x-api-key'] !== API_KEY) return { status: 401, body: {} };
    if (headers['content-type'] !== 'application/json;charset=UTF-8') return { status: 415, body: {} };
    if (fault === 'BUSY') return { status: 429, body: {} };
    const parsed = call.safeParse(JSON.parse(body));
    if (!parsed.success) return { status: 400, body: {} };
    if (parsed.data.from !== SENDER) return { status: 403, body: { code: 'SENDER_NOT_REGISTERED' } };
    const results = parsed.data.messages.map(take);
    if (fault !== 'LOSE_ANSWER') return { status: 200, body: { results } };
    fault = null;
    return null;
  };
  const server = await startServer(answer);
  return {
    url: server.url,
    calls: server.requests,
    received,
    charges,
    setNow: (at: number) => void (now = at),
    /** The next answer is lost although the messages were taken; or it is busy until told otherwise. */
    fail: (next: typeof fault) => void (fault = next),
    /** What it has found out since it was asked the last time. */
    takeReports: (): readonly Report[] => {
      const told = reports;
      reports = [];
      return told;
    },
    stop: server.stop,
  };
}
