-- +goose Up
-- The log: what happened, to what, by whom. Written in the transaction of the act, never changed afterwards.
CREATE TABLE events (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           timestamptz NOT NULL,
  actor_id     bigint REFERENCES people, -- null: Alongside itself
  subject_kind text NOT NULL,
  subject_id   bigint NOT NULL,
  kind         text NOT NULL,
  detail       jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT events_kind_length CHECK (char_length(kind) BETWEEN 1 AND 60)
);
CREATE INDEX events_of_subject ON events (subject_kind, subject_id, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE followers (
  subject_kind text NOT NULL,
  subject_id   bigint NOT NULL,
  person_id    bigint NOT NULL REFERENCES people,
  since        timestamptz NOT NULL,
  PRIMARY KEY (subject_kind, subject_id, person_id)
);
