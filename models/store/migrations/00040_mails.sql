-- +goose Up
-- What is sent by mail: one row a person and event, written when the event is announced.
CREATE TABLE mails (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id    bigint NOT NULL REFERENCES events,
  person_id   bigint NOT NULL REFERENCES people,
  kind        text NOT NULL,
  message_id  uuid NOT NULL DEFAULT gen_random_uuid(), -- the same each time it is tried: programs that read mail fold the two
  address     text NOT NULL,
  reply_to_id bigint REFERENCES people,
  subject     text NOT NULL,
  body_text   text NOT NULL,
  body_html   text NOT NULL,
  calendar    text NOT NULL, -- iCalendar, '' for none
  method      text NOT NULL, -- of the calendar
  state       text NOT NULL DEFAULT 'waiting',
  tries       integer NOT NULL DEFAULT 0,
  problem     text NOT NULL DEFAULT '', -- of the last try
  written_at  timestamptz NOT NULL,
  ended_at    timestamptz, -- sent, kept or given up
  CONSTRAINT mails_once UNIQUE (event_id, person_id),
  CONSTRAINT mails_kind_known CHECK (kind IN ('invitation', 'cancellation')),
  CONSTRAINT mails_subject_one_line CHECK (char_length(subject) BETWEEN 1 AND 300 AND subject !~ '[[:cntrl:]]'),
  CONSTRAINT mails_body_length CHECK (char_length(body_text) <= 20000 AND char_length(body_html) <= 100000 AND char_length(calendar) <= 100000),
  CONSTRAINT mails_method_of_calendar CHECK (CASE WHEN calendar = '' THEN method = '' ELSE method IN ('REQUEST', 'CANCEL') END),
  CONSTRAINT mails_state_known CHECK (state IN ('waiting', 'sent', 'kept', 'failed')),
  CONSTRAINT mails_ended CHECK ((state = 'waiting') = (ended_at IS NULL)),
  CONSTRAINT mails_problem_length CHECK (char_length(problem) <= 300)
);
CREATE INDEX mails_of_state ON mails (state, id DESC);
CREATE INDEX mails_trigrams ON mails USING gin (lower(address || ' ' || subject) gin_trgm_ops);
