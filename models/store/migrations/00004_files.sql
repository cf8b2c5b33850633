-- +goose Up
CREATE TABLE files (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_kind text NOT NULL,
  subject_id   bigint NOT NULL,
  name         text NOT NULL,
  media_type   text NOT NULL,
  size         bigint NOT NULL,
  sha256       bytea NOT NULL,
  key          text NOT NULL, -- where the bytes are; random, never from the name
  added_by     bigint NOT NULL REFERENCES people,
  added_at     timestamptz NOT NULL,
  CONSTRAINT files_key_unique UNIQUE (key),
  CONSTRAINT files_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
  CONSTRAINT files_size_limit CHECK (size BETWEEN 0 AND 26214400)
);
CREATE INDEX files_of_subject ON files (subject_kind, subject_id, id);
