-- +goose Up
CREATE TABLE request_types (
  key      text PRIMARY KEY,
  name     text NOT NULL,
  blurb    text NOT NULL,
  side     text NOT NULL, -- the side that is asked
  position smallint NOT NULL,
  CONSTRAINT request_types_side_known CHECK (side IN ('sales', 'marketing')),
  CONSTRAINT request_types_name_length CHECK (char_length(name) BETWEEN 1 AND 60)
);

-- How a kind of request is worked, one row a version; a row never changes but for the two keys.
CREATE TABLE processes (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type_key       text NOT NULL REFERENCES request_types,
  version        smallint NOT NULL,
  stages         jsonb NOT NULL,
  fields         jsonb NOT NULL,
  review_months  smallint NOT NULL, -- a delivered piece is looked at again after this long
  created_at     timestamptz NOT NULL,
  sales_key      bigint REFERENCES people,
  marketing_key  bigint REFERENCES people,
  agreed_at      timestamptz,
  CONSTRAINT processes_version_unique UNIQUE (type_key, version),
  CONSTRAINT processes_agreed_by_both CHECK (agreed_at IS NULL OR (sales_key IS NOT NULL AND marketing_key IS NOT NULL)),
  CONSTRAINT processes_agreed_by_two CHECK (sales_key <> marketing_key)
);

CREATE SEQUENCE request_numbers;

CREATE TABLE requests (
  id                  bigint PRIMARY KEY DEFAULT nextval('request_numbers'),
  type_key            text NOT NULL REFERENCES request_types,
  process_id          bigint NOT NULL REFERENCES processes,
  asked_side          text NOT NULL,
  requester_id        bigint NOT NULL REFERENCES people,
  requester_side      text NOT NULL,
  title               text NOT NULL,
  account             text NOT NULL,
  reader              text NOT NULL,
  change              text NOT NULL,
  uses                jsonb NOT NULL,
  fields              jsonb NOT NULL,
  needed_by           date,
  rush_reason         text NOT NULL,
  state               text NOT NULL,
  stage               smallint NOT NULL, -- counted from 1
  sales_person_id     bigint REFERENCES people,
  marketing_person_id bigint REFERENCES people,
  ball_promise_id     bigint REFERENCES promises,
  ball_kind           text NOT NULL, -- stage, question; '' when closed
  ball_side           text NOT NULL, -- '' when closed
  ball_person_id      bigint REFERENCES people,
  ball_since          timestamptz,
  ball_due_at         timestamptz,
  ball_target         bigint NOT NULL, -- working seconds
  submitted_at        timestamptz NOT NULL,
  promised_at         timestamptz NOT NULL, -- the date given first, kept for ever
  forecast_at         timestamptz NOT NULL,
  dated_at            timestamptz NOT NULL, -- when ball and forecast were computed last
  at_risk             boolean NOT NULL GENERATED ALWAYS AS (forecast_at > promised_at) STORED,
  closed_at           timestamptz,
  closed_why          text NOT NULL DEFAULT '',
  delivered_link      text NOT NULL DEFAULT '',
  review_by           date,
  version             integer NOT NULL DEFAULT 1,
  search              tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('english', title || ' ' || account)) STORED,
  CONSTRAINT requests_state_known CHECK (state IN ('open', 'delivered', 'declined', 'cancelled')),
  CONSTRAINT requests_sides_known CHECK (asked_side IN ('sales', 'marketing') AND requester_side IN ('sales', 'marketing')),
  CONSTRAINT requests_ball_while_open CHECK ((state = 'open') = (ball_promise_id IS NOT NULL) AND (state = 'open') = (closed_at IS NULL)),
  CONSTRAINT requests_title_length CHECK (char_length(title) BETWEEN 1 AND 120),
  CONSTRAINT requests_account_length CHECK (char_length(account) <= 120),
  CONSTRAINT requests_reader_length CHECK (char_length(reader) <= 2000),
  CONSTRAINT requests_change_length CHECK (char_length(change) <= 2000),
  CONSTRAINT requests_rush_reason_length CHECK (char_length(rush_reason) <= 1000),
  CONSTRAINT requests_link_length CHECK (char_length(delivered_link) <= 500)
);
-- One index for each list, in its order; the conditions stand literally in the queries.
CREATE INDEX requests_open ON requests (promised_at, id) WHERE state = 'open';
CREATE INDEX requests_open_at_risk ON requests (promised_at, id) WHERE state = 'open' AND at_risk;
CREATE INDEX requests_open_by_holder ON requests (ball_side, promised_at, id) WHERE state = 'open';
CREATE INDEX requests_open_by_person ON requests (ball_person_id, promised_at, id) WHERE state = 'open';
CREATE INDEX requests_open_by_requester ON requests (requester_id, promised_at, id) WHERE state = 'open';
CREATE INDEX requests_open_of_sales_person ON requests (sales_person_id) WHERE state = 'open';
CREATE INDEX requests_open_of_marketing_person ON requests (marketing_person_id) WHERE state = 'open';
CREATE INDEX requests_delivered ON requests (closed_at DESC, id DESC) WHERE state = 'delivered';
CREATE INDEX requests_by_requester ON requests (requester_id, id DESC);
CREATE INDEX requests_search ON requests USING gin (search);

CREATE TABLE request_checks (
  request_id bigint NOT NULL REFERENCES requests,
  item       smallint NOT NULL, -- counted through all stages of the process, from 0
  done_by    bigint NOT NULL REFERENCES people,
  done_at    timestamptz NOT NULL,
  PRIMARY KEY (request_id, item)
);
