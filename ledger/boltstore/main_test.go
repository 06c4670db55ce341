package boltstore

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// childVar makes the test binary another process of the test instead: it names what to do.
const childVar = "BOLTSTORE_TEST_CHILD"

var update = flag.Bool("update", false, "write the database of the present version into testdata")

// children are what another process can do.
var children = map[string]func(file string) error{"commit": commitForever}

func TestMain(m *testing.M) {
	run, ok := children[os.Getenv(childVar)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := run(os.Getenv(childVar + "_FILE")); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}
