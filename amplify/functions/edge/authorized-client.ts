import { apiClientDocument } from '../../../src/adapters/dynamodb/index.ts';
import type { ApiClient } from '../../../src/domain/api-client/index.ts';

/** A client as the authorizer hands it to the fields behind it, which so need not read it again; without its keys. */
export function writeAuthorizedClient(client: ApiClient): string {
  return JSON.stringify({ ...client, keys: [] });
}

/** What the authorizer handed on; null when it was deployed before it did. */
export function readAuthorizedClient(text: string | undefined): ApiClient | null {
  return text === undefined ? null : apiClientDocument.parse(JSON.parse(text));
}
