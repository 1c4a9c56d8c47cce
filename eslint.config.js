import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const layers = (folder, forbidden) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: forbidden.map((name) => ({
          group: [`**/${name}/**`, `../${name}/*`],
          message: `src/${folder} may not use src/${name}: see docs/architecture.md`,
        })),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'qbsync-demo/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value='zod'] ImportSpecifier[imported.name='z']",
          message:
            "import * as z from 'zod': the named import pulls all of zod into every command's start-up.",
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only main.ts ends the process.' },
        { object: 'Math', property: 'random', message: 'Randomness is handed in.' },
        { object: 'Date', property: 'now', message: 'The clock is handed in.' },
      ],
    },
  },
  {
    files: ['src/main.ts', 'src/context.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-properties': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // CommonJS, and read by every Node there is: see the first lines of the file.
    files: ['bin/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly' } },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  layers('domain', [
    'source',
    'sync',
    'qbo',
    'ledger',
    'company',
    'doctor',
    'sandbox',
    'commands',
    'terminal',
  ]),
  layers('source', ['sync', 'qbo', 'ledger', 'company', 'doctor', 'sandbox', 'commands', 'terminal']),
  layers('qbo', ['source', 'sync', 'ledger', 'company', 'doctor', 'sandbox', 'commands', 'terminal']),
  layers('ledger', ['source', 'sync', 'qbo', 'company', 'doctor', 'sandbox', 'commands', 'terminal']),
  layers('company', ['source', 'sync', 'ledger', 'doctor', 'sandbox', 'commands', 'terminal']),
  layers('terminal', ['source', 'sync', 'qbo', 'ledger', 'company', 'doctor', 'sandbox', 'commands']),
  layers('sync', ['doctor', 'sandbox', 'commands', 'terminal']),
  layers('doctor', ['sandbox', 'commands', 'terminal']),
  layers('sandbox', [
    'domain',
    'source',
    'sync',
    'qbo',
    'ledger',
    'company',
    'doctor',
    'commands',
    'terminal',
  ]),
);
