// Package backtest asks of public histories whether the growth model's ideas
// foretell what they claim to: who is trusted with a directory, who stays after a
// first touch, where a sustained move goes. It is for those who work on the model,
// offline; no page and no profile imports it (docs/adr/0010-the-back-test.md).
//
// Start at [History.Trust], [Staying] and [Destination]. A back-test asks many
// questions that history has answered. At each it shows scorers only what was known
// before a cut, one day or thirty before the answer, and looks where each of them
// puts the true candidate:
//
//   - history.go and acts.go are what is loaded from a store: who changed which
//     paths when; identity.go says which addresses are one person's.
//   - trust*.go, staying.go and destination.go ask one sort of question each. A case
//     holds what every scorer said of every candidate, so that others can recompute
//     the figures.
//   - ranking.go and interval.go measure a scorer's answers, report.go prints them;
//     logistic.go fits the model of staying anew.
package backtest
