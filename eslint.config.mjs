// The linter: no `any`, no floating promises by habit, and no `number` where money is.
import js from '@eslint/js';
import ts from 'typescript-eslint';

/** Money is bigint minor units: `number`, Number(), parseFloat and toFixed stay out of money's files and names. */
const money = {
  rules: {
    'no-number': {
      meta: { type: 'problem', schema: [], messages: { number: 'Money is bigint minor units, never a number.' } },
      create(context) {
        const isMoneyName = (name) => /(Minor|[aA]mount|[pP]rice|[bB]alance)$/.test(name ?? '');
        const typed = (node) => node?.typeAnnotation?.typeAnnotation?.type === 'TSNumberKeyword';
        const report = (node) => context.report({ node, messageId: 'number' });
        return {
          'PropertyDefinition, TSPropertySignature'(node) {
            if (isMoneyName(node.key?.name) && typed(node)) report(node);
          },
          Identifier(node) {
            if (isMoneyName(node.name) && typed(node)) report(node);
          },
          CallExpression(node) {
            const callee = node.callee;
            const name = callee.name ?? callee.property?.name;
            const argument = node.arguments[0];
            const argumentName = argument?.name ?? argument?.property?.name;
            if (['Number', 'parseFloat', 'parseInt'].includes(name) && isMoneyName(argumentName)) report(node);
            if (name === 'toFixed' && isMoneyName(callee.object?.name ?? callee.object?.property?.name)) report(node);
          },
        };
      },
    },
  },
};

/** Files where every quantity of money is computed: no floating point operation at all. */
const MONEY_FILES = ['backend/src/base/money.ts', 'backend/src/ledger/**/*.ts', 'backend/src/commissions/*.rules.ts'];

export default ts.config(
  { ignores: ['**/dist/**', '.vitrina/**', 'artifacts/**', '**/generated*.ts', 'node_modules/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    plugins: { money },
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'Buffer',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'document',
          'window',
          'globalThis',
          'AbortController',
          'AbortSignal',
          'performance',
          'URLSearchParams',
          'navigator',
          'location',
          'localStorage',
          'customElements',
          'CustomEvent',
          'HTMLElement',
          'crypto',
          'FormData',
          'Response',
          'Request',
          'Headers',
          'structuredClone',
          'TextEncoder',
          'TextDecoder',
          'atob',
          'btoa',
          'queueMicrotask',
          'requestAnimationFrame',
          'IntersectionObserver',
          'Event',
          'EventTarget',
          'history',
        ].map((n) => [n, 'readonly']),
      ),
    },
    rules: {
      'money/no-number': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/no-empty-object-type': 'off',
      'no-console': 'off',
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: MONEY_FILES,
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'CallExpression[callee.name=/^(parseFloat)$/]', message: 'No floating point in money.' },
        { selector: "CallExpression[callee.property.name='toFixed']", message: 'No floating point in money.' },
        {
          selector:
            'CallExpression[callee.object.name="Math"][callee.property.name=/^(round|floor|ceil|trunc|random)$/]',
          message: 'No floating point in money.',
        },
      ],
    },
  },
);
