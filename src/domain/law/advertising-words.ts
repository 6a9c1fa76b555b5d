import { LABEL, firstWords } from './label.ts';
import type { MessageView } from './message-view.ts';

/** Words by which something is sold. */
const SELLING =
  /할인|세일|특가|쿠폰|프로모션|이벤트|사은품|경품|증정|적립|혜택|최저가|무료\s*배송|1\s*\+\s*1|\d\s*%\s*(?:할인|off|↓)|타임딜|신상품|기획전|구매하(?:세요|시면)|discount|coupon|promotion|(?<!\p{L})sale(?!\p{L})/iu;

/** Whether a message that needs no consent calls itself an advertisement. */
export function judgeClass(view: MessageView): string | null {
  if (!firstWords(view).startsWith(LABEL)) return null;
  return `${view.firstField}: begins with "${LABEL}", but its class is TRANSACTIONAL. Save it as AD: it needs consent.`;
}

/** The words of a message by which it seems to be an advertisement, wholly: one offer makes the rest one, too. */
export function judgeMixture(view: MessageView): string | null {
  for (const [field, text] of view.texts) {
    const found = SELLING.exec(text)?.[0];
    if (found !== undefined) {
      return `${field}: "${found}" reads like an advertisement, and a message with any advertisement is one. If it is, save it as AD.`;
    }
  }
  return null;
}
