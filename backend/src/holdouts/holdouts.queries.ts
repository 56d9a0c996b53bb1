// Named SQL of holdouts: triggers and draws, and who bought what, with a customer's devices taken together.

/** The trigger, once a viewer and product. */
export const ADD_EXPOSURE = `
  INSERT INTO experiment_exposures (experiment_id, viewer_id, product_id, first_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING`;

/** When nobody new is taken in: only of viewers who are in it, whichever arm they are in. */
export const ADD_EXPOSURE_OF_KNOWN = `
  INSERT INTO experiment_exposures (experiment_id, viewer_id, product_id, first_at)
  SELECT experiment_id, viewer_id, $3, $4 FROM experiment_viewers WHERE experiment_id = $1 AND viewer_id = $2
  ON CONFLICT DO NOTHING`;

export const ADD_VIEWER = `
  INSERT INTO experiment_viewers (experiment_id, viewer_id, arm, why, assigned_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING RETURNING viewer_id`;

/** The draws of a viewer ($3) and of the other devices of the same customers, the first one first. $1 programme, $2 experiment. */
export const DRAWN = `
  WITH customers AS (
    SELECT content->>'customer_id' AS customer_id FROM facts
      WHERE programme_id = $1 AND type = 'identity' AND content->>'viewer_id' = $3
    UNION SELECT customer_id FROM orders WHERE programme_id = $1 AND viewer_id = $3 AND customer_id IS NOT NULL
  ), devices AS (
    SELECT $3::text AS viewer_id
    UNION SELECT f.content->>'viewer_id' FROM facts f JOIN customers c ON f.content->>'customer_id' = c.customer_id
      WHERE f.programme_id = $1 AND f.type = 'identity'
    UNION SELECT o.viewer_id FROM orders o JOIN customers c ON o.customer_id = c.customer_id
      WHERE o.programme_id = $1 AND o.viewer_id IS NOT NULL
  )
  SELECT v.viewer_id, v.arm FROM experiment_viewers v JOIN devices d USING (viewer_id)
  WHERE v.experiment_id = $2 ORDER BY v.assigned_at, v.viewer_id`;

/**
 * Everybody who is in it. A viewer belongs to the customer they were first tied to; the first draw of a customer counts, and
 * the first trigger begins their time. `known_at` is when the first device was tied to the customer.
 */
const PEOPLE = `
  links AS (
    SELECT content->>'viewer_id' AS viewer_id, content->>'customer_id' AS customer_id, occurred_at AS at FROM facts
      WHERE programme_id = $1 AND type = 'identity'
    UNION ALL SELECT viewer_id, customer_id, placed_at FROM orders
      WHERE programme_id = $1 AND viewer_id IS NOT NULL AND customer_id IS NOT NULL
  ), first_links AS (
    SELECT DISTINCT ON (l.viewer_id) l.viewer_id, l.customer_id, l.at
    FROM links l JOIN experiment_viewers v ON v.experiment_id = $2 AND v.viewer_id = l.viewer_id
    ORDER BY l.viewer_id, l.at, l.customer_id
  ), devices AS (
    SELECT v.viewer_id, v.arm, v.assigned_at, f.customer_id, f.at AS linked_at,
      coalesce('c:' || f.customer_id, 'v:' || v.viewer_id) AS person
    FROM experiment_viewers v LEFT JOIN first_links f USING (viewer_id) WHERE v.experiment_id = $2
  ), people AS (
    SELECT DISTINCT ON (person) person, customer_id, viewer_id AS first_viewer, arm, assigned_at AS first_at, linked_at AS known_at
    FROM devices ORDER BY person, assigned_at, viewer_id
  )`;

/** How many devices each arm has: at least as many as people, and cheap to ask every minute. */
export const COUNT_DEVICES = `
  SELECT arm, count(*)::int AS count FROM experiment_viewers WHERE experiment_id = $1 GROUP BY arm`;

/** How many people each arm has. */
export const COUNT_ARMS = `WITH ${PEOPLE} SELECT arm, count(*)::int AS count FROM people GROUP BY arm`;

