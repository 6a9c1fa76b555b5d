/// <reference lib="dom" />
/** A front end of the school app, in the browser: the unmodified `aws-amplify` client after `configureSandbox`. */
import { confirmSignIn, setUpTOTP, signIn, signOut, updateMFAPreference, verifyTOTPSetup } from 'aws-amplify/auth';
import { generateClient } from 'aws-amplify/data';
import { downloadData, getProperties, uploadData } from 'aws-amplify/storage';
import { configureSandbox, type Outputs } from '../../src/front-end/index.ts';
import type { Schema } from '../fixtures/school-app/amplify/data/resource.ts';

declare global {
  interface Window {
    school: {
      configure: (outputs: Outputs) => void;
      signIn: (username: string, password: string, code?: string) => Promise<string>;
      createNotice: (school: string, text: string) => Promise<string | undefined>;
      listen: () => void;
      heard: string[];
      upload: (name: string, bytes: number) => Promise<number>;
      download: (name: string) => Promise<string>;
      associate: () => Promise<string>;
      prefer: (code: string) => Promise<void>;
    };
  }
}

const client = (): ReturnType<typeof generateClient<Schema>> => generateClient<Schema>();
const pathOf =
  (name: string) =>
  ({ identityId }: { identityId?: string | undefined }): string =>
    `homework/${identityId}/${name}`;
let progressed = 0;

window.school = {
  heard: [],
  configure: configureSandbox,
  async signIn(username, password, code) {
    await signOut();
    const { nextStep } = await signIn({ username, password });
    if (code === undefined) return nextStep.signInStep;
    return (await confirmSignIn({ challengeResponse: code })).nextStep.signInStep;
  },
  async createNotice(school, text) {
    return (await client().models.Notice.create({ school, text })).errors?.[0]?.errorType;
  },
  listen() {
    client()
      .models.Notice.onCreate()
      .subscribe({ next: ({ text }) => window.school.heard.push(text) });
  },
  async upload(name, bytes) {
    const data = new Blob([new Uint8Array(bytes).fill(65)], { type: 'text/plain' });
    const onProgress = (): void => void (progressed += 1);
    await uploadData({ path: pathOf(name), data, options: { onProgress } }).result;
    if (progressed === 0) throw new Error('No progress was told.');
    return (await getProperties({ path: pathOf(name) })).size ?? 0;
  },
  async download(name) {
    return (await downloadData({ path: pathOf(name) }).result).body.text();
  },
  async associate() {
    return (await setUpTOTP()).sharedSecret;
  },
  async prefer(code) {
    await verifyTOTPSetup({ code });
    await updateMFAPreference({ totp: 'PREFERRED' });
  },
};
