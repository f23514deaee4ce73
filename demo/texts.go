package demo

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

var numerals = []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"}

// duties of an act, one per article. {T} is its topic.
var duties = []string{
	"{T}工作坚持政府主导、部门协同、社会参与的原则，实行属地管理、分级负责。",
	"主管部门负责{T}的组织协调和日常指导，财政、审计等部门在各自职责范围内做好相关工作。",
	"从事{T}的单位应当建立台账，如实记录时间、地点、数量和责任人，台账保存时间不少于两年。",
	"{T}所需经费列入年度预算，专款专用，任何单位和个人不得截留、挪用。",
	"发现{T}过程中存在安全隐患的，应当立即停止作业，设置警示标志，并在一日内报告主管部门。",
	"主管部门每半年对{T}情况检查一次，检查结果在部门范围内反馈，对问题突出的单位约谈负责人。",
	"鼓励居民委员会、村民委员会和行业协会参与{T}，对提出合理建议的给予奖励。",
	"违反本办法，拒不改正的，由主管部门依照有关法律、法规处理；构成犯罪的，依法追究刑事责任。",
	"工作人员在{T}中玩忽职守、滥用职权的，依法给予处分。",
}

// act writes the articles of a normative document: topic, n (articles), kind (what it
// calls itself), from (day of force), term (years or "until a date").
func (s *portal) act(b *strings.Builder, args map[string]string) {
	topic, kind := args["topic"], cmp.Or(args["kind"], "办法")
	n, err := strconv.Atoi(cmp.Or(args["n"], "7"))
	if err != nil || n > len(duties) {
		n = len(duties)
	}
	s.paragraph(b, "第一条　为规范"+topic+"，维护群众合法权益，结合"+s.set["place"]+"实际，制定本"+kind+"。")
	for i := range n {
		s.paragraph(b, "第"+numerals[i+2]+"条　"+strings.ReplaceAll(duties[i], "{T}", topic))
	}
	last := "本" + kind + "自" + cmp.Or(args["from"], "印发之日") + "起施行"
	if t := args["term"]; t != "" {
		last += "，有效期" + t
	}
	s.paragraph(b, "第"+numerals[n+2]+"条　"+last+"。")
}

// explain writes an interpretation with the elements asked for.
func (s *portal) explain(b *strings.Builder, args map[string]string) {
	topic := args["topic"]
	for _, line := range []string{
		"一、起草背景",
		fmt.Sprintf("近年来，%s%s需求增长较快，原有做法已经不能适应新的形势，群众在办理中反映手续多、标准不一。为解决这些问题，主管部门在调研基础上组织起草了本文件。", s.set["place"], topic),
		"二、目的意义",
		fmt.Sprintf("文件旨在统一%s的标准和流程，让办事的人少跑路、干事的单位有依据，进一步提升服务水平。", topic),
		"三、主要内容",
		fmt.Sprintf("一是讲清楚谁来管，明确了%s由哪个部门牵头、哪些部门配合；二是讲清楚怎么办，把需要准备的材料减到三项；三是讲清楚钱从哪里来、用到哪里去；四是讲清楚不按要求办会怎么样。", topic),
		"四、下一步工作",
		"主管部门将组织宣讲，在政务服务大厅设咨询窗口，收集执行中的意见。",
	} {
		s.paragraph(b, line)
	}
}

// standing writes a text every site has.
func (s *portal) standing(b *strings.Builder, kind string) error {
	name, place := s.target.Name, s.set["place"]
	texts := map[string][]string{
		"guide": {"为了更好地提供政府信息公开服务，" + name + "编制本指南，需要获得政府信息的公民、法人和其他组织可以参阅。",
			"一、信息分类和编排体系", "本机关主动公开的信息按机构职能、政策文件、规划统计、财政资金、重点领域分类，按发布时间由近及远编排。",
			"二、获取方式", "主动公开的信息在网站公开，也可以在档案馆、图书馆查阅。",
			"三、公开工作机构", "名称：" + name + "政务公开办公室；办公地址：" + place + "人民路1号；办公时间：工作日8:30—12:00，14:00—17:30；联系电话：0000-1234567；传真号码：0000-1234568；电子邮箱：zwgk@" + s.zone,
			"四、依申请公开", "公民、法人和其他组织可以当面、邮寄或者通过网站提交申请，本机关自收到申请之日起20个工作日内答复。"},
		"institution": {"主要职责：贯彻执行国家和上级的方针政策，负责本地区有关工作的组织实施，承办上级交办的其他事项。",
			"内设机构：办公室、综合科、业务一科、业务二科。", "办公地址：" + place + "人民路1号", "办公时间：工作日8:30—12:00，14:00—17:30", "联系电话：0000-1234567", "负责人：张明"},
		"leader": {"张明，主要负责人，主持全面工作。", "李华，分管财政、审计、统计等方面的工作。", "陈静，分管教育、卫生健康、民政等方面的工作。", "刘洋，分管交通、水利、农业农村等方面的工作。"},
		"apply": {"公民、法人和其他组织可以向本机关申请获取政府信息。", "申请方式：当面申请、邮寄申请、网上申请。申请应当写明姓名或者名称、身份证明、联系方式，所需信息的名称、文号或者特征，以及获取信息的方式。",
			"答复期限：自收到申请之日起20个工作日内答复；需要延长的，经负责人同意并告知申请人，延长最长不超过20个工作日。", "受理机构：" + name + "政务公开办公室，电话0000-1234567。"},
		"catalogue": {"本目录列明本机关主动公开的政府信息的索引、名称、内容概述和生成日期，按类别编排，随时更新。", "机构职能类；规划计划类；政策文件类；财政资金类；重点领域类；其他类。"},
		"fair":      {"办理条件：年满十六周岁的居民。所需材料：身份证、申请表。办理流程：窗口提交材料，当场审核，当场办结。办理地点：政务服务大厅三楼。"},
	}
	lines, ok := texts[kind]
	if !ok {
		return fmt.Errorf("no standing text %s", kind)
	}
	for _, l := range lines {
		s.paragraph(b, l)
	}
	return nil
}
