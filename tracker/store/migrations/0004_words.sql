-- What is read from texts while a source holds them: whether a review or comment has words (0: not said, 1: none, 2: some), and
-- which comments a text links to, by the text's kind and key as in payloads. And the files that a default branch holds.
ALTER TABLE thread_items ADD COLUMN wording SMALLINT NOT NULL DEFAULT 0

ALTER TABLE thread_items ADD COLUMN citations SMALLINT NOT NULL DEFAULT 0

CREATE TABLE citations (
  kind SMALLINT NOT NULL,
  subject_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  host TEXT NOT NULL,
  repository TEXT NOT NULL,
  number BIGINT NOT NULL,
  thread_kind SMALLINT NOT NULL,
  cited_kind SMALLINT NOT NULL,
  cited_id BIGINT NOT NULL,
  PRIMARY KEY (kind, subject_id, position)
) {keyed}

CREATE INDEX citations_by_comment ON citations (cited_id, cited_kind)

CREATE TABLE trees (
  repository_id BIGINT PRIMARY KEY,
  commit_sha TEXT NOT NULL,
  as_of BIGINT NOT NULL,
  files BIGINT NOT NULL,
  paths {bytes} NOT NULL
)

-- Payloads that were kept before are read once more for this, by the next process that opens the store for writing (reread.go).
INSERT INTO cursors (source, scope, stream, position)
  SELECT 'store', 'payloads', 'texts', '{"Kind":0,"SubjectID":0}' WHERE EXISTS (SELECT 1 FROM payloads WHERE body IS NOT NULL)
