// One configuration for every spec: Node's own ES modules, compiled by scripts/specs/register.mjs as they are imported.
export default {
  // Jest's own runner loads the whole service anew for each file: 12 s of a processor. This one shares what is loaded.
  runner: ['jest-light-runner', { runtime: 'child_process' }],
  testMatch: [
    '<rootDir>/{backend,player,studio,demo}/{src,test}/**/*.spec.ts',
    '<rootDir>/plugins/*/{src,test}/**/*.spec.ts',
  ],
  modulePathIgnorePatterns: ['/dist/', '/.vitrina/'],
  globalSetup: '<rootDir>/backend/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/backend/test/support/global-teardown.mjs',
};
