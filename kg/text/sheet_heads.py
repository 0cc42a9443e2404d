"""What columns and sheets of workbooks are called in Chinese, where the ontology has no name for them, and sheets in English."""

THINGS = {"zh": "事物", "en": "things"}
FACTS = {"zh": "事实", "en": "facts"}
HEADS = {
    "label": "名称",
    "classZh": "类别",
    "aliases": "别名",
    "divisionCode": "区划代码",
    "investment": "投资额（元）",
    "sums": "投资额说法数",
    "longitude": "经度",
    "latitude": "纬度",
    "articles": "文章数",
    "id": "标识",
    "subjectLabel": "主体",
    "relation": "关系",
    "objectLabel": "客体或数值",
    "asWritten": "原文写法",
    "modality": "语气",
    "confidence": "置信度",
    "page": "页面",
    "article": "文章标题",
    "charStart": "起始字符",
    "charEnd": "结束字符",
    "quote": "原文",
    "rule": "规则",
    "subject": "主体标识",
    "object": "客体标识",
    "thing": "事物",
    "class": "类别",
    "indicator": "指标",
    "value": "数值",
    "unit": "单位",
    "period": "时期",
}
WORDS = {"planned": "计划", "expected": "预期", "denied": "否认", "rejected": "已否定"}
