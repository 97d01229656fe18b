package githubsim

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"
)

// idSeries gives out the database ids of one kind of thing. Like GitHub's they
// are unique within the kind and grow with time, and say nothing more.
type idSeries struct {
	base      int64
	perSecond int64
	taken     map[int64]bool
}

// The kinds of thing, by the prefix of their node ids.
const (
	userPrefix         = "U"
	botPrefix          = "BOT"
	organizationPrefix = "O"
	mannequinPrefix    = "MNQ"
	repositoryPrefix   = "R"
	pullRequestPrefix  = "PR"
	issuePrefix        = "I"
	issueCommentPrefix = "IC"
	reviewPrefix       = "PRR"
	reviewNotePrefix   = "PRRC"
	discussionPrefix   = "D"
	discussionComment  = "DC"
	commitPrefix       = "C"
	commitComment      = "CC"
	releasePrefix      = "RE"
	eventPrefix        = "event"
)

// idEpoch is when the series stood at their bases.
var idEpoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func newIDSeries() map[string]*idSeries {
	series := map[string]*idSeries{}
	for prefix, s := range map[string]idSeries{
		userPrefix:         {base: 60_000_000, perSecond: 1},
		repositoryPrefix:   {base: 231_000_000, perSecond: 3},
		pullRequestPrefix:  {base: 358_000_000, perSecond: 8},
		issuePrefix:        {base: 544_000_000, perSecond: 11},
		issueCommentPrefix: {base: 569_000_000, perSecond: 13},
		reviewPrefix:       {base: 337_000_000, perSecond: 12},
		reviewNotePrefix:   {base: 362_000_000, perSecond: 9},
		discussionPrefix:   {base: 3_100_000, perSecond: 1},
		discussionComment:  {base: 1_500_000, perSecond: 1},
		commitComment:      {base: 36_000_000, perSecond: 1},
		releasePrefix:      {base: 22_000_000, perSecond: 1},
		eventPrefix:        {base: 2_900_000_000, perSecond: 60},
	} {
		s.taken = map[int64]bool{}
		series[prefix] = &s
	}
	return series
}

// id returns an unused database id of the kind for something made at t.
func (s *sampler) id(prefix string, t time.Time) int64 {
	series := s.ids[prefix]
	id := series.base + int64(t.Sub(idEpoch)/time.Second)*series.perSecond + s.Int64N(series.perSecond)
	for series.taken[id] {
		id++
	}
	series.taken[id] = true
	return id
}

// sha returns a new commit hash.
func (s *sampler) sha() string {
	return fmt.Sprintf("%016x%016x%08x", s.Uint64(), s.Uint64(), s.Uint32())
}

// GitHub's node ids since 2021 are a prefix and a MessagePack array in base64:
// a zero, the repository the thing is in, and its database id or, for a commit,
// its hash. https://github.blog/2021-02-10-new-global-id-format-coming-to-graphql/

// rootNodeID is the node id of what is in no repository: accounts, repositories.
func rootNodeID(prefix string, id int64) string {
	return encodeNodeID(prefix+"_", appendPackedInt([]byte{0x92, 0}, id))
}

// nodeID is the node id of something in a repository.
func nodeID(prefix string, repository *Repository, id int64) string {
	packed := appendPackedInt([]byte{0x93, 0}, repository.ID)
	return encodeNodeID(prefix+"_", appendPackedInt(packed, id))
}

// commitNodeID is the node id of a commit.
func commitNodeID(repository *Repository, sha string) string {
	packed := appendPackedInt([]byte{0x93, 0}, repository.ID)
	packed = append(packed, 0xd9, byte(len(sha)))
	return encodeNodeID(commitPrefix+"_", append(packed, sha...))
}

// eventNodeID is the node id of a timeline entry: it names its thread too.
func eventNodeID(prefix string, thread *Thread, id int64) string {
	packed := appendPackedInt([]byte{0x94, 0}, thread.Repository.ID)
	packed = appendPackedInt(packed, thread.IssueID)
	return encodeNodeID(prefix+"_", appendPackedInt(packed, id))
}

func appendPackedInt(packed []byte, n int64) []byte {
	if n > 0xffffffff {
		return binary.BigEndian.AppendUint64(append(packed, 0xcf), uint64(n))
	}
	return binary.BigEndian.AppendUint32(append(packed, 0xce), uint32(n))
}

func encodeNodeID(prefix string, packed []byte) string {
	return prefix + base64.RawURLEncoding.EncodeToString(packed)
}
