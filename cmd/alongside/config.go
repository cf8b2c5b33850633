package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"alongside/handlers/jobs"
	"alongside/models"
	"alongside/models/workday"
)

// settings are what every command needs to reach the portal's data, as they were given.
type settings struct {
	DatabaseURL   string `env:"DATABASE_URL" placeholder:"URL" help:"PostgreSQL 15 or newer. Empty: a private one in the data folder."`
	DataDir       string `env:"DATA_DIR" default:"./var" help:"Private database, files, secret key."`
	SecretKey     string `env:"SECRET_KEY" placeholder:"TEXT" help:"At least 32 characters; the same on every node. Empty: read from the file."`
	SecretKeyFile string `env:"SECRET_KEY_FILE" placeholder:"FILE" help:"Holds the secret key. Empty: secret.key in the data folder, made when absent."`
	TimeZone      string `env:"TIME_ZONE" default:"Europe/London" help:"The company's time zone."`
	Holidays      string `env:"HOLIDAYS" default:"gb" help:"The country whose public holidays are no working days."`
	LogFormat     string `env:"LOG_FORMAT" default:"text" help:"Form of the log."`
}

// badConfig is everything that is wrong with what was asked, in one message.
type badConfig struct{ problems []string }

func (b *badConfig) Error() string {
	return "wrong settings:\n  " + strings.Join(b.problems, "\n  ")
}

func (b *badConfig) add(name, format string, args ...any) {
	b.problems = append(b.problems, name+": "+fmt.Sprintf(format, args...))
}

func (b *badConfig) orNil() error {
	if len(b.problems) == 0 {
		return nil
	}
	return b
}

// check reads the settings into the models' configuration and notes what is wrong with them. It touches nothing but
// the file with the secret key, which it makes when nothing is wrong so far.
func (s *settings) check(bad *badConfig) models.Config {
	cfg := models.Config{DatabaseURL: s.DatabaseURL, FilesDir: filepath.Join(s.DataDir, "files"), Holidays: s.Holidays}
	if s.DatabaseURL != "" {
		if _, err := pgxpool.ParseConfig(s.DatabaseURL); err != nil { // its text has no password
			bad.add("DATABASE_URL", "%v", err)
		}
	}
	if s.DataDir == "" {
		bad.add("DATA_DIR", "empty, want a folder")
	}
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil || s.TimeZone == "" || s.TimeZone == "Local" {
		bad.add("TIME_ZONE", "unknown time zone %q, want a name like Europe/London", s.TimeZone)
	}
	cfg.Zone = zone
	if countries := workday.Countries(); s.Holidays != "" && !slices.Contains(countries, s.Holidays) {
		bad.add("HOLIDAYS", "got %q, want one of %s, or nothing for none", s.Holidays, strings.Join(countries, " "))
	}
	if s.LogFormat != "text" && s.LogFormat != "json" {
		bad.add("LOG_FORMAT", "got %q, want text or json", s.LogFormat)
	}
	cfg.SecretKey = s.secretKey(bad)
	return cfg
}

func (s *settings) secretKey(bad *badConfig) []byte {
	if s.SecretKey != "" && s.SecretKeyFile != "" {
		bad.add("SECRET_KEY", "given together with SECRET_KEY_FILE, want one of them")
		return nil
	}
	name, key := "SECRET_KEY", []byte(s.SecretKey)
	if s.SecretKey == "" {
		name = "SECRET_KEY_FILE"
		file, read := s.SecretKeyFile, os.ReadFile
		if file == "" {
			if bad.orNil() != nil {
				return nil
			}
			file, read = filepath.Join(s.DataDir, "secret.key"), readOrMakeKey
		}
		var err error
		if key, err = read(file); err != nil {
			bad.add(name, "%v", err)
			return nil
		}
	}
	key = []byte(strings.TrimSpace(string(key)))
	if len(key) < 32 {
		bad.add(name, "the key has %d characters, want at least 32", len(key))
	}
	return key
}

func (s *settings) logger(streams streams) *slog.Logger {
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(streams.err, nil))
	}
	return slog.New(slog.NewTextHandler(streams.err, nil))
}

// checkAddress notes a problem unless text is HOST:PORT; the host may be empty.
func checkAddress(bad *badConfig, name, text string) {
	_, port, err := net.SplitHostPort(text)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		bad.add(name, "got %q, want HOST:PORT like 127.0.0.1:8080", text)
	}
}

// checkProxies reads networks, or single addresses, of reverse proxies.
func checkProxies(bad *badConfig, texts []string) []netip.Prefix {
	var proxies []netip.Prefix
	for _, text := range texts {
		text = strings.TrimSpace(text)
		prefix, err := netip.ParsePrefix(text)
		if address, addressErr := netip.ParseAddr(text); addressErr == nil {
			prefix, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			bad.add("TRUSTED_PROXIES", "got %q, want an address like 10.0.0.7 or a network like 10.0.0.0/24", text)
			continue
		}
		proxies = append(proxies, prefix)
	}
	return proxies
}

// checkBaseURL reads the address that readers see, with nothing after the host. nil stands for an empty text.
func checkBaseURL(bad *badConfig, text string) *url.URL {
	if text == "" {
		return nil
	}
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" ||
		u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		bad.add("BASE_URL", "got %q, want http(s)://HOST or http(s)://HOST:PORT", text)
		return nil
	}
	return u
}

// checkMail reads which mail server to use, and as whom; nil stands for none. It never shows the server's password.
func checkMail(bad *badConfig, server, from string) *jobs.MailServer {
	sender, err := mail.ParseAddress(from)
	switch {
	case from == "" && server == "":
		return nil
	case err != nil:
		bad.add("MAIL_FROM", "got %q, want the address that mail comes from, like Alongside <alongside@example.com>", from)
		sender = &mail.Address{}
	}
	if server == "" {
		return nil
	}
	s, err := jobs.ParseMailServer(server, *sender)
	if err != nil {
		bad.add("SMTP_URL", "%v", err)
	}
	return s
}
