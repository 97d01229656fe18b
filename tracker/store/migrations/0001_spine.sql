-- The spine: facts as the sources report them, what is derived from them, people, and how far each sync has come.
-- Every time is unix seconds UTC, 0 = not known. Every id is given by the one writer, in the transaction that uses it.
-- docs/store.md explains the tables. Facts have no foreign keys: they are written in bulk, by natural key.
CREATE TABLE repositories (
  id {id},
  host TEXT NOT NULL,
  database_id BIGINT NOT NULL,
  node_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  is_private BOOLEAN NOT NULL,
  is_fork BOOLEAN NOT NULL,
  is_archived BOOLEAN NOT NULL,
  description TEXT NOT NULL,
  default_branch TEXT NOT NULL,
  topics TEXT NOT NULL,
  stars BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  gone_at BIGINT NOT NULL,
  gone_reason TEXT NOT NULL,
  version BIGINT NOT NULL,
  ages TEXT NOT NULL
)

CREATE UNIQUE INDEX repositories_by_database_id ON repositories (host, database_id) WHERE database_id <> 0

CREATE TABLE repository_names (
  host TEXT NOT NULL,
  full_name TEXT NOT NULL,
  repository_id BIGINT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (host, full_name, repository_id)
) {keyed}

CREATE INDEX repository_names_by_repository ON repository_names (repository_id)

