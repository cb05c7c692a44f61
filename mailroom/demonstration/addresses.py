"""The made-up mail addresses of the packaged departments in the demonstration: all at example.cn, which nobody has."""

from __future__ import annotations

DOMAIN = "example.cn"
CALLER = "huifang@example.cn"  # calls back for the office

LOCAL_PARTS = {
    "荆河街道办事处": "jinghe",
    "龙泉街道办事处": "longquan",
    "北辛街道办事处": "beixin",
    "善南街道办事处": "shannan",
    "东沙河镇人民政府": "dongshahe",
    "洪绪镇人民政府": "hongxu",
    "南沙河镇人民政府": "nanshahe",
    "大坞镇人民政府": "dawu",
    "滨湖镇人民政府": "binhu",
    "级索镇人民政府": "jisuo",
    "西岗镇人民政府": "xigang",
    "姜屯镇人民政府": "jiangtun",
    "鲍沟镇人民政府": "baogou",
    "张汪镇人民政府": "zhangwang",
    "官桥镇人民政府": "guanqiao",
    "柴胡店镇人民政府": "chaihudian",
    "羊庄镇人民政府": "yangzhuang",
    "木石镇人民政府": "mushi",
    "界河镇人民政府": "jiehe",
    "龙阳镇人民政府": "longyang",
    "东郭镇人民政府": "dongguo",
    "滕州经济开发区管理委员会": "kaifaqu",
    "滕州市住房和城乡建设局": "zhujianju",
    "滕州市综合行政执法局": "zhifaju",
    "滕州市城乡规划局": "guihuaju",
    "滕州市国土资源局": "guotuju",
    "滕州市环境保护局": "huanbaoju",
    "滕州市人力资源和社会保障局": "rensheju",
    "滕州市民政局": "minzhengju",
    "滕州市教育局": "jiaoyuju",
    "滕州市公安局": "gonganju",
    "滕州市公安局交通警察大队": "jiaojing",
    "滕州市公安消防大队": "xiaofang",
    "滕州市卫生和计划生育局": "weijiju",
    "滕州市市场监督管理局": "shijianju",
    "滕州市交通运输局": "jiaotongju",
    "滕州市公路局": "gongluju",
    "滕州市水利和渔业局": "shuiliju",
    "滕州市农业局": "nongyeju",
    "滕州市林业局": "linyeju",
    "滕州市畜牧局": "xumuju",
    "滕州市经济和信息化局": "jingxinju",
    "滕州市发展和改革局": "fagaiju",
    "滕州市财政局": "caizhengju",
    "滕州市审计局": "shenjiju",
    "滕州市统计局": "tongjiju",
    "滕州市司法局": "sifaju",
    "滕州市商务局": "shangwuju",
    "滕州市科学技术局": "kejiju",
    "滕州市文化广电新闻出版局": "wenguangxinju",
    "滕州市安全生产监督管理局": "anjianju",
    "滕州市房产管理局": "fangguanju",
    "滕州市信访局": "xinfangju",
    "滕州市政务服务中心管理办公室": "zhengwuzhongxin",
    "滕州市人民防空办公室": "renfangban",
    "滕州市残疾人联合会": "canlian",
    "滕州市国家税务局": "guoshuiju",
    "滕州市地方税务局": "dishuiju",
    "国网滕州市供电公司": "gongdian",
    "滕州市自来水公司": "zilaishui",
    "滕州市热力公司": "reli",
    "滕州市燃气公司": "ranqi",
    "滕州市公交公司": "gongjiao",
    "中国移动滕州分公司": "yidong",
    "中国联通滕州分公司": "liantong",
    "中国电信滕州分公司": "dianxin",
    "山东广电网络有限公司滕州分公司": "guangdian",
    "中国邮政集团公司滕州市分公司": "youzheng",
    "枣庄市住房公积金管理中心滕州管理部": "gongjijin",
    "国家税务总局滕州市税务局": "shuiwuju",
    "滕州市自然资源局": "ziranziyuanju",
    "枣庄市生态环境局滕州分局": "shengtaihuanjing",
    "滕州市教育和体育局": "jiaotiju",
    "滕州市消防救援大队": "xiaofangjiuyuan",
    "滕州市卫生健康局": "weijianju",
    "滕州市城乡水务局": "shuiwu",
    "滕州市农业农村局": "nongyenongcunju",
    "滕州市工业和信息化局": "gongxinju",
    "滕州市文化和旅游局": "wenlvju",
    "滕州市应急管理局": "yingjiju",
    "滕州市医疗保障局": "yibaoju",
    "滕州市行政审批服务局": "shenpiju",
    "滕州市退役军人事务局": "tuiyijunrenju",
}


def address_of(name: str) -> str:
    """The address of a packaged department. `KeyError` for another."""
    return f"{LOCAL_PARTS[name]}@{DOMAIN}"


def department_at(address: str) -> str:
    """The department that an address belongs to; "" for another's."""
    local, _, domain = address.partition("@")
    return next((name for name, part in LOCAL_PARTS.items() if part == local and domain == DOMAIN), "")
