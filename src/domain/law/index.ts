/** @module Korean law on advertising as dated data, and the one place that judges by it. Not legal advice. */
export { adGate, type AdGate, type AdRefusal } from './ad-gate.ts';
export { confirmationDueAt, isStale } from './calendar.ts';
export { isGranted, isUnconfirmed } from './consent-basis.ts';
export { isKeptRefused, isShown } from './decision-rules.ts';
export { dueNotices, isOfUse, NOTICE_KINDS, type DueNotice, type NoticeKind } from './duty-rules.ts';
export { createRulesAt } from './in-force.ts';
export { judgeMessage, type LawVerdict, type LawWarning } from './judge-message.ts';
export { LAW_RULES, type JudgedRule } from './rules.ts';
export { type SendingFacts } from './sending-rule.ts';
export { judgeWording } from './wording-rules.ts';
