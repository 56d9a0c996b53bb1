// PayPal's published contract of payouts as checks: what may be sent, and what may be answered.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

const FILE = join(import.meta.dirname, 'payouts.openapi.json');
/**
 * Of openapi/payments_payouts_batch_v1.json, version 1.8, in the npm package @paypal/paypal-rest-api-specifications 1.0.0
 * (Apache-2.0). A file changed here is no contract.
 */
const SHA256 = '153d5a78d37f1650df92493fc79fe96b4372aa94e78fa0375ada5a05a7b17825';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Record<string, unknown>;
}

interface Operation {
  parameters?: { $ref: string }[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { parameters: Record<string, Parameter>; schemas: Record<string, unknown> };
}

export interface Found {
  path: string;
  method: string;
  operation: Operation;
  values: Record<string, string>;
}

export class Contract {
  private readonly document: Document;
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  /** For requests: a field that the contract does not name is a mistake of ours, though PayPal would pass over it. */
  private readonly closed = new Ajv({ strict: false, allErrors: true });

  constructor() {
    const text = readFileSync(FILE);
    const sum = createHash('sha256').update(text).digest('hex');
    if (sum !== SHA256) throw new Error(`${FILE} is not the published one: ${sum}`);
    this.document = JSON.parse(text.toString()) as Document;
    for (const ajv of [this.ajv, this.closed]) {
      formats.default(ajv);
      // A language tag; the pattern beside it is checked.
      ajv.addFormat('ppaas_common_language_v3', true);
    }
    this.ajv.addSchema(this.document, 'api');
    this.closed.addSchema(closedForm(this.document) as Document, 'api');
  }

  /** The operation of a request, or null when the contract has none. */
  find(method: string, pathname: string): Found | null {
    for (const [path, operations] of Object.entries(this.document.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '');
      const match = new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(pathname);
      const operation = operations[method.toLowerCase()];
      if (!match || !operation) continue;
      const values = names.map((name, i): [string, string] => [name, decodeURIComponent(match[i + 1] ?? '')]);
      return { path, method: method.toLowerCase(), operation, values: Object.fromEntries(values) };
    }
    return null;
  }

  /** What is wrong with a request, empty when nothing is. */
  requestFaults(found: Found, query: URLSearchParams, headers: Record<string, unknown>, body: unknown): string[] {
    const parameters = (found.operation.parameters ?? []).map(({ $ref }) => this.parameter($ref));
    const faults = [...query.keys()]
      .filter((name) => !parameters.some((p) => p.in === 'query' && p.name === name))
      .map((name) => `query ${name} is not in the contract`);
    for (const parameter of parameters) {
      const text = { path: found.values[parameter.name], query: query.get(parameter.name) }[
        parameter.in as 'path' | 'query'
      ];
      const raw = parameter.in === 'header' ? headers[parameter.name.toLowerCase()] : text;
      if (raw === undefined || raw === null) {
        if (parameter.required) faults.push(`${parameter.in} ${parameter.name} is missing`);
        continue;
      }
      const validate = this.ajv.compile(parameter.schema);
      if (!validate(typed(String(raw), parameter.schema))) faults.push(`${parameter.name}: ${told(validate)}`);
    }
    if (!found.operation.requestBody) return faults;
    if (!/^application\/json\b/.test(String(headers['content-type']))) faults.push('content-type is not JSON');
    const pointer = `${pointerOf(found)}/requestBody/content/application~1json/schema`;
    const validate = this.validator(this.closed, pointer);
    return validate(body) ? faults : [...faults, told(validate)];
  }

  /** Throws when an answer of the double is not one that the contract allows. */
  assertAnswer(found: Found, status: number, body: unknown): void {
    const isNamed = found.operation.responses[String(status)] !== undefined;
    // The answers by status know only words that every API of PayPal has; those of payouts, as in its guides, have the general form.
    const pointer = isNamed
      ? `${pointerOf(found)}/responses/${status}/content/application~1json/schema`
      : '/components/schemas/error';
    const validate = this.validator(this.ajv, pointer);
    if (!validate(body)) throw new Error(`The double answers ${status} against the contract: ${told(validate)}`);
  }

  private parameter(ref: string): Parameter {
    const found = this.document.components.parameters[ref.split('/').at(-1) ?? ''];
    if (!found) throw new Error(`No parameter ${ref}`);
    return found;
  }

  private validator(ajv: Ajv, pointer: string): ValidateFunction {
    const validate = ajv.getSchema(`api#${pointer}`);
    if (!validate) throw new Error(`No schema at ${pointer}`);
    return validate as ValidateFunction;
  }
}

const pointerOf = ({ path, method }: Found): string =>
  `/paths/${path.replaceAll('/', '~1').replace(/[{}]/g, encodeURIComponent)}/${method}`;

const told = (validate: ValidateFunction): string =>
  (validate.errors ?? [])
    .map((e) => `${e.instancePath || 'body'} ${e.message ?? ''} ${JSON.stringify(e.params)}`)
    .join('; ');

/** Text of an address as the type that its schema names; text that is none stays text, and fails. */
function typed(text: string, schema: Record<string, unknown>): unknown {
  if (schema['type'] === 'integer') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (schema['type'] === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** The same document with every object closed to fields it does not name. */
function closedForm(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closedForm);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closedForm(value)]));
  const isSchema = copy['type'] === 'object' && typeof copy['properties'] === 'object';
  return isSchema ? { ...copy, additionalProperties: false } : copy;
}
