// Reads a GraphQL document that asks for one product card and nothing else: whose answer depends on the card alone.
import { Kind, parse, type ArgumentNode, type DocumentNode } from 'graphql';

/** An argument: written into the document, or the variable that holds it. */
type Asked = { value: string } | { variable: string };

export interface CardDocument {
  store: Asked;
  product: Asked;
  /** The name of its one operation. */
  operation: string | null;
}

function askedBy(args: readonly ArgumentNode[], name: string): Asked | null {
  const value = args.find((arg) => arg.name.value === name)?.value;
  if (value?.kind === Kind.STRING) return { value: value.value };
  return value?.kind === Kind.VARIABLE ? { variable: value.name.value } : null;
}

function parsed(document: string): DocumentNode | null {
  try {
    return parse(document, { noLocation: true, maxTokens: 1000 });
  } catch {
    return null;
  }
}

/** What a document asks for; null when it is more or something else than one `card`, or no document. */
export function cardDocument(document: string): CardDocument | null {
  const operations = parsed(document)?.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION) ?? [];
  const [operation] = operations;
  if (operations.length !== 1 || !operation || operation.operation !== 'query') return null;
  const [field] = operation.selectionSet.selections;
  if (operation.selectionSet.selections.length !== 1 || field?.kind !== Kind.FIELD) return null;
  if (field.name.value !== 'card') return null;
  const store = askedBy(field.arguments ?? [], 'store');
  const product = askedBy(field.arguments ?? [], 'product');
  return store && product ? { store, product, operation: operation.name?.value ?? null } : null;
}

/** What the variables hold, as text; null where they hold none. */
export function valueOf(asked: Asked, variables: Readonly<Record<string, unknown>>): string | null {
  if ('value' in asked) return asked.value;
  const held = Object.hasOwn(variables, asked.variable) ? variables[asked.variable] : null;
  return typeof held === 'string' ? held : null;
}
