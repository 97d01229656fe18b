package main

import (
	"os"

	"rungless/tracker"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newMan() *cobra.Command {
	return &cobra.Command{
		Use:     "man DIR",
		Short:   "Write the manual pages of every verb into a folder",
		Long:    `Write the manual pages of every verb into a folder, which is made where there is none. They belong into a man1 folder.`,
		Example: examples("rungless man ~/.local/share/man/man1", "rungless man man1 && man -l man1/rungless-sync.1"),
		Args:    args(1, 1, "the folder to write into"),
		RunE:    func(c *cobra.Command, given []string) error { return writeManual(c.Root(), given[0]) },
	}
}

func writeManual(root *cobra.Command, folder string) error {
	err := os.MkdirAll(folder, 0o755) //nolint:gosec // manuals are for everybody
	if err == nil {
		withoutTag(root)
		err = doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "rungless " + version, Manual: "rungless"}, folder)
	}
	if err != nil {
		return tracker.Errorf(tracker.Unavailable, "cmd.man", "the manual pages cannot be written into %s: %v", folder, cause(err)).
			Because(err).WithHint("name a folder that you may write into")
	}
	return nil
}

// withoutTag leaves out cobra's line on how and when a page was made.
func withoutTag(c *cobra.Command) {
	c.DisableAutoGenTag = true
	for _, verb := range c.Commands() {
		withoutTag(verb)
	}
}
