// Named SQL of shoppers' rewards: the register and what follows from it.

export const ADD_EVENTS = `
  INSERT INTO reward_events SELECT * FROM json_populate_recordset(NULL::reward_events, $1)
  ON CONFLICT (programme_id, external_id) DO NOTHING RETURNING external_id`;

/** What was told before under these ids. $2: ids. */
export const KNOWN_EVENTS = `
  SELECT external_id, sha256, code FROM reward_events WHERE programme_id = $1 AND external_id = ANY($2)`;

/** Sign-ups and orders of these people. */
export const OF_PEOPLE = `
  SELECT * FROM reward_events WHERE programme_id = $1 AND person = ANY($2) AND kind IN ('signup', 'order')`;

export const NAMING = `SELECT * FROM reward_events WHERE programme_id = $1 AND invitee = ANY($2) AND kind = 'invite'`;

/** Every row about these orders, whoever they name. */
export const ABOUT_ORDERS = `SELECT * FROM reward_events WHERE programme_id = $1 AND order_id = ANY($2)`;

/** Whom the rows about these orders name. */
export const PEOPLE_OF_ORDERS = `
  SELECT DISTINCT person FROM reward_events WHERE programme_id = $1 AND order_id = ANY($2) AND kind = 'order'`;

/** Who signed up with these codes, perhaps before anybody had them. */
export const SIGNED_UP_WITH = `
  SELECT DISTINCT person FROM reward_events WHERE programme_id = $1 AND code = ANY($2) AND kind = 'signup'`;

export const SIGNED_UP = `
  SELECT DISTINCT person FROM reward_events WHERE programme_id = $1 AND person = ANY($2) AND kind = 'signup'`;

export const OWNERS = `SELECT code, person FROM reward_codes WHERE programme_id = $1 AND code = ANY($2)`;

export const ADD_CODE = `
  INSERT INTO reward_codes (programme_id, code, store_id, person, made_at, own) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT DO NOTHING RETURNING code`;

export const CODES_OF = `SELECT code, own FROM reward_codes WHERE programme_id = $1 AND person = $2`;

export const PROMO_CODE = `SELECT 1 FROM promo_codes WHERE store_id = $1 AND code = $2 LIMIT 1`;

/** The bonds of these people and of everyone above them; UNION ends a ring. */
export const BONDS_UP = `
  WITH RECURSIVE up AS (
    SELECT person, inviter, signup_id, at, invited_at FROM reward_bonds WHERE programme_id = $1 AND person = ANY($2)
    UNION
    SELECT b.person, b.inviter, b.signup_id, b.at, b.invited_at FROM reward_bonds b JOIN up ON b.person = up.inviter
    WHERE b.programme_id = $1
  ) SELECT * FROM up`;

export const SAVE_BONDS = `
  INSERT INTO reward_bonds SELECT * FROM json_populate_recordset(NULL::reward_bonds, $1)
  ON CONFLICT (programme_id, person) DO UPDATE SET inviter = excluded.inviter, signup_id = excluded.signup_id,
    at = excluded.at, invited_at = excluded.invited_at`;

export const DROP_BONDS = `DELETE FROM reward_bonds WHERE programme_id = $1 AND person = ANY($2)`;

export const SAVE_VERDICTS = `
  INSERT INTO reward_verdicts AS v SELECT * FROM json_populate_recordset(NULL::reward_verdicts, $1)
  ON CONFLICT (programme_id, external_id) DO UPDATE SET verdict = excluded.verdict, inviter = excluded.inviter, nth = excluded.nth
  WHERE (v.verdict, v.inviter, v.nth) IS DISTINCT FROM (excluded.verdict, excluded.inviter, excluded.nth)`;

/** Numbers for so many changes of a programme's rewards; the last of them comes back. */
export const NUMBER_CHANGES = `
  INSERT INTO reward_counters AS c (programme_id, last) VALUES ($1, $2)
  ON CONFLICT (programme_id) DO UPDATE SET last = c.last + excluded.last RETURNING last`;

