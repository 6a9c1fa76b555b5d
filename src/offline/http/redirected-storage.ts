import type { RequestTarget } from './request-target.ts';

const REDIRECTED = /^\/_s3\/([\w.-]+)(\/.*)?$/;

/**
 * A request for S3 that a front end sent here instead (`configureSandbox`): with the host that it was meant for, which its
 * signature covers. undefined for any other.
 */
export function redirectedStorage(
  target: RequestTarget,
): { readonly host: string; readonly target: RequestTarget } | undefined {
  const [, host, path = '/'] = REDIRECTED.exec(target.path) ?? [];
  if (host === undefined) return undefined;
  return { host, target: { path, query: target.query, raw: path + target.raw.slice(target.path.length) } };
}
