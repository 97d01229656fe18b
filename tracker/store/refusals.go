package store

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"rungless/tracker"
)

// erasedName stands where the name, or the words, of somebody who was erased stood. It
// can be nobody's login.
const erasedName = "(erased)"

// refusals know who was erased, by hashes alone: what a source says can be compared with
// them, and nothing can be read from them but by guessing. Whoever holds the database
// can guess; that is what it costs that no sync brings somebody back.
type refusals struct {
	salt    []byte
	byHash  map[string]refusalRow
	learned []refusalRow // hashes of further names under which somebody refused was seen
}

// kinds of what is hashed.
const (
	refusedNumber = "number"
	refusedNode   = "node"
	refusedLogin  = "login"
	refusedEmail  = "email"
	refusedORCID  = "orcid"
	refusedCredit = "credit" // a name in the citation files of one repository
)

// loadRefusals reads who is refused.
func (t *tx) loadRefusals() (*refusals, error) {
	r := &refusals{byHash: map[string]refusalRow{}}
	var rows []refusalRow
	if err := t.db.Find(&rows).Error; err != nil || len(rows) == 0 {
		return r, err
	}
	for _, row := range rows {
		r.byHash[row.Hash] = row
	}
	var erasures []erasureRow
	err := t.db.Order("id").Limit(1).Find(&erasures).Error
	if err == nil && len(erasures) == 1 {
		r.salt = erasures[0].Salt
	}
	return r, err
}

// newSalt is the store's salt, made at the first erasure.
func (r *refusals) newSalt() []byte {
	if r.salt == nil {
		r.salt = make([]byte, 32)
		rand.Read(r.salt) // never fails
	}
	return r.salt
}

// hash is what is kept of one name; case does not matter. Only a number is a host's: a
// text does not say of which host the login in it is.
func (r *refusals) hash(kind, host, value string) string {
	if kind == refusedNode {
		value = strings.TrimRight(value, "=") // the padding of the older form, which ends a word
	}
	sum := hmac.New(sha256.New, r.salt)
	sum.Write([]byte(kind + "\x00" + host + "\x00" + strings.ToLower(value)))
	return hex.EncodeToString(sum.Sum(nil))
}

// isEmpty reports whether nobody is refused.
func (r *refusals) isEmpty() bool { return len(r.byHash) == 0 }

// find returns the refusal of a name.
func (r *refusals) find(kind, host, value string) (refusalRow, bool) {
	if value == "" || r.isEmpty() {
		return refusalRow{}, false
	}
	row, ok := r.byHash[r.hash(kind, host, value)]
	return row, ok
}

// add refuses a name from now on.
func (r *refusals) add(like refusalRow, kind, host, value string) {
	if value == "" {
		return
	}
	like.Hash = r.hash(kind, host, value)
	if _, known := r.byHash[like.Hash]; !known {
		r.byHash[like.Hash] = like
		r.learned = append(r.learned, like)
	}
}

// save keeps what was learned.
func (r *refusals) save(t *tx) error {
	slices.SortFunc(r.learned, func(x, y refusalRow) int { return strings.Compare(x.Hash, y.Hash) })
	learned := r.learned
	r.learned = nil
	return insert(t, learned, 3)
}

// of returns the refusal of an account. GitHub's number decides where it is known:
// another account may have taken the login. What else the account is called by is
// refused from then on.
func (r *refusals) of(a tracker.Account) (refusalRow, bool) {
	if r.isEmpty() || a.IsZero() || a.DatabaseID < 0 {
		return refusalRow{}, false
	}
	var row refusalRow
	var ok bool
	switch {
	case a.Email != "":
		row, ok = r.find(refusedEmail, "", a.Email)
	case a.DatabaseID != 0:
		row, ok = r.find(refusedNumber, a.Host, strconv.FormatInt(a.DatabaseID, 10))
	default:
		row, ok = r.find(refusedLogin, "", a.Login)
		if !ok {
			row, ok = r.find(refusedNode, "", a.NodeID)
		}
	}
	if ok {
		r.add(row, refusedLogin, "", a.Login)
		r.add(row, refusedNode, "", a.NodeID)
	}
	return row, ok
}

// ofAuthor returns the refusal of an author of a commit, by the account or the address.
func (r *refusals) ofAuthor(a tracker.CommitAuthor) (refusalRow, bool) {
	row, ok := r.of(a.Account)
	if tracker.EmailKind(strings.ToLower(a.Email)) != tracker.EmailAccount {
		return row, ok // an agent's or a bot's address is nobody else's
	}
	if ok {
		r.add(row, refusedEmail, "", a.Email)
		return row, true
	}
	if !a.Account.IsZero() && a.Account.Email == "" {
		return row, false
	}
	return r.find(refusedEmail, "", a.Email)
}

// standIn is the account without a name that stands for somebody who was erased.
func (r refusalRow) standIn(host string) tracker.Account {
	return tracker.Account{Host: host, DatabaseID: -r.AccountID, Kind: tracker.UserAccount}
}

// names reports whether a word of a text names somebody who is refused.
func (r *refusals) names(word string) bool {
	kinds := []string{refusedLogin, refusedNode, refusedORCID}
	if strings.Contains(word, "@") {
		kinds = []string{refusedEmail}
	}
	return slices.ContainsFunc(kinds, func(kind string) bool {
		_, ok := r.find(kind, "", word)
		return ok
	})
}

// refuseAccount says that an account is not taken in, nil when it is.
func (t *tx) refuseAccount(op string, a tracker.Account) error {
	r, err := t.loadRefusals()
	if err != nil {
		return err
	}
	if _, refused := r.of(a); !refused {
		return nil
	}
	return tracker.Errorf(tracker.Conflict, op, "%s was erased here, and is not taken in again", cmp.Or(a.Login, a.Email, "the account")).
		WithHint("if they ask for it: rungless people admit %s, then sync", cmp.Or(a.Login, a.Email, "LOGIN"))
}
