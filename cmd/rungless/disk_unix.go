//go:build unix

package main

import "golang.org/x/sys/unix"

// freeBytes is the room that an ordinary user has left on the disk of a folder.
func freeBytes(folder string) (uint64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return 0, err
	}
	return stat.Bavail * uint64(stat.Bsize), nil //nolint:gosec // a block has no negative size
}
