package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// factsOf lists every table whose content is a fact, is derived from facts or
// says how far a sync has come, each with its lines in natural keys: what two
// stores that hold the same must have in common. Bookkeeping is left out: when a
// thing was seen, verified or stored, versions, the keys inside, runs, and the
// audit trail of identities.
var factsOf = []struct{ table, query string }{
	{"repositories", `SELECT {r} AS r, r.owner, r.name, r.node_id, r.is_private, r.is_fork, r.is_archived, r.description,
		r.default_branch, r.topics, r.stars, r.created_at, r.updated_at, r.gone_reason FROM repositories r`},
	{"repository_names", "SELECT {r} AS r, n.full_name, n.owner, n.name FROM repository_names n JOIN repositories r ON r.id = n.repository_id"},
	{"accounts", "SELECT {a} AS a, a.login, a.name, a.node_id, a.kind FROM accounts a"},
	{"account_logins", "SELECT {a} AS a, l.login FROM account_logins l JOIN accounts a ON a.id = l.account_id"},
	{"emails", "SELECT e.host, e.email, {a} AS a, e.reason FROM emails e JOIN accounts a ON a.id = e.account_id"},
	{"person_accounts", "SELECT p.login, {a} AS a, pa.position FROM person_accounts pa JOIN people p ON p.id = pa.person_id JOIN accounts a ON a.id = pa.account_id"},
	{"threads", `SELECT {r} AS r, t.number, t.kind, t.node_id, t.database_id, t.title, {a} AS a, t.association, t.state, t.state_reason,
		t.created_at, t.updated_at, t.closed_at, t.milestone, t.comments, t.reactions, t.is_draft, t.is_cross_repository, t.base_ref,
		t.head_sha, t.merge_commit_sha, t.merged_at, {m} AS m, t.additions, t.deletions, t.changed_files, t.category, t.is_answerable,
		t.is_answered, t.answer_id, {n} AS n, t.upvotes, t.is_wanted, t.is_stale, t.gone_reason
		FROM threads t JOIN repositories r ON r.id = t.repository_id LEFT JOIN accounts a ON a.id = t.author_id
		LEFT JOIN accounts m ON m.id = t.merged_by_id LEFT JOIN accounts n ON n.id = t.answer_by_id`},
	{"thread_words", "SELECT {r} AS r, t.number, w.word FROM thread_words x JOIN words w ON w.id = x.word_id JOIN threads t ON t.id = x.thread_id JOIN repositories r ON r.id = t.repository_id"},
	{"thread_labels", "SELECT {r} AS r, t.number, x.position, x.name FROM thread_labels x {owner}"},
	{"thread_assignees", "SELECT {r} AS r, t.number, x.position, {a} AS a FROM thread_assignees x {owner} LEFT JOIN accounts a ON a.id = x.account_id"},
	{"thread_files", "SELECT {r} AS r, t.number, x.position, p.path, x.additions, x.deletions, x.change FROM thread_files x {owner} JOIN paths p ON p.id = x.path_id"},
	{"review_requests", `SELECT {r} AS r, t.number, x.position, {a} AS a, x.team, {m} AS m, x.requested_at FROM review_requests x {owner}
		LEFT JOIN accounts a ON a.id = x.reviewer_id LEFT JOIN accounts m ON m.id = x.by_id`},
	{"thread_links", `SELECT {r} AS r, t.number, x.position, c.number AS closes, c.repository_id = t.repository_id AS here FROM thread_links x {owner} JOIN threads c ON c.id = x.closes_id`},
	{"thread_commits", "SELECT {r} AS r, t.number, x.position, x.sha FROM thread_commits x {owner}"},
	{"thread_items", `SELECT {r} AS r, i.kind, i.database_id, coalesce(t.number, 0) AS number, i.node_id, {a} AS a, i.association, i.state, i.occurred_at,
		i.updated_at, i.commit_sha, coalesce(p.path, '') AS path, i.review_id, i.reply_to, i.is_answer, i.is_minimized, i.reactions, i.wording, i.gone_reason
		FROM thread_items i JOIN repositories r ON r.id = i.repository_id LEFT JOIN threads t ON t.id = i.thread_id
		LEFT JOIN accounts a ON a.id = i.author_id LEFT JOIN paths p ON p.id = i.path_id`},
	{"commits", `SELECT {r} AS r, c.sha, c.node_id, c.authored_at, c.authored_offset, c.committed_at, c.headline, c.parents, c.additions,
		c.deletions, c.changed_files, c.on_default, c.gone_reason FROM commits c JOIN repositories r ON r.id = c.repository_id`},
	{"commit_authors", "SELECT {r} AS r, c.sha, x.position, x.role, x.name, x.email, {a} AS a FROM commit_authors x {commit} LEFT JOIN accounts a ON a.id = x.account_id"},
	{"commit_trailers", "SELECT {r} AS r, c.sha, x.position, x.name, x.value FROM commit_trailers x {commit}"},
	{"commit_files", "SELECT {r} AS r, c.sha, x.position, p.path, x.additions, x.deletions, x.change FROM commit_files x {commit} JOIN paths p ON p.id = x.path_id"},
	{"owner_changes", `SELECT {r} AS r, c.sha, x.position, x.path, x.file, x.pattern, x.role, {a} AS a, x.is_added FROM owner_changes x {commit}
		LEFT JOIN accounts a ON a.id = x.account_id`},
	{"citations", `SELECT x.kind, {r} AS r, coalesce(t.number, 0) AS number, coalesce(i.database_id, 0) AS item, coalesce(c.sha, '') AS sha, x.position,
		x.host, x.repository, x.number AS cited_number, x.thread_kind, x.cited_kind, x.cited_id FROM citations x ` + subjects("x")},
	{"trees", "SELECT {r} AS r, x.commit_sha, x.files, x.paths FROM trees x JOIN repositories r ON r.id = x.repository_id"},
	{"commit_pulls", `SELECT {r} AS r, c.sha, t.number FROM commit_pulls x JOIN commits c ON c.id = x.commit_id
		JOIN repositories r ON r.id = c.repository_id JOIN threads t ON t.id = x.thread_id`},
	{"releases", `SELECT {r} AS r, x.database_id, x.node_id, x.tag, x.name, {a} AS a, x.published_at, x.downloads, x.reactions
		FROM releases x JOIN repositories r ON r.id = x.repository_id LEFT JOIN accounts a ON a.id = x.author_id`},
	{"payloads", `SELECT p.kind, {r} AS r, coalesce(t.number, 0) AS number, coalesce(i.database_id, 0) AS item, coalesce(c.sha, '') AS sha, p.form, p.sha256, p.body IS NULL AS hash_only
		FROM payloads p ` + subjects("p")},
	{"research_files", "SELECT {r} AS r, f.path, f.blob, f.commit_sha, f.revised_at, f.versions FROM research_files f JOIN repositories r ON r.id = f.repository_id"},
	{"research_warnings", "SELECT {r} AS r, f.path, w.position, w.line, w.commit_sha, w.sentence FROM research_warnings w JOIN research_files f ON f.id = w.owner_id JOIN repositories r ON r.id = f.repository_id"},
	{"work_mentions", `SELECT {r} AS r, f.path, m.slot, m.relation, m.title, m.year, m.type, m.doi, m.arxiv, m.url, m.line, m.is_past,
		w.identity, w.title AS work_title, w.year AS work_year FROM work_mentions m {file} JOIN works w ON w.id = m.work_id`},
	{"work_identities", "SELECT {r} AS r, f.path, m.slot, i.kind, i.value FROM work_identities i JOIN work_mentions m ON m.id = i.mention_id {file}"},
	{"credits", `SELECT {r} AS r, f.path, m.slot, c.entry_key, c.role, c.position, c.name, c.name_key, c.affiliation, c.orcid, {a} AS a, c.is_entity,
		c.line, c.is_past, {y} AS y, coalesce(x.reason, '') AS reason FROM credits c JOIN work_mentions m ON m.id = c.mention_id {file}
		LEFT JOIN accounts a ON a.id = c.account_id LEFT JOIN credit_matches x ON x.credit_id = c.id LEFT JOIN accounts y ON y.id = x.account_id`},
	{"credit_events", `SELECT {r} AS r, f.path, m.slot, c.entry_key, e.commit_sha, e.change, e.path AS at_path, e.line, e.occurred_at, {a} AS a, {n} AS n,
		e.from_position, e.to_position FROM credit_events e JOIN credits c ON c.id = e.credit_id JOIN work_mentions m ON m.id = c.mention_id {file}
		LEFT JOIN accounts a ON a.id = e.by_id LEFT JOIN accounts n ON n.id = e.committer_id`},
	{"credit_names", "SELECT {r} AS r, x.name_key, {a} AS a, x.name, x.reason, x.decision FROM credit_names x JOIN repositories r ON r.id = x.repository_id JOIN accounts a ON a.id = x.account_id"},
	{"initiative_edits", "SELECT p.login, x.action, x.initiative, x.into_initiative, x.name, " + placeOfEdit + " FROM initiative_edits x JOIN people p ON p.id = x.person_id"},
	{"initiative_edit_threads", `SELECT p.login, ` + placeOfEdit + `, y.position, {r} AS r, t.number FROM initiative_edit_threads y JOIN initiative_edits x ON x.id = y.owner_id
		JOIN people p ON p.id = x.person_id JOIN threads t ON t.id = y.thread_id JOIN repositories r ON r.id = t.repository_id`},
	{"entered_figures", `SELECT p.login, {r} AS r, t.number, x.what, x.figure, x.source_url, x.counted_at FROM entered_figures x
		JOIN people p ON p.id = x.person_id JOIN threads t ON t.id = x.thread_id JOIN repositories r ON r.id = t.repository_id`},
	{"move_disclosures", "SELECT p.login, x.domain, x.choice FROM move_disclosures x JOIN people p ON p.id = x.person_id"},
	{"packs", `SELECT p.login, x.title, y.document FROM packs x JOIN people p ON p.id = x.person_id
		JOIN pack_revisions y ON y.pack_id = x.id AND y.revision = x.revision`},
	{"notes", `SELECT p.login, x.kind, {r} AS r, coalesce(t.number, 0) AS number, coalesce(i.database_id, 0) AS item, coalesce(m.sha, '') AS sha,
		coalesce(w.identity, '') AS work, x.is_pinned, x.is_hidden, x.words, x.contested FROM notes x JOIN people p ON p.id = x.person_id
		LEFT JOIN threads t ON x.kind IN (1, 4, 6) AND t.id = x.subject_id LEFT JOIN thread_items i ON x.kind IN (2, 3, 5, 7, 8) AND i.id = x.subject_id
		LEFT JOIN commits m ON x.kind = 9 AND m.id = x.subject_id LEFT JOIN works w ON x.kind = 10 AND w.id = x.subject_id
		LEFT JOIN repositories r ON r.id = coalesce(t.repository_id, i.repository_id, m.repository_id)`},
	{"contributions", `SELECT c.kind, {r} AS r, {a} AS a, c.role, coalesce(t.number, 0) AS number, coalesce(i.database_id, 0) AS item,
		coalesce(m.sha, '') AS sha, coalesce(w.identity, '') AS work, c.occurred_at, c.state
		FROM contributions c JOIN repositories r ON r.id = c.repository_id JOIN accounts a ON a.id = c.account_id
		LEFT JOIN threads t ON t.id = c.thread_id LEFT JOIN thread_items i ON c.kind IN (2, 3, 5, 7, 8) AND i.id = c.subject_id
		LEFT JOIN commits m ON c.kind = 9 AND m.id = c.subject_id LEFT JOIN works w ON c.kind = 10 AND w.id = c.subject_id`},
	{"contribution_rollups", "SELECT {a} AS a, x.domain, x.month, x.kind, x.count FROM contribution_rollups x JOIN accounts a ON a.id = x.account_id WHERE x.domain = 0"},
	{"collaborator_rollups", `SELECT {a} AS a, {m} AS m, x.month, x.threads FROM collaborator_rollups x
		JOIN accounts a ON a.id = x.account_id JOIN accounts m ON m.id = x.other_id`},
	{"cursors", "SELECT source, scope, stream, position FROM cursors"},
	{"coverage", "SELECT source, scope, stream, label, asked, got, gap FROM coverage"},
}

