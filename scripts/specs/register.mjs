// Lets Node itself load the specs: swc compiles TypeScript as it is imported, and `@jest/globals` is our own file.
// What a spec imports is loaded once for all specs of a worker, where Jest's own runner loads it anew for each.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const GLOBALS = new URL('./globals.mjs', import.meta.url).href;
const RELATIVE = /^\.{1,2}\//;
const SOURCE = /\.tsx?(\?|$)/;

const OPTIONS = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
};

/** What is compiled once serves all specs of a worker. */
const compiled = new Map();

process.setSourceMapsEnabled(true);

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
    if (!RELATIVE.test(specifier) || !SOURCE.test(context.parentURL ?? '')) return next(specifier, context);
    // The sources say `.js`, the pages' nothing; the file is `.ts` or `.tsx`.
    const base = new URL(specifier, context.parentURL).href.replace(/\.js$/, '');
    const found = [`${base}.ts`, `${base}.tsx`].find((href) => existsSync(fileURLToPath(href)));
    if (found === undefined) return next(specifier, context);
    // The runner imports each spec under an address of its own; what stands in test folders follows it, so that no spec finds
    // what another one left in a stand-in. The sources are shared.
    const own = found.includes('/test/') ? new URL(context.parentURL).search : '';
    return { url: found + own, shortCircuit: true };
  },
  load(url, context, next) {
    if (!SOURCE.test(url)) return next(url, context);
    const filename = fileURLToPath(url);
    const source =
      compiled.get(filename) ?? transformSync(readFileSync(filename, 'utf8'), { ...OPTIONS, filename }).code;
    compiled.set(filename, source);
    return { format: 'module', source, shortCircuit: true };
  },
});
