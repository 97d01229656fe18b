package architecture

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The shape of what is shown. Words can be avoided; these look at the values.

// A decoded JSON document, and the paths of its values: "depths[].curve.value[].depth".
type object = map[string]any

// isOfPerson reports whether an object says something about one person: it has a login,
// or is what a page about a person consists of.
func isOfPerson(o object) bool {
	_, login := o["login"].(string)
	account, ok := o["account"].(object)
	_, nested := account["login"].(string)
	return login || ok && nested
}

// bareFigures finds the numbers about a person that do not stand in a measure with its
// evidence. The person's object is no evidence of itself: a link to everything they did
// covers no figure.
func bareFigures(v any, path string, person bool) (found []string) {
	switch v := v.(type) {
	case object:
		ofPerson := isOfPerson(v)
		if person && !ofPerson && hasEvidence(v) {
			return nil
		}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if !person && !ofPerson || !isIdentity(k) {
				found = append(found, bareFigures(v[k], path+"."+k, person || ofPerson)...)
			}
		}
	case []any:
		for _, item := range v {
			found = append(found, bareFigures(item, path+"[]", person)...)
		}
	case float64:
		if person {
			found = append(found, path)
		}
	}
	return slices.Compact(found)
}

// isIdentity tells what numbers something from what counts something.
func isIdentity(key string) bool {
	return slices.Contains([]string{"id", "number", "database_id"}, key)
}

// hasEvidence reports whether an object lists, or links to, what its figures rest on.
func hasEvidence(o object) bool {
	for _, key := range []string{"evidence", "threads", "url", "source_url"} {
		switch e := o[key].(type) {
		case string:
			if e != "" {
				return true
			}
		case []any:
			if len(e) > 0 {
				return true
			}
		}
	}
	return false
}

func TestAFigureOfAPersonWithoutEvidenceIsSeen(t *testing.T) {
	measured := object{"measure": "depth", "status": "available", "value": 3.0, "evidence": []any{object{"url": "https://a"}}}
	for name, test := range map[string]struct {
		value any
		want  []string
	}{
		"a figure beside a login":           {object{"login": "ada", "contributions": 12.0}, []string{".contributions"}},
		"a figure beside an account":        {object{"account": object{"login": "ada"}, "activity": object{"acts": 4.0}}, []string{".activity.acts"}},
		"in a list of people":               {object{"people": []any{object{"login": "ada", "n": 1.0}}}, []string{".people[].n"}},
		"behind a link to everything":       {object{"login": "ada", "evidence": "/p/ada/evidence", "n": 1.0}, []string{".n"}},
		"a measure without its evidence":    {object{"login": "ada", "depth": object{"measure": "depth", "value": 3.0}}, []string{".depth.value"}},
		"a measure with its evidence":       {object{"login": "ada", "depth": measured}, nil},
		"a number that names":               {object{"login": "ada", "newest": []any{object{"number": 12.0}}}, nil},
		"a figure of the sync, of nobody's": {object{"runs": []any{object{"calls": 12.0}}}, nil},
	} {
		if got := bareFigures(test.value, "", false); !slices.Equal(got, test.want) {
			t.Errorf("%s: found %v, want %v", name, got, test.want)
		}
	}
}

// unorderedPeople finds lists of people in another order than by login, or by the name
// that stands beside it.
func unorderedPeople(v any, path string) (found []string) {
	switch v := v.(type) {
	case object:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			found = append(found, unorderedPeople(v[k], path+"."+k)...)
		}
	case []any:
		var logins, names []string
		for _, item := range v {
			found = append(found, unorderedPeople(item, path+"[]")...)
			if o, ok := item.(object); ok && isOfPerson(o) {
				login, name := namesOf(o)
				logins, names = append(logins, login), append(names, cmp.Or(name, login))
			}
		}
		if !slices.IsSorted(logins) && !slices.IsSorted(names) {
			found = append(found, fmt.Sprintf("%s: %v", path, logins))
		}
	}
	return found
}

func namesOf(o object) (login, name string) {
	if account, ok := o["account"].(object); ok {
		o = account
	}
	login, _ = o["login"].(string)
	name, _ = o["name"].(string)
	return strings.ToLower(login), strings.ToLower(name)
}

