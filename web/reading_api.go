package web

import "github.com/govaudit/govaudit/access"

// readingAPIRoutes answer as JSON what the reading pages show, to whom they show it.
func (s *Server) readingAPIRoutes() []route {
	run, at := param{"run", "只看这次检查；不写则为最近一次"}, param{"page", "第几页，每页 50 项"}
	return []route{
		{pattern: "GET /api/v1/overview", action: access.Browse, handle: s.overviewJSON,
			doc: &operation{Summary: "各网站现在的得分、名次和变化，以及历次检查的走势", Response: "overview", Query: []param{{"pack", "规则包"}, {"level", "只要这一层级"}, {"state", "audited partial unreachable"},
				{"grade", "只要这一等级"}, {"move", "up down new gone alert veto"}, {"q", "名称、部门、网址或网站标识码"}, {"sort", "points open change new fail name；不写按名次"}, at}}},
		{pattern: "GET /api/v1/sites/{site}", action: access.Browse, handle: s.siteJSON, example: "/api/v1/sites/jiangzhou",
			doc: &operation{Summary: "一个网站的得分构成、先改哪些、栏目、将到期事项、历次得分和判定摘要", Response: "site-page",
				Query: []param{run, {"outcome", "只要这种结果的判定：pass fail review unknown exempt"}, {"check", "只要这种检查的判定"}, {"q", "判定的名称、编号或条款"}, at}}},
		{pattern: "GET /api/v1/sites/{site}/mend", action: access.Browse, handle: s.mendJSON, example: "/api/v1/sites/jiangzhou/mend?d=national/annual-report",
			doc: &operation{Summary: "试算：改好所选问题以后的得分", Response: "mend", Query: []param{run, {"pack", "规则包"}, {"d", "改好的规则或问题，写其 value，可多个"}}}},
		{pattern: "GET /api/v1/sites/{site}/findings/{pack}/{rule}", action: access.Browse, handle: s.findingJSON, example: "/api/v1/sites/jiangzhou/findings/national/annual-report",
			doc: &operation{Summary: "一项判定：依据、问题、证据、日期、人工决定、整改事项和历次结果", Response: "finding-page", Query: []param{run, at}}},
		{pattern: "GET /api/v1/rules", action: access.Browse, handle: s.packsJSON, doc: &operation{Summary: "规则包", Response: "packs"}},
		{pattern: "GET /api/v1/rules/{pack}", action: access.Browse, handle: s.packJSON, example: "/api/v1/rules/national",
			doc: &operation{Summary: "一个规则包及其规则", Response: "pack", Query: []param{{"q", "规则的名称、编号或条款"}, {"way", "只要这样判定的"}, at}}},
		{pattern: "GET /api/v1/rules/{pack}/{rule}", action: access.Browse, handle: s.ruleJSON, example: "/api/v1/rules/national/annual-report",
			doc: &operation{Summary: "一条规则，以及各网站的结果", Response: "rule", Query: []param{{"outcome", "只要这种结果的网站"}, {"level", "只要这一层级的网站"}, at}}},
		{pattern: "GET /api/v1/clauses", action: access.Browse, handle: s.documentsJSON, doc: &operation{Summary: "规则所依据的文件", Response: "documents"}},
		{pattern: "GET /api/v1/clauses/{slug}", action: access.Browse, handle: s.documentJSON, example: "/api/v1/clauses/%E6%9D%A1%E4%BE%8B",
			doc: &operation{Summary: "一份文件的条款，以及涉及它的规则和各网站的结果", Response: "law", Query: []param{at}}},
	}
}
