/** @module Signed references: what an unsubscribe link says, and nobody else can write. */
export { createReferenceSigner, type ReferenceSigner } from './signed-reference.ts';
