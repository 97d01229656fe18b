-- Who may sign in, how they did, and who may see what of whom.
CREATE TABLE members (
  id {id},
  host TEXT NOT NULL,
  number BIGINT NOT NULL,
  login TEXT NOT NULL,
  is_admin BOOLEAN NOT NULL,
  confirmed_at BIGINT NOT NULL,
  disabled_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX members_by_number ON members (host, number)

CREATE TABLE pinned_logins (
  host TEXT NOT NULL,
  login_key TEXT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (host, login_key)
) {keyed}

CREATE TABLE sessions (
  id {id},
  member_id BIGINT NOT NULL,
  secret_hash {bytes} NOT NULL,
  sealed_token {bytes},
  device TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  checked_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX sessions_by_secret ON sessions (secret_hash)

CREATE INDEX sessions_by_member ON sessions (member_id, id)

CREATE TABLE api_tokens (
  id {id},
  member_id BIGINT NOT NULL,
  secret_hash {bytes} NOT NULL,
  name TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
)

CREATE UNIQUE INDEX api_tokens_by_secret ON api_tokens (secret_hash)

CREATE INDEX api_tokens_by_member ON api_tokens (member_id, id)

CREATE TABLE audiences (
  person_id BIGINT NOT NULL,
  section TEXT NOT NULL,
  audience TEXT NOT NULL,
  PRIMARY KEY (person_id, section)
) {keyed}

CREATE TABLE audience_members (
  person_id BIGINT NOT NULL,
  section TEXT NOT NULL,
  number BIGINT NOT NULL,
  host TEXT NOT NULL,
  login TEXT NOT NULL,
  PRIMARY KEY (person_id, section, number, host)
) {keyed}

CREATE TABLE views (
  person_id BIGINT NOT NULL,
  day BIGINT NOT NULL,
  member_id BIGINT NOT NULL,
  section TEXT NOT NULL,
  PRIMARY KEY (person_id, day, member_id, section)
) {keyed}

CREATE INDEX views_by_day ON views (day)