/**
 * Paid orders of these people: in the seven days from the first trigger, and in the 28 before it. What was bought before is
 * counted only as far as it was known by then: a customer who is tied to a device by buying now would bring a past that
 * those who did not buy cannot bring, and the arms would differ by what is measured. $3: from, $4: to.
 */
export const ORDERS = `
  WITH ${PEOPLE}, placed AS (
    SELECT o.external_id, o.placed_at, o.lines, o.viewer_id, o.customer_id, coalesce(c.person, d.person) AS person
    FROM orders o LEFT JOIN people c ON c.customer_id = o.customer_id LEFT JOIN devices d ON d.viewer_id = o.viewer_id
    WHERE o.programme_id = $1 AND o.status = 'paid' AND o.placed_at >= $3 AND o.placed_at < $4
  ), counted AS (
    SELECT o.external_id, o.placed_at, o.lines, p.person, p.arm, o.placed_at < p.first_at AS before
    FROM placed o JOIN people p USING (person)
    WHERE (o.placed_at >= p.first_at AND o.placed_at < p.first_at + interval '7 days')
      OR (o.placed_at < p.first_at AND o.placed_at >= p.first_at - interval '28 days'
        AND (o.viewer_id = p.first_viewer OR (o.customer_id = p.customer_id AND p.known_at <= p.first_at)))
  ), triggered AS (
    SELECT DISTINCT c.external_id FROM counted c JOIN devices d USING (person)
      JOIN experiment_exposures x ON x.experiment_id = $2 AND x.viewer_id = d.viewer_id AND x.first_at <= c.placed_at
      CROSS JOIN LATERAL jsonb_array_elements(c.lines) l
    WHERE NOT c.before AND l->>'product_id' = x.product_id
  ), watched AS (
    SELECT DISTINCT c.external_id FROM counted c JOIN devices d USING (person)
      JOIN qualified_views q ON q.programme_id = $1 AND q.viewer_id = d.viewer_id AND q.qualified_at <= c.placed_at
    WHERE NOT c.before
  )
  SELECT c.person AS viewer, c.arm, c.external_id AS "orderId", c.before, t.external_id IS NOT NULL AS triggered,
    w.external_id IS NOT NULL AS watched
  FROM counted c LEFT JOIN triggered t ON t.external_id = c.external_id LEFT JOIN watched w ON w.external_id = c.external_id
  ORDER BY c.external_id`;

/** What the creators of these orders were credited with. */
export const CREDITED = `
  SELECT coalesce(sum(base_minor) FILTER (WHERE kind = 'sale'), 0)::text AS net, coalesce(sum(amount_minor), 0)::text AS commission
  FROM commission_units WHERE programme_id = $1 AND order_external_id = ANY($2)`;

/** The newest experiment that ran a day or more: how many viewers a day it met. */
export const MEASURED_TRAFFIC = `
  SELECT e.id, extract(epoch FROM coalesce(e.enrolment_ended_at, e.ended_at, $2) - e.started_at) / 86400 AS days
  FROM experiments e WHERE e.store_id = $1 AND e.started_at IS NOT NULL
    AND coalesce(e.enrolment_ended_at, e.ended_at, $2) - e.started_at >= interval '1 day'
  ORDER BY e.started_at DESC LIMIT 1`;
export const COUNT_VIEWERS = `SELECT count(*)::int AS count FROM experiment_viewers WHERE experiment_id = $1`;

/** Cards that were seen in the 28 full days before $2, and how many of those days had any. */
export const SEEN_CARDS = `
  SELECT coalesce(sum(count), 0)::float8 AS seen, count(DISTINCT day)::int AS days FROM anonymous_totals
  WHERE video_id IN (SELECT id FROM videos WHERE store_id = $1) AND mode = 'live' AND kind = 'impression'
    AND day >= $2::date - 28 AND day < $2::date`;

export const PRODUCT_TITLES = `SELECT external_id AS id, title FROM products WHERE store_id = $1 AND external_id = ANY($2)`;
