import { HIDING_STYLES } from './hiding-styles.ts';
import type { MessageClass } from '../../../../src/domain/consent/index.ts';
import type { RenderedMessage } from '../../../../src/domain/template/index.ts';

/** A rendered message, and the rule that it breaks (null: none), or of what a person is warned. */
export type Row = {
  readonly says: string;
  readonly message: RenderedMessage;
  readonly messageClass?: MessageClass;
  readonly breaks: string | null;
  readonly warns?: readonly string[];
};

const END = '문의 02-123-4567 무료수신거부 080-123-4567';
const sms = (body: string): RenderedMessage => ({ channel: 'SMS', body });
const custom = (body: string): RenderedMessage => ({ channel: 'CUSTOM', body });
const push = (title: string, body: string): RenderedMessage => ({ channel: 'PUSH', title, body });
const HTML =
  '<p>봉화마트 서울시 중구 봉화로 1, 02-123-4567</p><p><a href="https://b.kr/u">무료수신거부</a> click to unsubscribe</p>';
const mail = (subject: string, html: string, text?: string): RenderedMessage => ({
  channel: 'EMAIL',
  subject,
  html,
  ...(text === undefined ? {} : { text }),
});
const PUSH_END = '무료수신거부: 앱 설정 > 알림';
const labelled = (label: string): Row => ({
  says: `an SMS that begins with ${JSON.stringify(label)}`,
  message: sms(`${label}봉화마트 오늘까지 세일 ${END}`),
  breaks: 'LABEL_SPELLING',
});
const hidden = (says: string, offer: string): Row => ({
  says: `a mail whose offer of refusal is ${says}`,
  message: mail('(광고) 소식', `<p>겨울 소식</p>${offer}`),
  breaks: 'NOT_HIDDEN',
});
const LINK = '<a href="https://b.kr/u">무료수신거부</a>';

