import { CHANNELS } from '../customer/channel.ts';
import type { RenderedMessage } from '../template/template.ts';
import { judgeClass, judgeMixture } from './advertising-words.ts';
import { judgeBeginning, judgeSpelling, firstWords, LABEL } from './label.ts';
import type { MessageRule } from './message-rule.ts';
import {
  isOfferSettled,
  isPlaceSettled,
  judgeHidden,
  judgeLink,
  judgeOffer,
  judgePictures,
  judgePlace,
} from './refusal.ts';
import { judgeLanguages, judgeSender } from './sender-named.ts';
import { act, decree, GUIDE_2025, INVITOBIZ, MEGABIRD, PROSMS } from './sources.ts';

const IN_FORCE = '2014-11-29';

const sms = (body: string): RenderedMessage => ({ channel: 'SMS', body });
const push = (title: string, body: string): RenderedMessage => ({ channel: 'PUSH', title, body });
const mail = (subject: string, html: string): RenderedMessage => ({ channel: 'EMAIL', subject, html });

const LAWFUL_SMS = sms('(광고)봉화마트 오늘까지 70% 세일! 문의 02-123-4567 무료거부 080-123-4567');
const LAWFUL_PUSH = push('(광고) 오늘만 50%', '봉화마트 전 품목. 무료수신거부: 앱 설정 > 알림');
const LAWFUL_HTML =
  '<p>겨울 소식</p><p>봉화마트, 서울시 중구 봉화로 1, 02-123-4567</p>' +
  '<p><a href="https://unsubscribe.invalid/">무료수신거부</a> To stop these mails, click unsubscribe.</p>';
const LAWFUL_MAIL = mail('(광고) 겨울 소식', LAWFUL_HTML);
const OFFER = '무료수신거부 080-123-4567';

/**
 * The rules on what an advertisement shows, from the one that explains most to the one that explains least: the first that
 * is broken is the one a refusal stands on.
 */
