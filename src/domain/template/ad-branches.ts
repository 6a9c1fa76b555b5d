import { DATA } from '../law/message-view.ts';
import { CONDITIONS, type Condition } from './conditional-functions.ts';
import {
  isBlock,
  isConstant,
  isContent,
  isDecoratorBlock,
  isMustache,
  isPartial,
  isPath,
  isText,
  parse,
} from './syntax.ts';
import type { Node } from './syntax.ts';
import { defaultParts } from './syntax.ts';
import type { DefaultSubstitutions, TemplateContent } from './template.ts';
import type { Value } from './value.ts';
import { UNSUBSCRIBE_PLACEHOLDER, UNSUBSCRIBE_VARIABLE } from './unsubscribe-link.ts';
import { variableName } from './variables.ts';

/** Every condition doubles the branches; of more the rest is left to each recipient's message. */
const MAX_CONDITIONS = 4;

/** Everybody who is written to has these. */
const ALWAYS = new Set([
  'Address',
  'ChannelType',
  'EndpointStatus',
  'Id',
  'OptOut',
  'User.UserId',
  UNSUBSCRIBE_VARIABLE,
]);

type Choice = { readonly asked: Set<string>; readonly answers: ReadonlyMap<string, boolean>; isComplete: boolean };
/** A part as it was declared, and those that it may call: the ones before it. */
type Inline = { readonly program: hbs.AST.Program; readonly inlines: Inlines };
type Inlines = Map<string, Inline>;

/**
 * What becomes of a block whose condition only data answer. AS_DATA: it stands for whatever is printed. BOTH_WAYS: each
 * way is followed as if it did not hang together with any other, so that ways come out which nobody takes.
 */
export type Undecided = 'AS_DATA' | 'BOTH_WAYS';

type Walk = {
  readonly choice: Choice;
  readonly defaults: ReadonlyMap<string, string>;
  readonly inlines: Inlines;
  /** The name under which a block is asked for that is followed both ways; null: it is not. */
  readonly nameOfBlock: ((block: hbs.AST.BlockStatement) => string) | null;
};

function literal(node: Node): { readonly value: Value } | null {
  return isText(node) || isConstant(node) ? { value: node.value } : null;
}

function answerOf(name: string, { choice, defaults }: Walk): boolean | null {
  if (ALWAYS.has(name) || (defaults.get(name) ?? '') !== '') return true;
  const known = choice.answers.get(name);
  if (known !== undefined) return known;
  if (!choice.asked.has(name) && choice.asked.size >= MAX_CONDITIONS) return null;
  choice.asked.add(name);
  return false;
}

/** Whether a block's condition holds; null: only a recipient's data tell, in ways that are not followed here. */
function holds(block: hbs.AST.BlockStatement, walk: Walk): boolean | null {
  const name = isPath(block.path) ? block.path.original : '';
  const condition = CONDITIONS.get(name);
  if (condition === undefined) return null;
  const answer = answerOfWords(name, condition, block, walk);
  return answer ?? (walk.nameOfBlock === null ? null : answerOf(walk.nameOfBlock(block), walk));
}

/** The same, of conditions that ask for constants or for whether one value is there. */
function answerOfWords(name: string, condition: Condition, block: hbs.AST.BlockStatement, walk: Walk): boolean | null {
  const values = block.params.map(literal);
  if (values.every((value) => value !== null)) return condition.test(values.map((value) => value?.value));
  const [param] = block.params;
  if (param === undefined || !isPath(param) || param.data || block.params.length !== 1) return null;
  // Of `this` and the like nothing is known outside of a loop.
  if (param.depth > 0 || param.parts.length === 0) return null;
  const answer = answerOf(variableName(param.parts), walk);
  if (answer === null) return null;
  return name === 'if' ? answer : name === 'not' || name === 'unless' ? !answer : null;
}

function printBlock(block: hbs.AST.BlockStatement, walk: Walk): string {
  const answer = holds(block, walk);
  if (answer === null) {
    walk.choice.isComplete = false;
    return DATA;
  }
  return printAll(answer ? block.program : block.inverse, walk);
}

