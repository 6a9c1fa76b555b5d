/**
 * What APPSYNC_JS refuses, by syntax node.
 * https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html and the rules of @aws-appsync/eslint-plugin.
 */
import type { AnyNode, BinaryExpression, Literal, UnaryExpression } from 'acorn';

const BY_TYPE: Readonly<Partial<Record<AnyNode['type'], string>>> = {
  AwaitExpression: 'await',
  YieldExpression: 'yield',
  ClassDeclaration: 'class',
  ClassExpression: 'class',
  NewExpression: 'new',
  ThisExpression: 'this',
  Super: 'super',
  TryStatement: 'try',
  CatchClause: 'catch',
  ThrowStatement: 'throw',
  ForStatement: 'for (initialization; condition; afterthought)',
  WhileStatement: 'while',
  DoWhileStatement: 'do-while',
  ContinueStatement: 'continue',
  LabeledStatement: 'labeled statement',
  WithStatement: 'with',
  DebuggerStatement: 'debugger',
  ImportExpression: 'dynamic import',
  MetaProperty: 'import.meta',
  UpdateExpression: '++ and --',
};

/** Globals of JavaScript that APPSYNC_JS does not have. */
export const MISSING_GLOBALS: ReadonlySet<string> = new Set([
  ...[
    'Promise',
    'eval',
    'Function',
    'RegExp',
    'Symbol',
    'Proxy',
    'Reflect',
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'WeakRef',
  ],
  ...[
    'FinalizationRegistry',
    'ArrayBuffer',
    'SharedArrayBuffer',
    'DataView',
    'Atomics',
    'WebAssembly',
    'BigInt',
    'Intl',
  ],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...[
    'Float32Array',
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array',
    'Iterator',
    'escape',
    'unescape',
    'globalThis',
  ],
  ...[
    'process',
    'require',
    'module',
    'exports',
    'global',
    'window',
    'fetch',
    'Buffer',
    'structuredClone',
    'URL',
    'crypto',
  ],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask', 'TextEncoder'],
]);

/** Why a global cannot be used, if it cannot. */
export function missingGlobal(name: string): string | undefined {
  // https://github.com/sid88in/serverless-appsync-plugin/issues/549
  if (name === 'Date') return 'Date cannot be used in APPSYNC_JS; use util.time.';
  return MISSING_GLOBALS.has(name) ? `${name} does not exist in APPSYNC_JS.` : undefined;
}

/** Name of the unsupported construct a node is, if it is one. */
export function unsupportedConstruct(node: AnyNode): string | undefined {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node.async ? 'async function' : node.generator ? 'generator function' : undefined;
    case 'ForOfStatement':
      return node.await ? 'for await' : undefined;
    case 'Property':
      return node.kind === 'init' ? undefined : `${node.kind}ter`;
    case 'Literal':
      return unsupportedLiteral(node);
    case 'UnaryExpression':
      return unsupportedUnary(node);
    case 'BinaryExpression':
      return unsupportedBinary(node);
    default:
      return BY_TYPE[node.type];
  }
}

function unsupportedLiteral(node: Literal): string | undefined {
  if (node.regex) return 'regular expression literal';
  return node.bigint == null ? undefined : 'bigint literal';
}

function unsupportedUnary(node: UnaryExpression): string | undefined {
  return node.operator === '~' ? 'operator ~' : undefined;
}

function unsupportedBinary(node: BinaryExpression): string | undefined {
  return node.operator === 'in' || node.operator === 'instanceof' ? `operator ${node.operator}` : undefined;
}
