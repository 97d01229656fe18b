-- What a person says of one contribution of theirs. It is named as contributions names it, but for the account: a note is the person's.
CREATE TABLE notes (
  person_id BIGINT NOT NULL,
  kind SMALLINT NOT NULL,
  subject_id BIGINT NOT NULL,
  is_pinned BOOLEAN NOT NULL,
  is_hidden BOOLEAN NOT NULL,
  words TEXT NOT NULL,
  contested TEXT NOT NULL,
  said_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, kind, subject_id)
) {keyed}

CREATE INDEX notes_by_subject ON notes (kind, subject_id)

CREATE INDEX notes_hidden ON notes (person_id) WHERE is_hidden
