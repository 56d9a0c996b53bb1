// A file of orders that a store brought: how it is to be read, how far it is, and what came of it.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../../base/database/columns.js';
import { Paged } from '../../base/graphql/paging.js';
import type { Mode } from '../../facts/fact.rules.js';
import { KeyModeEnum } from '../../stores/store.entity.js';
import type { FilePurpose, FileStatus } from './order-file.status.js';
import type { FileForm } from './reading/draft.rules.js';
import type { Delimiter, Encoding } from './reading/encoding.rules.js';

export const FilePurposeEnum: { [P in FilePurpose]: P } = { import: 'import', reconcile: 'reconcile' };
registerEnumType(FilePurposeEnum, { name: 'OrderFilePurpose' });

/** How the bytes are to be read: found at upload, confirmed on screen. */
export interface FoundFormat {
  encoding: Encoding;
  delimiter: Delimiter;
}

/** Everything that the person confirmed. */
export type ChosenForm = FileForm & FoundFormat & { headings: string[] };

/** What came of the orders of a file. */
export interface FileCounts {
  created?: number;
  updated?: number;
  unchanged?: number;
  refunds?: number;
  /** Orders left out, each with its faults. */
  wrong?: number;
  matched?: number;
  differences?: number;
}

@Entity('order_files')
@ObjectType('OrderFile')
export class OrderFile {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field(() => ID)
  storeId!: string;

  @Column('text')
  @Field(() => KeyModeEnum)
  mode!: Mode;

  @Column('text')
  @Field(() => FilePurposeEnum)
  purpose!: FilePurpose;

  @Column('text')
  @Field()
  fileName!: string;

  @Column('bigint', { transformer: bigintText })
  sizeBytes!: bigint;

  @Column('bytea')
  sha256!: Buffer;

  @Column('text')
  @Field(() => String)
  status!: FileStatus;

  @Column('jsonb')
  format!: FoundFormat;

  @Column('jsonb', { nullable: true })
  mapping!: ChosenForm | null;

  /** Lines of the file, about: cells may hold line breaks. */
  @Column('integer')
  @Field(() => Int)
  rowsTotal!: number;

  @Column('integer')
  @Field(() => Int)
  rowsDone!: number;

  @Column('jsonb')
  counts!: FileCounts;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  failure!: string | null;

  @Column('text')
  createdBy!: string;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;
}

export const OrderFileConnection = Paged(OrderFile, 'OrderFile');

/** Where the bytes lie until they are read. */
export const fileKey = (file: Pick<OrderFile, 'id' | 'storeId'>): string =>
  `order-files/${file.storeId}/${file.id}.csv`;
