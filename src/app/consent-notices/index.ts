/** @module What the law wants people to be told of their consent. */
export { sendConsentNotices, type NoticeReport, type SendConsentNoticesDeps } from './send-consent-notices.ts';
