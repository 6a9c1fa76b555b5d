/**
 * @module Compiles one text of a template. Over 400 lines, because its functions call each other in circles: a block compiles
 * statements, a statement compiles blocks, and either one expressions.
 */
import { refuse, type Refused } from '../result.ts';
import { CONDITIONS, isNoNumber, type Condition } from './conditional-functions.ts';
import { counterpart } from './counterpart.ts';
import { FUNCTIONS } from './functions.ts';
import { countLabels, mayBringLabel } from './label-letter.ts';
import { isBlank } from '../trim-text.ts';
import { checkNesting } from './check-nesting.ts';
import { fixedArguments } from './fixed-arguments.ts';
import {
  escapeHtml,
  isBlock,
  isConstant,
  isContent,
  isDecoratorBlock,
  isMustache,
  isPartial,
  isPath,
  isSubExpression,
  isText,
  parse,
  type Node,
} from './syntax.ts';
import { checkPrinted, printer, printInOrder, type Piece, type Print, type Printer } from './print-pieces.ts';
import type { TemplateFunction } from './template-function.ts';
import { MAX_TEXT, MAX_WORK, RenderStop, print, toList, type Frame, type Value } from './value.ts';
import { UNSUBSCRIBE_PLACEHOLDER, UNSUBSCRIBE_VARIABLE } from './unsubscribe-link.ts';
import { describeUnknownHelper } from './unknown-helper.ts';
import { readerOf } from './variables.ts';

/**
 * INVALID_TEMPLATE: the Handlebars does not parse, or does what a template must not; UNKNOWN_TEMPLATE_VARIABLE: a path
 * that recipients do not have.
 */
export type TemplateErrorCode = 'INVALID_TEMPLATE' | 'UNKNOWN_TEMPLATE_VARIABLE';

type Evaluate = (frame: Frame) => Value;

type Compilation = {
  readonly defaults: ReadonlyMap<string, string>;
  readonly isEscaped: boolean;
  readonly isMail: boolean;
  /** Each message is looked at for labels that its values bring. */
  readonly isAdvertisement: boolean;
  readonly variables: Set<string>;
  readonly inlines: Map<string, Piece>;
  readonly mistakes: { readonly line: number; readonly reason: string }[];
  loops: number;
  /** In its fixed words, as far as it is compiled. */
  labels: number;
};

/** Pinpoint's limit of `#each`. */
const MAX_ITEMS = 15;

/** A template is a message, not a program: more than this would be a loop over loops, or partials of partials. */
const MAX_WEIGHT = 200_000;

class CompileStop extends Error {
  readonly code: TemplateErrorCode;
  readonly line: number;

  constructor(code: TemplateErrorCode, node: Node, reason: string) {
    super(reason);
    this.code = code;
    this.line = node.loc.start.line;
  }
}

function invalid(node: Node, reason: string): never {
  throw new CompileStop('INVALID_TEMPLATE', node, reason);
}

function compileLoopValue(path: hbs.AST.PathExpression, isInLoop: boolean): Evaluate | null {
  const name = path.original;
  if (path.data) {
    const known = { '@index': 0, '@first': 1, '@last': 2 }[name];
    if (name.startsWith('@root.')) return invalid(path, `Leave out "@root.": write {{${name.slice(6)}}}.`);
    if (known === undefined || !isInLoop) {
      return invalid(path, `{{${name}}} is not available here. @index, @first and @last exist inside #each.`);
    }
    if (known === 0) return (frame) => frame.index;
    return known === 1 ? (frame) => frame.index === 0 : (frame) => frame.index === frame.count - 1;
  }
  if (name !== 'this' && name !== '.') return null;
  if (!isInLoop) return invalid(path, '{{this}} is only available inside #each.');
  return (frame) => frame.item;
}

function isUnsubscribeLink(node: Node): boolean {
  return isPath(node) && !node.data && node.parts.length === 1 && node.parts[0] === UNSUBSCRIBE_VARIABLE;
}

