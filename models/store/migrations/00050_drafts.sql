-- +goose Up
-- Drafts of every form that is kept until it is sent: of proposals and of offers as well as of briefs.
ALTER TABLE drafts
  ADD COLUMN kind text NOT NULL DEFAULT 'request',
  ALTER COLUMN type_key DROP NOT NULL,
  DROP CONSTRAINT drafts_once,
  DROP CONSTRAINT drafts_typed_size,
  ADD CONSTRAINT drafts_once UNIQUE (person_id, kind, submission),
  ADD CONSTRAINT drafts_typed_size CHECK (octet_length(typed::text) <= 1048576), -- as PostgreSQL writes it, with spaces
  ADD CONSTRAINT drafts_kind_known CHECK (kind IN ('request', 'proposal', 'offer')),
  ADD CONSTRAINT drafts_type_of_requests CHECK ((kind = 'request') = (type_key IS NOT NULL));
ALTER TABLE drafts ALTER COLUMN kind DROP DEFAULT;
DROP INDEX drafts_of_person;
CREATE INDEX drafts_of_person ON drafts (person_id, kind, saved_at DESC, id DESC);
