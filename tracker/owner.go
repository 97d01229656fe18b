package tracker

// OwnerRole is what a list of owners names somebody for.
type OwnerRole string

// The roles. A CODEOWNERS file knows owners; an OWNERS file of the Kubernetes
// community's form (https://www.kubernetes.dev/docs/guide/owners/) approvers,
// reviewers and those who were approvers once; the "who to tag" lines of a pull
// request template name people to ask for a review.
const (
	OwnerOfCode     OwnerRole = "owner"
	OwnerApprover   OwnerRole = "approver"
	OwnerReviewer   OwnerRole = "reviewer"
	OwnerEmeritus   OwnerRole = "emeritus"
	OwnerToBeTagged OwnerRole = "to_tag"
)

// OwnerChange says that a commit made a list of owners name somebody for a path,
// or no longer name them. A list's aliases are spelt out as of that commit, so a
// change of OWNERS_ALIASES changes each list that uses the alias. Who was on
// both sides of the commit, under another alias or in another order, changed
// nothing.
type OwnerChange struct {
	Path    string // the directory spoken of, without a slash at its end; "" is the whole repository
	File    string // the list: "pkg/queue/OWNERS", ".github/CODEOWNERS"
	Pattern string // the list's own words where it has a narrower one than the directory: "*.go", "Schedulers"; else ""
	Role    OwnerRole
	Account Account // known by login only, or by the address that CODEOWNERS may name instead
	Added   bool    // false: removed
}