function compileUnsubscribeLink(path: hbs.AST.PathExpression, { isMail }: Compilation): Evaluate {
  if (isMail) return () => UNSUBSCRIBE_PLACEHOLDER;
  throw new CompileStop(
    'UNKNOWN_TEMPLATE_VARIABLE',
    path,
    `{{${UNSUBSCRIBE_VARIABLE}}} stands in the HTML or the text of an e-mail only. Write here how to refuse.`,
  );
}

function compilePath(path: hbs.AST.PathExpression, compilation: Compilation): Evaluate {
  if (isUnsubscribeLink(path)) return compileUnsubscribeLink(path, compilation);
  const { loops } = compilation;
  const loopValue = compileLoopValue(path, loops > 0);
  if (loopValue !== null) return loopValue;
  if (path.depth !== loops || (loops > 0 && /^(this\b|\.\/)/.test(path.original))) {
    throw new CompileStop(
      'UNKNOWN_TEMPLATE_VARIABLE',
      path,
      loops === 0
        ? `Unknown variable {{${path.original}}}. Outside of #each there is nothing around it: leave out "../".`
        : `Inside #each write {{this}} for the item and {{${'../'.repeat(loops)}User.UserId}} for the recipient's ` +
            `variables, not {{${path.original}}}.`,
    );
  }
  const reader = readerOf(path.parts, compilation.defaults);
  if (reader === undefined) {
    throw new CompileStop(
      'UNKNOWN_TEMPLATE_VARIABLE',
      path,
      `Unknown variable {{${path.original}}}. ${counterpart(path)}Use Address, ChannelType, Id, ..., Attributes.<name>, Metrics.<name>, ` +
        'Demographic.<field>, Location.<field>, User.UserId or User.UserAttributes.<name>; put a text in quotes.',
    );
  }
  compilation.variables.add(path.parts.join('.'));
  return reader;
}

function compileExpression(node: Node, compilation: Compilation): Evaluate {
  if (isText(node) || isConstant(node)) {
    const { value } = node;
    return () => value;
  }
  if (isPath(node)) return compilePath(node, compilation);
  if (isSubExpression(node)) return compileCall(node, compilation);
  if (node.type === 'NullLiteral' || node.type === 'UndefinedLiteral') return () => undefined;
  return invalid(node, `${node.type} is not supported here.`);
}

type Call = { path: Node; params: Node[]; hash?: hbs.AST.Hash; type: string; loc: hbs.AST.SourceLocation };

function nameOf(call: Call): string {
  return isPath(call.path) && !call.path.data && call.path.depth === 0 ? call.path.original : '';
}

function isBareWord(node: Node, compilation: Compilation): node is hbs.AST.PathExpression {
  return isPath(node) && !node.data && readerOf(node.parts, compilation.defaults) === undefined;
}

function bareWord({ original }: hbs.AST.PathExpression): Evaluate {
  return () => original;
}

function compileNamed(call: Call, allowed: readonly string[], compilation: Compilation): [string, Evaluate][] {
  const pairs = call.hash?.pairs ?? [];
  return pairs.map((pair) => {
    if (!allowed.includes(pair.key)) {
      const known = allowed.length === 0 ? 'It takes no named arguments.' : `It takes ${allowed.join(', ')}.`;
      return invalid(pair, `${nameOf(call)} has no argument "${pair.key}". ${known}`);
    }
    // Pinpoint's own guide writes tz=America/Los_Angeles without quotes.
    const { key, value } = pair;
    if (key === 'tz' && isBareWord(value, compilation)) return [key, bareWord(value)];
    return [key, compileExpression(value, compilation)];
  });
}

function checkCount(call: Call, { min, max }: { min: number; max: number }): void {
  const count = call.params.length;
  if (count >= min && count <= max) return;
  const wanted = min === max ? String(min) : `${min} to ${max}`;
  invalid(call.path, `${nameOf(call)} takes ${wanted} arguments, not ${count}.`);
}

