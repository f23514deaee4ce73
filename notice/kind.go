package notice

// Kind is what is told of something.
type Kind string

// The kinds, the most pressing first.
const (
	Overdue  Kind = "overdue"  // its last day has passed
	Reopened Kind = "reopened" // it was mended, or said to be, and is there again
	New      Kind = "new"      // the department was notified of it
	DueSoon  Kind = "due_soon" // its last day is near
	Lapsing  Kind = "lapsing"  // it is exempt, but not for long
	Ahead    Kind = "ahead"    // it will be a defect if nothing changes
	Verified Kind = "verified" // it was observed to be mended
	Closed   Kind = "closed"   // there is nothing to mend any more: exempt, false alarm, not asked for
)

// Kinds returns all kinds, the most pressing first.
func Kinds() []Kind {
	return []Kind{Overdue, Reopened, New, DueSoon, Lapsing, Ahead, Verified, Closed}
}

// subjectOrder is the order in which a subject counts them.
var subjectOrder = []Kind{New, Overdue, Reopened, DueSoon, Lapsing, Verified, Closed, Ahead}

// Word is the kind as people read it.
func (k Kind) Word() string {
	switch k {
	case Overdue:
		return "逾期"
	case Reopened:
		return "重新整改"
	case New:
		return "新增"
	case DueSoon:
		return "即将到期"
	case Lapsing:
		return "豁免将到期"
	case Ahead:
		return "预警"
	case Verified:
		return "已销号"
	case Closed:
		return "其他办结"
	}
	return string(k)
}

// about is what the department is to do about it.
func (k Kind) about() string {
	switch k {
	case Overdue:
		return "整改期限已过，请立即整改并答复"
	case Reopened:
		return "曾经改好或答复过，又看到问题，请再次整改"
	case New:
		return "请在期限内整改，并答复整改措施和能看到结果的网页"
	case DueSoon:
		return "期限临近，请抓紧整改并答复"
	case Lapsing:
		return "豁免到期后恢复整改；仍需豁免的，请提前说明"
	case Ahead:
		return "现在没有问题；如果网站没有变化，到所写的日期就会成为问题"
	case Verified:
		return "经复查已经改好，不用再处理"
	case Closed:
		return "不用再处理"
	}
	return ""
}
