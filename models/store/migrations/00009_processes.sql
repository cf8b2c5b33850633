-- +goose Up
-- A version of a process is drafted, agreed by a key of each side, and then in force for new requests. What is in force
-- never changes but for its two keys.
ALTER TABLE processes
  ADD COLUMN rounds           smallint NOT NULL DEFAULT 2, -- of review, a further one needs a lead
  ADD COLUMN decides          text NOT NULL DEFAULT 'asker', -- who decides a review
  ADD COLUMN reviewers        jsonb NOT NULL DEFAULT '[]', -- people asked beside the one who decides
  ADD COLUMN review_days      smallint, -- a delivered piece is looked at again after so many days; 0: never
  ADD COLUMN why              text NOT NULL DEFAULT '',
  ADD COLUMN drafted_by       jsonb NOT NULL DEFAULT '[]', -- people who edited the draft
  ADD COLUMN revision         integer NOT NULL DEFAULT 1, -- of the draft, counted on through all drafts of the type
  ADD COLUMN sales_key_at     timestamptz,
  ADD COLUMN marketing_key_at timestamptz,
  ADD COLUMN in_force_at      timestamptz, -- null: a draft
  ADD COLUMN withdrawn_at     timestamptz;
UPDATE processes SET in_force_at = created_at,
  review_days = CASE review_months WHEN 6 THEN 180 WHEN 12 THEN 365 ELSE review_months * 30 END,
  sales_key_at = CASE WHEN sales_key IS NOT NULL THEN coalesce(agreed_at, created_at) END,
  marketing_key_at = CASE WHEN marketing_key IS NOT NULL THEN coalesce(agreed_at, created_at) END;
ALTER TABLE processes ALTER COLUMN review_days SET NOT NULL, DROP COLUMN review_months;

-- The stages in which the side that asked judges what was made.
UPDATE processes p SET stages = (
    SELECT jsonb_agg(CASE WHEN s->>'name' IN ('Fact check', 'Review', 'Sign-off', 'Customer sign-off') AND s->>'side' <> t.side
        THEN s || '{"review": true}' ELSE s END ORDER BY n)
    FROM jsonb_array_elements(p.stages) WITH ORDINALITY AS list (s, n))
  FROM request_types t WHERE t.key = p.type_key;

ALTER TABLE processes
  ADD CONSTRAINT processes_rounds_some CHECK (rounds BETWEEN 1 AND 9),
  ADD CONSTRAINT processes_decides_known CHECK (decides IN ('asker', 'lead')),
  ADD CONSTRAINT processes_review_days_some CHECK (review_days >= 0),
  ADD CONSTRAINT processes_why_length CHECK (char_length(why) <= 1000),
  ADD CONSTRAINT processes_keys_have_times CHECK ((sales_key IS NULL) = (sales_key_at IS NULL) AND (marketing_key IS NULL) = (marketing_key_at IS NULL)),
  -- the standard timeline of a new Alongside is in force before anybody can have agreed to it
  ADD CONSTRAINT processes_in_force_by_both CHECK (version = 1 OR in_force_at IS NULL OR (sales_key IS NOT NULL AND marketing_key IS NOT NULL)),
  ADD CONSTRAINT processes_withdrawn_unused CHECK (withdrawn_at IS NULL OR in_force_at IS NULL);
CREATE UNIQUE INDEX processes_one_draft ON processes (type_key) WHERE in_force_at IS NULL AND withdrawn_at IS NULL;

CREATE INDEX requests_delivered_of_type ON requests (type_key, closed_at DESC, id DESC) WHERE state = 'delivered';
