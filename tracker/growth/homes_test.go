package growth

import (
	"slices"
	"testing"
)

func TestHomeDomainsHoldAFifthOfTheYearsWork(t *testing.T) {
	o := &organisation{}
	for i := range 9 {
		o.merged(float64(i*10), "kernels/a.go")
	}
	o.merged(100, "safety/a.go")
	o.merged(110, "safety/a.go")
	o.merged(120, "safety/a.go")
	o.merged(130, "pipelines/a.go") // one of thirteen units
	for i := range 9 {
		o.merged(float64(400+i*10), "docs/a.md") // another year's
	}
	if got := HomeDomains(Growth1(), o.input(ada)).Value; !slices.Equal(got, []string{"kernels", "safety"}) {
		t.Errorf("got %v", got)
	}
}