/** One row for each way of keeping or breaking a rule, over every channel. */
export const ROWS: readonly Row[] = [
  // The label, spelt.
  { says: 'an SMS with label, sender, contact and refusal', message: sms(`(광고)봉화마트 세일 ${END}`), breaks: null },
  ...[
    '(광 고)',
    '(광.고)',
    '("광고")',
    '[광고]',
    '(대출광고)',
    '(AD)',
    '<광고>',
    '(성인광고)',
    '{광고}',
    '【광고】',
  ].map(labelled),
  ...[
    '（광고）',
    '〔광고〕',
    '(광\u200b고)',
    '(광고\u200b)',
    '(\u200b광고)',
    '( 광고 )',
    '(광-고)',
    '광고)',
    '(광고',
    '(ad)',
  ].map(labelled),
  ...['(Advertisement)', '(광·고)', '［광고］', '«광고»', '(광\u3164고)', '(광\u00a0고)'].map(labelled),
  {
    says: 'an SMS whose label is spelt rightly first and wrongly later',
    message: sms(`(광고)봉화마트 [광고] 세일 ${END}`),
    breaks: 'LABEL_SPELLING',
  },
  {
    says: 'a push with a wrong label in its text',
    message: push('(광고) 세일', `[광고] 오늘만 ${PUSH_END}`),
    breaks: 'LABEL_SPELLING',
  },
  {
    says: 'a mail with a wrong label that tags cut in two',
    message: mail('(광고) 소식', `<p>[<b>광고</b>] 겨울</p>${HTML}`),
    breaks: 'LABEL_SPELLING',
  },
  {
    says: 'a mail with a wrong label written as entities',
    message: mail('(광고) 소식', `<p>[&#44305;&#44256;] 겨울</p>${HTML}`),
    breaks: 'LABEL_SPELLING',
  },
  {
    says: 'an SMS that speaks of advertising beside its label',
    message: sms(`(광고)봉화 광고대행 ${END}`),
    breaks: null,
  },
  // The label, first.
  { says: 'an SMS without a label', message: sms(`봉화마트 세일 ${END}`), breaks: 'LABEL_FIRST' },
  {
    says: 'an SMS with the sender before the label',
    message: sms(`봉화마트 (광고) 세일 ${END}`),
    breaks: 'LABEL_FIRST',
  },
  { says: 'an SMS of an agency abroad', message: sms(`[Web발신] (광고)봉화 ${END}`), breaks: 'LABEL_FIRST' },
  {
    says: 'an SMS with a letter nobody sees before the label',
    message: sms(`\u200b(광고)봉화 ${END}`),
    breaks: 'LABEL_SPELLING',
  },
  {
    says: 'an SMS with a byte order mark before the label',
    message: sms(`\ufeff(광고)봉화 ${END}`),
    breaks: 'LABEL_SPELLING',
  },
  {
    says: 'an SMS whose label is written in single letters',
    message: sms(`${'(광고)'.normalize('NFD')}봉화 ${END}`),
    breaks: 'LABEL_FIRST',
  },
  { says: 'an SMS that is written from right to left', message: sms(`\u202e(고광)봉화 ${END}`), breaks: 'LABEL_FIRST' },
  { says: 'an SMS with a line break before the label', message: sms(`\n (광고)봉화 ${END}`), breaks: null },
  {
    says: 'a push with the label in its text only',
    message: push('오늘만 50%', `(광고) 봉화마트 ${PUSH_END}`),
    breaks: 'LABEL_FIRST',
  },
  {
    says: 'a push without a title, labelled in its text',
    message: push('', `(광고) 봉화마트 ${PUSH_END}`),
    breaks: null,
  },
  {
    says: 'a push with a title of spaces, labelled in its text',
    message: push('  ', `(광고) 봉화마트 ${PUSH_END}`),
    breaks: null,
  },
  { says: 'a push, labelled in its title', message: push('(광고) 오늘만 50%', PUSH_END), breaks: null },
  { says: 'a mail that seems to be an answer', message: mail('Re: (광고) 소식', HTML), breaks: 'LABEL_FIRST' },
  { says: 'a mail with the sender before the label', message: mail('[봉화] (광고) 소식', HTML), breaks: 'LABEL_FIRST' },
  {
    says: 'a mail with the label in its text only',
    message: mail('소식', `<p>(광고)</p>${HTML}`),
    breaks: 'LABEL_FIRST',
  },
  { says: 'a mail, labelled in its subject', message: mail('(광고) 소식', HTML), breaks: null },
  { says: 'a brand message without a label', message: custom(`봉화 세일 ${END}`), breaks: 'LABEL_FIRST' },
  { says: 'a brand message with a label', message: custom(`(광고) 봉화 세일 ${END}`), breaks: null },
  {
    says: 'an LMS with the label in its text, under a subject without one',
    message: { channel: 'CUSTOM', subject: '겨울 세일', body: `(광고)봉화 ${END}` },
    breaks: 'LABEL_FIRST',
  },
  {
    says: 'an LMS with the label in its subject',
    message: { channel: 'CUSTOM', subject: '(광고) 겨울 세일', body: `봉화 ${END}` },
    breaks: null,
  },
  {
    says: 'an LMS whose subject is blank, with the label in its text',
    message: { channel: 'CUSTOM', subject: ' ', body: `(광고)봉화 ${END}` },
    breaks: null,
  },
  {
    says: 'an LMS with a wrong label in its subject',
    message: { channel: 'CUSTOM', subject: '[광고] 겨울 세일', body: `(광고)봉화 ${END}` },
    breaks: 'LABEL_SPELLING',
  },
  {
    says: 'a notice by LMS that is labelled in its subject',
    message: { channel: 'CUSTOM', subject: '(광고) 겨울 세일', body: `봉화 ${END}` },
    messageClass: 'TRANSACTIONAL',
    breaks: 'CLASS_AS_LABELLED',
  },
  // Refusal, free and possible.
  { says: 'an SMS without refusal', message: sms('(광고)봉화마트 세일 문의 02-123-4567'), breaks: 'REFUSAL_FREE' },
  {
    says: 'an SMS with 무료거부',
    message: sms('(광고)봉화마트 세일 문의 02-123-4567 무료거부 080-123-4567'),
    breaks: null,
  },
  {
    says: 'an SMS with 무료거부 without hyphens',
    message: sms('(광고)봉화 02-123-4567 무료거부0801234567'),
    breaks: null,
  },
  {
    says: 'an SMS that refuses by a link',
    message: sms('(광고)봉화 02-123-4567 무료수신거부 bhm.kr/u/1'),
    breaks: null,
  },
  {
    says: 'an SMS that speaks of refusal in its words, and offers it at the end',
    message: sms(
      `(광고)봉화마트 무료수신거부는 이 문자 맨 아래에서 언제든지 하실 수 있습니다. 오늘부터 일요일까지 전 매장에서 겨울 외투 세일 ${END}`,
    ),
    breaks: null,
  },
  {
    says: 'an SMS that refuses by a paid number',
    message: sms('(광고)봉화 무료수신거부 02-123-4567'),
    breaks: 'REFUSAL_FREE',
  },
  {
    says: 'an SMS that offers refusal without a way',
    message: sms('(광고)봉화 02-123-4567 무료수신거부'),
    breaks: 'REFUSAL_FREE',
  },
  {
    says: 'an SMS that refuses in the settings of no app',
    message: sms('(광고)봉화 02-123-4567 무료수신거부: 설정'),
    breaks: 'REFUSAL_FREE',
  },
  {
    says: 'an SMS whose refusal is cut by letters nobody sees, as it reads',
    message: sms('(광고)봉화 02-123-4567 무료수\u200b신거부 080-123-4567'),
    breaks: null,
  },
  { says: 'a push without refusal', message: push('(광고) 오늘만', '봉화마트 전 품목'), breaks: 'REFUSAL_FREE' },
  {
    says: 'a push that offers refusal without a way',
    message: push('(광고) 오늘만', '봉화마트 수신거부'),
    breaks: 'REFUSAL_FREE',
  },
  {
    says: 'a push with refusal in its title only',
    message: push('(광고) 수신거부 080-123-4567', '전 품목'),
    breaks: 'REFUSAL_FREE',
  },
  {
    says: 'a push of a picture alone',
    message: { channel: 'PUSH', title: '(광고)', body: '', imageUrl: 'https://b.kr/a.png' },
    breaks: 'REFUSAL_FREE',
  },
  {
    says: 'a brand message that is refused by blocking the channel',
    message: custom('(광고) 봉화 02-123-4567 수신거부 : 채널 차단'),
    breaks: null,
  },
  { says: 'a brand message without refusal', message: custom('(광고) 봉화 02-123-4567'), breaks: 'REFUSAL_FREE' },
  {
    says: 'a mail without refusal',
    message: mail('(광고) 소식', '<p>봉화마트 02-123-4567</p>'),
    breaks: 'REFUSAL_FREE',
  },
  {
    says: 'a mail that offers refusal without a link',
    message: mail('(광고) 소식', '<p>봉화, 02-123-4567 무료수신거부 unsubscribe</p>'),
    breaks: null,
    warns: ['REFUSAL_LINK'],
  },
  {
    says: 'a mail of text alone, refused by a link',
    message: mail('(광고) 소식', '', '봉화 02-123-4567 무료수신거부 https://b.kr/u unsubscribe'),
    breaks: null,
  },
  {
    says: 'a mail whose refusal stands in its text part only',
    message: mail('(광고) 소식', '<p>겨울</p>', '무료수신거부 https://b.kr/u'),
    breaks: 'REFUSAL_FREE',
  },
  // The place.
  {
    says: 'an SMS with its refusal in front of all it has to say',
    message: sms(
      '(광고)봉화마트 무료수신거부 080-123-4567 오늘부터 다음 주 일요일까지 전 매장에서 겨울 외투와 장갑을 70% 싸게 드립니다. 02-123-4567',
    ),
    breaks: 'REFUSAL_LAST',
  },
  {
    says: 'a push with its refusal in front of all it has to say',
    message: push(
      '(광고) 봉화',
      `${PUSH_END} 오늘부터 다음 주 일요일까지 전 매장에서 겨울 외투와 장갑과 목도리를 70% 싸게 드립니다.`,
    ),
    breaks: 'REFUSAL_LAST',
  },
  {
    says: 'an SMS whose refusal ends with a long link',
    message: sms(`(광고)봉화 02-123-4567 무료수신거부 https://b.kr/u/${'x'.repeat(120)}`),
    breaks: null,
  },
  // Hidden words.
  hidden('in a comment', '<!-- 무료수신거부 https://b.kr/u -->'),
  hidden('not displayed', `<div style="display:none">${LINK}</div>`),
  hidden('invisible', `<div style="visibility: hidden">${LINK}</div>`),
  hidden('as small as nothing', `<div style="font-size:0">${LINK}</div>`),
  hidden('one pixel high', `<div style="font-size:1px">${LINK}</div>`),
  hidden('transparent', `<div style="color:transparent">${LINK}</div>`),
  hidden('of no opacity', `<div style="opacity:0">${LINK}</div>`),
  hidden('nearly of no opacity', `<div style="opacity:0.01">${LINK}</div>`),
  hidden('white on white', `<div style="color:#FFF">${LINK}</div>`),
  hidden('of the colour of its background', `<div style="background:#000;color:rgb(0, 0, 0)">${LINK}</div>`),
  hidden('outside of the screen', `<div style="position:absolute;left:-9999px">${LINK}</div>`),
  hidden('in a box without room', `<div style="max-height:0;overflow:hidden">${LINK}</div>`),
  hidden('hidden by an attribute', `<div hidden>${LINK}</div>`),
  hidden('hidden by a style sheet', `<style>.x{display:none}</style><div class="x">${LINK}</div>`),
  hidden('in a font of white', `<font color="white">${LINK}</font>`),
  hidden('in what is never shown', `<template>${LINK}</template>`),
  hidden('in a choice', `<option>${LINK}</option>`),
  hidden('hidden on every screen', `<style>@media only screen{.x{display:none}}</style><div class="x">${LINK}</div>`),
  hidden('as large as nothing', `<div style="transform: rotate(1deg) scale(0)">${LINK}</div>`),
  hidden('clipped away', `<div style="clip-path:inset(50%)">${LINK}</div>`),
  hidden('filtered away', `<div style="filter:opacity(0)">${LINK}</div>`),
  hidden('of a colour that is seen through', `<div style="color:rgba(10, 10, 10, 0)">${LINK}</div>`),
  hidden('of a colour that is seen through, in the new way', `<div style="color:rgb(0 0 0 / 0%)">${LINK}</div>`),
  hidden('of a colour that is seen through, in hexadecimals', `<div style="color:#00000000">${LINK}</div>`),
  hidden('white on a white ground', `<table bgcolor="#FFFFFF"><tr><td style="color:#fff">${LINK}</td></tr></table>`),
  hidden(
    'white on grounds that are all white',
    `<div style="background-color: white"><p style="background:rgb(255,255,255)"><font color="#fff">${LINK}</font></p></div>`,
  ),
  ...Object.entries(HIDING_STYLES).map(([says, style]) => hidden(says, `<div style="${style}">${LINK}</div>`)),
  hidden('of the colour of its cell', `<td bgcolor="#333" style="color:#333333">${LINK}</td>`),
  hidden('black in a black table', `<table bgcolor="#000"><tr><td style="color:#000">${LINK}</td></tr></table>`),
  hidden(
    'white in a white table on a grey page',
    `<body bgcolor="#eeeeee"><table bgcolor="#fff"><tr><td style="color:#fff">${LINK}</td></tr></table></body>`,
  ),
  hidden('of the colour of the page', `<body bgcolor="#fff" text="#fff">${LINK}</body>`),
  hidden('hidden with everything', `<style>*{display:none}</style><p class="x">${LINK}</p>`),
  ...[
    ['black', '<div style="color:rgb(0,0,0);transform:scale(0.95)">'],
    ['in somewhat smaller letters', '<div style="font-size:0.9em">'],
    ['in somewhat smaller letters by the shorthand', '<div style="font:italic bold .8em/1.2 Arial">'],
    ['in lines of the usual height', '<div style="line-height:1;overflow:hidden">'],
    ['in the middle', '<div style="position:absolute;top:50%;transform:translate(-50%,-50%)">'],
    ['half seen through', '<div style="opacity:50%">'],
    ['grey on white', '<div style="background:#fff;color:#999">'],
    [
      'white on what a class may give',
      '<style>.d{background:#000}</style><table bgcolor="#fff"><tr><td class="d"><div style="color:#fff">',
    ],
    ['black on white', '<div style="background:#fff;color:hsl(0, 0%, 0%)">'],
    ['hidden on small screens', '<style>@media (max-width:600px){.x{display:none}}</style><div class="x">'],
    ['white on a picture', '<div style="background:url(https://b.kr/a.png);color:#fff">'],
    ['nearly opaque', '<div style="color:rgba(0,0,0,0.87)">'],
  ].map(([says = '', box = '']): Row => ({
    says: `a mail whose offer of refusal is ${says}`,
    message: mail('(광고) 소식', `${box}봉화 02-123-4567 ${LINK} unsubscribe</div>`),
    breaks: null,
  })),
  {
    says: 'a mail whose refusal is white on a dark ground',
    message: mail(
      '(광고) 소식',
      `<table bgcolor="#222"><tr><td style="color:#fff">봉화 02-123-4567 ${LINK} unsubscribe</td></tr></table>`,
    ),
    breaks: null,
  },
  // Pictures alone.
  {
    says: 'a mail of a picture alone',
    message: mail('(광고) 소식', '<a href="https://b.kr"><img src="https://b.kr/a.png"></a>'),
    breaks: 'NOT_IN_PICTURES',
  },
  {
    says: 'a mail of a picture that is described with the refusal',
    message: mail('(광고) 소식', '<img src="https://b.kr/a.png" alt="무료수신거부 080-123-4567">'),
    breaks: 'NOT_IN_PICTURES',
  },
  {
    says: 'a mail of a picture with refusal as text',
    message: mail('(광고) 소식', `<img src="https://b.kr/a.png">${HTML}`),
    breaks: null,
  },
  // What a machine cannot prove.
  {
    says: 'an SMS without a contact',
    message: sms('(광고)봉화 세일 무료수신거부 080-123-4567'),
    breaks: null,
    warns: ['SENDER_NAMED'],
  },
  {
    says: 'a mail that is refused in Korean only',
    message: mail('(광고) 소식', `<p>봉화 02-123-4567</p>${LINK}`),
    breaks: null,
    warns: ['REFUSAL_IN_ENGLISH'],
  },
  {
    says: 'an advertisement that is called information',
    message: sms(`(광고)봉화 ${END}`),
    messageClass: 'TRANSACTIONAL',
    breaks: 'CLASS_AS_LABELLED',
  },
  {
    says: 'a notice',
    message: sms('[봉화] 주문하신 상품이 도착했습니다.'),
    messageClass: 'TRANSACTIONAL',
    breaks: null,
  },
  { says: 'a code', message: sms('[봉화] 인증번호 123456'), messageClass: 'TRANSACTIONAL', breaks: null },
  {
    says: 'a notice with an offer in it',
    message: sms('[봉화] 주문하신 상품이 도착했습니다. 다음 구매 20% 할인 쿠폰을 드려요.'),
    messageClass: 'TRANSACTIONAL',
    breaks: null,
    warns: ['WHOLLY_ADVERTISING'],
  },
  {
    says: 'a receipt by mail with a coupon at its end',
    message: mail('주문 확인', '<p>감사합니다</p><p>지금 쓰는 쿠폰</p>'),
    messageClass: 'TRANSACTIONAL',
    breaks: null,
    warns: ['WHOLLY_ADVERTISING'],
  },
  {
    says: 'a push with a sale in it',
    message: push('배송 시작', '도착 전에 세일도 구경하세요'),
    messageClass: 'TRANSACTIONAL',
    breaks: null,
    warns: ['WHOLLY_ADVERTISING'],
  },
];
