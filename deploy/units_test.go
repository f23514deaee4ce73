package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestUnits has systemd read the units, with a program that is there in place of ours.
func TestUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	dir := t.TempDir()
	var units []string
	for _, name := range []string{"govaudit.service", "govaudit-backup.service", "govaudit-backup.timer"} {
		text, err := os.ReadFile(filepath.Join("systemd", name))
		if err != nil {
			t.Fatal(err)
		}
		unit := filepath.Join(dir, name)
		write(t, unit, []byte(strings.ReplaceAll(string(text), "/usr/local/bin/govaudit", "/bin/true")))
		units = append(units, unit)
	}
	out, err := exec.CommandContext(t.Context(), analyze, append([]string{"verify", "--man=no"}, units...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}

// TestComposeMountsWhatThereIs reads the compose file: what it mounts from this folder
// is there, or is what the operator is told to write.
func TestComposeMountsWhatThereIs(t *testing.T) {
	text, err := os.ReadFile("compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Services map[string]struct{ Volumes []string }
	}
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	mounted := 0
	for name, s := range doc.Services {
		for _, v := range s.Volumes {
			from, _, _ := strings.Cut(v, ":")
			if !strings.HasPrefix(from, "./") {
				continue
			}
			mounted++
			if _, err := os.Stat(from); err != nil && from != "./govaudit.yaml" {
				t.Errorf("%s mounts %s: %v", name, from, err)
			}
		}
	}
	if mounted != 4 {
		t.Errorf("%d folders and files are mounted, want 4: config, Prometheus, provisioning and dashboards", mounted)
	}
}
