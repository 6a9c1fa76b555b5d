import type { ChannelType } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Actor } from '../ports.ts';
import type { Answered } from './carry-out-once.ts';
import { NO_QUOTAS, ownSender } from './own-sender.ts';
import { sendMessages, type SendMessagesDeps } from './send-messages.ts';

export type SendTestMessageDeps = Omit<SendMessagesDeps, 'quotas'>;

export type SendTestMessageCommand = {
  readonly actor: Actor & { readonly sourceIp?: string };
  readonly templateId: string;
  /** Absent: the active one. */
  readonly version?: number;
  readonly recipients: readonly { readonly address: string; readonly channelType?: ChannelType }[];
  /** With whose data the words are filled in; absent: with nobody's. */
  readonly customerId?: string;
};

/** Enough for a team to look at a message, and too few to campaign by. */
const MAX_ADDRESSES = 10;

/** Who the jobs of tests are counted with. No quota of a server holds for what people look at. */
const SENDER = ownSender('test-messages', '시험 발송');

/**
 * Sends a template to up to ten named addresses, filled in with the data of a chosen customer, who gets nothing and of whom
 * nothing is counted. It goes the way of every direct send: suppressed addresses get none, the kill switch holds, and the
 * audit log has it. Whoever names an address vouches that a message was asked for there.
 */
export async function sendTestMessage(
  deps: SendTestMessageDeps,
  { actor, templateId, version, recipients, customerId }: SendTestMessageCommand,
): Promise<Answered | Refused> {
  if (recipients.length > MAX_ADDRESSES) {
    return refuse('TOO_MANY_RECIPIENTS', `recipients: a test goes to at most ${MAX_ADDRESSES} addresses.`);
  }
  const template = (await deps.templates.get(templateId))?.value;
  if (template === undefined) return refuse('NOT_FOUND', `There is no template ${templateId}.`);
  const number = version ?? template.activeVersion;
  const words = await deps.templates.getVersion(templateId, number);
  if (words === null) return refuse('NOT_FOUND', `Template ${templateId} has no version ${number}.`);
  if (customerId !== undefined && !(await deps.customers.getMany([customerId])).has(customerId)) {
    return refuse('NOT_FOUND', `There is no customer ${customerId}.`);
  }
  return sendMessages(
    { ...deps, quotas: NO_QUOTAS },
    {
      client: SENDER,
      // Looking again is another message.
      idempotencyKey: `test-${deps.ids.next()}`,
      messageClass: words.messageClass,
      templateId,
      templateVersion: number,
      recipients,
      test: { by: actor.id, at: deps.clock.now(), ...(customerId === undefined ? {} : { shownAs: customerId }) },
      ...(actor.sourceIp === undefined ? {} : { sourceIp: actor.sourceIp }),
    },
  );
}
