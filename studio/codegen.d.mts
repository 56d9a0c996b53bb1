// Types of codegen.mjs, for the spec that calls it.
export const SCHEMA: string;
export const OUTPUT: string;
export const FIRST_LINE: string;
export function generate(schemaText: string): Promise<string>;
