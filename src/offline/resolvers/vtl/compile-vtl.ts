import { ResolverError, type CompileVtl } from '../contract.ts';
import { compileBlock } from './compile-block.ts';
import { parseTemplate } from './parse-template.ts';
import { readOutput, readReturned } from './read-output.ts';
import { TemplateError } from './template-error.ts';
import { VtlRun, type Execute } from './vtl-run.ts';

/** Compiles a mapping template to closures once; each call renders it and parses the output. */
export const compileVtl: CompileVtl = (template, options) => {
  const { source } = template;
  const execute = compileTemplate(template.text, source);
  return (context, effects) => {
    options.onEvaluate?.(source);
    const run = new VtlRun(context, effects, options);
    if (render(execute, run, source) === 'return') return { kind: 'early-return', value: readReturned(run.returned) };
    return { kind: 'value', value: readOutput(run.output, source) };
  };
};

function compileTemplate(text: string, source: string): Execute {
  try {
    return compileBlock(parseTemplate(text));
  } catch (cause) {
    throw new TemplateError(`The mapping template ${source} cannot be compiled: ${messageOf(cause)}`, { cause });
  }
}

function render(execute: Execute, run: VtlRun, source: string): 'next' | 'break' | 'return' {
  try {
    return execute(run);
  } catch (cause) {
    if (cause instanceof ResolverError) throw cause;
    throw new TemplateError(`The mapping template ${source} failed: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
