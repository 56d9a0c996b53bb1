// Takes a file of codes in as it comes: sealed row by row, some hundreds a transaction, so that it may be cut off and sent again.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LessThan, type DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { assertStore, type AccountActor } from '../../base/auth.js';
import { Clock, dayOf } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { StoresService } from '../../stores/stores.service.js';
import { CertificatePauses } from '../pools/pauses.service.js';
import { CertificatePools } from '../pools/pools.service.js';
import { CertificateFile, type CertificateFileFault } from './code-file.entity.js';
import { codeRows, type Row } from './code-rows.js';
import { isHeading, readCode, tailOf, type RowFault } from './code.rules.js';
import { CertificateCodes } from './codes.service.js';
import * as sql from './codes.queries.js';

const STEP = 500;
/** A file says what is wrong with so many rows; the counts are of all. */
const MOST_FAULTS = 1000;
const LEFT_MS = 10 * 60_000;
const LONGEST_NAME = 200;

@Injectable()
export class CertificateFiles {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly pools: CertificatePools,
    private readonly pauses: CertificatePauses,
    private readonly codes: CertificateCodes,
  ) {}

  /** Reads to the end, or says where it broke: TOO_LARGE, BAD_CSV. What was read before stays; the same file again adds nothing twice. */
  async receive(
    who: AccountActor,
    { storeId, poolId, fileName }: { storeId: string; poolId: string; fileName: string },
    body: AsyncIterable<unknown>,
  ): Promise<CertificateFile> {
    assertStore(who, storeId, 'administrator');
    const pool = await this.pools.get(who, poolId);
    if (pool.storeId !== storeId) throw new AppError('NOT_FOUND');
    const { timezone } = await this.stores.require(storeId);
    const file = await this.open(who, { storeId, poolId, fileName: cleanName(fileName) });
    try {
      let step: Row[] = [];
      let isFirst = true;
      for await (const row of codeRows(body)) {
        if (!(isFirst && isHeading(row.cells))) step.push(row);
        isFirst = false;
        if (step.length < STEP) continue;
        await this.take(file, step, timezone);
        step = [];
      }
      await this.take(file, step, timezone);
      if (file.rowsDone === 0) throw new AppError('BAD_CSV', { detail: 'No code stands in this file.' });
      await this.close(who, file, null);
      return file;
    } catch (error) {
      await this.close(who, file, error instanceof AppError ? error.code : 'BROKEN_OFF');
      throw error;
    }
  }

  /** Files that broke off without a word: the process was killed, or the connection. */
  async closeLeft(): Promise<void> {
    const now = this.clock.now();
    const left = { status: 'reading' as const, seenAt: LessThan(new Date(now.getTime() - LEFT_MS)) };
    await this.db.manager.update(CertificateFile, left, { status: 'broken', failure: 'BROKEN_OFF', finishedAt: now });
  }

  /** The files of a pool, the newest first. */
  async page(who: AccountActor, poolId: string, args: PageArgs): Promise<Page<CertificateFile>> {
    await this.pools.get(who, poolId);
    const query = this.db.manager.createQueryBuilder(CertificateFile, 'f').where('f.poolId = :poolId', { poolId });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(f.createdAt, f.id) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('f.createdAt', 'DESC').addOrderBy('f.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /** The first thousand rows that were refused, by line; never what stands in them. */
  async faults(who: AccountActor, fileId: string, args: PageArgs): Promise<Page<CertificateFileFault>> {
    const file = await this.db.manager.findOneBy(CertificateFile, { id: fileId });
    if (!file) throw new AppError('NOT_FOUND');
    assertStore(who, file.storeId, 'finance', 'administrator');
    const after = decodeCursor(args, 1)?.[0] ?? '0';
    if (!/^\d{1,9}$/.test(after)) throw new AppError('BAD_INPUT', { field: 'after' });
    const rows: CertificateFileFault[] = await this.db.query(sql.FAULTS, [fileId, after, pageSize(args) + 1]);
    const [counted]: { n: number }[] = await this.db.query(sql.COUNT_FAULTS, [fileId]);
    return toPage(rows, args, counted?.n ?? 0, (row) => [row.line]);
  }

  private async open(
    who: AccountActor,
    about: { storeId: string; poolId: string; fileName: string },
  ): Promise<CertificateFile> {
    return inTransaction(this.db, async (em) => {
      const now = this.clock.now();
      const file = em.create(CertificateFile, {
        ...{ id: newId('cfl'), ...about, status: 'reading', failure: null, rowsDone: 0, added: 0, known: 0, wrong: 0 },
        ...{ createdBy: who.accountId, createdAt: now, seenAt: now, finishedAt: null },
      });
      await em.insert(CertificateFile, file);
      await audit(em, { actor: who, action: 'certificates.file_brought', ...subjectOf(file), after: about });
      return file;
    });
  }

  /** One step is one transaction: its codes, its faults and the progress. */
  private async take(file: CertificateFile, rows: readonly Row[], timezone: string): Promise<void> {
    if (rows.length === 0) return;
    const today = dayOf(this.clock.now(), timezone);
    const counts = await inTransaction(this.db, async (em) => {
      const faults: [number, RowFault][] = [];
      const good = new Map<string, { line: number; code: string; expiresOn: string }>();
      for (const { line, cells } of rows) {
        const read = readCode(cells, today);
        if (typeof read === 'string') faults.push([line, read]);
        else {
          const digest = this.codes.digest(file.storeId, read.code).toString('hex');
          if (good.has(digest)) faults.push([line, 'KNOWN']);
          else good.set(digest, { line, ...read });
        }
      }
      const added = await this.add(em, file, good);
      for (const { line } of good.values()) if (!added.has(line)) faults.push([line, 'KNOWN']);
      await this.keepFaults(em, file, faults);
      const known = faults.filter(([, fault]) => fault === 'KNOWN').length;
      const step = { rowsDone: rows.length, added: added.size, known, wrong: faults.length - known };
      const sums = {
        ...{ rowsDone: file.rowsDone + step.rowsDone, added: file.added + step.added },
        ...{ known: file.known + step.known, wrong: file.wrong + step.wrong, seenAt: this.clock.now() },
      };
      await em.update(CertificateFile, file.id, sums);
      if (added.size > 0) await this.pauses.supply(em, file.poolId);
      return sums;
    });
    Object.assign(file, counts);
  }

  /** The lines whose code is new to the store. */
  private async add(
    em: EntityManager,
    file: CertificateFile,
    good: ReadonlyMap<string, { line: number; code: string; expiresOn: string }>,
  ): Promise<Set<number>> {
    const rows = [...good].map(([digest, row]) => {
      const id = newId('ctf');
      return { id, digest, sealed: this.codes.seal(id, row.code).toString('hex'), tail: tailOf(row.code), ...row };
    });
    await em.query(sql.LOCK_CODES, [file.storeId]);
    const added: { line: number }[] = await em.query(sql.ADD_CODES, [
      ...[file.poolId, file.storeId, file.id, this.clock.now(), rows.map(({ id }) => id)],
      ...[rows.map(({ digest }) => digest), rows.map(({ sealed }) => sealed), rows.map(({ tail }) => tail)],
      ...[rows.map(({ expiresOn }) => expiresOn), rows.map(({ line }) => line)],
    ]);
    return new Set(added.map(({ line }) => line));
  }

  private async keepFaults(
    em: EntityManager,
    file: CertificateFile,
    faults: readonly [number, RowFault][],
  ): Promise<void> {
    const room = Math.max(0, MOST_FAULTS - file.known - file.wrong);
    const kept = [...faults].sort(([a], [b]) => a - b).slice(0, room);
    if (kept.length === 0) return;
    await em.query(sql.ADD_FAULTS, [file.id, kept.map(([line]) => line), kept.map(([, fault]) => fault)]);
  }

  private async close(who: AccountActor, file: CertificateFile, failure: string | null): Promise<void> {
    const status = failure === null ? ('done' as const) : ('broken' as const);
    const end = { status, failure, finishedAt: this.clock.now() };
    await inTransaction(this.db, async (em) => {
      await em.update(CertificateFile, file.id, end);
      const { added, known, wrong } = file;
      const after = { poolId: file.poolId, status, failure, added, known, wrong };
      await audit(em, { actor: who, action: 'certificates.file_read', ...subjectOf(file), after });
    });
    Object.assign(file, end);
  }
}

const subjectOf = (file: CertificateFile) => ({
  ...{ subjectType: 'certificate_file', subjectId: file.id, storeId: file.storeId },
});

/** The name is shown: the last part of a path, without signs that steer a terminal. */
function cleanName(raw: string): string {
  const name = (raw.split(/[\\/]/).at(-1) ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, LONGEST_NAME);
  return name !== '' && name.isWellFormed() ? name : 'codes.csv';
}