function printOne(node: Node, walk: Walk): string {
  if (isContent(node)) return node.value;
  if (isMustache(node)) {
    const known = literal(node.path);
    if (known !== null) return String(known.value);
    if (isPath(node.path) && node.path.original === UNSUBSCRIBE_VARIABLE) return UNSUBSCRIBE_PLACEHOLDER;
    const text =
      isPath(node.path) && node.params.length === 0 ? walk.defaults.get(variableName(node.path.parts)) : undefined;
    // Raw, data may be markup, which hides what follows.
    if (!node.escaped) walk.choice.isComplete = false;
    return text ?? DATA;
  }
  if (isBlock(node)) return printBlock(node, walk);
  if (isDecoratorBlock(node)) {
    const [name] = node.params;
    if (name !== undefined && isText(name)) {
      walk.inlines.set(name.value, { program: node.program, inlines: new Map(walk.inlines) });
    }
    return '';
  }
  if (isPartial(node)) {
    const name: Node = node.name;
    const inline = walk.inlines.get(isPath(name) ? name.original : isText(name) ? name.value : '');
    return inline === undefined ? '' : printAll(inline.program, { ...walk, inlines: new Map(inline.inlines) });
  }
  return '';
}

function printAll(program: hbs.AST.Program | undefined, walk: Walk): string {
  return (program?.body ?? []).map((node) => printOne(node, walk)).join('');
}

function printContent(content: TemplateContent, print: (source: string) => string): TemplateContent {
  switch (content.channel) {
    case 'SMS':
      return { ...content, body: print(content.body) };
    case 'CUSTOM':
      return {
        ...content,
        body: print(content.body),
        ...(content.subject === undefined ? {} : { subject: print(content.subject) }),
      };
    case 'EMAIL':
      return {
        ...content,
        subject: print(content.subject),
        html: print(content.html),
        text: print(content.text ?? ''),
      };
    case 'PUSH':
      return { ...content, title: print(content.title), body: print(content.body) };
  }
}

/**
 * The texts that people may come to read, one for each way through the conditions that ask whether a value is there;
 * `DATA` stands for what is theirs. A default is read by whoever has no value of their own. Not complete: there are
 * conditions, loops or raw values of which only a recipient's data tell what they print.
 */
export function branchesOf(
  content: TemplateContent,
  substitutions: DefaultSubstitutions,
  undecided: Undecided = 'AS_DATA',
): { readonly branches: readonly TemplateContent[]; readonly isComplete: boolean } {
  const defaults = new Map(
    Object.entries(substitutions).flatMap(([path, text]): [string, string][] => {
      const parts = defaultParts(path);
      return parts === null ? [] : [[variableName(parts), text]];
    }),
  );
  const programs = new Map<string, ReturnType<typeof parse>>();
  const parsedOnce = (source: string): ReturnType<typeof parse> => {
    const parsed = programs.get(source) ?? parse(source);
    programs.set(source, parsed);
    return parsed;
  };
  const names = new Map<hbs.AST.BlockStatement, string>();
  // No variable has a name with a space before it.
  const nameOfBlock = (block: hbs.AST.BlockStatement): string => {
    const name = names.get(block) ?? ` block ${names.size}`;
    names.set(block, name);
    return name;
  };
  const ways = undecided === 'BOTH_WAYS' ? nameOfBlock : null;
  const branches: TemplateContent[] = [];
  let isComplete = true;
  const follow = (answers: ReadonlyMap<string, boolean>): void => {
    const choice: Choice = { asked: new Set(), answers, isComplete: true };
    const branch = printContent(content, (source) => {
      const parsed = parsedOnce(source);
      return parsed.ok ? printAll(parsed.program, { choice, defaults, inlines: new Map(), nameOfBlock: ways }) : DATA;
    });
    isComplete &&= choice.isComplete;
    const [next] = choice.asked;
    if (next === undefined || answers.size >= MAX_CONDITIONS) {
      isComplete &&= next === undefined;
      branches.push(branch);
      return;
    }
    for (const answer of [false, true]) follow(new Map([...answers, [next, answer]]));
  };
  follow(new Map());
  return { branches, isComplete };
}
