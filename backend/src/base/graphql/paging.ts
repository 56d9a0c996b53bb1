// Cursor pagination: the same shape for every list.
import { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { AppError } from '../errors.js';

@ObjectType()
export class PageInfo {
  @Field(() => String, { nullable: true })
  endCursor!: string | null;

  @Field()
  hasNextPage!: boolean;
}

/** One page of a list, as services return it. */
export interface Page<T> {
  nodes: T[];
  pageInfo: PageInfo;
  totalCount: number;
}

const MAX_PAGE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20 })
  first: number = 20;

  @Field(() => String, { nullable: true })
  after?: string | null;
}

/** The GraphQL type `<Name>Connection` of a node class. */
export function Paged<T>(node: Type<T>, name: string) {
  @ObjectType(`${name}Connection`)
  class Connection {
    @Field(() => [node])
    nodes!: T[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int)
    totalCount!: number;
  }
  return Connection;
}

/** How many rows to read: at least 1, at most 100; more is refused, not cut. */
export function pageSize(args: PageArgs): number {
  if (!Number.isInteger(args.first) || args.first < 1 || args.first > MAX_PAGE) {
    throw new AppError('BAD_INPUT', { field: 'first', detail: `Ask for 1 to ${MAX_PAGE} rows.` });
  }
  return args.first;
}

/** A cursor of the sort key's values; opaque to callers. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor, or null without one. Throws BAD_INPUT when it is not ours. */
export function decodeCursor(args: PageArgs, length: number): string[] | null {
  if (!args.after) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(args.after, 'base64url').toString());
    if (Array.isArray(values) && values.length === length) return values.map(String);
  } catch {
    // falls through: one answer for every kind of wrong cursor
  }
  throw new AppError('BAD_INPUT', { field: 'after', detail: 'This cursor is not one of ours.' });
}

/** Makes a page from `first + 1` rows, so that hasNextPage needs no second query. */
export function toPage<T>(
  rows: T[],
  args: PageArgs,
  totalCount: number,
  cursor: (row: T) => (string | number)[],
): Page<T> {
  const nodes = rows.slice(0, args.first);
  const last = nodes.at(-1);
  return {
    nodes,
    totalCount,
    pageInfo: { hasNextPage: rows.length > args.first, endCursor: last ? encodeCursor(cursor(last)) : null },
  };
}
