package evidence

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// network writes the raw records of what was seen of the site's hosts.
func (s *siteWriter) network(ctx context.Context, src *Site) error {
	for _, h := range src.Meta.Hosts {
		if h.Record == "" {
			continue
		}
		body, err := src.Body(ctx, h.Record)
		if err != nil {
			return fmt.Errorf("record of host %s: %w", h.Name, err)
		}
		r := &record{kind: typeResource, target: address("urn:govaudit:network:" + h.Name), date: h.Checked, mime: mimeJSON,
			body: body, payload: sumOf(body), seed: h.Name}
		id, err := s.w.write(r)
		if err != nil {
			return err
		}
		var b fieldBlock
		if err := b.quotes(s.quoted.record(h.Record)); err != nil {
			return err
		}
		if b.Len() == 0 {
			continue
		}
		m := &record{kind: typeMetadata, target: r.target, date: h.Checked, mime: mimeFields, body: b.Bytes(), seed: h.Name}
		m.add("WARC-Refers-To", "<"+id+">")
		if _, err := s.w.write(m); err != nil {
			return err
		}
	}
	return nil
}

// about writes what is known of the site's crawl and run as one document.
func (s *siteWriter) about(kind string, at time.Time, doc any) error {
	body, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("describe %s: %w", kind, err)
	}
	_, err = s.w.write(&record{kind: typeResource, target: "urn:govaudit:" + kind, date: at, mime: mimeJSON, body: body, payload: sumOf(body), seed: s.w.site})
	return err
}

// shots writes the pictures of the site's pages.
func (s *siteWriter) shots(ctx context.Context, src *Site) error {
	if src.Shots == nil {
		return nil
	}
	for shot, err := range src.Shots(ctx) {
		if err != nil {
			return fmt.Errorf("read pictures: %w", err)
		}
		if err := s.w.room(); err != nil {
			return err
		}
		r := &record{kind: typeResource, target: address("urn:fullPage:" + shot.URL), date: shot.At, mime: cmp.Or(oneLine(shot.Type), "image/png"),
			body: shot.Body, payload: sumOf(shot.Body), seed: shot.URL}
		if _, err := s.w.write(r); err != nil {
			return err
		}
	}
	return nil
}
