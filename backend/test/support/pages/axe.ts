// What axe finds wrong on a page. The same rules as its Playwright package, a tenth of its time: only what is wrong is worked out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Axe = { run(within: ElementContext, options: RunOptions): Promise<AxeResults> };

/** One line for each fault, with its rule and the element; `within` is a selector. */
export async function axeFaults(page: Page, within = 'html'): Promise<string[]> {
  for (const frame of page.frames()) await frame.evaluate(SOURCE);
  const found = await page.evaluate(async (selector) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run({ include: [[selector]] }, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map((node) => ({ html: node.html, why: node.any[0]?.message })),
    }));
  }, within);
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, why }) => `${id}: ${html.slice(0, 160)} ${why ?? ''}`));
}