// unorderedRows finds lists and tables of a page of which the items are people, by
// their first link, in another order than by login or by the link's text. A list of threads may name people
// further on.
func unorderedRows(root *html.Node) (found []string) {
	for list := range root.Descendants() {
		if list.Type != html.ElementNode || !slices.Contains([]string{"ul", "ol", "tbody", "dl", "nav"}, list.Data) {
			continue
		}
		var logins, names []string
		for item := range list.ChildNodes() {
			if login, name := personOf(item); login != "" {
				logins, names = append(logins, login), append(names, name)
			}
		}
		if !slices.IsSorted(logins) && !slices.IsSorted(names) {
			found = append(found, fmt.Sprintf("<%s>: %v", list.Data, logins))
		}
	}
	return found
}

// personOf is whose page the first link of an item leads to, and what the link says; ""
// where it leads elsewhere.
func personOf(item *html.Node) (login, name string) {
	for n := range item.Descendants() {
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		login, ok := strings.CutPrefix(attribute(n, "href"), "/p/")
		if !ok || strings.ContainsAny(login, "/?#") {
			return "", ""
		}
		for text := range n.Descendants() {
			if text.Type == html.TextNode {
				name += text.Data
			}
		}
		return strings.ToLower(login), strings.ToLower(strings.TrimSpace(name))
	}
	return "", ""
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestPeopleInAnotherOrderThanByLoginAreSeen(t *testing.T) {
	by := func(logins ...string) (list []any) {
		for _, login := range logins {
			list = append(list, object{"login": login})
		}
		return list
	}
	if found := unorderedPeople(object{"a": by("bo", "ada")}, ""); len(found) != 1 {
		t.Errorf("in JSON: %v", found)
	}
	if found := unorderedPeople(object{"a": by("ada", "Bo", "chi")}, ""); found != nil {
		t.Errorf("in order, and found: %v", found)
	}
	for markup, want := range map[string]int{
		`<ol><li><a href="/p/bo">Bo</a> 12<li><a href="/p/ada">Ada</a> 3</ol>`:                                                        1,
		`<table><tr><td><a href="/p/bo">Bo</a><tr><td><a href="/p/ada">Ada</a></table>`:                                               1,
		`<ul><li><a href="/p/ada">Ada</a><li><a href="/p/bo">Bo</a></ul>`:                                                             0,
		`<ul><li><a href="https://x/1">One</a> <a href="/p/bo">bo</a><li><a href="https://x/2">Two</a> <a href="/p/ada">ada</a></ul>`: 0,
	} {
		root, err := html.Parse(strings.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		if found := unorderedRows(root); len(found) != want {
			t.Errorf("%s: found %v", markup, found)
		}
	}
}

// numbersByPath gathers the numbers of a document under the path that each stands at.
func numbersByPath(v any, path string, into map[string][]float64) {
	switch v := v.(type) {
	case object:
		for k, item := range v {
			numbersByPath(item, path+"."+k, into)
		}
	case []any:
		for _, item := range v {
			numbersByPath(item, path+"[]", into)
		}
		if n := len(v); n > 0 && n == countNumbers(v) {
			into[path+"[last]"] = append(into[path+"[last]"], v[n-1].(float64))
		}
	case float64:
		into[path] = append(into[path], v)
	}
}

func countNumbers(list []any) (n int) {
	for _, item := range list {
		if _, ok := item.(float64); ok {
			n++
		}
	}
	return n
}

// domainSums adds up, over a document's domains, the numbers that stand at each path
// within a domain: the last of each domain where it has several, as a curve does.
func domainSums(v any) map[string]float64 {
	sums, domains := map[string]float64{}, map[string]int{}
	eachDomain(v, func(o object) {
		numbers := map[string][]float64{}
		numbersByPath(o, "", numbers)
		for path, list := range numbers {
			if last := list[len(list)-1]; last != 0 {
				sums[path] += last
				domains[path]++
			}
		}
	})
	maps.DeleteFunc(sums, func(path string, _ float64) bool { return domains[path] < 2 })
	return sums
}

func eachDomain(v any, visit func(object)) {
	switch v := v.(type) {
	case object:
		if _, ok := v["domain"].(string); ok {
			visit(v)
			return
		}
		for _, item := range v {
			eachDomain(item, visit)
		}
	case []any:
		for _, item := range v {
			eachDomain(item, visit)
		}
	}
}

// addedOverDomains finds places of documents, one for each person, at which there
// stands what the person's domains add up to. A whole number may be such a sum by chance,
// so a place must hold one for every person who has several domains, and for three.
func addedOverDomains(documents []any) (found []string) {
	hits, misses := map[string]int{}, map[string]bool{}
	for _, document := range documents {
		sums := slices.Collect(maps.Values(domainSums(document)))
		if len(sums) == 0 {
			continue
		}
		outside := map[string][]float64{}
		numbersByPath(withoutDomains(document), "", outside)
		for path, list := range outside {
			if slices.ContainsFunc(list, func(n float64) bool { return isOneOf(sums, n) }) {
				hits[path]++
			} else {
				misses[path] = true
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(hits)) {
		if hits[path] >= 3 && !misses[path] {
			found = append(found, path)
		}
	}
	return found
}

func isOneOf(sums []float64, n float64) bool {
	return slices.ContainsFunc(sums, func(sum float64) bool { return math.Abs(sum-n) <= 1e-9*math.Abs(sum) })
}

func withoutDomains(v any) any {
	switch v := v.(type) {
	case object:
		if _, ok := v["domain"].(string); ok {
			return nil
		}
		rest := object{}
		for k, item := range v {
			rest[k] = withoutDomains(item)
		}
		return rest
	case []any:
		rest := make([]any, len(v))
		for i, item := range v {
			rest[i] = withoutDomains(item)
		}
		return rest
	}
	return v
}

// sumsInText finds a sum of depths over domains, written with one or two decimals, in
// the text of a page.
func sumsInText(text string, document any) (found []string) {
	tokens := map[string]bool{}
	for token := range strings.FieldsSeq(strings.ReplaceAll(text, ",", "")) {
		tokens[strings.Trim(token, ".()%")] = true
	}
	of := writtenOfDomains(document)
	for path, sum := range domainSums(document) {
		for _, decimals := range []int{1, 2} {
			s := strconv.FormatFloat(sum, 'f', decimals, 64)
			if strings.Contains(path, "curve") && sum != math.Trunc(sum) && tokens[s] && !of[s] {
				found = append(found, path+": "+s)
			}
		}
	}
	return found
}

// writtenOfDomains are the numbers of single domains, as a page writes them: a sum
// that looks like one of them may be no sum.
func writtenOfDomains(document any) map[string]bool {
	written := map[string]bool{}
	eachDomain(document, func(o object) {
		numbers := map[string][]float64{}
		numbersByPath(o, "", numbers)
		for _, list := range numbers {
			for _, n := range list {
				written[strconv.FormatFloat(n, 'f', 1, 64)] = true
				written[strconv.FormatFloat(n, 'f', 2, 64)] = true
			}
		}
	})
	return written
}

func TestWhatIsAddedUpOverDomainsIsSeen(t *testing.T) {
	document := func(a, b, more float64) any {
		of := func(slug string, depth float64) any {
			return object{"domain": slug, "curve": object{"value": []any{object{"depth": 9.0}, object{"depth": depth}}}}
		}
		return object{"login": "ada", "depths": []any{of("kernels", a), of("safety", b)}, "more": more}
	}
	if found := addedOverDomains([]any{document(1.5, 2.25, 3.75), document(2, 3, 5), document(4, 1, 5)}); !slices.Equal(found, []string{".more"}) {
		t.Errorf("found %v", found)
	}
	if found := addedOverDomains([]any{document(1.5, 2.25, 3.75), document(2, 3, 7), document(4, 1, 5)}); found != nil {
		t.Errorf("a chance sum was taken for one: %v", found)
	}
	if found := sumsInText("Depth in all: 3.8.", document(1.5, 2.25, 0)); len(found) != 1 {
		t.Errorf("in a text: %v", found)
	}
	if found := sumsInText("Depth: 1.5 and 2.2", document(1.5, 2.25, 0)); found != nil {
		t.Errorf("in a text without one: %v", found)
	}
	if found := sumsInText("Depth: 9.0 and 0.02", document(9.02, 0.02, 0)); found != nil {
		t.Errorf("in a text of which a domain's own number looks like the sum: %v", found)
	}
}
