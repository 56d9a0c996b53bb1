// Removes what global-setup made.
export default async function teardown() {
  const { url, template } = globalThis.__vitrinaTemplate ?? {};
  if (url && !globalThis.__vitrinaStop) {
    const { default: pg } = await import('pg');
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await admin.end();
  }
  await globalThis.__vitrinaStop?.();
}
