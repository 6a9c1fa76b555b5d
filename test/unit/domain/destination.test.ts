import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { fixedTextOf } from '../../../src/domain/template/index.ts';
import {
  checkNotDelivered,
  createDestinations,
  finalAfterHours,
  fitMessage,
  isOpen,
  lengthIn,
  missingFrom,
  pricedKinds,
  takesSubject,
  type Destination,
  type DestinationInput,
} from '../../../src/domain/destination/index.ts';

function destination(input: Partial<DestinationInput> = {}): Destination {
  const created = createDestinations([{ name: 'reseller', kind: 'DOMESTIC_SMS', ...input }]);
  if (!created.ok) throw new Error(created.error.message);
  const [made] = created.destinations;
  if (made === undefined) throw new Error('There is one destination.');
  return made;
}

const SMS = destination();
const REPLACING = destination({
  replacements: [
    { from: '₩', to: '￦' },
    { from: '–', to: '-' },
    { from: '•', to: '·' },
    { from: '©', to: '(C)' },
    { from: '\u200b', to: '' },
  ],
});

describe('the characters of domestic SMS', () => {
  it('C33 are those of KS X 1001, of two bytes; others are named with their number', () => {
    expect(lengthIn('KS_X_1001', '€®™…“”·～♥①℃')).toBe(22);
    expect(fitMessage(SMS, { body: '€®™…“”·～♥①℃' })).toMatchObject({ ok: true, kind: 'SMS', length: 22 });
    for (const [character, name] of [
      ['₩', '₩ (U+20A9)'],
      ['©', '© (U+00A9)'],
      ['é', 'é (U+00E9)'],
      ['•', '• (U+2022)'],
      ['–', '– (U+2013)'],
      ['😀', '😀 (U+1F600)'],
      // What cannot be seen has its number only.
      ['\u200b', 'U+200B'],
      ['\u00a0', 'U+00A0'],
    ] as const) {
      const fitted = fitMessage(SMS, { body: `${character}5,000` });
      expect(fitted).toMatchObject({ ok: false, problem: 'CHARACTER' });
      expect(fitted.ok ? '' : fitted.message).toContain(`cannot carry ${name}.`);
    }
  });

  it('C33 are replaced by the table of the destination, and what was replaced is said', () => {
    expect(fitMessage(REPLACING, { body: '₩5,000 – ©봉화 ₩' })).toEqual({
      ok: true,
      kind: 'SMS',
      words: { body: '￦5,000 - (C)봉화 ￦' },
      length: 20,
      replaced: [
        { from: '₩', to: '￦' },
        { from: '–', to: '-' },
        { from: '©', to: '(C)' },
      ],
    });
    expect(fitMessage(REPLACING, { body: '₩5,000 😀' })).toMatchObject({ ok: false, problem: 'CHARACTER' });
  });

  it('have the 2,350 syllables of EUC-KR, or all where a reseller takes code page 949', () => {
    expect(missingFrom('KS_X_1001', '똠방각하 뷁 쀍')).toEqual(['똠', '뷁', '쀍']);
    expect(lengthIn('CP949', '똠방각하 뷁 쀍')).toBe(14);
    expect(missingFrom('CP949', '₩😀')).toEqual(['₩', '😀']);
    expect(lengthIn('UNICODE', '₩😀')).toBe(3);
  });

  it('are those of an independent encoder, one by one', () => {
    for (let code = 0; code <= 0xffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCharCode(code);
      const bytes = iconv.encode(character, 'cp949');
      const isKnown = character === '?' || bytes[0] !== 0x3f;
      // Bytes from 0x80 to 0xff alone are no characters of code page 949.
      const width = isKnown && (bytes.length === 2 || code < 0x80) ? bytes.length : null;
      const isStandard = width === 1 || (width === 2 && Number(bytes[0]) >= 0xa1 && Number(bytes[1]) >= 0xa1);
      if (lengthIn('CP949', character) !== width || lengthIn('KS_X_1001', character) !== (isStandard ? width : null)) {
        expect.fail(`U+${code.toString(16)}: ${lengthIn('CP949', character)} ${lengthIn('KS_X_1001', character)}`);
      }
    }
  });

  it('of a syllable that was typed as its letters are one', () => {
    const typed = '한글'.normalize('NFD');
    expect(fitMessage(SMS, { body: typed })).toMatchObject({ ok: true, words: { body: '한글' }, length: 4 });
    // The sign for ångström is in the charset; what normalising makes of it is not.
    expect(fitMessage(SMS, { body: `\u212b${typed}` })).toMatchObject({ ok: true, words: { body: '\u212b한글' } });
  });
});