export const CHANGE_REWARDS = `
  UPDATE rewards r SET trigger = n.trigger, nth = n.nth, rules_version = n.rules_version, kind = n.kind, pool_id = n.pool_id,
    worth_minor = n.worth_minor, amount_minor = n.amount_minor, points = n.points, due_at = n.due_at, due_day = n.due_day,
    status = n.status, reason = n.reason, note = n.note, reference = n.reference, decided_by = n.decided_by,
    issued_at = n.issued_at, confirmed_at = n.confirmed_at, cancelled_at = n.cancelled_at, change_seq = n.change_seq
  FROM json_populate_recordset(NULL::rewards, $1) n WHERE r.id = n.id`;

/** Marks of a programme, taken with their orders; what is taken and rolled back is taken again. */
export const TAKE_MARKS = `
  DELETE FROM reward_marks WHERE id IN (SELECT id FROM reward_marks WHERE programme_id = $1 ORDER BY id LIMIT $2)
  RETURNING order_id`;

export const MARKED_PROGRAMMES = `SELECT DISTINCT programme_id FROM reward_marks ORDER BY programme_id LIMIT 100`;

/** Orders of these people among the shop's own. */
export const ORDERS_OF = `SELECT external_id FROM orders WHERE programme_id = $1 AND customer_id = ANY($2)`;

/** Programmes with something to issue, or something that waits for a pool. $1: now. */
export const PROGRAMMES_DUE = `
  SELECT DISTINCT programme_id FROM rewards WHERE status = 'due' AND due_at <= $1 ORDER BY programme_id LIMIT 100`;
export const PROGRAMMES_WAITING = `SELECT DISTINCT programme_id FROM rewards
  WHERE status = 'waiting' OR (status = 'held' AND reason = 'POOL_REFUSED') ORDER BY programme_id`;

/** What was given of a day, of a person in a month, and in all. Days are those of the store. */
export const GIVEN_ON = `
  SELECT count(*)::int AS n FROM rewards WHERE programme_id = $1 AND due_day = $2 AND status IN ('waiting', 'issued', 'confirmed')`;
export const GIVEN_TO = `
  SELECT count(*)::int AS n FROM rewards WHERE programme_id = $1 AND holder = $2
    AND due_day >= date_trunc('month', $3::date)::date AND due_day < (date_trunc('month', $3::date) + interval '1 month')::date
    AND status IN ('waiting', 'issued', 'confirmed')`;
export const GIVEN_IN_ALL = `
  SELECT count(*)::int AS n FROM rewards WHERE programme_id = $1 AND status IN ('waiting', 'issued', 'confirmed')`;

/** Whatever came due on a day and in the $3 days before it, given or held; what its own order took back is not counted. */
export const COME_DUE = `
  SELECT count(*) FILTER (WHERE due_day = $2)::int AS day, count(*) FILTER (WHERE due_day < $2)::int AS before
  FROM rewards WHERE programme_id = $1 AND due_day > $2::date - $3::int - 1 AND due_day <= $2
    AND (status <> 'cancelled' OR issued_at IS NOT NULL)`;

export const OPEN_STOP = `SELECT * FROM reward_stops WHERE programme_id = $1 AND lifted_at IS NULL ORDER BY day LIMIT 1`;
export const ADD_STOP = `
  INSERT INTO reward_stops (programme_id, day, at, rewards, before) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING RETURNING day`;
export const STOPPED_ON = `SELECT 1 FROM reward_stops WHERE programme_id = $1 AND day = $2`;
export const LIFT_STOPS = `
  UPDATE reward_stops SET lifted_at = $2, lifted_by = $3 WHERE programme_id = $1 AND lifted_at IS NULL`;

export const VERDICTS_OF = `SELECT external_id, verdict, inviter FROM reward_verdicts WHERE programme_id = $1 AND external_id = ANY($2)`;