CREATE TABLE accounts (
  id {id},
  host TEXT NOT NULL,
  database_id BIGINT NOT NULL,
  node_id TEXT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  email TEXT NOT NULL,
  named_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX accounts_by_database_id ON accounts (host, database_id) WHERE database_id <> 0

CREATE UNIQUE INDEX accounts_by_email ON accounts (host, email) WHERE email <> ''

CREATE UNIQUE INDEX accounts_ghosts ON accounts (host) WHERE kind = 'ghost'

CREATE TABLE account_logins (
  host TEXT NOT NULL,
  login_key TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  login TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (host, login_key, account_id)
) {keyed}

CREATE INDEX account_logins_by_account ON account_logins (account_id)

CREATE INDEX account_logins_by_login ON account_logins (login_key)

CREATE TABLE emails (
  host TEXT NOT NULL,
  email TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (host, email)
) {keyed}

CREATE INDEX emails_by_account ON emails (account_id)

CREATE TABLE people (
  id {id},
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  orcid TEXT NOT NULL,
  created_at BIGINT NOT NULL
)

CREATE TABLE person_accounts (
  account_id BIGINT PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES people (id),
  position BIGINT NOT NULL
)

CREATE INDEX person_accounts_by_person ON person_accounts (person_id)

CREATE TABLE identity_joins (
  id {id},
  person_id BIGINT NOT NULL REFERENCES people (id),
  account_id BIGINT NOT NULL,
  action TEXT NOT NULL,
  done_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  undone_at BIGINT NOT NULL,
  undone_by TEXT NOT NULL
)

CREATE INDEX identity_joins_by_person ON identity_joins (person_id)

CREATE TABLE join_proposals (
  id {id},
  from_id BIGINT NOT NULL,
  to_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  decision TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX join_proposals_by_pair ON join_proposals (from_id, to_id)

CREATE TABLE threads (
  id {id},
  repository_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  kind SMALLINT NOT NULL,
  node_id TEXT NOT NULL,
  database_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  author_id BIGINT NOT NULL,
  association TEXT NOT NULL,
  state SMALLINT NOT NULL,
  state_reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  closed_at BIGINT NOT NULL,
  milestone TEXT NOT NULL,
  comments BIGINT NOT NULL,
  reactions BIGINT NOT NULL,
  is_draft BOOLEAN NOT NULL,
  is_cross_repository BOOLEAN NOT NULL,
  base_ref TEXT NOT NULL,
  head_sha TEXT NOT NULL,
  merge_commit_sha TEXT NOT NULL,
  merged_at BIGINT NOT NULL,
  merged_by_id BIGINT NOT NULL,
  additions BIGINT NOT NULL,
  deletions BIGINT NOT NULL,
  changed_files BIGINT NOT NULL,
  category TEXT NOT NULL,
  is_answerable BOOLEAN NOT NULL,
  is_answered BOOLEAN NOT NULL,
  answer_id BIGINT NOT NULL,
  answer_by_id BIGINT NOT NULL,
  upvotes BIGINT NOT NULL,
  is_wanted BOOLEAN NOT NULL,
  is_stale BOOLEAN NOT NULL,
  whole_version BIGINT NOT NULL,
  version BIGINT NOT NULL,
  ages TEXT NOT NULL,
  gone_at BIGINT NOT NULL,
  gone_reason TEXT NOT NULL,
  verified_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX threads_by_number ON threads (repository_id, number)

CREATE INDEX threads_stale ON threads (updated_at) WHERE is_stale

CREATE INDEX threads_by_verified_at ON threads (verified_at) WHERE node_id <> '' AND gone_at = 0

CREATE TABLE words (
  id {id},
  word TEXT NOT NULL
)

CREATE UNIQUE INDEX words_by_word ON words (word)

CREATE TABLE thread_words (
  word_id BIGINT NOT NULL,
  thread_id BIGINT NOT NULL,
  PRIMARY KEY (word_id, thread_id)
) {keyed}

CREATE TABLE thread_labels (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE TABLE thread_assignees (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE TABLE thread_files (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  path_id BIGINT NOT NULL,
  additions BIGINT NOT NULL,
  deletions BIGINT NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE TABLE review_requests (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  reviewer_id BIGINT NOT NULL,
  team TEXT NOT NULL,
  by_id BIGINT NOT NULL,
  requested_at BIGINT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE TABLE thread_links (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  closes_id BIGINT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE TABLE thread_commits (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  repository_id BIGINT NOT NULL,
  sha TEXT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE INDEX thread_commits_by_sha ON thread_commits (repository_id, sha)

CREATE TABLE thread_items (
  id {id},
  repository_id BIGINT NOT NULL,
  kind SMALLINT NOT NULL,
  database_id BIGINT NOT NULL,
  thread_id BIGINT NOT NULL,
  node_id TEXT NOT NULL,
  author_id BIGINT NOT NULL,
  association TEXT NOT NULL,
  state SMALLINT NOT NULL,
  occurred_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  commit_sha TEXT NOT NULL,
  path_id BIGINT NOT NULL,
  review_id BIGINT NOT NULL,
  reply_to BIGINT NOT NULL,
  is_answer BOOLEAN NOT NULL,
  is_minimized BOOLEAN NOT NULL,
  reactions BIGINT NOT NULL,
  version BIGINT NOT NULL,
  ages TEXT NOT NULL,
  gone_at BIGINT NOT NULL,
  gone_reason TEXT NOT NULL,
  verified_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX thread_items_by_database_id ON thread_items (repository_id, kind, database_id)

CREATE INDEX thread_items_by_thread ON thread_items (thread_id, kind)

CREATE INDEX thread_items_by_verified_at ON thread_items (verified_at) WHERE node_id <> '' AND gone_at = 0

CREATE TABLE commits (
  id {id},
  repository_id BIGINT NOT NULL,
  sha TEXT NOT NULL,
  node_id TEXT NOT NULL,
  authored_at BIGINT NOT NULL,
  authored_offset BIGINT NOT NULL,
  committed_at BIGINT NOT NULL,
  headline TEXT NOT NULL,
  parents BIGINT NOT NULL,
  additions BIGINT NOT NULL,
  deletions BIGINT NOT NULL,
  changed_files BIGINT NOT NULL,
  on_default BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  ages TEXT NOT NULL,
  gone_at BIGINT NOT NULL,
  gone_reason TEXT NOT NULL
)

CREATE UNIQUE INDEX commits_by_sha ON commits (repository_id, sha)

CREATE TABLE commit_authors (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  role SMALLINT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE INDEX commit_authors_by_email ON commit_authors (email) WHERE email <> ''

CREATE TABLE commit_trailers (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE TABLE commit_files (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  path_id BIGINT NOT NULL,
  additions BIGINT NOT NULL,
  deletions BIGINT NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE TABLE commit_pulls (
  commit_id BIGINT NOT NULL,
  thread_id BIGINT NOT NULL,
  PRIMARY KEY (commit_id, thread_id)
) {keyed}

CREATE INDEX commit_pulls_by_thread ON commit_pulls (thread_id)

CREATE TABLE paths (
  id {id},
  path TEXT NOT NULL
)

CREATE UNIQUE INDEX paths_by_path ON paths (path)

CREATE TABLE releases (
  id {id},
  repository_id BIGINT NOT NULL,
  database_id BIGINT NOT NULL,
  node_id TEXT NOT NULL,
  tag TEXT NOT NULL,
  name TEXT NOT NULL,
  author_id BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  downloads BIGINT NOT NULL,
  reactions BIGINT NOT NULL
)

CREATE UNIQUE INDEX releases_by_database_id ON releases (repository_id, database_id)

CREATE TABLE payloads (
  kind SMALLINT NOT NULL,
  subject_id BIGINT NOT NULL,
  form TEXT NOT NULL,
  sha256 {bytes} NOT NULL,
  body {bytes},
  version BIGINT NOT NULL,
  PRIMARY KEY (kind, subject_id)
)

-- One line for each live act of one account: what every page reads. Wholly derived from threads, thread_items and commits.
CREATE TABLE contributions (
  id {id},
  kind SMALLINT NOT NULL,
  subject_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  role SMALLINT NOT NULL,
  repository_id BIGINT NOT NULL,
  thread_id BIGINT NOT NULL,
  occurred_at BIGINT NOT NULL,
  state SMALLINT NOT NULL
)

CREATE UNIQUE INDEX contributions_by_subject ON contributions (kind, subject_id, account_id)

CREATE INDEX contributions_by_account ON contributions (account_id, kind, occurred_at, id, state, repository_id, thread_id)

CREATE INDEX contributions_by_kind ON contributions (kind, occurred_at, id, state, repository_id, thread_id)

CREATE INDEX contributions_by_repository ON contributions (repository_id, kind, occurred_at, id, state, thread_id)

CREATE INDEX contributions_by_thread ON contributions (thread_id, account_id) WHERE thread_id <> 0

CREATE TABLE thread_participants (
  thread_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  month BIGINT NOT NULL,
  PRIMARY KEY (thread_id, account_id)
) {keyed}

CREATE TABLE contribution_rollups (
  account_id BIGINT NOT NULL,
  domain SMALLINT NOT NULL,
  month BIGINT NOT NULL,
  kind SMALLINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (account_id, domain, month, kind)
) {keyed}

CREATE TABLE collaborator_rollups (
  account_id BIGINT NOT NULL,
  other_id BIGINT NOT NULL,
  month BIGINT NOT NULL,
  threads BIGINT NOT NULL,
  PRIMARY KEY (account_id, other_id, month)
) {keyed}

CREATE TABLE cursors (
  source TEXT NOT NULL,
  scope TEXT NOT NULL,
  stream TEXT NOT NULL,
  position TEXT NOT NULL,
  PRIMARY KEY (source, scope, stream)
)

CREATE TABLE coverage (
  source TEXT NOT NULL,
  scope TEXT NOT NULL,
  stream TEXT NOT NULL,
  label TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  asked BIGINT NOT NULL,
  got BIGINT NOT NULL,
  gap TEXT NOT NULL,
  stored_at BIGINT NOT NULL,
  PRIMARY KEY (source, scope, stream)
)

CREATE INDEX coverage_by_scope ON coverage (scope)

CREATE TABLE runs (
  id {id},
  source TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  beat_at BIGINT NOT NULL,
  retry_at BIGINT NOT NULL,
  added BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  removed BIGINT NOT NULL,
  error TEXT NOT NULL,
  hint TEXT NOT NULL,
  usage TEXT NOT NULL,
  streams TEXT NOT NULL
)
