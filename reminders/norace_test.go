//go:build !race

package reminders_test

const raced = false
