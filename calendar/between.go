package calendar

// Between counts the working days after from up to and including to: the day
// itself does not count, counting starts on the next (次日起算). It gives the
// least and the most there can be; they differ only where a day's year has no
// notice yet. Both are 0 where to is not after from, or either is no date.
func (c *Calendar) Between(from, to Day) (min, max int) {
	if from == 0 || to == 0 {
		return 0, 0
	}
	n := counter{calendar: c}
	for d := from + 1; d <= to; d++ {
		n.add(d)
	}
	return n.bounds()
}

// AddWorkdays returns the n-th working day after from: the earliest and the
// latest day it can be. They differ only where a day's year has no notice yet.
// Both are from where n is not positive, and 0 where from is no date.
func (c *Calendar) AddWorkdays(from Day, n int) (earliest, latest Day) {
	if n <= 0 || from == 0 {
		return from, from
	}
	count := counter{calendar: c}
	for d := from + 1; ; d++ {
		count.add(d)
		min, max := count.bounds()
		if earliest == 0 && max >= n {
			earliest = d
		}
		if min >= n {
			return earliest, d
		}
	}
}

// counter adds up days one after the other. Of the days no notice tells about
// it keeps a tally per season, because what can be moved in one is bounded.
type counter struct {
	calendar          *Calendar
	sure              int     // working days
	season            *season // the one the last unsure day lies in
	weekdays, weekend int     // unsure days in it so far
	less, more        int     // what the seasons before can take and give
}

func (n *counter) add(d Day) {
	working, known := n.calendar.Workday(d)
	if known {
		n.close()
		if working {
			n.sure++
		}
		return
	}
	if s := seasonOf(d); s != n.season {
		n.close()
		n.season = s
	}
	if working {
		n.sure++
		n.weekdays++
		return
	}
	n.weekend++
}

func (n *counter) close() {
	less, more := n.open()
	n.less, n.more = n.less+less, n.more+more
	n.season, n.weekdays, n.weekend = nil, 0, 0
}

func (n *counter) open() (less, more int) {
	if n.season == nil {
		return 0, 0
	}
	return min(n.weekdays, n.season.off), min(n.weekend, n.season.on)
}

func (n *counter) bounds() (least, most int) {
	less, more := n.open()
	return n.sure - n.less - less, n.sure + n.more + more
}

// season is a part of the year in which holidays fall or are made up for. A day
// outside every season is worked exactly when it is a day from Monday to Friday.
type season struct {
	from, to int // month*100 + day, both included
	off      int // days from Monday to Friday it can take at most
	on       int // weekend days it can make working days at most
}

// seasons holds, more generously than any notice from 2008 on, where the seven
// public holidays of 《全国年节及纪念日放假办法》 move days.
var seasons = [...]season{
	{101, 113, 5, 3},   // 元旦, with the end of December
	{114, 307, 7, 3},   // 春节
	{328, 413, 4, 3},   // 清明
	{420, 516, 5, 3},   // 劳动节
	{523, 703, 5, 3},   // 端午
	{903, 1016, 9, 5},  // 中秋, 国庆
	{1222, 1231, 5, 3}, // 元旦
}

func seasonOf(d Day) *season {
	_, m, dom := d.Date()
	at := int(m)*100 + dom
	for i := range seasons {
		if seasons[i].from <= at && at <= seasons[i].to {
			return &seasons[i]
		}
	}
	return nil
}
