package web

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// A CSV file holds at most csvLimit contributions, read csvBatch at a time.
const (
	csvLimit = 10_000
	csvBatch = 500
)

var csvHeader = []string{"kind", "id", "url", "repository", "number", "account", "role",
	"date", "state", "merged_by", "title"}

// evidenceCSV writes the list with the filters of its page, newest first. Where
// it had to stop, its last line says so: kind "truncated", and as url the address
// of the rest.
func (s *Server) evidenceCSV(c *gin.Context) error {
	asked, err := s.evidenceRequest(c)
	if err != nil {
		return err
	}
	first, err := s.store.Evidence(c.Request.Context(), asked.storeFilter(), asked.filter.after, csvBatch)
	if err != nil {
		return err
	}
	c.Header("Content-Type", "text/csv; charset=utf-8; header=present")
	c.Header("Content-Disposition", `attachment; filename="evidence.csv"`)
	c.Header("Cache-Control", "private, no-store")
	c.Status(http.StatusOK)
	return s.streamCSV(c, asked, first)
}

func (r evidenceRequest) storeFilter() store.EvidenceFilter {
	if r.account == nil {
		return r.filter.apply(store.EvidenceFilter{SeenBy: r.seenBy, PublicOnly: r.seenBy != nil})
	}
	return r.filter.apply(r.account.selects)
}

// streamCSV writes batch after batch. Once the first line is out the status
// cannot change any more: a failure then breaks the connection off, which a
// client can tell from an end.
func (s *Server) streamCSV(c *gin.Context, asked evidenceRequest, batch store.EvidencePage) error {
	out := csv.NewWriter(c.Writer)
	_ = out.Write(csvHeader) // a failed write is seen at Flush
	for written := len(batch.Items); ; written += len(batch.Items) {
		for _, item := range batch.Items {
			_ = out.Write(csvRecord(item))
		}
		if batch.Next == "" || written >= csvLimit {
			break
		}
		var err error
		if batch, err = s.store.Evidence(c.Request.Context(), asked.storeFilter(), batch.Next, csvBatch); err != nil {
			s.logger.ErrorContext(c.Request.Context(), "csv broken off", "route", c.FullPath(), "error", err)
			panic(http.ErrAbortHandler)
		}
	}
	if batch.Next != "" {
		rest := make([]string, len(csvHeader))
		rest[0], rest[2] = "truncated", after(evidencePath(asked.owner, ".csv", asked.filter), batch.Next)
		_ = out.Write(rest)
	}
	out.Flush()
	return nil
}

func csvRecord(item tracker.Contribution) []string {
	number := ""
	if item.Number > 0 {
		number = strconv.Itoa(item.Number)
	}
	record := []string{string(item.Kind), item.ID, item.URL, item.Repository.FullName(), number,
		accountName(item.Account), string(item.Role), item.OccurredAt.UTC().Format(time.DateOnly),
		string(item.State), item.MergedBy.Login, item.Title}
	for i, cell := range record {
		record[i] = tracker.InertCell(cell)
	}
	return record
}
