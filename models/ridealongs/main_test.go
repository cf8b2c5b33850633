package ridealongs_test

import (
	"os"
	"testing"

	"alongside/models/modelstest"
)

func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }
