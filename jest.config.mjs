// One configuration for every spec: swc compiles, Node's own ES modules run.
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testMatch: [
    '<rootDir>/{backend,player,studio,demo}/{src,test}/**/*.spec.ts',
    '<rootDir>/plugins/*/{src,test}/**/*.spec.ts',
  ],
  modulePathIgnorePatterns: ['/dist/', '/.vitrina/'],
  globalSetup: '<rootDir>/backend/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/backend/test/support/global-teardown.mjs',
  testTimeout: 180000,
  // Modules of finished specs stay in memory: a worker of 2 GB spends its time on collecting them.
  workerIdleMemoryLimit: '800MB',
};