export const MESSAGE_RULES: readonly MessageRule[] = [
  {
    id: 'LABEL_SPELLING',
    judges: 'MESSAGE',
    title: 'The label is written (광고), and in no other way',
    says: 'Spaces, points or quotation marks within, other brackets, more words in them, English, or letters that only look alike are forbidden: filters do not find them.',
    sources: [act('50④, 50⑤'), decree('annex 6'), PROSMS],
    from: IN_FORCE,
    effect: 'REFUSED',
    code: 'AD_LABEL',
    messageClass: 'AD',
    channels: CHANNELS,
    judge: judgeSpelling,
    examples: {
      right: [LAWFUL_SMS],
      wrong: [
        '(광 고)',
        '(광.고)',
        '("광고")',
        '[광고]',
        '(대출광고)',
        '(AD)',
        '<광고>',
        '（광고）',
        '(광\u200b고)',
      ].map((label) => sms(`${label}봉화마트 세일 ${OFFER}`)),
    },
  },
  {
    id: 'LABEL_FIRST',
    judges: 'MESSAGE',
    title: 'An advertisement begins with (광고)',
    says: 'What is shown first begins with the label: the text of an SMS, the subject of an e-mail, the title of a push, the subject of an LMS or of another custom message (the text where there is no title or subject). Nothing stands before it.',
    sources: [act('50④'), decree('61③, annex 6'), PROSMS],
    from: IN_FORCE,
    effect: 'REFUSED',
    code: 'AD_LABEL',
    messageClass: 'AD',
    channels: CHANNELS,
    judge: judgeBeginning,
    isSettled: (view) => firstWords(view).startsWith(LABEL),
    examples: {
      right: [LAWFUL_SMS, LAWFUL_PUSH, LAWFUL_MAIL],
      wrong: [
        push('오늘만 50%', '(광고) 봉화마트 무료수신거부: 앱 설정 > 알림'),
        { channel: 'CUSTOM', subject: '겨울 세일', body: `(광고) 봉화마트 ${OFFER}` },
        mail('Re: (광고) 겨울 소식', LAWFUL_HTML),
        mail('[봉화] (광고) 겨울 소식', LAWFUL_HTML),
        sms(`봉화마트 (광고) 세일 ${OFFER}`),
      ],
    },
  },
  {
    id: 'NOT_HIDDEN',
    judges: 'MESSAGE',
    title: 'What must be said is seen',
    says: 'The offer of refusal is not hidden: no comment, no size of nothing, no colour of the background, nothing that is laid outside of what is shown.',
    sources: [act('50④, 50⑤'), decree('annex 6')],
    from: IN_FORCE,
    effect: 'REFUSED',
    code: 'AD_REFUSAL',
    messageClass: 'AD',
    channels: ['EMAIL'],
    judge: judgeHidden,
    isSettled: isOfferSettled,
    examples: {
      right: [LAWFUL_MAIL],
      wrong: [
        mail('(광고) 소식', '<p>세일</p><p style="display:none"><a href="https://a.kr">무료수신거부</a></p>'),
        mail('(광고) 소식', '<p>세일</p><!-- 무료수신거부 -->'),
        mail('(광고) 소식', '<p>세일</p><p style="color:#fff"><a href="https://a.kr">무료수신거부</a></p>'),
      ],
    },
  },
  {
    id: 'NOT_IN_PICTURES',
    judges: 'MESSAGE',
    title: 'What must be said is text',
    says: 'Label, sender and refusal in a picture, or in what describes it, do not count: words in pictures are an evasion of filters.',
    sources: [act('50⑤'), MEGABIRD],
    from: IN_FORCE,
    effect: 'REFUSED',
    code: 'AD_REFUSAL',
    messageClass: 'AD',
    channels: ['EMAIL'],
    judge: judgePictures,
    isSettled: isOfferSettled,
    examples: {
      right: [LAWFUL_MAIL],
      wrong: [mail('(광고) 소식', '<a href="https://a.kr"><img src="https://a.kr/ad.png" alt="무료수신거부"></a>')],
    },
  },
  {
    id: 'REFUSAL_FREE',
    judges: 'MESSAGE',
    title: 'Refusal is offered, free, with a way',
    says: 'The message says how it is refused at no cost: an 080 number or a link in a text, the place in the app in a push; for an e-mail see REFUSAL_LINK. 무료수신거부 and 무료거부 are both right.',
    sources: [act('50④, 50⑥'), decree('62, annex 6'), INVITOBIZ, PROSMS],
    from: IN_FORCE,
    effect: 'REFUSED',
    code: 'AD_REFUSAL',
    messageClass: 'AD',
    channels: CHANNELS,
    judge: judgeOffer,
    isSettled: isOfferSettled,
    examples: {
      right: [LAWFUL_SMS, LAWFUL_PUSH, LAWFUL_MAIL],
      wrong: [
        sms('(광고)봉화마트 세일 문의 02-123-4567'),
        sms('(광고)봉화마트 세일 무료수신거부 02-123-4567'),
        push('(광고) 오늘만 50%', '봉화마트 전 품목. 수신거부'),
        mail('(광고) 소식', '<p>세일</p>'),
      ],
    },
  },
  {
    id: 'REFUSAL_LAST',
    judges: 'MESSAGE',
    title: 'The offer of refusal stands at the end',
    says: 'Nothing follows it but the way to refuse: the end of a text is where people look for it.',
    sources: [act('50④'), decree('annex 6'), PROSMS],
    from: IN_FORCE,
    effect: 'REFUSED',
    code: 'AD_REFUSAL',
    messageClass: 'AD',
    channels: ['SMS', 'PUSH', 'CUSTOM'],
    judge: judgePlace,
    isSettled: isPlaceSettled,
    examples: {
      right: [LAWFUL_SMS, LAWFUL_PUSH],
      wrong: [
        sms(
          `(광고)봉화마트 ${OFFER} 오늘부터 다음 주 일요일까지 전 매장에서 겨울 외투와 장갑과 목도리를 70% 싸게 드립니다. 문의 02-123-4567`,
        ),
      ],
    },
  },
  {
    id: 'REFUSAL_LINK',
    judges: 'MESSAGE',
    title: 'An e-mail is refused by a link in it',
    says: 'Where it says that it can be refused, a link does it. The header of the mail has one as well, by which mail programs unsubscribe at one click (RFC 8058), where the deployment has unsubscribe links: that is why this is a warning.',
    sources: [act('50④, 50⑥'), decree('annex 6, e-mail')],
    from: IN_FORCE,
    effect: 'WARNED',
    code: 'AD_REFUSAL',
    messageClass: 'AD',
    channels: ['EMAIL'],
    judge: judgeLink,
    examples: {
      right: [LAWFUL_MAIL],
      wrong: [mail('(광고) 소식', '<p>봉화마트, 02-123-4567</p><p>무료수신거부 / click to unsubscribe</p>')],
    },
  },
  {
    id: 'SENDER_NAMED',
    judges: 'MESSAGE',
    title: 'The sender and their number are named',
    says: 'Name and number (or address) stand in the message; the number may be left out of a text that comes from it. A machine knows neither the name nor that number, so this is a warning.',
    sources: [act('50④'), decree('annex 6'), PROSMS],
    from: IN_FORCE,
    effect: 'WARNED',
    code: 'AD_LABEL',
    messageClass: 'AD',
    // A push is shown under the name of its app.
    channels: ['SMS', 'CUSTOM', 'EMAIL'],
    judge: judgeSender,
    examples: { right: [LAWFUL_SMS, LAWFUL_MAIL], wrong: [sms(`(광고)봉화마트 세일 ${OFFER}`)] },
  },
  {
    id: 'REFUSAL_IN_ENGLISH',
    judges: 'MESSAGE',
    title: 'A mail says in English, too, how it is refused',
    says: 'Annex 6 asks for the offer in Korean and English in an e-mail. Whoever reads only Korean mail may see it as a formality, so this is a warning.',
    sources: [decree('annex 6, e-mail')],
    from: IN_FORCE,
    effect: 'WARNED',
    code: 'AD_REFUSAL',
    messageClass: 'AD',
    channels: ['EMAIL'],
    judge: judgeLanguages,
    examples: {
      right: [LAWFUL_MAIL],
      wrong: [mail('(광고) 소식', '<p>봉화마트 02-123-4567</p><a href="https://a.kr">무료수신거부</a>')],
    },
  },
  {
    id: 'CLASS_AS_LABELLED',
    judges: 'MESSAGE',
    title: 'What calls itself an advertisement is one',
    says: 'A message that begins with the label needs what an advertisement needs: it is not sent as information.',
    sources: [act('50①'), GUIDE_2025],
    from: IN_FORCE,
    effect: 'REFUSED',
    code: 'AD_CLASS',
    messageClass: 'TRANSACTIONAL',
    channels: CHANNELS,
    judge: judgeClass,
    examples: { right: [sms('주문하신 상품이 도착했습니다.')], wrong: [LAWFUL_SMS] },
  },
  {
    id: 'WHOLLY_ADVERTISING',
    judges: 'MESSAGE',
    title: 'A message with any advertisement is wholly one',
    says: 'An offer within a notice makes all of it an advertisement; so is the notice that a free membership ends. The test: must it reach even somebody who refused advertising? A machine cannot prove it, so this is a warning.',
    sources: [act('50①'), GUIDE_2025],
    from: '2014-11-29',
    effect: 'WARNED',
    code: 'AD_CLASS',
    messageClass: 'TRANSACTIONAL',
    channels: CHANNELS,
    judge: judgeMixture,
    examples: {
      right: [sms('주문하신 상품이 도착했습니다.')],
      wrong: [sms('주문하신 상품이 도착했습니다. 다음 주문은 20% 할인!')],
    },
  },
];
