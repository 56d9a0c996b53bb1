// Why: "does the video cause sales?" is answered by holding some viewers out; the plan, the draw and the triggers are kept for ever.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Experiments1763600001150 implements MigrationInterface {
  name = 'Experiments1763600001150';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE experiments (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES stores (id),
        salt text NOT NULL,
        status text NOT NULL CHECK (status IN ('draft', 'running', 'measuring', 'finished', 'stopped')),
        holdout_bps integer NOT NULL CHECK (holdout_bps BETWEEN 100 AND 5000),
        baseline_ppm integer NOT NULL CHECK (baseline_ppm BETWEEN 100 AND 500000),
        uplift_bps integer NOT NULL CHECK (uplift_bps BETWEEN 100 AND 10000),
        margin_bps integer CHECK (margin_bps BETWEEN 1 AND 10000),
        planned_shown integer NOT NULL CHECK (planned_shown > 0),
        planned_holdout integer NOT NULL CHECK (planned_holdout > 0),
        created_at timestamptz(3) NOT NULL,
        started_at timestamptz(3),
        enrolment_ended_at timestamptz(3),
        ended_at timestamptz(3),
        CHECK ((status IN ('finished', 'stopped')) = (ended_at IS NOT NULL)),
        CHECK (status NOT IN ('running', 'measuring', 'finished') OR started_at IS NOT NULL)
      );
      CREATE UNIQUE INDEX experiments_one_active ON experiments (store_id) WHERE status IN ('running', 'measuring');
      CREATE INDEX experiments_of_store ON experiments (store_id, created_at DESC, id DESC);

      -- What was agreed does not change once it was agreed.
      CREATE FUNCTION experiments_plan_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (NEW.store_id, NEW.salt, NEW.holdout_bps, NEW.baseline_ppm, NEW.uplift_bps, NEW.margin_bps, NEW.planned_shown,
            NEW.planned_holdout) IS DISTINCT FROM (OLD.store_id, OLD.salt, OLD.holdout_bps, OLD.baseline_ppm, OLD.uplift_bps,
            OLD.margin_bps, OLD.planned_shown, OLD.planned_holdout) THEN
          RAISE EXCEPTION 'The plan of an experiment is never changed.';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER experiments_plan_is_kept BEFORE UPDATE ON experiments
        FOR EACH ROW EXECUTE FUNCTION experiments_plan_is_kept();
      REVOKE DELETE, TRUNCATE ON experiments FROM vitrina_app;

      -- Cards say that an experiment runs; those kept in memory are dropped when that changes.
      CREATE FUNCTION playback_experiment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('playback', 'store:' || NEW.store_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER playback_experiment_changed AFTER UPDATE OF status ON experiments
        FOR EACH ROW EXECUTE FUNCTION playback_experiment_changed();

      -- The trigger: this viewer would have seen a live video on this product. Written before the arm is known, in both arms.
      CREATE TABLE experiment_exposures (
        experiment_id text NOT NULL REFERENCES experiments (id),
        viewer_id text NOT NULL,
        product_id text NOT NULL,
        first_at timestamptz(3) NOT NULL,
        PRIMARY KEY (experiment_id, viewer_id, product_id)
      );
      -- The draw, beside its fact: counted and joined by the hundred thousand.
      CREATE TABLE experiment_viewers (
        experiment_id text NOT NULL REFERENCES experiments (id),
        viewer_id text NOT NULL,
        arm text NOT NULL CHECK (arm IN ('shown', 'holdout')),
        why text NOT NULL CHECK (why IN ('BUCKET', 'CUSTOMER')),
        assigned_at timestamptz(3) NOT NULL,
        PRIMARY KEY (experiment_id, viewer_id)
      );
      CREATE INDEX experiment_viewers_arm ON experiment_viewers (experiment_id, arm);

      CREATE TRIGGER exposures_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON experiment_exposures
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER experiment_viewers_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON experiment_viewers
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON experiment_exposures, experiment_viewers FROM vitrina_app;
    `);
    await this.allowFact(db);
  }

  /** One more type of fact, whatever other types were added before. */
  private async allowFact(db: QueryRunner): Promise<void> {
    const rows: { name: string; text: string }[] = await db.query(`
      SELECT conname AS name, pg_get_constraintdef(oid) AS text FROM pg_constraint
      WHERE conrelid = 'facts'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%''payout_result''%'`);
    const [found] = rows;
    if (!found || !found.text.includes('ARRAY[')) throw new Error('The list of types of facts was not found.');
    const more = found.text.replace('ARRAY[', `ARRAY['assignment'::text, `);
    await db.query(`ALTER TABLE facts DROP CONSTRAINT ${found.name}, ADD CONSTRAINT ${found.name} ${more}`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
