package moves

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// manyActs is a history of 2,000 people in 100 repositories over eight years.
func manyActs() []Act {
	random := rand.New(rand.NewPCG(1, 1))
	acts := make([]Act, 100_000)
	for i := range acts {
		person := random.IntN(2000)
		repository := (person + random.IntN(1+random.IntN(8))) % 100
		acts[i] = Act{ID: fmt.Sprint(i), Account: fmt.Sprint("person-", person), Repository: fmt.Sprint("octo/", repository),
			At: start.Add(time.Duration(random.IntN(8*365*day)) * time.Second), Thread: random.IntN(20000)}
		for range random.IntN(6) {
			acts[i].Paths = append(acts[i].Paths, fmt.Sprint("file-", random.IntN(300)))
		}
	}
	return acts
}

func BenchmarkNewPast(b *testing.B) {
	acts := manyActs()
	for b.Loop() {
		NewPast(acts)
	}
}

func BenchmarkDestinations(b *testing.B) {
	p := NewPast(manyActs())
	for b.Loop() {
		p.Destinations("person-7", on(7*365))
	}
}
