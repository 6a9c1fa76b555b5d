import { a } from '@aws-amplify/backend';
import { ADMINS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** What people must be told of their consent. */
export const consentNoticeCommands = {
  /** What a round of notices did; `isDone` is false when its time was up before everybody was looked at. */
  ConsentNoticeReport: a.customType({
    sent: a.integer().required(),
    unreachable: a.integer().required(),
    withoutTemplate: a.integer().required(),
    tooLate: a.integer().required(),
    customersRead: a.integer().required(),
    isDone: a.boolean().required(),
  }),
  /**
   * Tells everybody who is due it, by the templates that the delivery settings name: within 14 days what became of a
   * consent or a refusal, every two years that a consent is there. It happens every day by itself.
   */
  sendConsentNotices: a
    .mutation()
    .returns(a.ref('ConsentNoticeReport'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.notifyConsents, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(ADMINS)]),
};
