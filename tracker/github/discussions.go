package github

import "context"

type discussionReply struct {
	reply
	Node *struct {
		Comments *connection[wireDiscussionComment]
	}
}

type repliesReply struct {
	reply
	Node *struct {
		Replies *connection[wireDiscussionComment]
	}
}

// completeDiscussion reads a discussion's comments to their end, and then the
// replies to each.
func (r *run) completeDiscussion(ctx context.Context, w *wireDiscussion) error {
	err := further(ctx, r, "DiscussionComments", w.ID, w.Comments.PageInfo, func(data *discussionReply) (pageInfo, bool) {
		if data.Node == nil || data.Node.Comments == nil {
			return pageInfo{}, false
		}
		w.Comments.Nodes = append(w.Comments.Nodes, data.Node.Comments.Nodes...)
		return data.Node.Comments.PageInfo, true
	}, func() *discussionReply { return &discussionReply{} })
	for i := range w.Comments.Nodes {
		if comment := &w.Comments.Nodes[i].value; err == nil && comment.Replies != nil {
			err = r.completeReplies(ctx, comment)
		}
	}
	return err
}

func (r *run) completeReplies(ctx context.Context, w *wireDiscussionComment) error {
	return further(ctx, r, "DiscussionReplies", w.ID, w.Replies.PageInfo, func(data *repliesReply) (pageInfo, bool) {
		if data.Node == nil || data.Node.Replies == nil {
			return pageInfo{}, false
		}
		w.Replies.Nodes = append(w.Replies.Nodes, data.Node.Replies.Nodes...)
		return data.Node.Replies.PageInfo, true
	}, func() *repliesReply { return &repliesReply{} })
}
