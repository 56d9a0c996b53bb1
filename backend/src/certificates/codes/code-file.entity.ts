// A file of codes that a store brought: how far it was read, and what came of its rows. The bytes themselves are never kept.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../../base/graphql/paging.js';
import { FILE_STATUSES, type CertificateFileStatus } from '../certificate.status.js';
import { enumOf } from '../pools/pool.entity.js';
import { ROW_FAULTS, type RowFault } from './code.rules.js';

const FileStatusEnum = enumOf(FILE_STATUSES);
registerEnumType(FileStatusEnum, { name: 'CertificateFileStatus' });
const RowFaultEnum = enumOf(ROW_FAULTS);
registerEnumType(RowFaultEnum, { name: 'CertificateRowFault' });

@Entity('certificate_files')
@ObjectType('CertificateFile')
export class CertificateFile {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field(() => ID)
  poolId!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  @Field()
  fileName!: string;

  @Column('text')
  @Field(() => FileStatusEnum)
  status!: CertificateFileStatus;

  /** The code of the error that broke it off; what was read before stays. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  failure!: string | null;

  @Column('integer')
  @Field(() => Int)
  rowsDone!: number;

  @Column('integer')
  @Field(() => Int)
  added!: number;

  /** Codes that the store had already. */
  @Column('integer')
  @Field(() => Int)
  known!: number;

  @Column('integer')
  @Field(() => Int)
  wrong!: number;

  @Column('text')
  createdBy!: string;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;

  /** When its last rows came. */
  @Column('timestamptz')
  seenAt!: Date;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;
}

export const CertificateFileConnection = Paged(CertificateFile, 'CertificateFile');

@ObjectType('CertificateFileFault')
export class CertificateFileFault {
  @Field(() => Int)
  line!: number;

  @Field(() => RowFaultEnum)
  code!: RowFault;
}

export const CertificateFileFaultConnection = Paged(CertificateFileFault, 'CertificateFileFault');
