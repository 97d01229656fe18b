-- Who was named in a list of owners (OWNERS, CODEOWNERS, who to tag) by which commit, and who was taken off it.
CREATE TABLE owner_changes (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  path TEXT NOT NULL,
  file TEXT NOT NULL,
  pattern TEXT NOT NULL,
  role TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  is_added BOOLEAN NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE INDEX owner_changes_by_account ON owner_changes (account_id)
