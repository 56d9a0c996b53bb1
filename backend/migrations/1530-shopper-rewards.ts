// Why: shoppers who invite friends are rewarded by a store's own rules; what the shop told is kept, and each reward is given once.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const RULES = `
  CREATE TABLE reward_rules (
    store_id text NOT NULL REFERENCES stores,
    version integer NOT NULL CHECK (version > 0),
    terms jsonb NOT NULL,
    valid_from timestamptz(3) NOT NULL,
    published_by text NOT NULL,
    published_at timestamptz(3) NOT NULL,
    PRIMARY KEY (store_id, version),
    -- A change of the rules never counts backwards.
    CHECK (valid_from >= published_at)
  );
  CREATE TRIGGER reward_rules_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON reward_rules
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  REVOKE UPDATE, DELETE, TRUNCATE ON reward_rules FROM vitrina_app;

  CREATE TABLE reward_drafts (
    store_id text PRIMARY KEY REFERENCES stores,
    terms jsonb NOT NULL,
    saved_by text NOT NULL,
    saved_at timestamptz(3) NOT NULL
  );`;

const REGISTER = `
  CREATE TABLE reward_events (
    programme_id text NOT NULL,
    external_id text NOT NULL,
    store_id text NOT NULL REFERENCES stores,
    mode text NOT NULL CHECK (mode IN ('live', 'test')),
    kind text NOT NULL CHECK (kind IN ('invite', 'signup', 'order', 'order_cancelled', 'order_returned')),
    -- Whose event it is: the inviter of an invitation, the friend who signed up, the buyer.
    person text,
    invitee text,
    code text,
    order_id text,
    amount_minor bigint CHECK (amount_minor >= 0),
    currency text,
    -- The shop's orders as they flow in anyway: which look this is, and what it saw.
    snapshot_n integer,
    snapshot_status text,
    returned_minor bigint,
    returned boolean,
    at timestamptz(3) NOT NULL,
    received_at timestamptz(3) NOT NULL,
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    PRIMARY KEY (programme_id, external_id),
    CHECK ((mode = 'test') = (programme_id LIKE '%:test')),
    CHECK ((kind IN ('order_cancelled', 'order_returned')) = (person IS NULL)),
    CHECK ((kind IN ('order', 'order_cancelled', 'order_returned')) = (order_id IS NOT NULL)),
    CHECK ((snapshot_n IS NULL) = (snapshot_status IS NULL))
  );
  CREATE INDEX reward_events_of_person ON reward_events (programme_id, person, kind) WHERE person IS NOT NULL;
  CREATE INDEX reward_events_naming ON reward_events (programme_id, invitee) WHERE invitee IS NOT NULL;
  CREATE INDEX reward_events_of_order ON reward_events (programme_id, order_id) WHERE order_id IS NOT NULL;
  CREATE INDEX reward_events_of_code ON reward_events (programme_id, code) WHERE kind = 'signup' AND code IS NOT NULL;
  CREATE INDEX reward_events_newest ON reward_events (programme_id, received_at DESC, external_id DESC);
  CREATE INDEX reward_events_days ON reward_events (programme_id, at);
  CREATE TRIGGER reward_events_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON reward_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  REVOKE UPDATE, DELETE, TRUNCATE ON reward_events FROM vitrina_app;

  CREATE TABLE reward_codes (
    programme_id text NOT NULL,
    code text NOT NULL CHECK (code = upper(code)),
    store_id text NOT NULL REFERENCES stores,
    person text NOT NULL,
    made_at timestamptz(3) NOT NULL,
    -- One of ours, made when none was wished for.
    own boolean NOT NULL,
    PRIMARY KEY (programme_id, code)
  );
  CREATE INDEX reward_codes_of_person ON reward_codes (programme_id, person);
  CREATE UNIQUE INDEX reward_codes_own ON reward_codes (programme_id, person) WHERE own;

  -- What follows from the events: who may have invited whom, and what became of each event.
  CREATE TABLE reward_bonds (
    programme_id text NOT NULL,
    person text NOT NULL,
    inviter text NOT NULL,
    signup_id text NOT NULL,
    at timestamptz(3) NOT NULL,
    invited_at timestamptz(3) NOT NULL,
    PRIMARY KEY (programme_id, person)
  );

  CREATE TABLE reward_verdicts (
    programme_id text NOT NULL,
    external_id text NOT NULL,
    verdict text NOT NULL,
    inviter text,
    nth integer,
    PRIMARY KEY (programme_id, external_id)
  );

  -- Orders of stores that reward, to be looked at. A row of its own for each change: it is seen when the change is.
  CREATE TABLE reward_marks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id text NOT NULL,
    order_id text NOT NULL
  );
  CREATE INDEX reward_marks_of_programme ON reward_marks (programme_id, id);
  CREATE FUNCTION mark_order_for_rewards() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO reward_marks (programme_id, order_id)
    SELECT NEW.programme_id, CASE TG_TABLE_NAME WHEN 'orders' THEN to_jsonb(NEW)->>'external_id'
      ELSE coalesce(to_jsonb(NEW)->'content'->>'order_id', (SELECT f.content->>'order_id' FROM facts f
        WHERE f.programme_id = NEW.programme_id AND f.type = 'refund' AND f.external_id = to_jsonb(NEW)->'content'->>'refund_id' LIMIT 1), '') END
    WHERE EXISTS (SELECT FROM reward_rules r WHERE r.store_id = NEW.store_id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER orders_mark_rewards AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION mark_order_for_rewards();
  CREATE TRIGGER facts_mark_rewards AFTER INSERT ON facts FOR EACH ROW WHEN (NEW.type IN ('refund', 'refund_void'))
    EXECUTE FUNCTION mark_order_for_rewards();`;

const REWARDS = `
  CREATE TABLE rewards (
    id text PRIMARY KEY,
    programme_id text NOT NULL,
    store_id text NOT NULL REFERENCES stores,
    mode text NOT NULL CHECK (mode IN ('live', 'test')),
    key text NOT NULL,
    side text NOT NULL CHECK (side IN ('inviter', 'invited')),
    trigger text NOT NULL CHECK (trigger IN ('signup', 'first_order', 'repeat_order')),
    holder text NOT NULL,
    inviter text NOT NULL,
    invitee text NOT NULL,
    order_id text,
    nth integer,
    rules_version integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('money', 'points', 'certificate')),
    pool_id text,
    -- What the order was worth when this was counted.
    worth_minor bigint NOT NULL CHECK (worth_minor >= 0),
    amount_minor bigint CHECK (amount_minor > 0),
    points bigint CHECK (points > 0),
    currency text NOT NULL,
    due_at timestamptz(3) NOT NULL,
    -- The day and the month of due_at where the store is, once it was issued, held or began to wait.
    due_day date,
    status text NOT NULL CHECK (status IN ('due', 'held', 'waiting', 'issued', 'confirmed', 'cancelled')),
    reason text,
    note text,
    reference text,
    -- A person let it pass its limits, or cancelled it.
    decided_by text,
    created_at timestamptz(3) NOT NULL,
    issued_at timestamptz(3),
    confirmed_at timestamptz(3),
    cancelled_at timestamptz(3),
    -- Grows by one with every change of a programme's rewards: the place in the list of changes.
    change_seq bigint NOT NULL,
    UNIQUE (programme_id, key),
    UNIQUE (programme_id, change_seq),
    CHECK ((kind = 'money') = (amount_minor IS NOT NULL)),
    CHECK ((kind = 'points') = (points IS NOT NULL)),
    CHECK ((kind = 'certificate') = (pool_id IS NOT NULL)),
    CHECK ((trigger = 'signup') = (order_id IS NULL)),
    CHECK (status NOT IN ('issued', 'confirmed') OR issued_at IS NOT NULL),
    CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
  );
  CREATE INDEX rewards_of_invitee ON rewards (programme_id, invitee);
  CREATE INDEX rewards_of_holder ON rewards (programme_id, holder, due_day);
  CREATE INDEX rewards_of_day ON rewards (programme_id, due_day);
  CREATE INDEX rewards_due ON rewards (programme_id, due_at, key) WHERE status = 'due';
  CREATE INDEX rewards_waiting ON rewards (programme_id, due_at, key) WHERE status = 'waiting' OR (status = 'held' AND reason = 'POOL_REFUSED');
  CREATE INDEX rewards_newest ON rewards (programme_id, created_at DESC, id DESC);
  CREATE INDEX rewards_by_status ON rewards (programme_id, status, created_at DESC, id DESC);

  CREATE TABLE reward_changes (
    reward_id text NOT NULL REFERENCES rewards,
    change_seq bigint NOT NULL,
    at timestamptz(3) NOT NULL,
    status text NOT NULL,
    reason text,
    amount_minor bigint,
    by text NOT NULL,
    PRIMARY KEY (reward_id, change_seq)
  );
  CREATE TRIGGER reward_changes_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON reward_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  REVOKE UPDATE, DELETE, TRUNCATE ON reward_changes FROM vitrina_app;

  CREATE TABLE reward_counters (
    programme_id text PRIMARY KEY,
    last bigint NOT NULL
  );

  CREATE TABLE reward_stops (
    programme_id text NOT NULL,
    day date NOT NULL,
    at timestamptz(3) NOT NULL,
    rewards integer NOT NULL,
    before integer NOT NULL,
    lifted_at timestamptz(3),
    lifted_by text,
    PRIMARY KEY (programme_id, day)
  );
  CREATE INDEX reward_stops_open ON reward_stops (programme_id) WHERE lifted_at IS NULL;

  CREATE FUNCTION keep_rewards() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'rewards are kept'; END IF;
    IF OLD.issued_at IS NOT NULL AND (NEW.issued_at, NEW.amount_minor, NEW.points, NEW.pool_id, NEW.holder, NEW.kind)
      IS DISTINCT FROM (OLD.issued_at, OLD.amount_minor, OLD.points, OLD.pool_id, OLD.holder, OLD.kind)
    THEN RAISE EXCEPTION 'what was issued does not change'; END IF;
    IF OLD.issued_at IS NOT NULL AND OLD.status = 'cancelled' AND NEW.status <> 'cancelled'
    THEN RAISE EXCEPTION 'what was issued and cancelled stays cancelled'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_rewards BEFORE UPDATE OR DELETE ON rewards FOR EACH ROW EXECUTE FUNCTION keep_rewards();`;

export class ShopperRewards1763600001530 implements MigrationInterface {
  name = 'ShopperRewards1763600001530';

  async up(db: QueryRunner): Promise<void> {
    await db.query(RULES);
    await db.query(REGISTER);
    await db.query(REWARDS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
