-- +goose Up
-- A piece is a file with its later versions; it is called by the id of the first.
ALTER TABLE files ADD COLUMN piece_id bigint, ADD COLUMN number smallint NOT NULL DEFAULT 1, ADD COLUMN thumb_key text NOT NULL DEFAULT '';
UPDATE files SET piece_id = id;
ALTER TABLE files
  ALTER COLUMN piece_id SET NOT NULL,
  ALTER COLUMN piece_id SET DEFAULT currval('files_id_seq'), -- for the release before, which knows no versions
  ADD CONSTRAINT files_piece_exists FOREIGN KEY (piece_id) REFERENCES files,
  ADD CONSTRAINT files_version_unique UNIQUE (piece_id, number),
  ADD CONSTRAINT files_number_from_one CHECK (number >= 1);
CREATE UNIQUE INDEX files_thumb_key_unique ON files (thumb_key) WHERE thumb_key <> '';
CREATE INDEX files_of_person ON files (added_by, added_at);
