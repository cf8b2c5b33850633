-- +goose Up
-- A date sooner than agreed is decided by a lead of the asked side; work may wait for others; both sides may agree on
-- another date.
ALTER TABLE requests
  ADD COLUMN days              jsonb NOT NULL DEFAULT '[]', -- working days agreed for each stage where they are not the process's
  ADD COLUMN first_promised_at timestamptz,                 -- the date given first, kept for ever
  ADD COLUMN rush              text NOT NULL DEFAULT '',    -- asked, agreed, declined
  ADD COLUMN waits_for         text NOT NULL DEFAULT '',    -- why it is on hold, or for whom outside it waits
  ADD COLUMN suggested_on      date,                        -- a new date that waits for the other side's answer
  ADD COLUMN suggested_by      bigint REFERENCES people,
  ADD COLUMN suggested_side    text NOT NULL DEFAULT '',
  ADD COLUMN suggested_why     text NOT NULL DEFAULT '',
  ADD COLUMN warned_at         timestamptz;                 -- when it was said last that nobody answers
UPDATE requests SET first_promised_at = promised_at;
ALTER TABLE requests
  ALTER COLUMN first_promised_at SET NOT NULL,
  ADD CONSTRAINT requests_rush_known CHECK (rush IN ('', 'asked', 'agreed', 'declined')),
  ADD CONSTRAINT requests_waits_for_length CHECK (char_length(waits_for) <= 2000),
  ADD CONSTRAINT requests_suggested_whole CHECK ((suggested_on IS NULL) = (suggested_by IS NULL)),
  ADD CONSTRAINT requests_suggested_why_length CHECK (char_length(suggested_why) <= 2000),
  DROP CONSTRAINT requests_state_known,
  ADD CONSTRAINT requests_state_known CHECK (state IN ('open', 'delivered', 'declined', 'cancelled', 'lapsed'));

-- What waits for somebody outside, or is on hold, is nobody's to be late with.
ALTER TABLE requests DROP COLUMN at_risk;
ALTER TABLE requests ADD COLUMN at_risk boolean NOT NULL GENERATED ALWAYS AS (forecast_at > promised_at AND ball_side <> '') STORED;
CREATE INDEX requests_open_at_risk ON requests (promised_at, id) WHERE state = 'open' AND at_risk;
CREATE INDEX requests_submitted ON requests (submitted_at, requester_side, rush);

-- Who holds a ball longest without a word.
CREATE INDEX turns_running_since ON turns (began_at) WHERE ended_at IS NULL;
