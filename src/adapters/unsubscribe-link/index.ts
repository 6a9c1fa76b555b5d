/** @module Unsubscribe links: signed references, which nobody else can write, and the page that they lead to. */
export { createReferenceSigner, type ReferenceSigner } from './signed-reference.ts';
export { unsubscribePage, type PageAnswer, type PageState } from './page.ts';
export { readUnsubscribeRequest, type UnsubscribeRequest } from './read-request.ts';
