import appsync from '@aws-appsync/eslint-plugin';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Names that say nothing; a module is named after its one idea. */
const VAGUE_NAME = /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/;

const naming = {
  rules: {
    'no-vague-names': {
      meta: { type: 'problem', schema: [], messages: { vague: 'Name this file after its one idea, not "{{name}}".' } },
      create(context) {
        const path = context.filename.replaceAll('\\', '/').replace(`${import.meta.dirname}/`, '');
        return {
          Program(node) {
            if (VAGUE_NAME.test(path)) context.report({ node, messageId: 'vague', data: { name: path } });
          },
        };
      },
    },
  },
};

/** What others build on is explained where it is exported: what it is, its units, how it fails. */
const documentation = {
  rules: {
    'no-undocumented-export': {
      meta: {
        type: 'problem',
        schema: [],
        messages: { missing: 'Say in a /** docstring */ what {{name}} is: its meaning, its units, how it fails.' },
      },
      create(context) {
        const check = (node, declaration) => {
          const comment = context.sourceCode.getCommentsBefore(node).at(-1);
          const isDocumented = comment?.type === 'Block' && /^\*[\s*]*[^\s*@]/.test(comment.value);
          if (isDocumented) return;
          const { id } = declaration.declarations?.[0] ?? declaration;
          context.report({ node, messageId: 'missing', data: { name: id?.name ?? 'this' } });
        };
        return {
          ExportNamedDeclaration(node) {
            if (node.declaration !== null) check(node, node.declaration);
          },
          ExportDefaultDeclaration(node) {
            check(node, node.declaration);
          },
        };
      },
    },
  },
};

/** A bundler keeps all of the object that is called `z`, the messages in forty languages included: 350 KB of each function. */
const WHOLE_ZOD = {
  selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
  message: "Write import * as z from 'zod'.",
};

/** domain <- app <- adapters <- entry points; offline/ and console/ stand apart. */
const LAYERS = [
  { target: './src/standards', from: './src', except: ['./standards'], message: 'Standards know nothing of us.' },
  {
    target: './src/domain',
    from: './src',
    except: ['./domain', './standards'],
    message: 'The domain imports nothing but itself and what standards prescribe.',
  },
  {
    target: './src/app',
    from: './src',
    except: ['./domain', './app', './standards'],
    message: 'app imports domain only.',
  },
  {
    target: './src/adapters',
    from: './src',
    except: ['./domain', './app', './adapters', './standards'],
    message: 'adapters import domain and app only.',
  },
  {
    target: './src/import-reader',
    from: './src',
    except: ['./import-reader', './domain', './standards'],
    message: 'Files are read alike by the command and in the browser: neither is known to their reader.',
  },
  {
    target: './src/offline',
    from: './src',
    except: ['./offline', './standards'],
    message: 'The offline sandbox runs any backend: it knows nothing of this one.',
  },
  {
    target: './src/cli',
    from: './src/offline',
    except: ['./index.ts'],
    message: 'The sandbox is started and used through offline/index.ts.',
  },
  {
    target: './src/client',
    from: './src',
    except: ['./client'],
    message: 'The client library stands on the schema alone.',
  },
  {
    target: './src/server',
    from: './src',
    except: ['./server', './domain/api-client', './standards'],
    message: 'The server client shares nothing but how requests are signed.',
  },
  {
    target: './src/front-end',
    from: './src',
    except: ['./front-end'],
    message: 'What front ends call for the sandbox knows nothing of this backend.',
  },
  {
    target: './console',
    from: './src',
    except: ['./client', './domain', './import-reader', './standards'],
    message: 'The console uses the client, and the rules that are pure.',
  },
  { target: './src', from: './console', message: 'What runs without a browser knows nothing of the console.' },
  {
    target: './amplify',
    from: './src',
    except: ['./domain', './app', './adapters'],
    message: 'What is deployed uses domain, app and adapters.',
  },
  { target: './src', from: './amplify', message: 'src/ does not know how it is deployed.' },
];

/** The delivery engine is a tower: each room uses only those below it, and what stands on top uses all. */
const ROOMS = ['model', 'lease', 'pace', 'plan', 'job', 'send', 'receipts'];
const TOWER = ROOMS.map((room, floor) => ({
  target: `./src/app/delivery/${room}`,
  from: './src/app/delivery',
  except: ROOMS.slice(0, floor + 1).map((below) => `./${below}`),
  message: `The rooms of the engine are, from below: ${ROOMS.join(', ')}; each uses only those below it.`,
}));

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      '.bonghwa',
      '**/.amplify',
      'cdk.out',
      'dist',
      'bench/node_modules',
      'src/client/generated',
      // A project of its own: `tsc` reads it against the packed library, in packed-client.test.ts.
      'examples/frontend',
      'test/fixtures/*/cdk.out',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommended],
    plugins: { 'import-x': importX, naming },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Taking a field out of an object: `const { field: _, ...rest } = object`.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones: [...LAYERS, ...TOWER] }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'naming/no-vague-names': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.ts', 'console/**/*.{ts,tsx}', 'amplify/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', WHOLE_ZOD] },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', '@aws-sdk/*', 'aws-*'], message: 'The domain is pure.' }] },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is an argument.' },
        { object: 'Date', property: 'now', message: 'Time is an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        WHOLE_ZOD,
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'console/**/*.{ts,tsx}', 'amplify/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
    },
  },
  {
    files: [
      'src/client/**/*.ts',
      'src/server/**/*.ts',
      'src/domain/**/*.ts',
      'console/**/*.{ts,tsx}',
      'src/app/ports.ts',
      'src/app/*/ports.ts',
      'src/app/delivery/model/ports.ts',
    ],
    plugins: { documentation },
    rules: { 'documentation/no-undocumented-export': 'error' },
  },
  { files: ['**/*.config.ts', '**/*.config.js'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['amplify/data/resolvers/*.js', 'test/fixtures/*/amplify/**/resolvers/*.js'],
    extends: [appsync.configs.base],
  },
);
