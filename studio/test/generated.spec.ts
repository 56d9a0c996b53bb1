// The client fits the committed schema: generated.ts is what codegen.mjs would write now.
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

it('generated.ts is fresh; else run `npm run codegen -w studio`', async () => {
  const { generate, FIRST_LINE } = await import('../codegen.mjs');
  const schema = readFileSync(process.env['VITRINA_SCHEMA'] ?? join(HERE, '../../backend/schema.graphql'), 'utf8');
  const committed = readFileSync(join(HERE, '../src/api/generated.ts'), 'utf8');
  expect(committed).toBe(`${FIRST_LINE}${await generate(schema)}\n`);
});
