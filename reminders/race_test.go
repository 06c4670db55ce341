//go:build race

package reminders_test

// raced: the race detector makes everything several times slower, so the long tests run smaller worlds under it; CI runs them whole without it.
const raced = true