const AD = (name: string) =>
  `(광고)봉화마트 ${name}님 오늘까지 70% 세일! bhm.kr/w 문의 02-123-4567 무료거부 080-123-4567`;

describe('the length of a message', () => {
  it('C25 is that of the rendered words, by the rules of the destination', () => {
    expect(lengthIn('KS_X_1001', AD(''))).toBe(84);
    expect(fitMessage(SMS, { body: AD('김하나') })).toMatchObject({ kind: 'SMS', length: 90 });
    expect(fitMessage(SMS, { body: AD('남궁하나') })).toMatchObject({ kind: 'LMS', length: 92 });
    const older = destination({
      messages: [
        { kind: 'SMS', most: 80 },
        { kind: 'LMS', most: 2_000, mostOfSubject: 40 },
      ],
    });
    expect(fitMessage(older, { body: AD('김하나') })).toMatchObject({ kind: 'LMS' });
  });

  it.each([
    ['가'.repeat(45), 'SMS'],
    [`${'가'.repeat(45)}a`, 'LMS'],
    ['가'.repeat(1_000), 'LMS'],
  ])('chooses the first kind that takes all of it', (body, kind) => {
    expect(fitMessage(SMS, { body })).toMatchObject({ ok: true, kind, words: { body } });
  });

  it('that no kind takes is told with its number, and nothing is cut', () => {
    expect(fitMessage(SMS, { body: `${'가'.repeat(1_000)}a` })).toEqual({
      ok: false,
      problem: 'LENGTH',
      message: 'the text takes 2001 bytes, and destination reseller takes at most 2000. Shorten it.',
    });
  });

  it('C34 of a subject is at most 40 bytes, and a message with one is of a kind that has one', () => {
    const subject = '(광고) 봉화백화점 겨울 세일 최대 70% 할인';
    expect(fitMessage(SMS, { body: '안내', subject })).toEqual({
      ok: false,
      problem: 'SUBJECT_LENGTH',
      message: 'the subject takes 41 bytes, and destination reseller takes at most 40. Shorten it.',
    });
    const shorter = '(광고) 봉화백화점 겨울세일 최대 70% 할인';
    expect(fitMessage(SMS, { body: '안내', subject: shorter })).toMatchObject({
      ok: true,
      kind: 'LMS',
      words: { body: '안내', subject: shorter },
    });
    expect(fitMessage(SMS, { body: '안내', subject: '' })).toMatchObject({ kind: 'SMS', words: { body: '안내' } });
    const kakao = destination({ name: 'kakao', kind: 'ALIMTALK' });
    const fitted = fitMessage(kakao, { body: '안내', subject: '제목' });
    expect(fitted.ok ? '' : fitted.message).toContain('Leave the subject out.');
    // Whose receiver judges length itself takes any.
    const generic = destination({ name: 'other', kind: 'GENERIC' });
    expect(fitMessage(generic, { body: '안내', subject: '제목' })).toMatchObject({ ok: true, kind: 'MESSAGE' });
    expect([SMS, kakao, generic].map(takesSubject)).toEqual([true, false, true]);
  });

  it('of 알림톡 is counted in characters', () => {
    const kakao = destination({ name: 'kakao', kind: 'ALIMTALK' });
    expect(fitMessage(kakao, { body: '₩'.repeat(1_000) })).toMatchObject({ kind: 'ALIMTALK', length: 1_000 });
    expect(fitMessage(kakao, { body: '가'.repeat(1_001) })).toMatchObject({ ok: false, problem: 'LENGTH' });
  });
});

describe('what a template says to everybody', () => {
  it('is its text, and what is in blocks may be read by somebody', () => {
    const source = '(광고) {{User.UserAttributes.Name}}님{{#if Attributes.Vip}} ₩100{{else}} 안녕{{/if}}!';
    expect(fixedTextOf(source)).toEqual({ written: '(광고) 님 ₩100 안녕!', least: '(광고) 님!', isWhole: false });
    expect(fixedTextOf('그대로')).toEqual({ written: '그대로', least: '그대로', isWhole: true });
    expect(fixedTextOf('{{#if')).toBeNull();
  });
});

