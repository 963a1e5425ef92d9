"""Traditional characters as offices' headings and the names of departments have them, in their simplified forms."""

_TRADITIONAL = (
    "務舉體單牽頭時間標題編號責導個項內備註進實辦協參與類別領關連結鏈網發佈狀態況處廳節點據證詞簽負聯繫經"
    "說細計劃總達規財運監測調綜產業裝費電術絡無線國際訊資員會環農衛應質稅檢審鐵郵銀險專權貿創開設區縣鄉鎮"
    "衆衝對後從將較歷顯現職級圍義鍵價數額歸條範課隊組織準確動勞認識讀寫報續轉變劑劇復構機東車門問學習廣場"
    "廠礦軍團長風飛馬魚鳥龍鄰陽陰陸隨難雜離雲靜響頁順須預頻顧養駐驗黃齊齡"
)
_SIMPLIFIED = (
    "务举体单牵头时间标题编号责导个项内备注进实办协参与类别领关连结链网发布状态况处厅节点据证词签负联系经"
    "说细计划总达规财运监测调综产业装费电术络无线国际讯资员会环农卫应质税检审铁邮银险专权贸创开设区县乡镇"
    "众冲对后从将较历显现职级围义键价数额归条范课队组织准确动劳认识读写报续转变剂剧复构机东车门问学习广场"
    "厂矿军团长风飞马鱼鸟龙邻阳阴陆随难杂离云静响页顺须预频顾养驻验黄齐龄"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(words: str) -> str:
    """The words with those characters in their simplified forms; for comparing words, never for keeping them."""
    return words.translate(_TABLE)
