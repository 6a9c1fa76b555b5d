import { readFileSync } from 'node:fs';
import type { AuthMode } from '../assembly/resources.ts';
import type { PageResponse } from '../http/create-endpoint.ts';
import type { EmbedUrls } from '../services/quicksight/embed-urls.ts';
import type { DescribedSchema } from './describe-schema.ts';
import { showDashboard } from './show-dashboard.ts';

/** What the explorer needs to know of the backend. Nothing secret: whoever has the API has its schema. */
export interface PageConfig {
  readonly graphqlPath: string;
  readonly describe: () => DescribedSchema;
  /** A caller may bring a token of somebody else's: of a Lambda authorizer, or of another issuer. */
  readonly tokenModes: readonly AuthMode[];
}

const TYPES = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
} as const;

/** Page name to file. Only these are served: no path of a request ever reaches the file system. */
const FILES: Readonly<Record<string, { readonly file: string; readonly type: keyof typeof TYPES }>> = {
  '': { file: 'index.html', type: 'html' },
  explorer: { file: 'explorer.html', type: 'html' },
  outbox: { file: 'outbox.html', type: 'html' },
  'static/style.css': { file: 'style.css', type: 'css' },
  'static/explorer.js': { file: 'explorer.js', type: 'js' },
  'static/schema-tree.js': { file: 'schema-tree.js', type: 'js' },
  'static/call-api.js': { file: 'call-api.js', type: 'js' },
  'static/choose-actor.js': { file: 'choose-actor.js', type: 'js' },
  'static/complete.js': { file: 'complete.js', type: 'js' },
  'static/completion-list.js': { file: 'completion-list.js', type: 'js' },
  'static/read-position.js': { file: 'read-position.js', type: 'js' },
  'static/realtime.js': { file: 'realtime.js', type: 'js' },
  'static/outbox.js': { file: 'outbox.js', type: 'js' },
};

/** The sandbox's own pages. They load nothing from anywhere else. */
export function createPages({
  describe,
  embedUrls,
  ...config
}: PageConfig & { readonly embedUrls: EmbedUrls }): (name: string) => PageResponse | undefined {
  return (name) => {
    const code = /^dashboard\/([\w-]+)$/.exec(name)?.[1];
    if (code !== undefined) return showDashboard(embedUrls, code);
    if (name === 'config.json') {
      return { contentType: 'application/json', body: JSON.stringify({ ...config, described: describe() }) };
    }
    const known = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (known === undefined) return undefined;
    return { contentType: TYPES[known.type], body: readFileSync(new URL(`./static/${known.file}`, import.meta.url)) };
  };
}