describe('a destination', () => {
  it('C12 has its own hours, in the zone of whoever carries it', () => {
    const { window } = destination({ name: 'brand', kind: 'BRAND_MESSAGE' });
    if (window === undefined) throw new Error('Brand messages have hours.');
    const kst = (hour: number, minute: number) => Date.UTC(2026, 10, 23, hour - 9, minute);
    expect([kst(8, 0), kst(12, 0), kst(20, 49)].map((at) => isOpen(window, at))).toEqual([true, true, true]);
    expect([kst(7, 59), kst(20, 50), kst(20, 55), kst(21, 5), kst(24, 0)].map((at) => isOpen(window, at))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(SMS.window).toBeUndefined();
    const friendTalk = destination({ window: { opens: '08:00', closes: '20:00', zone: 'Asia/Seoul' } });
    expect(friendTalk.window === undefined || isOpen(friendTalk.window, kst(20, 0))).toBe(false);
  });

  it('C17 with a fallback of its own is followed by nothing for those it did not reach', () => {
    const own = destination({ name: 'kakao', kind: 'ALIMTALK', fallback: 'PROVIDER' });
    expect(checkNotDelivered(own, 100_000)).toContain('sends something else by itself');
    expect(checkNotDelivered(destination({ name: 'kakao', kind: 'ALIMTALK' }), 0)).toBeNull();
    expect(pricedKinds(own)).toEqual(['ALIMTALK', 'FALLBACK']);
  });

  it('C16 says until when results come: no result yet is not "not delivered"', () => {
    expect(finalAfterHours(SMS)).toBe(80);
    expect(checkNotDelivered(SMS, 24 * 60)).toContain('may take 80 hours');
    expect(checkNotDelivered(SMS, 80 * 60)).toBeNull();
    const only = destination({ messages: [{ kind: 'SMS', most: 90, finalAfterHours: 25 }] });
    expect([checkNotDelivered(only, 24 * 60) === null, checkNotDelivered(only, 26 * 60) === null]).toEqual([
      false,
      true,
    ]);
  });

  it.each<[string, Partial<DestinationInput>, string]>([
    ['a name in capitals', { name: 'Reseller' }, 'name'],
    ['any function', { functionArn: 'arn:aws:lambda:ap-northeast-2:123456789012:function:payroll' }, 'functionArn'],
    [
      'an address that anybody can read',
      { url: 'http://reseller.example', secretParameter: '/bonghwa/destinations/a' },
      'url',
    ],
    ['any secret', { url: 'https://reseller.example', secretParameter: '/prod/database' }, 'secretParameter'],
    ['an address without a secret', { url: 'https://reseller.example' }, 'secretParameter'],
    ['no kinds of message', { messages: [] }, 'messages'],
    [
      'a kind that is never used',
      {
        messages: [
          { kind: 'LMS', most: 2_000 },
          { kind: 'SMS', most: 90 },
        ],
      },
      'messages[1].most',
    ],
    ['a kind after one of any length', { messages: [{ kind: 'LMS' }, { kind: 'MMS', most: 9 }] }, 'messages[1]'],
    [
      'a kind twice',
      {
        messages: [
          { kind: 'LMS', most: 1 },
          { kind: 'LMS', most: 9 },
        ],
      },
      'messages[1].kind',
    ],
    ['a replacement for what is carried', { replacements: [{ from: '가', to: '나' }] }, 'replacements[0].from'],
    ['a replacement by what is not', { replacements: [{ from: '₩', to: '₤' }] }, 'replacements[0].to'],
    ['a replacement of a word', { replacements: [{ from: '₩₩', to: '' }] }, 'replacements[0].from'],
    ['hours that are none', { window: { opens: '8', closes: '20:50', zone: 'Asia/Seoul' } }, 'window.opens'],
    ['a zone nobody knows', { window: { opens: '08:00', closes: '20:50', zone: 'KST9' } }, 'window.zone'],
    ['hours that never end', { window: { opens: '08:00', closes: '08:00', zone: 'Asia/Seoul' } }, 'window'],
  ])('with %s is refused', (_name, change, where) => {
    const refused = createDestinations([{ name: 'reseller', kind: 'DOMESTIC_SMS', ...change }]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_SETTINGS' } });
    expect(refused.ok ? '' : refused.error.message).toContain(`destinations[0].${where}`);
  });

  it('is the only one of its name, and has a receiver that can be found', () => {
    const input = { name: 'reseller', kind: 'DOMESTIC_SMS' } as const;
    expect(createDestinations([input, input])).toMatchObject({ ok: false });
    const functionArn = 'arn:aws:lambda:ap-northeast-2:123456789012:function:bonghwa-destination-reseller';
    expect(destination({ functionArn }).receiver).toEqual({ kind: 'FUNCTION', functionArn });
    const webhook = { url: 'https://reseller.example/hook', secretParameter: '/bonghwa/destinations/reseller' };
    expect(destination(webhook).receiver).toEqual({ kind: 'WEBHOOK', ...webhook });
  });
});
