package store

// Held is what one table has to do with a person, for whoever explains it.
type Held struct {
	Table    string
	Topic    Topic
	Goes     bool   // lines of it are deleted when the person is erased
	Stays    string // why the others stay; "" where none do
	Exported string // what the person is given of it; "" for nothing
	Apart    string // why nothing is
}

// Topics returns every topic, in the order in which they are told.
func Topics() []Topic {
	return []Topic{Identity, Acts, Texts, Research, OwnWords, Packs, SignIn, Answers, Syncs, Repositories, Refusals}
}

// Holdings returns what every table has to do with a person, by the same list from which
// erasure and export work.
func Holdings() []Held {
	all := make([]Held, len(holdings))
	for i, h := range holdings {
		all[i] = Held{Table: h.table, Topic: h.topic, Goes: h.goes != "", Stays: h.stays, Exported: h.what, Apart: h.apart}
	}
	return all
}
