/** What stands between the method and the version of a request. Reading it never fails: anybody may send anything. */
export interface RequestTarget {
  /** As it was sent, percent-encodings and all. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Path and query as they were sent: what a signature covers. */
  readonly raw: string;
}

/** `GET http://host/path`, as clients behind a proxy ask. https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2 */
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/** Reads the target of a request. `new URL` would throw for some, `//` among them, and turn others into another path. */
export function readTarget(url: string | undefined): RequestTarget {
  const bare = (url ?? '').replace(AUTHORITY, '');
  const raw = bare === '' || bare.startsWith('?') ? `/${bare}` : bare;
  const at = raw.indexOf('?');
  return {
    path: at === -1 ? raw : raw.slice(0, at),
    query: new URLSearchParams(at === -1 ? '' : raw.slice(at + 1)),
    raw,
  };
}

/** Whether the percent-encodings of a path stand for text; services decode it. */
export function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
