// How jest is called, in words for node: see register.mjs.
import { join } from 'node:path';

export const JEST = [
  ...['--import', new URL('./register.mjs', import.meta.url).href],
  join(import.meta.dirname, '../../node_modules/jest/bin/jest.js'),
];
