package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"alongside/handlers"
	"alongside/handlers/jobs"
	"alongside/models"
	"alongside/models/demo"
)

type serveCmd struct {
	settings
	Listen         string   `env:"LISTEN" default:"127.0.0.1:8080" help:"Where the portal listens."`
	BaseURL        string   `env:"BASE_URL" placeholder:"URL" help:"Address that readers see. Empty: made from where it listens."`
	TrustedProxies []string `env:"TRUSTED_PROXIES" placeholder:"CIDR,..." help:"Reverse proxies whose X-Forwarded-For is believed. Empty: none."`
	SMTPURL        string   `name:"smtp-url" env:"SMTP_URL" placeholder:"URL" help:"Mail server: smtp://HOST:PORT or smtps://USER:PASSWORD@HOST:PORT. Empty: mails are kept and shown to administrators."`
	MailFrom       string   `env:"MAIL_FROM" placeholder:"ADDRESS" help:"Address that mail comes from."`
	Company        string   `env:"COMPANY" placeholder:"NAME" help:"Name of the company, shown on every page."`
	MetricsListen  string   `env:"METRICS_LISTEN" placeholder:"HOST:PORT" help:"Where Prometheus metrics and pprof are served. Empty: nowhere."`
	Demo           bool     `env:"DEMO" help:"Fill an empty private database with the demo story."`
}

// config is what run needs, checked.
type config struct {
	settings
	models  models.Config
	listen  string
	baseURL *url.URL // nil: made from where it listens
	company string
	mail    *jobs.MailServer // nil: mails are kept
	proxies []netip.Prefix
	metrics string // empty: off
	demo    bool
}

func (c *serveCmd) config(s streams) (config, error) {
	bad := &badConfig{}
	checkAddress(bad, "LISTEN", c.Listen)
	if c.MetricsListen != "" {
		checkAddress(bad, "METRICS_LISTEN", c.MetricsListen)
	}
	if c.Demo && c.DatabaseURL != "" {
		bad.add("DEMO", "fills a private database only; for the one of DATABASE_URL there is: alongside seed --demo")
	}
	cfg := config{settings: c.settings, listen: c.Listen, metrics: c.MetricsListen, company: c.Company, demo: c.Demo}
	cfg.baseURL = checkBaseURL(bad, c.BaseURL)
	cfg.proxies = checkProxies(bad, c.TrustedProxies)
	cfg.mail = checkMail(bad, c.SMTPURL, c.MailFrom)
	if cfg.company == "" {
		cfg.company = "Our company"
		if c.Demo {
			cfg.company = "Meridian Freight"
		}
	}
	cfg.models = c.check(bad)
	cfg.models.Log = c.logger(s)
	return cfg, bad.orNil()
}

func (c *serveCmd) Run(ctx context.Context, s streams) error {
	cfg, err := c.config(s)
	if err != nil {
		return err
	}
	tune()
	return run(ctx, cfg, s.out)
}

// graceful is how long requests and jobs may take to end once the program is asked to; with the 4 seconds of the
// private PostgreSQL it stays below the 15 after which service managers lose patience.
const graceful = 10 * time.Second

// run serves until ctx ends, then ends what is under way and returns nil; or it returns what broke.
func run(asked context.Context, cfg config, stdout io.Writer) (err error) {
	ctx, fail := context.WithCancelCause(asked)
	defer fail(nil)
	log := cfg.models.Log

	listener, err := net.Listen("tcp", cfg.listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	if cfg.baseURL == nil {
		cfg.baseURL = addressOf(listener)
	}

	db, err := openDatabase(ctx, cfg.settings, log)
	if asked.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop()) }()
	cfg.models.DatabaseURL = db.url

	portal, err := models.Open(cfg.models)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, portal.Close()) }()

	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	handler, err := handlers.New(portal, handlers.Config{
		BaseURL: cfg.baseURL, Company: cfg.company, Log: log, Metrics: registry, TrustedProxies: cfg.proxies,
		SendsMail: cfg.mail != nil, Ending: ctx.Done(),
	})
	if err != nil {
		return err
	}
	stopMetrics, err := serveMetrics(cfg.metrics, registry, log, fail)
	if err != nil {
		return err
	}
	defer stopMetrics()

	gate := &gate{next: handler}
	server := newServer(gate, log)
	go func() { fail(server.Serve(listener)) }()
	log.Info("listening", "address", listener.Addr().String())
	go func() {
		select {
		case <-db.ended():
			fail(errors.New("the private PostgreSQL ended by itself"))
		case <-ctx.Done():
		}
	}()

	stopJobs, err := open(ctx, portal, cfg, gate, stdout)
	if err == nil {
		<-ctx.Done()
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if asked.Err() != nil {
		err = nil
	}
	log.Info("stopping")
	end(server, stopJobs, log)
	return err
}

// open waits for the database, brings it up to date, starts the jobs and lets readers in.
func open(ctx context.Context, portal *models.Portal, cfg config, gate *gate, stdout io.Writer) (func(context.Context) error, error) {
	log := cfg.models.Log
	if err := migrate(ctx, portal, log); err != nil {
		return nil, err
	}
	if cfg.demo {
		started := time.Now()
		seeded, err := demo.Seed(ctx, cfg.models, started)
		if err != nil {
			return nil, fmt.Errorf("tell the demo story: %w", err)
		}
		if seeded {
			log.Info("demo story told", "took", time.Since(started).Round(time.Millisecond))
		}
	}
	stopJobs, err := jobs.Start(ctx, portal, jobs.Config{BaseURL: cfg.baseURL, Mail: cfg.mail, Log: log})
	if err != nil {
		return nil, fmt.Errorf("start jobs: %w", err)
	}
	gate.open.Store(true)
	fmt.Fprintf(stdout, "Alongside is ready: %s\n", cfg.baseURL)
	if cfg.demo {
		return stopJobs, printSignIns(stdout)
	}
	return stopJobs, nil
}

// migrate tries until it succeeds or ctx ends: a portal that starts before its database waits for it.
func migrate(ctx context.Context, portal *models.Portal, log *slog.Logger) error {
	for wait := 250 * time.Millisecond; ; wait = min(2*wait, 10*time.Second) {
		err := portal.Migrate(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		log.Warn("database not ready", "error", err, "next_try_in", wait)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// end lets requests and jobs come to their end at the same time.
func end(server *http.Server, stopJobs func(context.Context) error, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), graceful)
	defer cancel()
	var all sync.WaitGroup
	all.Go(func() {
		if err := server.Shutdown(ctx); err != nil {
			log.Warn("requests cut off", "error", errors.Join(err, server.Close()))
		}
	})
	if stopJobs != nil {
		all.Go(func() {
			if err := stopJobs(ctx); err != nil {
				log.Warn("jobs cut off; they run again later", "error", err)
			}
		})
	}
	all.Wait()
}
