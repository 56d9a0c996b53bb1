// Takes order files in, shows how they would be read, and starts or gives up their reading.
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LessThan, type DataSource, type EntityManager } from 'typeorm';
import { actorName, audit } from '../../base/audit.js';
import { assertStore, type AccountActor, type Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { Storage } from '../../base/storage/storage.js';
import type { Mode } from '../../facts/fact.rules.js';
import { StoresService } from '../../stores/stores.service.js';
import { fileKey, OrderFile, type ChosenForm } from './order-file.entity.js';
import { isUnderWay, type FilePurpose } from './order-file.status.js';
import { Intake, MAX_FILE_BYTES } from './intake.js';
import { delimiterOf, encodingOf } from './reading/encoding.rules.js';

/** The columns of a file are known: the worker reads it. */
export const orderFilesStarted = defineJob<{ fileId: string }>('imports.file_started', {
  ...{ heartbeat: true, expireS: 3600 },
});

/** A file whose columns nobody chose is forgotten after so long: people's addresses stand in it. */
const LEFT_HOURS = 24;
const LONGEST_NAME = 200;

@Injectable()
export class OrderFilesService {
  private readonly log = new Logger('imports');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly storage: Storage,
    private readonly jobs: JobsService,
  ) {}

  /** Stores a file as it comes in. TOO_LARGE as soon as it is known, BAD_CSV for an empty one. */
  async receive(
    who: AccountActor,
    storeId: string,
    about: { purpose: FilePurpose; mode: Mode; fileName: string },
    body: AsyncIterable<unknown>,
  ): Promise<OrderFile> {
    const store = await this.stores.requireOwn(who, storeId);
    if (about.mode === 'live' && store.sandbox) {
      throw new AppError('CONFLICT', { field: 'mode', detail: 'A sandbox has test orders only.' });
    }
    const file = { id: newId('orf'), storeId };
    const intake = new Intake();
    await this.storage.put(fileKey(file), Readable.from(intake.through(body)));
    if (intake.tooLarge || intake.sizeBytes === 0) await this.storage.delete(fileKey(file));
    if (intake.tooLarge) throw new AppError('TOO_LARGE', { boundBytes: MAX_FILE_BYTES });
    if (intake.sizeBytes === 0) throw new AppError('BAD_CSV', { detail: 'This file is empty.' });
    const encoding = encodingOf(intake.head, intake.isUtf8);
    const delimiter = delimiterOf(new TextDecoder(encoding).decode(intake.head));
    return inTransaction(this.db, async (em) => {
      const row = em.create(OrderFile, {
        ...{ ...file, mode: about.mode, purpose: about.purpose, fileName: cleanName(about.fileName) },
        ...{ sizeBytes: BigInt(intake.sizeBytes), sha256: intake.sha256, status: 'uploaded', mapping: null },
        ...{ format: { encoding, delimiter }, rowsTotal: intake.lines, rowsDone: 0, counts: {}, failure: null },
        ...{ createdBy: actorName(who), createdAt: this.clock.now(), finishedAt: null },
      });
      await em.insert(OrderFile, row);
      const after = { fileName: row.fileName, purpose: row.purpose, mode: row.mode, sizeBytes: intake.sizeBytes };
      await audit(em, { actor: who, action: 'imports.file_brought', ...subjectOf(row), after });
      return row;
    });
  }

  /** Begins to read a file with the columns that were chosen. CONFLICT when it was begun or given up already. */
  async start(who: AccountActor, id: string, form: ChosenForm): Promise<OrderFile> {
    return inTransaction(this.db, async (em) => {
      const file = await this.lockOwn(em, who, id);
      if (file.status !== 'uploaded') throw new AppError('CONFLICT', { detail: 'This file was started already.' });
      Object.assign(file, { status: 'reading', mapping: form });
      await em.save(file);
      await this.jobs.announce(em, orderFilesStarted, { fileId: file.id });
      const { encoding, delimiter, mapping } = form;
      const after = { encoding, delimiter, columns: mapping };
      await audit(em, { actor: who, action: 'imports.file_started', ...subjectOf(file), after });
      return file;
    });
  }

  /** Stops a file that is not done. What is recorded of it stays recorded; a second time changes nothing. */
  async giveUp(who: AccountActor, id: string): Promise<OrderFile> {
    const file = await inTransaction(this.db, async (em) => {
      const row = await this.lockOwn(em, who, id);
      if (row.status === 'given_up') return row;
      if (row.status !== 'uploaded' && !isUnderWay(row.status)) {
        throw new AppError('CONFLICT', { detail: 'This file is done already.' });
      }
      Object.assign(row, { status: 'given_up', finishedAt: this.clock.now() });
      await em.save(row);
      await audit(em, { actor: who, action: 'imports.file_given_up', ...subjectOf(row) });
      return row;
    });
    await this.storage.delete(fileKey(file));
    return file;
  }

  /** A file for its store and for finance; NOT_FOUND for everyone else. */
  async get(who: Actor, id: string): Promise<OrderFile> {
    const file = await this.db.manager.findOneBy(OrderFile, { id });
    if (!file) throw new AppError('NOT_FOUND');
    assertStore(who, file.storeId, 'finance', 'administrator');
    return file;
  }

  /** The files of a store, the newest first. */
  async page(who: Actor, storeId: string, mode: Mode, args: PageArgs): Promise<Page<OrderFile>> {
    await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    const query = this.db.manager
      .createQueryBuilder(OrderFile, 'f')
      .where('f.storeId = :storeId AND f.mode = :mode', { storeId, mode });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(f.createdAt, f.id) < (:at::timestamptz, :id)', { at: after[0], id: after[1] });
    query.orderBy('f.createdAt', 'DESC').addOrderBy('f.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (file) => [file.createdAt.toISOString(), file.id]);
  }

  /** Files that nobody went on with, and bytes of files that are over. */
  async forgetLeft(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - LEFT_HOURS * 3_600_000);
    const left = await this.db.manager.findBy(OrderFile, { status: 'uploaded', createdAt: LessThan(before) });
    const forget = async (file: OrderFile) => {
      const change = { status: 'given_up', finishedAt: this.clock.now() } as const;
      await this.db.manager.update(OrderFile, { id: file.id, status: 'uploaded' }, change);
      await this.storage.delete(fileKey(file));
    };
    await eachApart(left, (file) => file.id, forget, this.log);
  }

  private async lockOwn(em: EntityManager, who: Actor, id: string): Promise<OrderFile> {
    const file = await em.findOne(OrderFile, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!file) throw new AppError('NOT_FOUND');
    assertStore(who, file.storeId);
    return file;
  }
}

export const subjectOf = (file: OrderFile) => ({
  ...{ subjectType: 'order_file', subjectId: file.id, storeId: file.storeId },
});

/** The name is shown and goes into headers: the last part of a path, without signs that steer a terminal. */
function cleanName(raw: string): string {
  const name = raw.split(/[\\/]/).at(-1) ?? '';
  const plain = name
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, LONGEST_NAME);
  return plain.isWellFormed() && plain !== '' ? plain : 'orders.csv';
}
