/** @module Runs AppSync GraphQL APIs. */
export { createExecutor, type ExecutorOptions } from './create-executor.ts';
export { createGraphqlHttpHandler, type GraphqlHttpHandler } from './http-handler.ts';
