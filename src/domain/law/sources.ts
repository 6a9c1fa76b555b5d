import type { LawSource } from './rule.ts';

const ACT =
  'Act on Promotion of Information and Communications Network Utilization and Information Protection (정보통신망법)';
const DECREE = 'its Enforcement Decree (같은 법 시행령)';

/** An article of the act. */
export function act(article: string): LawSource {
  return {
    kind: 'STATUTE',
    name: ACT,
    article,
    url: 'https://www.law.go.kr/법령/정보통신망이용촉진및정보보호등에관한법률',
  };
}

/** An article, or an annex, of the decree. */
export function decree(article: string): LawSource {
  return {
    kind: 'STATUTE',
    name: DECREE,
    article,
    url: 'https://www.law.go.kr/법령/정보통신망이용촉진및정보보호등에관한법률시행령',
  };
}

/** The regulator's guide against unlawful spam, edition of December 2025. */
export const GUIDE_2025: LawSource = {
  kind: 'GUIDE',
  name: 'KISA-GD-2025-0037, guide to the rules against unlawful spam, December 2025',
  url: 'https://spam.kisa.or.kr',
};

/** News of the day before the amendment of 2014 came into force: all media, the night, notices within 14 days. */
export const NEWS_2014: LawSource = {
  kind: 'PAGE',
  name: 'ajunews, 2014-11-28',
  url: 'https://m.ajunews.com/amp/20141128190739452',
};

/** What a sender of texts tells its customers of the label, its forbidden spellings and the contact. */
export const PROSMS: LawSource = {
  kind: 'PAGE',
  name: 'prosms.co.kr, duties of marking advertisements',
  url: 'https://prosms.co.kr/landing/spam',
};

/** The notice that `무료거부` is enough. */
export const INVITOBIZ: LawSource = {
  kind: 'PAGE',
  name: 'invitobiz.com, notice 576',
  url: 'http://www.invitobiz.com/findNoti?seq=576',
};

/** Words in pictures are an evasion. */
export const MEGABIRD: LawSource = {
  kind: 'PAGE',
  name: 'megabird.com, writing a template',
  url: 'https://megabird.com/manage/template/write',
};

/** The first day of the reconfirmation, and of whom it is asked. */
export const RECONFIRMATION_NOTICE: LawSource = {
  kind: 'PAGE',
  name: 'prosms.co.kr, notice 145 of 2016-03-28',
  url: 'https://prosms.co.kr/bbs/notice/145',
};