function compileTest(call: Call, condition: Condition, compilation: Compilation): (frame: Frame) => boolean {
  checkCount(call, condition.parameters);
  const values = call.params.map((node) => compileExpression(node, compilation));
  const [first, second] = values;
  const { testPair, testWords } = condition;
  const words = call.params[1];
  if (
    testWords !== undefined &&
    first !== undefined &&
    words !== undefined &&
    isText(words) &&
    isNoNumber(words.value)
  ) {
    const { value } = words;
    return (frame) => testWords(first(frame), value);
  }
  if (testPair !== undefined && first !== undefined && second !== undefined) {
    return (frame) => testPair(first(frame), second(frame));
  }
  return (frame) => condition.test(values.map((value) => value(frame)));
}

const NOTHING_NAMED: ReadonlyMap<string, Value> = new Map();

function compileFunction(call: Call, template: TemplateFunction, compilation: Compilation): Evaluate {
  checkCount(call, template.parameters);
  const link = call.params.find(isUnsubscribeLink);
  if (link !== undefined) {
    invalid(
      link,
      `No helper can change {{${UNSUBSCRIBE_VARIABLE}}}: the link is made when the mail is sent. Write it alone.`,
    );
  }
  const values = call.params.map((node, at) =>
    // Pinpoint's guide: {{inflect 3 apple apples}}.
    template.wordsFrom !== undefined && at >= template.wordsFrom && isBareWord(node, compilation)
      ? bareWord(node)
      : compileExpression(node, compilation),
  );
  const named = compileNamed(call, template.named, compilation);
  checkFixed(call, template, compilation);
  const namedValues: (frame: Frame) => ReadonlyMap<string, Value> =
    named.length === 0 ? () => NOTHING_NAMED : (frame) => new Map(named.map(([key, value]) => [key, value(frame)]));
  const [only] = values;
  const valuesOf: (frame: Frame) => readonly Value[] =
    values.length === 1 && only !== undefined
      ? (frame) => [only(frame)]
      : (frame) => values.map((value) => value(frame));
  return (frame) => {
    const made = template.call(valuesOf(frame), namedValues(frame), frame);
    return typeof made === 'string' ? bounded(made, frame) : made;
  };
}

function checkFixed(call: Call, { check }: TemplateFunction, compilation: Compilation): void {
  const fixedOf = (node: Node): Value => {
    if (isText(node) || isConstant(node)) return node.value;
    return isBareWord(node, compilation) ? node.original : undefined;
  };
  try {
    check?.(fixedArguments(call.params, call.hash?.pairs ?? [], fixedOf));
  } catch (error) {
    if (!(error instanceof RenderStop)) throw error;
    compilation.mistakes.push({ line: call.loc.start.line, reason: `${nameOf(call)}: ${error.message}` });
  }
}

/** Helpers in helpers multiply a text: a few lines of them would fill the memory that every campaign shares. */
function bounded(text: string, frame: Frame): string {
  frame.work += text.length;
  if (text.length > MAX_TEXT || frame.work > MAX_WORK) {
    throw new RenderStop(`A helper makes a text that is too long; at most ${MAX_TEXT} characters are possible.`);
  }
  return text;
}

function compileCall(call: Call, compilation: Compilation): Evaluate {
  const name = nameOf(call);
  const condition = CONDITIONS.get(name);
  if (condition !== undefined) {
    const test = compileTest(call, condition, compilation);
    const named = new Map(compileNamed(call, ['yes', 'no'], compilation));
    const yes = named.get('yes');
    const no = named.get('no');
    return (frame) => (test(frame) ? (yes === undefined ? true : yes(frame)) : no === undefined ? false : no(frame));
  }
  const template = FUNCTIONS.get(name);
  if (template === undefined) {
    const params = call.params.filter(isPath).map(({ original }) => original);
    return invalid(call.path, describeUnknownHelper(name, params, [...FUNCTIONS.keys()]));
  }
  return compileFunction(call, template, compilation);
}

