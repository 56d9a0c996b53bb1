// Writes src/api/generated.ts: types and documents from the schema and our *.graphql files.
// Use: node studio/codegen.mjs [path to schema]; without a path it reads backend/schema.graphql.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import * as documents from '@graphql-codegen/typed-document-node';
import { buildSchema, parse, printSchema } from 'graphql';

const here = dirname(fileURLToPath(import.meta.url));
export const SCHEMA = join(here, '../backend/schema.graphql');
export const FIRST_LINE = '// Types and documents of our GraphQL operations; written by codegen.mjs, never by hand.\n';
export const OUTPUT = join(here, 'src/api/generated.ts');

function readDocuments() {
  const folder = join(here, 'src/api');
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return files.sort().map((name) => ({ location: name, document: parse(readFileSync(join(folder, name), 'utf8')) }));
}

/**
 * Returns the text of generated.ts for this schema text.
 * Throws when a document asks for something the schema does not have.
 */
export async function generate(schemaText) {
  const settings = {
    scalars: { DateTime: 'string', ID: 'string' },
    enumsAsTypes: true,
    useTypeImports: true,
    skipTypename: true,
    onlyOperationTypes: true,
    documentMode: 'documentNode',
    dedupeFragments: true,
  };
  return await codegen({
    filename: OUTPUT,
    schema: parse(printSchema(buildSchema(schemaText))),
    documents: readDocuments(),
    config: settings,
    // typescript-operations writes the enums and inputs our operations use; the whole schema is not needed here.
    plugins: [{ operations: {} }, { documents: {} }],
    pluginMap: { operations, documents },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const source = process.argv[2] ?? SCHEMA;
  writeFileSync(OUTPUT, FIRST_LINE + (await generate(readFileSync(source, 'utf8'))) + '\n');
}
