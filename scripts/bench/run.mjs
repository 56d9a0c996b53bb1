// npm run bench -- NAME [...]: runs one bench of this folder; each prints a table and writes JSON.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const NOT_BENCHES = /^(run|.*\.part)\.mjs$/;
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.mjs') && !NOT_BENCHES.test(file))
  .map((file) => file.slice(0, -'.mjs'.length));
const [name, ...words] = process.argv.slice(2);
if (!name || !names.includes(name) || !existsSync(join(import.meta.dirname, `${name}.mjs`))) {
  console.error(`Usage: npm run bench -- NAME [...]\n  NAME is one of: ${names.join(', ')}`);
  process.exit(1);
}
const { main } = await import(`./${name}.mjs`);
process.exitCode = await main(words);
