import { refuse, type Refused } from '../result.ts';

/** Fields that send, or write as much as a call that sends. */
const SENDING: ReadonlySet<string> = new Set(['sendMessages', 'launchCampaign', 'recordEvents', 'issueAppToken']);

/** Aliases repeat a field within one request, which a rate rule counts as one. */
const MAX_SENDS = 10;

/** GraphQL's tokens as far as they matter here: what looks like a field inside a text or a comment is none. */
const TOKEN = /"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*|[A-Z_a-z]\w*/g;

/** Bounds how often one request sends. Counts the names in the whole document, so that no way of writing it counts less. */
export function checkSends(query: string): { readonly ok: true } | Refused<'TOO_MANY_SENDS'> {
  let sends = 0;
  for (const [token] of query.matchAll(TOKEN)) if (SENDING.has(token)) sends += 1;
  return sends <= MAX_SENDS
    ? { ok: true }
    : refuse(
        'TOO_MANY_SENDS',
        `One request may send or record at most ${MAX_SENDS} times; give each call up to 100 recipients or events.`,
      );
}
