// Package growth turns facts into a picture of one person's growth: depth in each
// domain, scope, initiatives and the acts behind them. It is pure: records, window
// and now are arguments, and the same arguments give the same answer, whatever
// their order and however often a record is given.
//
// Start at [Measure], which takes an [Input] and gives a [Profile]. Each measure
// stands in one file with its test and is defined in metrics.yaml, from which
// docs/metrics.md is made: what it asks, how it is computed, what it cannot say.
//
//   - record.go joins and indexes the records; account.go decides who is who.
//   - validation.go says who validated what. No bot, agent or own account does.
//   - act.go finds what the person did in each thread, at most one act a thread.
//   - portion.go weighs an act by written lines and gathers days of work;
//     stretches.go takes six weeks of them as one for depth, units.go seven days as
//     one entry of a list, so that splitting gains little.
//   - depth.go, validators.go, surface.go and words.go are depth; homes.go says where
//     the person is at home.
//   - collaborators.go, external_reviews.go, reviews_asked.go, debt.go and
//     invitations.go are scope.
//   - practice.go, initiatives.go and outcomes.go are what was done and what came of it.
//   - hours.go stands apart: it is computed for the person's own eyes, on view.
//   - metrics.go reads the definitions; measured.go is the form of every answer.
//
// A [Version] holds every parameter, so that growth/1 stays computable when growth/2
// comes.
//
// # What is not here
//
// Nothing reduces a person to one figure or puts people in an order by one, and
// nothing is added up over domains; a test reads this package's exported names and
// types for it. A figure that cannot be had is a [Status] with its reason, never a
// zero.
package growth
