/** @module SMS through AWS End User Messaging (the v2 API), which reports what became of each message. */
export { createSmsVoiceSender, type SmsVoiceSenderOptions } from './sms-voice-sender.ts';
