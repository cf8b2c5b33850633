package handlers

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"alongside/models"
)

// metrics are what the web side tells Prometheus.
type metrics struct{ took *prometheus.HistogramVec }

func newMetrics(r prometheus.Registerer, portal *models.Portal) *metrics {
	m := &metrics{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "alongside_http_request_seconds", Help: "Time to answer, by route and status.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
	}, []string{"route", "status"})}
	if r == nil {
		return m
	}
	db := portal.Store
	gauge := func(name, help string, value func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	gauge("alongside_db_connections_in_use", "Connections of web requests in use.", func() float64 { return float64(db.Stats().AcquiredConns()) })
	gauge("alongside_db_connections_max", "Connections that web requests may use.", func() float64 { return float64(db.Stats().MaxConns()) })
	gauge("alongside_event_streams", "Pages that are told of changes.", func() float64 { return float64(portal.Live.Count()) })
	r.MustRegister(m.took, prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "alongside_db_statements_total", Help: "Statements sent to the database.",
	}, func() float64 { return float64(db.Queries()) }))
	return m
}

func (m *metrics) observe(route string, status int, took time.Duration) {
	m.took.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}