function compileMustache(node: hbs.AST.MustacheStatement, compilation: Compilation): Piece {
  const isCall = node.params.length > 0 || node.hash !== undefined || FUNCTIONS.has(nameOf(node));
  const evaluate = isCall ? compileCall(node, compilation) : compileExpression(node.path, compilation);
  const isRaw = !node.escaped || !compilation.isEscaped;
  if (isRaw && compilation.isAdvertisement) return { ...watchedValue(evaluate), weight: 1 };
  const printed: Print = isRaw ? (frame) => print(evaluate(frame)) : (frame) => escapeHtml(print(evaluate(frame)));
  return {
    ...printer(compilation.isAdvertisement ? (frame) => watched(printed(frame), frame) : printed),
    weight: 1,
  };
}

/** A message is put together of texts that V8 has not copied yet: to look through its values costs less than half. */
function watched(text: string, frame: Frame): string {
  if (mayBringLabel(text)) frame.mayBringLabel = true;
  return text;
}

/** What nearly every message of an advertisement prints; in one function each, because it is called for each value. */
function watchedValue(evaluate: Evaluate): Printer {
  return {
    print: (frame) => watched(print(evaluate(frame)), frame),
    measure: (frame) => watched(print(evaluate(frame)), frame).length,
  };
}

function compileEach(node: hbs.AST.BlockStatement, compilation: Compilation): Piece {
  checkCount(node, { min: 1, max: 1 });
  compileNamed(node, [], compilation);
  const [param] = node.params;
  if (param === undefined) return invalid(node, 'each takes a list.');
  const list = compileExpression(param, compilation);
  const otherwise = compileProgram(node.inverse, compilation);
  compilation.loops += 1;
  const body = compileProgram(node.program, compilation);
  compilation.loops -= 1;
  const printAll: Print = (frame) => {
    const items = toList(list(frame));
    if (items.length === 0) return otherwise.print(frame);
    if (items.length > MAX_ITEMS) throw new RenderStop(`#each runs over ${items.length} items; at most ${MAX_ITEMS}.`);
    const { item, index, count } = frame;
    let printed = '';
    frame.count = items.length;
    items.forEach((value, at) => {
      frame.item = value;
      frame.index = at;
      printed += body.print(frame);
      checkPrinted(printed.length);
    });
    frame.item = item;
    frame.index = index;
    frame.count = count;
    return printed;
  };
  return { ...printer(printAll), weight: 1 + body.weight * MAX_ITEMS + otherwise.weight };
}

function compileBlock(node: hbs.AST.BlockStatement, compilation: Compilation): Piece {
  const blockParams = [node.program, node.inverse].flatMap((program) => program?.blockParams ?? []);
  if (blockParams.length > 0)
    return invalid(node, `Block parameters (as |${blockParams.join(' ')}|) are not supported.`);
  const name = nameOf(node);
  if (name === 'each') return compileEach(node, compilation);
  const condition = CONDITIONS.get(name);
  if (condition === undefined) {
    if (name === 'with') return invalid(node, '{{#with}} is not available. Write whole paths, such as Location.City.');
    return invalid(node, `{{#${name}}} is not a block. Use #each, #if, #eq, #and, ... of Pinpoint's helpers.`);
  }
  compileNamed(node, [], compilation);
  const test = compileTest(node, condition, compilation);
  const yes = compileProgram(node.program, compilation);
  const no = compileProgram(node.inverse, compilation);
  return {
    print: (frame) => (test(frame) ? yes.print(frame) : no.print(frame)),
    measure: (frame) => (test(frame) ? yes.measure(frame) : no.measure(frame)),
    weight: 1 + yes.weight + no.weight,
  };
}

function declareInline(node: hbs.AST.DecoratorBlock, compilation: Compilation): void {
  const [name] = node.params;
  if (!isPath(node.path) || node.path.original !== 'inline' || name === undefined || !isText(name)) {
    return invalid(node, 'The only decorator is {{#* inline "name"}}.');
  }
  if (compilation.loops > 0) return invalid(node, 'Declare inline partials outside of #each.');
  // Declared after its body is compiled: a partial sees earlier ones only, so that none can run in circles.
  compilation.inlines.set(name.value, compileProgram(node.program, compilation));
}

