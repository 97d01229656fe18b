package github

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// blobsInQuery is how many contents one query asks for: one point.
const blobsInQuery = 25

// contentsReply has a field for each alias, so it is decoded by hand.
type contentsReply struct {
	reply
	Node map[string]json.RawMessage
}

type wireBlob struct {
	OID         string
	Text        *string
	IsTruncated bool
}

// Contents hands over the contents of blobs. What is no text, or larger than
// GitHub shows, is left out.
func (f *Files) Contents(ctx context.Context, blobs []string, take func(blob string, contents []byte) error) error {
	for rest, size := blobs, blobsInQuery; len(rest) > 0; {
		var data contentsReply
		size = min(size, len(rest))
		err := f.source.client.halving("Contents", &size, floorIDs, func(n int) error {
			variables := map[string]any{"id": f.head.ID}
			for i, blob := range rest[:n] {
				variables[fmt.Sprintf("oid%d", i)] = blob
			}
			data = contentsReply{}
			_, err := f.source.client.ask(ctx, "Contents", f.source.client.documents.contents(n), variables, &data)
			return err
		})
		if err != nil {
			return err
		}
		for _, raw := range data.Node {
			var blob wireBlob
			if err := json.Unmarshal(raw, &blob); err != nil || blob.Text == nil || blob.IsTruncated {
				continue // null, binary or cut: the caller sees that it did not come
			}
			if err := take(blob.OID, []byte(*blob.Text)); err != nil {
				return err
			}
		}
		rest = rest[size:]
	}
	return nil
}

// contents is the query for n blobs of one repository.
func (d documents) contents(n int) string {
	var variables, fields strings.Builder
	for i := range n {
		fmt.Fprintf(&variables, ", $oid%d: GitObjectID!", i)
		fmt.Fprintf(&fields, "      b%d: object(oid: $oid%d) { ... on Blob { oid text isTruncated } }\n", i, i)
	}
	return d.complete(fmt.Sprintf("query Contents($id: ID!%s) {\n  rateLimit { ...Limits }\n  node(id: $id) {\n    ... on Repository {\n%s    }\n  }\n}",
		&variables, &fields))
}