// placeOfEdit is how many edits the person made before: their order matters.
const placeOfEdit = "(SELECT count(*) FROM initiative_edits z WHERE z.person_id = x.person_id AND z.id < x.id) AS place"

// subjects joins what a line of payloads or citations is about.
func subjects(alias string) string {
	return strings.ReplaceAll(`LEFT JOIN threads t ON @.kind = 22 AND t.id = @.subject_id LEFT JOIN commits c ON @.kind = 9 AND c.id = @.subject_id
		LEFT JOIN thread_items i ON @.kind NOT IN (9, 20, 22) AND i.id = @.subject_id
		LEFT JOIN repositories r ON r.id = CASE @.kind WHEN 20 THEN @.subject_id WHEN 22 THEN t.repository_id WHEN 9 THEN c.repository_id ELSE i.repository_id END`, "@", alias)
}

// naturally replaces the braces of factsOf by natural keys.
var naturally = strings.NewReplacer(
	"{r}", "coalesce(r.host || ' ' || r.database_id || ' ' || CASE r.database_id WHEN 0 THEN lower(r.owner || '/' || r.name) ELSE '' END, '')",
	"{a}", naturalAccount("a"), "{m}", naturalAccount("m"), "{n}", naturalAccount("n"), "{y}", naturalAccount("y"),
	"{owner}", "JOIN threads t ON t.id = x.owner_id JOIN repositories r ON r.id = t.repository_id",
	"{file}", "JOIN research_files f ON f.id = m.file_id JOIN repositories r ON r.id = f.repository_id",
	"{commit}", "JOIN commits c ON c.id = x.owner_id JOIN repositories r ON r.id = c.repository_id",
)

