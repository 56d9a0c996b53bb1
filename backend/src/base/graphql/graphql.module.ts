// GraphQL over Mercurius with its JIT; errors carry a code and nothing of our insides.
import { Logger } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, NoSchemaIntrospectionCustomRule, type ExecutionResult } from 'graphql';
import mercurius from 'mercurius';
import { CONFIG, type Config } from '../config.js';
import { AppError, ERRORS, type ErrorCode } from '../errors.js';
import { toAppError } from '../http/rest.errors.js';
import { complexityRule } from './limits.js';

const log = new Logger('graphql');

function isCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && value in ERRORS;
}

function isMercurius(error: Error): boolean {
  return String((error as { code?: unknown }).code).startsWith('MER_ERR_');
}

/** One error as the caller sees it. Unknown errors are logged whole and shown as INTERNAL. */
export function toPublicError(error: GraphQLError): GraphQLError {
  const cause: unknown = asRefusedRequest(error) ?? error.originalError ?? error;
  const place = { nodes: error.nodes ?? null, path: error.path ?? null };
  if (cause instanceof AppError) {
    const { code, message, ...rest } = cause.toBody();
    return new GraphQLError(rest.detail ?? message, { ...place, extensions: { ...rest, code, status: cause.status } });
  }
  // What a resolver of a list throws may arrive as it was thrown, without extensions.
  const { extensions } = error as { extensions?: GraphQLError['extensions'] };
  if (isCode(extensions?.['code'])) return error;
  // Without an original error it is graphql's or Mercurius's own: the document or its variables do not fit the schema.
  if (!error.originalError || error.originalError instanceof GraphQLError || isMercurius(error.originalError)) {
    const code = error.message === 'PersistedQueryNotFound' ? 'PERSISTED_QUERY_NOT_FOUND' : 'BAD_INPUT';
    return new GraphQLError(error.message, { ...place, extensions: { code } });
  }
  const known = toAppError(error.originalError);
  if (known.code !== 'INTERNAL')
    return toPublicError(new GraphQLError(known.message, { ...place, originalError: known }));
  log.error(error.originalError.stack ?? error.originalError.message);
  return new GraphQLError(ERRORS.INTERNAL.message, { ...place, extensions: { code: 'INTERNAL' } });
}

/** Mercurius hands over an execution result, or an error whose `errors` hold the details, or Fastify's own. */
export function formatResult(result: ExecutionResult): { statusCode: number; response: object } {
  const errors = (result.errors ?? []).flatMap((error) => nestedErrors(error) ?? [error]);
  const refused = errors.map(asRefusedRequest).find((e) => e !== null);
  return {
    statusCode: refused?.status ?? (result.errors?.some(isMutationByGet) ? 405 : 200),
    response: { data: result.data ?? null, errors: errors.map(toPublicError) },
  };
}

/** Mercurius refuses it; a link must not look as if it had worked. */
const isMutationByGet = (error: GraphQLError): boolean =>
  [error, error.originalError].some((e) => (e as { statusCode?: unknown } | undefined)?.statusCode === 405);

function nestedErrors(error: GraphQLError): readonly GraphQLError[] | undefined {
  const { errors } = { ...error, ...error.originalError } as { errors?: readonly GraphQLError[] };
  return errors;
}

/** Fastify refuses some requests before GraphQL sees them: body too large, not JSON. They keep their status. */
function asRefusedRequest(error: GraphQLError): AppError | null {
  const cause = error.originalError as { code?: unknown } | undefined;
  return typeof cause?.code === 'string' && cause.code.startsWith('FST_ERR') ? toAppError(cause) : null;
}

export const GraphqlModule = GraphQLModule.forRootAsync<MercuriusDriverConfig>({
  driver: MercuriusDriver,
  inject: [CONFIG],
  useFactory: (config: Config) => ({
    autoSchemaFile: true,
    sortSchema: true,
    jit: 1,
    graphiql: false,
    path: '/graphql',
    validationRules:
      config.mode === 'production' ? [complexityRule, NoSchemaIntrospectionCustomRule] : [complexityRule],
    allowBatchedQueries: false,
    // Clients may send a document's hash instead of the document, as Apollo and urql do.
    persistedQueryProvider: mercurius.persistedQueryDefaults.automatic(1000),
    context: (request: FastifyRequest, reply: FastifyReply) => ({ request, reply }),
    errorFormatter: formatResult as NonNullable<MercuriusDriverConfig['errorFormatter']>,
  }),
});
