"""Points that candidates for rivers' names are weighed with; 1.15 make a river (`kg.names.rivers.LIKELY`)."""

# points of a word of the stem, by its class
STEM = {
    "name": 1.0,
    "person": 0.5,
    "unknown": 1.0,
    "rare": 0.5,
    "sign": 0.5,
    "common": 0.0,
    "noun": -1.3,
    "verb": -1.6,
    "function": -2.5,
    "number": -2.5,
}
WHOLE = {"name": 2.0, "person": -0.8, "unknown": 1.2, "rare": 0.6}  # of a word that holds the head: 桑干河
ALONE = {"sign": 0.1, "common": -0.7}  # of a stem of one character: 洮河, 段河
# points of the word before the name
BORDER = {
    "person": 0.0,
    "function": 1.0, "verb": 0.8, "noun": 0.2, "name": -0.3, "rare": -0.3, "unknown": -0.8, "sign": -0.9, "common": -0.6, "number": -0.5,
}  # fmt: skip
OF = "的"  # before a description as often as before a name
HEADS = {"河": 0.0, "渠": -0.2, "溪": -0.6, "江": -0.6}  # 溪 and 江 also end the names of towns
IN = ("在", "于", "赴", "到", "进")
TOWN = {
    "河": -0.6,
    "渠": -0.6,
    "溪": -2.0,
    "江": -2.0,
}  # a township has the name too: 油溪; of counties more: 通江
COUNTY = -2.0
PERSON = -1.5
INNER = -2.0  # a river, a verb or a preposition within a name: 秦淮河|沿河, 沪渝蓉沿江
SPLIT = -0.8  # a place at the beginning of a name: 宜昌黄柏河
PLACE = -0.9  # of a country or a place of three characters and 河: 越南|河内, 哈尔滨|河松街
REGION = -1.5  # a town or a park within a name: 工业园区河
REGIONS = ("区", "县", "市", "镇", "省")  # how they end
