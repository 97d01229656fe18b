package names

import (
	"slices"
	"strings"
)

// isShortOf is whether a given name is a short form of another: its start, as "Max" of
// "Maximilian", or one of those that are known.
func isShortOf(short, long string) bool {
	if len(short) >= 3 && len(long) >= len(short)+2 && strings.HasPrefix(long, short) {
		return true
	}
	return slices.Contains(strings.Fields(shortForms[long]), short)
}

// shortForms lists short forms that do not start the name they stand for.
var shortForms = map[string]string{
	"aleksandr": "sasha", "alexander": "alec sandy sasha", "alexandra": "sasha", "andrew": "andy drew", "anthony": "tony",
	"charles": "charlie chuck", "christopher": "kit", "daniel": "danny", "david": "dave", "edward": "ed eddie ted ned",
	"edmond": "ed", "elizabeth": "beth betty liz lisa", "eugene": "evgenii evgeny gene", "francisco": "paco pancho",
	"henry": "hank harry", "ignacio": "nacho", "jacob": "jake", "james": "jim jimmy", "jennifer": "jenny", "john": "jack johnny",
	"jose": "pepe", "joseph": "joe", "katherine": "kate kathy", "lawrence": "larry", "leonard": "lenny", "margaret": "maggie meg peggy",
	"michael": "mike", "mikhail": "mike misha", "nicholas": "nick nicky", "nikolai": "kolya nick", "patricia": "patty trish",
	"peter": "pete", "raphael": "rafi", "rebecca": "becky", "richard": "dick rick rich", "robert": "bob bobby rob robby",
	"rolando": "roli", "stephen": "steve", "steven": "steve", "susan": "sue", "theodore": "ted", "thomas": "tom tommy",
	"timothy": "tim", "vladimir": "vlad vova", "william": "bill billy liam",
}
