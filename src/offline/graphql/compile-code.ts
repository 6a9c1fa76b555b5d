import type { ResolverCode, TemplateText } from '../assembly/resources.ts';
import type { CompileJs, CompileVtl, EvaluatorOptions, Handler } from '../resolvers/contract.ts';

export interface Handlers {
  readonly runtime: ResolverCode['runtime'];
  readonly request: Handler | undefined;
  readonly response: Handler | undefined;
}

/** Compiles on first use and keeps the result; templates that several resolvers share are compiled once. */
export type CodeCompiler = (code: ResolverCode) => () => Handlers;

export function createCodeCompiler(
  compileVtl: CompileVtl,
  compileJs: CompileJs,
  options: EvaluatorOptions,
): CodeCompiler {
  const templates = new Map<string, Handler>();
  const template = (text: TemplateText | undefined): Handler | undefined => {
    if (text === undefined) return undefined;
    const key = `${text.source}\0${text.text}`;
    const known = templates.get(key);
    if (known !== undefined) return known;
    const compiled = compileVtl(text, options);
    templates.set(key, compiled);
    return compiled;
  };
  return (code) => {
    let handlers: Handlers | undefined;
    return () => {
      handlers ??=
        code.runtime === 'VTL'
          ? { runtime: 'VTL', request: template(code.request), response: template(code.response) }
          : { runtime: 'APPSYNC_JS', ...compileJs(code.code, options) };
      return handlers;
    };
  };
}
