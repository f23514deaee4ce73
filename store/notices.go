package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/govaudit/govaudit/notice"
)

// BeginNotice records that a notice is about to be sent and the facts that it tells,
// or gives [notice.ErrTold] where its audience was told of one of them by this channel.
func (s *Store) BeginNotice(ctx context.Context, n notice.Notice, keys []string) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO notices (id, channel, department, recipients, made, subject, content, state, ended, note)
			VALUES `+placeholders(1, 10), n.ID, string(n.Channel), clean(n.Audience.Department), clean(strings.Join(n.To, "\n")), micros(n.Made),
			clean(n.Subject), clean(n.Text), string(notice.Sending), nil, "")
		if err != nil {
			return err
		}
		for _, k := range keys {
			res, err := tx.ExecContext(ctx, "INSERT INTO notice_facts (channel, department, fact, notice) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
				string(n.Channel), clean(n.Audience.Department), clean(k), n.ID)
			if err := changed(res, err, k, notice.ErrTold); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record notice %s: %w", n.ID, err)
	}
	return nil
}

// EndNotice records what has become of a notice that was being sent. Of one that
// failed nothing has been told.
func (s *Store) EndNotice(ctx context.Context, id string, state notice.State, note string, at time.Time) error {
	return s.moveNotice(ctx, id, notice.Sending, state, note, at)
}

// SettleNotice records what a person says has become of a notice of which nobody knew:
// it was taken, or it was not and its matters are told again.
func (s *Store) SettleNotice(ctx context.Context, id string, taken bool, note string, at time.Time) error {
	state := notice.Dropped
	if taken {
		state = notice.Sent
	}
	return s.moveNotice(ctx, id, notice.Unknown, state, note, at)
}

func (s *Store) moveNotice(ctx context.Context, id string, from, to notice.State, note string, at time.Time) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, "UPDATE notices SET state = $1, note = $2, ended = $3 WHERE id = $4 AND state = $5",
			string(to), logged(note), micros(at), clean(id), string(from))
		if err := changed(res, err, id, notice.ErrNoNotice); err != nil {
			return err
		}
		if to == notice.Failed || to == notice.Dropped {
			_, err = tx.ExecContext(ctx, "DELETE FROM notice_facts WHERE notice = $1", clean(id))
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("record that notice %s is %s: %w", id, to, err)
	}
	return nil
}

// LoseNotices records of every notice that is being sent that its outcome is unknown,
// and returns them. Only who holds the sending of notices may say so: nobody else is
// sending them any more.
func (s *Store) LoseNotices(ctx context.Context, note string, at time.Time) ([]notice.Notice, error) {
	list, err := s.notices(ctx, "WHERE state = $1 ORDER BY id", string(notice.Sending))
	for i := range list {
		if err == nil {
			err = s.EndNotice(ctx, list[i].ID, notice.Unknown, note, at)
		}
		list[i].State, list[i].Note, list[i].Ended = notice.Unknown, note, at
	}
	if err != nil {
		return nil, fmt.Errorf("look for notices that were being sent: %w", err)
	}
	return list, nil
}

// Told returns those of the facts that an audience was told of by a channel, or is
// being told of.
func (s *Store) Told(ctx context.Context, by notice.Channel, to notice.Audience, keys []string) (map[string]bool, error) {
	told := map[string]bool{}
	for len(keys) > 0 {
		some := keys[:min(len(keys), mostAsked)]
		keys = keys[len(some):]
		args := []any{string(by), clean(to.Department)}
		list := ""
		for i, k := range some {
			list += fmt.Sprintf(", $%d", i+3)
			args = append(args, clean(k))
		}
		found, err := collect(ctx, s.read, scanText, "SELECT fact FROM notice_facts WHERE channel = $1 AND department = $2 AND fact IN ("+list[2:]+")", args...)
		if err != nil {
			return nil, fmt.Errorf("look up what was told: %w", err)
		}
		for _, k := range found {
			told[k] = true
		}
	}
	return told, nil
}

// mostAsked is how many facts are asked for at once.
const mostAsked = 500

// NoticeFilter says which notices are listed.
type NoticeFilter struct {
	State  notice.State // "": in all
	Before string       // only those older than the one with this id; "": from the newest on
	Most   int
}

// Notices lists notices, the newest first.
func (s *Store) Notices(ctx context.Context, f NoticeFilter) ([]notice.Notice, error) {
	list, err := s.notices(ctx, `WHERE ($1 = '' OR state = $1) AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`, string(f.State), clean(f.Before), f.Most)
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	return list, nil
}

// Notice returns a notice, or gives [notice.ErrNoNotice].
func (s *Store) Notice(ctx context.Context, id string) (notice.Notice, error) {
	list, err := s.notices(ctx, "WHERE id = $1", clean(id))
	if err == nil && len(list) == 0 {
		err = notice.ErrNoNotice
	}
	if err != nil {
		return notice.Notice{}, fmt.Errorf("read notice %s: %w", id, err)
	}
	return list[0], nil
}

func (s *Store) notices(ctx context.Context, where string, args ...any) ([]notice.Notice, error) {
	return collect(ctx, s.read, scanNotice, "SELECT id, channel, department, recipients, made, subject, content, state, ended, note FROM notices "+where, args...)
}

func scanNotice(rows *sql.Rows) (n notice.Notice, err error) {
	var made, ended *int64
	var to string
	err = rows.Scan(&n.ID, &n.Channel, &n.Audience.Department, &to, &made, &n.Subject, &n.Text, &n.State, &ended, &n.Note)
	n.Made, n.Ended, n.To = instant(made), instant(ended), strings.Split(to, "\n")
	return n, err
}

// NoticeRound returns up to when notices that fell due have been dealt with; the zero
// time where none ever did.
func (s *Store) NoticeRound(ctx context.Context) (time.Time, error) {
	var since *int64
	err := s.read.QueryRowContext(ctx, "SELECT since FROM notice_rounds WHERE id = 1").Scan(&since)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, fmt.Errorf("read when notices were sent: %w", err)
	}
	return instant(since), nil
}

// PutNoticeRound records that.
func (s *Store) PutNoticeRound(ctx context.Context, since time.Time) error {
	_, err := s.write.ExecContext(ctx, "INSERT INTO notice_rounds (id, since) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET since = excluded.since", micros(since))
	if err != nil {
		return fmt.Errorf("record when notices were sent: %w", err)
	}
	return nil
}
