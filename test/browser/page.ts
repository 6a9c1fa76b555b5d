/// <reference lib="dom" />
/** Runs in the browser: the unmodified `aws-amplify` client, bundled as a front end would. */
import { Amplify } from 'aws-amplify';
import { signIn } from 'aws-amplify/auth';
import { generateClient } from 'aws-amplify/data';
import type { Schema } from '../../amplify/data/resource.ts';

declare global {
  interface Window {
    bonghwa: {
      configure: (config: Parameters<typeof Amplify.configure>[0]) => void;
      signIn: (username: string, password: string) => Promise<boolean>;
      listTemplates: (namePrefix: string) => Promise<string[]>;
      getTemplate: (id: string) => Promise<string | undefined>;
      watch: (jobId: string) => void;
      heard: { seq: number; accepted: number }[];
    };
  }
}

let client: ReturnType<typeof generateClient<Schema>>;

window.bonghwa = {
  heard: [],
  configure(config) {
    Amplify.configure(config);
    client = generateClient<Schema>();
  },
  async signIn(username, password) {
    return (await signIn({ username, password })).isSignedIn;
  },
  async listTemplates(namePrefix) {
    const page = await client.models.Template.list({ filter: { name: { beginsWith: namePrefix } } });
    if (page.errors) throw new Error(JSON.stringify(page.errors));
    return page.data.map((template) => template.id);
  },
  async getTemplate(id) {
    return (await client.models.Template.get({ id })).data?.name;
  },
  watch(jobId) {
    client.subscriptions.onJobProgress({ jobId }).subscribe({
      next: ({ seq, accepted }) => this.heard.push({ seq, accepted }),
      error: (error) => {
        throw error;
      },
    });
  },
};
