package tracker

import "strings"

// agentAddresses are the commit addresses that AI coding agents write in their
// Co-authored-by trailers and author fields, each from the tool's own
// documentation or its commits. A name decides nothing: a human who is called
// like an agent stays a human.
var agentAddresses = map[string]bool{
	"noreply@anthropic.com":                                        true,
	"175728472+copilot@users.noreply.github.com":                   true,
	"198982749+copilot@users.noreply.github.com":                   true,
	"noreply@aider.chat":                                           true,
	"cursoragent@cursor.com":                                       true,
	"158243242+devin-ai-integration[bot]@users.noreply.github.com": true,
	"161369871+google-labs-jules[bot]@users.noreply.github.com":    true,
	"openhands@all-hands.dev":                                      true,
	"noreply@openai.com":                                           true,
	"codex@openai.com":                                             true,
	"gemini-code-assist@google.com":                                true,
	"amazon-q-developer[bot]@users.noreply.github.com":             true,
}

// EmailKind tells whether a commit address is an AI agent's, a bot's or, as far
// as an address can say, a human's ([EmailAccount]).
func EmailKind(email string) AccountKind {
	email = strings.ToLower(email)
	switch {
	case agentAddresses[email]:
		return AgentAccount
	case strings.HasSuffix(email, "[bot]@users.noreply.github.com"):
		return BotAccount
	}
	return EmailAccount
}

// LoginKind tells a bot from a user where a source gives a login and no type.
// GitHub reserves the "[bot]" ending for apps.
func LoginKind(login string) AccountKind {
	if strings.HasSuffix(login, "[bot]") {
		return BotAccount
	}
	return UserAccount
}
