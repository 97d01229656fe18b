-- One citation file of a default branch, over its renames. Its lines in the tables below are replaced by each newer view.
CREATE TABLE research_files (
  id {id},
  repository_id BIGINT NOT NULL,
  path TEXT NOT NULL,
  blob TEXT NOT NULL,
  commit_sha TEXT NOT NULL,
  revised_at BIGINT NOT NULL,
  versions BIGINT NOT NULL,
  text TEXT NOT NULL
)

CREATE UNIQUE INDEX research_files_by_path ON research_files (repository_id, path)

CREATE TABLE research_warnings (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  path TEXT NOT NULL,
  line BIGINT NOT NULL,
  commit_sha TEXT NOT NULL,
  sentence TEXT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

-- One work, however many files name it. Wholly derived from mentions that share an identity.
CREATE TABLE works (
  id {id},
  identity TEXT NOT NULL,
  title TEXT NOT NULL,
  year BIGINT NOT NULL,
  type TEXT NOT NULL,
  doi TEXT NOT NULL,
  arxiv TEXT NOT NULL,
  url TEXT NOT NULL
)

CREATE TABLE work_mentions (
  id {id},
  file_id BIGINT NOT NULL,
  slot TEXT NOT NULL,
  work_id BIGINT NOT NULL,
  relation TEXT NOT NULL,
  title TEXT NOT NULL,
  year BIGINT NOT NULL,
  type TEXT NOT NULL,
  doi TEXT NOT NULL,
  arxiv TEXT NOT NULL,
  url TEXT NOT NULL,
  line BIGINT NOT NULL,
  is_past BOOLEAN NOT NULL
)

CREATE UNIQUE INDEX work_mentions_by_slot ON work_mentions (file_id, slot)

CREATE INDEX work_mentions_by_work ON work_mentions (work_id)

-- scope is the repository within which the identity holds, 0 for everywhere.
CREATE TABLE work_identities (
  mention_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  scope BIGINT NOT NULL,
  PRIMARY KEY (mention_id, kind, value)
) {keyed}

CREATE INDEX work_identities_by_value ON work_identities (value, kind, scope)

CREATE TABLE credits (
  id {id},
  mention_id BIGINT NOT NULL,
  entry_key TEXT NOT NULL,
  role TEXT NOT NULL,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  affiliation TEXT NOT NULL,
  orcid TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  is_entity BOOLEAN NOT NULL,
  line BIGINT NOT NULL,
  is_past BOOLEAN NOT NULL
)

CREATE UNIQUE INDEX credits_by_entry ON credits (mention_id, entry_key)

CREATE INDEX credits_by_orcid ON credits (orcid) WHERE orcid <> ''

CREATE INDEX credits_by_name ON credits (name_key)

CREATE TABLE credit_events (
  credit_id BIGINT NOT NULL,
  commit_sha TEXT NOT NULL,
  change TEXT NOT NULL,
  path TEXT NOT NULL,
  line BIGINT NOT NULL,
  occurred_at BIGINT NOT NULL,
  by_id BIGINT NOT NULL,
  committer_id BIGINT NOT NULL,
  from_position BIGINT NOT NULL,
  to_position BIGINT NOT NULL,
  PRIMARY KEY (credit_id, commit_sha, change)
) {keyed}

-- Whether a name in a repository's citation files is an account's: proposed, and what the person said.
CREATE TABLE credit_names (
  id {id},
  repository_id BIGINT NOT NULL,
  name_key TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  reason TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  decision TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX credit_names_by_name ON credit_names (repository_id, name_key, account_id)

CREATE INDEX credit_names_by_account ON credit_names (account_id)

-- Whose a credit is. Derived from ORCIDs, accepted names and accounts named beside entries.
CREATE TABLE credit_matches (
  credit_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (credit_id)
) {keyed}

CREATE INDEX credit_matches_by_account ON credit_matches (account_id)

CREATE INDEX review_requests_by_reviewer ON review_requests (reviewer_id, owner_id)