func naturalAccount(alias string) string {
	return strings.ReplaceAll("coalesce(@.host || ' ' || @.database_id || ' ' || @.email || ' ' || CASE @.database_id WHEN 0 THEN lower(@.login) ELSE '' END, '')", "@", alias)
}

// Fingerprint is a SHA-256 over everything that is stored, without bookkeeping:
// equal for two stores that hold the same, whatever their engines and the order
// in which it came. Each line is hashed; the sums of a table's hashes, which have
// no order, are hashed in the order of tables. It is for comparing, not against
// an adversary.
func (s *Store) Fingerprint(ctx context.Context) (string, error) {
	whole := sha256.New()
	err := s.snapshot(ctx, func(t *tx) error {
		for _, f := range factsOf {
			sum, err := t.fingerprint(naturally.Replace(f.query))
			if err != nil {
				return fmt.Errorf("%s: %w", f.table, err)
			}
			fmt.Fprintf(whole, "%s %x\n", f.table, sum)
		}
		return nil
	})
	if err != nil {
		return "", machineError("store.Fingerprint", err)
	}
	return hex.EncodeToString(whole.Sum(nil)), nil
}

// fingerprint sums the hashes of a query's lines.
func (t *tx) fingerprint(query string) (sum [4]uint64, err error) {
	rows, err := t.db.Raw(query).Rows()
	if err != nil {
		return sum, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return sum, err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return sum, err
		}
		hash := sha256.Sum256([]byte(line(values)))
		for i := range sum {
			sum[i] += binary.LittleEndian.Uint64(hash[8*i:])
		}
	}
	return sum, rows.Err()
}

// line writes values the same whichever engine they come from: one knows
// booleans and byte strings, the other numbers.
func line(values []any) string {
	var b strings.Builder
	for _, v := range values {
		switch v := v.(type) {
		case bool:
			fmt.Fprintf(&b, "%q ", fmt.Sprint(order(v)))
		case []byte:
			fmt.Fprintf(&b, "%q ", v)
		default:
			fmt.Fprintf(&b, "%q ", fmt.Sprint(v))
		}
	}
	return b.String()
}
