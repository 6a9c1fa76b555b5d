import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { generateClient } from 'aws-amplify/data';
import { downloadData, getProperties, list, remove, uploadData } from 'aws-amplify/storage';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configureSandbox, type Outputs } from '../../src/front-end/index.ts';
import { LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { totpCode } from '../../src/offline/services/cognito-idp/totp.ts';
import { ROOT } from '../backends-under-test.ts';
import type { Schema } from '../fixtures/school-app/amplify/data/resource.ts';
import { runCommand, type RunningCommand } from '../running-command.ts';

const BACKEND = join(ROOT, 'test', 'fixtures', 'school-app', 'amplify', 'backend.ts');
const TEACHER = 'teacher@example.com';
const OTHER = 'other@example.com';

let folder: string;
let command: RunningCommand;
let url: string;
let client: ReturnType<typeof generateClient<Schema>>;

beforeAll(async () => {
  Object.assign(globalThis, { WebSocket });
  folder = await mkdtemp(join(tmpdir(), 'school-'));
  const outputs = join(folder, 'amplify_outputs.json');
  const words = ['sandbox', '--backend', BACKEND, '--port', '0', '--data', join(folder, 'data'), '--outputs', outputs];
  const users = ['--user', `${TEACHER}:sunrise`, '--user', OTHER, '--user', 'head@example.com:principals', '--once'];
  command = runCommand([...words, ...users], folder);
  [, url = ''] = await command.waitFor(/GraphQL +(http\S+)\/graphql[\s\S]*Ready\./);
  configureSandbox(JSON.parse(await readFile(outputs, 'utf8')) as Outputs);
  client = generateClient<Schema>();
}, 300_000);
afterAll(async () => {
  command.child.kill('SIGINT');
  await command.exited;
  await rm(folder, { recursive: true, force: true });
});

async function as(username: string, password = LOCAL_PASSWORD): Promise<void> {
  await signOut();
  const { isSignedIn, nextStep } = await signIn({ username, password });
  if (!isSignedIn) throw new Error(`Sign-in stopped at ${nextStep.signInStep}.`);
}

/** The code in the newest mail to an address. */
async function codeFor(
  address: string,
): Promise<{ readonly code: string; readonly text: string; readonly title: string }> {
  const response = await fetch(`${url}/_sandbox/outbox?address=${encodeURIComponent(address)}&limit=1`);
  const { messages } = (await response.json()) as { messages: { body: string; title: string }[] };
  const text = messages[0]?.body ?? '';
  return { code: /\b\d{6}\b/.exec(text)?.[0] ?? '', text, title: messages[0]?.title ?? '' };
}

describe('an app of many schools, through the unmodified client', () => {
  it('S19 keeps each school to its own, by groups that the template does not name', async () => {
    await as(TEACHER);
    const notice = await client.models.Notice.create({ school: 'sunrise', text: '운동회' });
    expect(notice.errors).toBeUndefined();
    expect((await client.models.Notice.create({ school: 'sunset', text: 'x' })).errors?.[0]).toMatchObject({
      errorType: 'Unauthorized',
    });
    await as(OTHER);
    expect((await client.models.Notice.list()).data).toEqual([]);
    await as('head@example.com');
    expect((await client.models.Notice.list()).data.map(({ text }) => text)).toEqual(['운동회']);
  });

  it('S19 lets a function make a school and its first member, who sees it after the next refresh', async () => {
    await as(OTHER);
    for (const school of ['moonrise', 'moonrise', 'sunrise'])
      expect((await client.mutations.joinSchool({ school })).data).toBe(true);
    await fetchAuthSession({ forceRefresh: true });
    expect((await client.models.Notice.list()).data.map(({ text }) => text)).toEqual(['운동회']);
    expect(
      (await client.models.Event.create({ schools: ['moonrise', 'sunrise'], title: '소풍' })).errors,
    ).toBeUndefined();
    await as(TEACHER);
    expect((await client.models.Event.list()).data.map(({ title }) => title)).toEqual(['소풍']);
    await as('head@example.com');
    expect((await client.models.Event.list()).data).toEqual([]);
  });

  it('S19 tells a subscriber of their own school only', async () => {
    await as(TEACHER);
    const heard: string[] = [];
    const done = new Promise<void>((resolve, reject) => {
      const subscription = client.models.Notice.onCreate().subscribe({
        next: ({ text }) => {
          heard.push(text);
          if (text === 'last') {
            subscription.unsubscribe();
            resolve();
          }
        },
        error: reject,
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await as(OTHER);
    for (const [school, text] of [
      ['moonrise', 'elsewhere'],
      ['sunrise', 'last'],
    ] as const)
      expect((await client.models.Notice.create({ school, text })).errors).toBeUndefined();
    await done;
    expect(heard).toEqual(['last']);
  });

  it('S23 signs up as the template says: attributes, password, the words of the mail', async () => {
    await signOut();
    const username = 'new@example.com';
    const sign = (userAttributes: Record<string, string>, password = LOCAL_PASSWORD) =>
      signUp({ username, password, options: { userAttributes } });
    await expect(sign({})).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Attributes did not conform to the schema: family_name: The attribute is required',
    });
    await expect(sign({ family_name: '김', 'custom:class': 'far too long' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(sign({ family_name: '김' }, 'password')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    expect((await sign({ family_name: '김', 'custom:class': '3-2' })).nextStep.signUpStep).toBe('CONFIRM_SIGN_UP');
    const { code, text, title } = await codeFor(username);
    expect({ text, title }).toEqual({ text: `Welcome. Your code is ${code}.`, title: 'Your school account' });
    expect((await confirmSignUp({ username, confirmationCode: code })).isSignUpComplete).toBe(true);
    await as(username);
    await expect(
      signIn({ username, password: LOCAL_PASSWORD, options: { authFlowType: 'USER_PASSWORD_AUTH' } }).catch(
        async (error: unknown) => {
          if (!(error instanceof Error && error.name === 'UserAlreadyAuthenticatedException')) throw error;
          await signOut();
          return signIn({ username, password: LOCAL_PASSWORD, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
        },
      ),
    ).rejects.toMatchObject({ message: 'USER_PASSWORD_AUTH flow not enabled for this client' });
  });

  it('S19 asks for the code of an authenticator app once it is set up', async () => {
    await as(OTHER);
    const { sharedSecret } = await setUpTOTP();
    const code = (steps = 0): string => totpCode(sharedSecret, Date.now() + steps * 30_000);
    await expect(verifyTOTPSetup({ code: '000000' })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    await verifyTOTPSetup({ code: code(-1) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    await signOut();
    const { nextStep } = await signIn({ username: OTHER, password: LOCAL_PASSWORD });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await expect(confirmSignIn({ challengeResponse: '000000' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect((await confirmSignIn({ challengeResponse: code() })).isSignedIn).toBe(true);
    await updateMFAPreference({ totp: 'DISABLED' });
    await as(OTHER);
  });

  it('S29 uploads, describes, lists, downloads and removes a file in one’s own folder', async () => {
    await as(TEACHER);
    const path = ({ identityId }: { identityId?: string | undefined }): string => `homework/${identityId}/1학년.txt`;
    const { path: uploaded } = await uploadData({ path, data: '가나다', options: { contentType: 'text/plain' } })
      .result;
    expect(await (await downloadData({ path }).result).body.text()).toBe('가나다');
    expect(await getProperties({ path })).toMatchObject({ size: 9, contentType: 'text/plain' });
    const folderOf = ({ identityId }: { identityId?: string | undefined }): string => `homework/${identityId}/`;
    expect((await list({ path: folderOf })).items.map((item) => item.path)).toEqual([uploaded]);
    await as(OTHER);
    await expect(downloadData({ path: uploaded }).result).rejects.toMatchObject({ name: 'AccessDenied' });
    await as(TEACHER);
    await remove({ path });
    await expect(downloadData({ path }).result).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('U16 refuses a token after "Bearer", as AppSync does', async () => {
    await as(TEACHER);
    const token = (await fetchAuthSession()).tokens?.accessToken.toString() ?? '';
    const ask = async (authorization: string): Promise<unknown> => {
      const body = JSON.stringify({ query: '{ listNotices { items { text } } }' });
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { authorization }, body });
      return { status: response.status, ...((await response.json()) as object) };
    };
    expect(await ask(token)).toMatchObject({ status: 200, data: { listNotices: {} } });
    for (const scheme of ['Bearer', 'bearer'])
      expect(await ask(`${scheme} ${token}`)).toMatchObject({
        status: 401,
        errors: [{ errorType: 'UnauthorizedException', message: 'Unable to parse JWT token.' }],
      });
  });
});
