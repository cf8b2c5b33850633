-- +goose Up
-- The inbox: one row a person and event.
CREATE TABLE notices (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id bigint NOT NULL REFERENCES people,
  event_id  bigint NOT NULL REFERENCES events,
  read_at   timestamptz,
  CONSTRAINT notices_once UNIQUE (person_id, event_id)
);
CREATE INDEX notices_of_person ON notices (person_id, id DESC);
CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL;
