-- What is derived from the facts and the instance's catalogue of domains, how often the facts behind an account changed, and
-- what was measured. All of it can be dropped: it is made again. docs/store.md explains the tables.
CREATE TABLE domains (
  id {id},
  slug TEXT NOT NULL
)

CREATE UNIQUE INDEX domains_by_slug ON domains (slug)

CREATE TABLE thread_shares (
  owner_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  in_passing BOOLEAN NOT NULL,
  PRIMARY KEY (owner_id, domain_id)
) {keyed}

CREATE INDEX thread_shares_by_domain ON thread_shares (domain_id, owner_id)

CREATE TABLE commit_shares (
  owner_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  in_passing BOOLEAN NOT NULL,
  PRIMARY KEY (owner_id, domain_id)
) {keyed}

CREATE INDEX commit_shares_by_domain ON commit_shares (domain_id, owner_id)

CREATE TABLE attributions (
  id BIGINT PRIMARY KEY,
  catalogue TEXT NOT NULL,
  threads_done BIGINT NOT NULL,
  commits_done BIGINT NOT NULL,
  is_whole BOOLEAN NOT NULL
)

CREATE TABLE account_revisions (
  account_id BIGINT PRIMARY KEY,
  revision BIGINT NOT NULL
)

CREATE TABLE measured (
  account_id BIGINT NOT NULL,
  asked TEXT NOT NULL,
  revision BIGINT NOT NULL,
  kept_at BIGINT NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (account_id, asked)
)

CREATE INDEX threads_by_merge_commit ON threads (repository_id, merge_commit_sha) WHERE merge_commit_sha <> ''
