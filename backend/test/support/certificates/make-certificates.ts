// Makers of certificate pools and codes for specs, straight to the row: their doors are tested in certificates.
import { CertificateCodes } from '../../../src/certificates/codes/codes.service.js';
import { CertificatePool } from '../../../src/certificates/pools/pool.entity.js';
import { insertRecords } from '../../../src/base/database/insert-rows.js';
import { newId } from '../../../src/base/ids.js';
import type { TestApp } from '../app.js';

/** A pool without limits, and with a stop-rule that never stops, unless told. */
export async function makeCertificatePool(
  app: TestApp,
  storeId: string,
  input: Partial<CertificatePool> = {},
): Promise<CertificatePool> {
  const pool = app.db.manager.create(CertificatePool, {
    ...{ id: newId('cpl'), storeId, name: 'Gift', worthMinor: 500_000n, currency: 'KZT', worthText: null },
    ...{ validUntil: null, lowBelow: null, holderMonth: null, poolDay: null, poolTotal: null },
    ...{ surgeTimes: null, surgeFloor: 20, surgeFrom: null, surgeHour: null, surgeUsual: null },
    ...{ pausedAt: null, pausedWhy: null, lowToldAt: null, emptyToldAt: null },
    ...{ createdBy: 'system:spec', createdAt: app.clock.now(), ...input },
  });
  await app.db.manager.insert(CertificatePool, pool);
  return pool;
}

/** Codes of a pool; `expiresOn` is their last day. */
export async function makeCertificates(
  app: TestApp,
  pool: Pick<CertificatePool, 'id' | 'storeId'>,
  codes: readonly string[],
  expiresOn = 'infinity',
): Promise<void> {
  const now = app.clock.now();
  const fileId = newId('cfl');
  await app.db.query(
    `INSERT INTO certificate_files (id, pool_id, store_id, file_name, status, created_by, created_at, seen_at, finished_at)
     VALUES ($1, $2, $3, 'codes.csv', 'done', 'system:spec', $4, $4, $4)`,
    [fileId, pool.id, pool.storeId, now],
  );
  const secrets = app.get(CertificateCodes);
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;
  const rows = codes.map((code, n) => {
    const id = newId('ctf');
    return {
      ...{ id, pool_id: pool.id, store_id: pool.storeId, file_id: fileId, line: n + 1, added_at: now },
      ...{ digest: hex(secrets.digest(pool.storeId, code)), sealed: hex(secrets.seal(id, code)) },
      ...{ tail: code.slice(-4), expires_on: expiresOn },
    };
  });
  await insertRecords(app.db.manager, 'certificates', rows);
}
