package handlers

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views"
)

// reportFilter reads what a report is asked for; days given without a period are the period.
func reportFilter(q url.Values) requests.ReportFilter {
	f := requests.ReportFilter{
		Period: requests.Period(q.Get("period")), From: day(q, "from"), To: day(q, "to"),
		Type: q.Get("type"), AskedBy: side(q, "asked_by"), StagesOf: q.Get("stages"),
	}
	if f.Period == "" && !f.From.IsZero() {
		f.Period = requests.PeriodDates
	}
	return f
}

func (s *server) showReport(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	report, err := s.portal.Requests.Report(r.Context(), reportFilter(r.URL.Query()))
	if err != nil {
		return err
	}
	tabs, err := s.portal.Requests.Tabs(r.Context(), actor)
	if err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Request report", "requests")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.ReportPage(p, views.Report{Report: report, Tabs: tabs}))
}

func (s *server) exportReport(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	report, err := s.portal.Requests.Report(r.Context(), reportFilter(r.URL.Query()))
	if err != nil {
		return err
	}
	clock := views.Page{Viewer: viewer(actor), Now: report.Now}.Clock()
	var body bytes.Buffer
	if err := (views.Report{Report: report}).WriteCSV(&body, clock); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="request-report-`+report.From.String()+`-to-`+report.To.String()+`.csv"`)
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	_, _ = w.Write(body.Bytes()) // a reader who went away is no error
	return nil
}

func day(q url.Values, name string) workday.Date {
	d, _ := workday.ParseDate(q.Get(name)) // no day at all when it is none
	return d
}

func side(q url.Values, name string) people.Side {
	if s := people.Side(q.Get(name)); s == people.Sales || s == people.Marketing {
		return s
	}
	return ""
}
