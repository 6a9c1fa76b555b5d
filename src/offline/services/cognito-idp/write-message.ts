import * as z from 'zod';
import type { PoolMessages } from '../../assembly/user-pool.ts';
import type { CognitoContext } from './context.ts';
import { CognitoError } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { runTrigger } from './triggers.ts';

/** What a message is about; the name of its CustomMessage event. */
export type MessageKind =
  | 'SignUp'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'AdminCreateUser'
  | 'Authentication';

export interface MessageOrder {
  readonly kind: MessageKind;
  readonly user: User;
  readonly to: string;
  readonly medium: 'EMAIL' | 'SMS';
  /** The code, or the temporary password. */
  readonly secret: string;
  readonly clientId: string;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

const CODE = '{####}';
const USERNAME = '{username}';
const LINK = /\{##[^#]+##\}/;

const custom = z.object({
  emailSubject: z.string().nullish(),
  emailMessage: z.string().nullish(),
  smsMessage: z.string().nullish(),
});

/** Writes what Cognito would send, by the pool's CustomMessage function or its template, and hands it to the outbox. */
export async function sendMessage(context: CognitoContext, pool: Pool, order: MessageOrder): Promise<void> {
  const { kind, user, medium, clientId, clientMetadata } = order;
  const isInvitation = kind === 'AdminCreateUser';
  const ownWords = wordsOf(pool.definition.messages ?? {}, order);
  const response = await runTrigger(context, pool, 'CustomMessage', {
    source: `CustomMessage_${kind}`,
    user,
    clientId,
    clientMetadata,
    request: {
      codeParameter: CODE,
      linkParameter: '{##Click Here##}',
      usernameParameter: isInvitation ? USERNAME : null,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  const parsed = custom.safeParse(response ?? {});
  if (!parsed.success) throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  const given = medium === 'EMAIL' ? parsed.data.emailMessage : parsed.data.smsMessage;
  const isComplete = given?.includes(CODE) === true && (!isInvitation || given.includes(USERNAME));
  // Without the code nobody could go on: Cognito then uses its own words.
  const text = isComplete ? given : ownWords.text;
  if (pool.definition.messages?.isLink === true && medium === 'EMAIL' && !text.includes(CODE)) throw linkNotSupported();
  const fill = (words: string): string =>
    words.replaceAll(CODE, () => order.secret).replaceAll(USERNAME, () => loginOf(pool, user));
  context.deliver({
    userPoolId: pool.definition.id,
    to: order.to,
    medium,
    subject: fill((medium === 'EMAIL' && isComplete ? parsed.data.emailSubject : null) ?? ownWords.subject),
    text: fill(text),
  });
}

function linkNotSupported(): CognitoError {
  return new CognitoError(
    'NotSupportedOffline',
    'Verification by link (CONFIRM_WITH_LINK) is not supported offline: it needs a domain of Cognito. Use CONFIRM_WITH_CODE.',
    501,
  );
}

/** In pools that sign in by an address the username is an id that nobody knows. */
function loginOf(pool: Pool, user: User): string {
  const [attribute] = pool.definition.usernameAttributes;
  return (attribute === undefined ? undefined : user.attributes[attribute]) ?? user.username;
}

function wordsOf(
  messages: PoolMessages,
  { kind, medium }: MessageOrder,
): { readonly subject: string; readonly text: string } {
  const isMail = medium === 'EMAIL';
  if (kind === 'AdminCreateUser') {
    const own = isMail ? messages.invitationEmail : messages.invitationSms;
    const text = own ?? `Your username is ${USERNAME} and temporary password is ${CODE}`;
    return { subject: messages.invitationSubject ?? 'Your temporary password', text };
  }
  if (kind === 'Authentication') {
    return {
      subject: 'Your authentication code',
      text: messages.authenticationSms ?? `Your authentication code is ${CODE}`,
    };
  }
  const isReset = kind === 'ForgotPassword';
  const own = isMail ? messages.verificationEmail : messages.verificationSms;
  const text = own !== undefined && !LINK.test(own) ? own : undefined;
  if (messages.isLink === true && isMail && text === undefined && !isReset) return { subject: '', text: '' };
  return {
    subject: messages.verificationSubject ?? (isReset ? 'Your password reset code' : 'Your verification code'),
    text: text ?? `Your ${isReset ? 'password reset' : 'confirmation'} code is ${CODE}`,
  };
}
