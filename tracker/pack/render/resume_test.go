package render

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// resumeRules are the rules of JSON Resume's schema v1.0.0 (github.com/jsonresume/resume-schema)
// in our own writing: the kind of each field, by its path. Beside the fields of the whole,
// further ones are allowed.
var resumeRules = map[string]string{
	"$schema": "address",
	"basics":  "object", "basics.name": "text", "basics.label": "text", "basics.image": "text", "basics.email": "email", "basics.phone": "text",
	"basics.url": "address", "basics.summary": "text", "basics.location": "object", "basics.location.address": "text", "basics.location.postalCode": "text",
	"basics.location.city": "text", "basics.location.countryCode": "text", "basics.location.region": "text",
	"basics.profiles": "list", "basics.profiles[]": "object", "basics.profiles[].network": "text", "basics.profiles[].username": "text", "basics.profiles[].url": "address",
	"projects": "list", "projects[]": "object", "projects[].name": "text", "projects[].description": "text", "projects[].highlights": "list",
	"projects[].highlights[]": "text", "projects[].keywords": "list", "projects[].keywords[]": "text", "projects[].startDate": "date",
	"projects[].endDate": "date", "projects[].url": "address", "projects[].roles": "list", "projects[].roles[]": "text", "projects[].entity": "text", "projects[].type": "text",
	"meta": "object", "meta.canonical": "address", "meta.version": "text", "meta.lastModified": "text",
}

// resumeParts are the fields that the whole may have, and no others.
var resumeParts = []string{"$schema", "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages", "interests",
	"references", "projects", "meta"}

// resumeDate is what the schema calls iso8601: a day, a month or a year.
var resumeDate = regexp.MustCompile(`^[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?$`)

// keepsResumeSchema holds a resume against the rules.
func keepsResumeSchema(t *testing.T, data []byte) {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal(data, &whole); err != nil {
		t.Fatal(err)
	}
	for key := range whole {
		if !slices.Contains(resumeParts, key) {
			t.Errorf("the resume has the part %q, which the schema does not allow", key)
		}
	}
	for _, problem := range resumeProblems("", whole) {
		t.Error(problem)
	}
}

// resumeProblems lists the values that are not of the kind that the schema asks for.
func resumeProblems(path string, value any) (problems []string) {
	if want, known := resumeRules[path]; known && !isOfKind(want, value) {
		problems = append(problems, fmt.Sprintf("%s is no %s: %v", path, want, value))
	}
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			problems = append(problems, resumeProblems(strings.TrimPrefix(path+"."+key, "."), value[key])...)
		}
	case []any:
		for _, item := range value {
			problems = append(problems, resumeProblems(path+"[]", item)...)
		}
	}
	return problems
}

func isOfKind(kind string, value any) bool {
	text, isText := value.(string)
	switch kind {
	case "object":
		_, ok := value.(map[string]any)
		return ok
	case "list":
		_, ok := value.([]any)
		return ok
	case "date":
		return isText && resumeDate.MatchString(text)
	case "address":
		u, err := url.Parse(text)
		return isText && err == nil && u.IsAbs()
	case "email":
		_, err := mail.ParseAddress(text)
		return isText && err == nil
	}
	return isText
}

func TestTheResumeKeepsTheSchema(t *testing.T) {
	data := rendered(t, made(), Resume, Options{})
	keepsResumeSchema(t, data)
	var r resume
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	for _, project := range r.Projects {
		if slices.Contains(project.Highlights, "") {
			t.Errorf("a highlight of %q is empty", project.Name)
		}
	}
}

// The rules find what the schema refuses, or a resume that keeps them would say nothing.
func TestTheRulesOfTheResumeRefuseWhatTheSchemaDoes(t *testing.T) {
	for document, want := range map[string]string{
		`{"projects":[{"startDate":"1 May 2026"}]}`:          "projects[].startDate is no date",
		`{"projects":[{"endDate":"2026-05-01T10:00:00Z"}]}`:  "projects[].endDate is no date",
		`{"projects":[{"highlights":"one"}]}`:                "projects[].highlights is no list",
		`{"projects":[{"highlights":[1]}]}`:                  "projects[].highlights[] is no text",
		`{"basics":{"profiles":[{"url":"github.com/ana"}]}}`: "basics.profiles[].url is no address",
		`{"basics":{"email":"nobody"}}`:                      "basics.email is no email",
		`{"meta":[]}`:                                        "meta is no object",
		`{"basics":{"name":null}}`:                           "basics.name is no text",
	} {
		var whole map[string]any
		if err := json.Unmarshal([]byte(document), &whole); err != nil {
			t.Fatal(err)
		}
		if found := resumeProblems("", whole); len(found) != 1 || !strings.HasPrefix(found[0], want) {
			t.Errorf("%s: found %q, want %q", document, found, want)
		}
	}
}