function compilePartial(node: hbs.AST.PartialStatement, compilation: Compilation): Piece {
  const called: Node = node.name;
  if (!isPath(called) && !isText(called)) return invalid(node, 'A partial is called by its plain name.');
  const name = isPath(called) ? called.original : called.value;
  if (node.params.length > 0 || node.hash !== undefined) return invalid(node, 'A partial takes no arguments.');
  if (compilation.loops > 0) return invalid(node, 'A partial cannot be called inside #each.');
  const inline = compilation.inlines.get(name);
  if (inline === undefined) return invalid(node, `There is no inline partial "${name}" declared before this line.`);
  // What is declared once may be called often.
  compilation.labels *= 2;
  return { print: inline.print, measure: inline.measure, weight: 1 + inline.weight };
}

function compileStatement(node: Node, compilation: Compilation): Piece | null {
  if (isContent(node)) {
    const text = node.value;
    compilation.labels += countLabels(text);
    return text === '' ? null : { ...printer(() => text), weight: 1, text, hasWords: !isBlank(text) };
  }
  if (node.type === 'CommentStatement') return null;
  if (isMustache(node)) return compileMustache(node, compilation);
  if (isBlock(node)) return compileBlock(node, compilation);
  if (isPartial(node)) return compilePartial(node, compilation);
  if (isDecoratorBlock(node)) {
    declareInline(node, compilation);
    return null;
  }
  return invalid(node, `${node.type} is not supported.`);
}

function compileProgram(program: hbs.AST.Program | undefined, compilation: Compilation): Piece {
  const pieces = (program?.body ?? []).flatMap((node) => compileStatement(node, compilation) ?? []);
  const weight = pieces.reduce((sum, piece) => sum + piece.weight, 0);
  if (weight > MAX_WEIGHT && program !== undefined) {
    return invalid(program, 'The template does too much: its loops and partials multiply. Make it simpler.');
  }
  const [only] = pieces;
  const hasWords = pieces.some((piece) => piece.hasWords === true);
  const { print: printed, measure } = pieces.length > 1 ? printInOrder(pieces) : (only ?? printer(() => ''));
  return { print: printed, measure, weight, hasWords };
}

/** One text, ready to be printed for any number of recipients, and the variable paths it reads. */
export type CompiledText =
  | (Printer & {
      readonly ok: true;
      readonly variables: ReadonlySet<string>;
      /** What will stop its rendering for whoever comes to it: versions that are stored may have it where nobody does. */
      readonly mistakes: readonly string[];
      /** Whether it has words that are printed for everybody. */
      readonly hasWords: boolean;
      /** Whether its fixed words have one label at most, spelt right, and its letter nowhere else. */
      readonly isLabelSettled: boolean;
    })
  | Refused<TemplateErrorCode>;

/**
 * Compiles one text of a template to closures. Handlebars parses; running it is ours, because a template must reach
 * nothing but its recipient's variables and Pinpoint's helpers, and run a hundred thousand times a second.
 */
export function compileText(
  field: string,
  source: string,
  options: Pick<Compilation, 'defaults' | 'isEscaped' | 'isMail' | 'isAdvertisement'>,
): CompiledText {
  const tooDeep = checkNesting(source);
  if (tooDeep !== null) return refuse('INVALID_TEMPLATE', `${field}: ${tooDeep}`);
  const parsed = parse(source);
  if (!parsed.ok) {
    return refuse(
      'INVALID_TEMPLATE',
      `${field}, line ${parsed.line}: ${parsed.reason}. Correct the Handlebars syntax.`,
    );
  }
  const variables = new Set<string>();
  try {
    const compilation: Compilation = { ...options, variables, inlines: new Map(), mistakes: [], loops: 0, labels: 0 };
    const { print: printed, measure, hasWords = false } = compileProgram(parsed.program, compilation);
    const isLabelSettled = compilation.labels <= 1;
    const mistakes = compilation.mistakes.map(({ line, reason }) => `${field}, line ${line}: ${reason}`);
    return { ok: true, print: printed, measure, variables, mistakes, hasWords, isLabelSettled };
  } catch (error) {
    if (error instanceof CompileStop) return refuse(error.code, `${field}, line ${error.line}: ${error.message}`);
    throw error;
  }
}
