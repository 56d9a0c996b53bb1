// The specs that need no service: rules, statuses, money, and the tree itself.
import base from './jest.config.mjs';

const { globalSetup: _setup, globalTeardown: _teardown, ...rest } = base;
export default {
  ...rest,
  testMatch: [
    '<rootDir>/backend/src/**/*.rules.spec.ts',
    '<rootDir>/backend/src/base/money*.spec.ts',
    '<rootDir>/backend/test/tidy.spec.ts',
    '<rootDir>/player/src/core/*.spec.ts',
  ],
};
