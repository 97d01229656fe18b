// Package chart draws typed data as SVG on the server. Its functions are pure:
// the same data gives the same bytes. Start with [Multiples].
//
// Each mark is a link to the evidence behind it, and the page shows a table with
// the same links: the table is the route for keyboards and screen readers, so
// marks are left out of the tab order. Colours come from the page's style sheet
// by class name; the drawing carries no style of its own, because the content
// security policy allows none.
package chart
