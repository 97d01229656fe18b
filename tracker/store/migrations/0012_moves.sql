-- What people say of their own moves: which they show, and since when they could see each.
CREATE TABLE move_disclosures (
  person_id BIGINT NOT NULL,
  domain TEXT NOT NULL,
  choice TEXT NOT NULL,
  chosen_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, domain)
) {keyed}

CREATE INDEX move_disclosures_by_domain ON move_disclosures (domain, person_id)

CREATE INDEX threads_open ON threads (updated_at) WHERE state = 1

CREATE INDEX threads_merged ON threads (merged_at) WHERE merged_at <> 0
