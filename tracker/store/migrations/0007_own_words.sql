-- What people say of their own work. Nothing of it can be fetched or derived again.
CREATE TABLE initiative_edits (
  id {id},
  person_id BIGINT NOT NULL,
  action TEXT NOT NULL,
  initiative TEXT NOT NULL,
  into_initiative TEXT NOT NULL,
  name TEXT NOT NULL,
  said_at BIGINT NOT NULL
)

CREATE INDEX initiative_edits_by_person ON initiative_edits (person_id, id)

CREATE TABLE initiative_edit_threads (
  owner_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  thread_id BIGINT NOT NULL,
  PRIMARY KEY (owner_id, position)
) {keyed}

CREATE INDEX initiative_edit_threads_by_thread ON initiative_edit_threads (thread_id)

CREATE TABLE entered_figures (
  id {id},
  person_id BIGINT NOT NULL,
  thread_id BIGINT NOT NULL,
  what TEXT NOT NULL,
  figure TEXT NOT NULL,
  source_url TEXT NOT NULL,
  counted_at BIGINT NOT NULL,
  said_at BIGINT NOT NULL
)

CREATE INDEX entered_figures_by_person ON entered_figures (person_id, id)

CREATE INDEX entered_figures_by_thread ON entered_figures (thread_id)
