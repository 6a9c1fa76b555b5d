import { readFileSync } from 'node:fs';
import { compileJs } from '../../../../src/offline/resolvers/js/compile-js.ts';
import {
  ResolverError,
  type Evaluation,
  type EvaluationEffects,
  type EvaluatorOptions,
  type ResolverContext,
  type ResolverErrorFields,
} from '../../../../src/offline/resolvers/contract.ts';
import { compileVtl } from '../../../../src/offline/resolvers/vtl/compile-vtl.ts';

/** 2026-11-23T12:34:56.789Z */
export const NOW = Date.UTC(2026, 10, 23, 12, 34, 56, 789);

const options: EvaluatorOptions = { clock: { now: () => NOW }, region: 'ap-northeast-2' };

export function contextOf(parts: Partial<ResolverContext> = {}): ResolverContext {
  return {
    arguments: {},
    source: null,
    identity: null,
    request: { headers: {}, domainName: null },
    info: {
      fieldName: 'getNote',
      parentTypeName: 'Query',
      variables: {},
      selectionSetList: [],
      selectionSetGraphQL: '',
    },
    stash: {},
    env: {},
    prev: undefined,
    result: undefined,
    error: undefined,
    ...parts,
  };
}

export function effectsOf(): EvaluationEffects {
  return { appendedErrors: [], invalidations: [], responseHeaders: {} };
}

/** Evaluates template text. */
export function evaluateVtl(text: string, context = contextOf(), effects = effectsOf()): Evaluation {
  return compileVtl({ text, source: 'test.vtl' }, options)(context, effects);
}

/** Value of a template that renders JSON. */
export function vtl(text: string, context = contextOf(), effects = effectsOf()): unknown {
  return evaluateVtl(text, context, effects).value;
}

/** Value of one VTL expression. */
export function vtlValue(expression: string, context = contextOf()): unknown {
  return vtl(`#set($value = ${expression})$util.toJson($value)`, context);
}

/** Evaluates a template Amplify generated, from the fixtures. */
export function evaluateTemplate(name: string, context: ResolverContext, effects = effectsOf()): Evaluation {
  return evaluateVtl(readFileSync(new URL(`./vtl/templates/${name}.vtl`, import.meta.url), 'utf8'), context, effects);
}

export function loadJs(text: string, overrides: Partial<EvaluatorOptions> = {}): ReturnType<typeof compileJs> {
  return compileJs({ text, source: 'test.js' }, { ...options, ...overrides });
}

/** Value of a JS expression as the request handler's result. */
export function jsValue(expression: string, context = contextOf(), effects = effectsOf()): unknown {
  const text = `import { util, extensions, runtime } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
export function request(ctx) { return ${expression}; }`;
  return loadJs(text).request(context, effects).value;
}

/** Fields of the resolver error that `run` throws. */
export function resolverError(run: () => unknown): ResolverErrorFields {
  try {
    run();
  } catch (error) {
    if (error instanceof ResolverError) return error.fields;
    throw error;
  }
  throw new Error('no error was thrown');
}
