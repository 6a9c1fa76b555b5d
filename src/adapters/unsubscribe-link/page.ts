/** What the page says: whether to press the button, what became of it, or why nothing can. */
export type PageState = 'ASK' | 'DONE' | 'UNKNOWN_LINK' | 'TOO_OLD' | 'FAILED' | 'NOT_ONE_CLICK';

type Words = { readonly title: string; readonly text: string };

const KOREAN: Readonly<Record<PageState, Words>> = {
  ASK: {
    title: '광고 메일 수신거부',
    text: '버튼을 누르면 이 주소로 광고 메일을 더 이상 보내지 않습니다. 인증번호와 주문 확인 같은 안내 메일은 계속 받으실 수 있습니다.',
  },
  DONE: {
    title: '수신거부가 처리되었습니다',
    text: '이 주소로 광고 메일을 더 이상 보내지 않습니다. 인증번호와 주문 확인 같은 안내 메일은 계속 받으실 수 있습니다. 이 화면은 수신거부 처리 결과의 통지입니다.',
  },
  UNKNOWN_LINK: {
    title: '사용할 수 없는 링크입니다',
    text: '링크가 잘렸거나 바뀌었습니다. 받으신 메일에서 수신거부를 다시 눌러 주세요. 아무것도 바뀌지 않았습니다.',
  },
  TOO_OLD: {
    title: '오래된 메일입니다',
    text: '이 메일의 기록이 남아 있지 않아 처리하지 못했습니다. 최근에 받으신 메일의 수신거부를 누르시거나 보낸 사람에게 알려 주세요.',
  },
  FAILED: {
    title: '지금은 처리하지 못했습니다',
    text: '잠시 뒤에 다시 눌러 주세요. 아무것도 바뀌지 않았습니다.',
  },
  NOT_ONE_CLICK: {
    title: '처리하지 못했습니다',
    text: '수신거부 버튼을 눌러 주세요. 아무것도 바뀌지 않았습니다.',
  },
};

const ENGLISH: Readonly<Record<PageState, Words>> = {
  ASK: {
    title: 'Unsubscribe from advertising',
    text: 'Press the button, and no more advertising is sent to this address. Codes, receipts and other notices still come.',
  },
  DONE: {
    title: 'You are unsubscribed',
    text: 'No more advertising is sent to this address. Codes, receipts and other notices still come. This page is the notice of what became of your request.',
  },
  UNKNOWN_LINK: {
    title: 'This link cannot be used',
    text: 'It was cut or changed. Press unsubscribe in the mail again. Nothing has changed.',
  },
  TOO_OLD: {
    title: 'This mail is too old',
    text: 'Nothing is kept of it any more. Unsubscribe from a later mail, or tell the sender.',
  },
  FAILED: { title: 'That did not work', text: 'Press again in a while. Nothing has changed.' },
  NOT_ONE_CLICK: { title: 'That did not work', text: 'Press the button to unsubscribe. Nothing has changed.' },
};

const STATUS: Readonly<Record<PageState, number>> = {
  ASK: 200,
  DONE: 200,
  UNKNOWN_LINK: 404,
  TOO_OLD: 410,
  FAILED: 500,
  NOT_ONE_CLICK: 400,
};

const STYLE =
  'body{font:1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#111;background:#fff}' +
  'button{font:inherit;padding:.75rem 1.5rem;border:0;border-radius:.5rem;background:#0b5fff;color:#fff;cursor:pointer}' +
  'button:focus-visible{outline:3px solid #111;outline-offset:3px}h1{font-size:1.5rem;line-height:1.3}section{margin:0 0 2rem}';

const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  // The page is all there is: no scripts, no pictures, no frame around it, and the link is told to nobody.
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
};

/** An answer of a function's URL. */
export type PageAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * The page in Korean and English. Its form posts to the address that it was opened by; it needs no script, no sign-in and
 * no cookie. The words are ours alone: nothing of the request is printed.
 */
export function unsubscribePage(state: PageState): PageAnswer {
  const [korean, english] = [KOREAN[state], ENGLISH[state]];
  const form =
    state === 'ASK' || state === 'FAILED' || state === 'NOT_ONE_CLICK'
      ? '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><input type="hidden" name="by" value="button">' +
        '<button type="submit">수신거부 <span lang="en">/ Unsubscribe</span></button></form>'
      : '';
  const body =
    `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${korean.title} / ${english.title}</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head><body><main>` +
    `<section role="${state === 'ASK' ? 'region' : 'status'}" aria-labelledby="t"><h1 id="t">${korean.title}</h1><p>${korean.text}</p></section>` +
    `<section lang="en"><h2>${english.title}</h2><p>${english.text}</p></section>${form}</main></body></html>\n`;
  return { statusCode: STATUS[state], headers: HEADERS, body };
}
