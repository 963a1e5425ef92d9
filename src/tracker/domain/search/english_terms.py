"""The terms of industry and its policy in English, and what the ministry says for them: so an English text is read.

One Chinese term a line, then the English ones that mean it, in any spelling; longer ones win over shorter
ones. They are terms of the field, and not of one ledger.
"""

import re
from functools import cache

_TERMS = """
稳增长: growth stabilization | stabilize growth | growth stabilizing | stable growth | steady growth | growth plan
稳增长: shore up growth | bolster growth | boost growth | sustain growth | spur growth | support growth
稳增长: growth target | keep growth steady | keep growing | keep the industry growing | keep expanding
稳增长: expand steadily | expanding steadily | growth on track | steady expansion | stable expansion | grow steadily
稳增长: stable operation
工作方案: work plan | working plan
行动方案: action plan | action program
行动计划: campaign plan
实施方案: implementation plan
指导意见: guideline | guiding opinion | guidance
若干意见: opinion
管理办法: administrative measure | interim measure | management measure
条例: regulation | ordinance | decree
法规: law and regulation | legislation
政策措施: policy measure
政策: policy
专项行动: special action | special campaign | campaign
试点: pilot | trial | pilot project | pilot program
试点城市: pilot city | batch of pilot city | city to pilot | pilot in city | trial city
先行区: pioneer zone | pilot zone
名单: list | shortlist
目录: catalog | catalogue
典型案例: model case | typical case | exemplary case
应用场景: application scenario | use case | scenario
应用: application | use
认定: recognize | designate | certify
公示: public notice
征求意见: solicit opinion | public comment
标准: standard
国际互认: international mutual recognition
互认: mutual recognition | mutually recognize | recognize each other | mutual acceptance
十大重点行业: ten key industry | ten major industry | 10 key industry
行业: industry | sector
产业: industrial
电力装备: power equipment
电子信息制造业: electronic information manufacturing | electronics industry
建材: building material
石化化工: petrochemical
钢铁: steel | iron and steel
有色金属: nonferrous metal | non ferrous metal
机械: machinery
汽车: car | auto | automobile | vehicle | automotive
轻工业: light industry
轻工: light industrial
纺织: textile | textile and garment | textile sector
服装: clothing | apparel | garment
食品: food
医药: pharmaceutical | drug maker | medicine
家电: home appliance | household appliance | air conditioner | washing machine | refrigerator | appliance
家电: television set
智能家电: smart home appliance
消费品: consumer good | consumer product | consumer brand
工业大省: major industrial province | industrial powerhouse province | large industrial province
工业大省: leading industrial province | industrial heavyweight | industrial heavyweight province
工业大省: big industrial province | economic powerhouse province | industrial province | manufacturing province
工业大省: industrial heavyweights
工业大市: major industrial city
产业转移: industrial relocation | industrial transfer | transfer of industry | relocation of industry
产业转移: industry transfer | relocate industry | relocate factory | shift of industry inland | industrial shift
产业转移: move factory inland | industry relocation | move factory | move labor intensive factory
产业转移: transfer industry | transfer of manufacturing | relocate manufacturing | manufacturing relocation
产业转移: industrial migration
有序转移: orderly transfer | orderly relocation
特色优势产业: distinctive and advantageous industry | local specialty industry | advantageous industry
特色产业: characteristic industry | distinctive industry
制造业: manufacturing | manufacturer
制造业 比重: share of manufacturing | proportion of manufacturing | manufacturing share
合理比重: reasonable proportion | reasonable share | reasonable level
投入机制: investment mechanism
投资: investment | invest
重大投资项目: major investment project
重大项目: major project | landmark project | major investment | mega project | key project
十五五: 15th five year plan | fifteenth five year plan
设备更新: equipment renewal | equipment upgrade | equipment upgrading | equipment replacement | equipment renewals
设备更新: equipment modernization | upgrade of equipment | renewal of equipment | replace old equipment
设备更新: replacement of old equipment | machinery upgrade | new equipment | industrial equipment upgrade
设备更新: machinery replacement | factory machinery | renew equipment | renew aging equipment | aging equipment
设备更新: outdated equipment | upgrade equipment | upgrade machinery
大规模设备更新: large scale equipment renewal | large scale equipment upgrade | large scale equipment upgrading
技术改造: technological upgrading | technical upgrading | technological transformation | technological renovation
技术改造: retrofit | technical renovation | technology upgrade of factory | technological retrofit
以旧换新: trade in | trade in program | old for new | trade ins | trade in scheme | trade in subsidy
以旧换新: old for new program | swap old for new | cash for clunker
消费品以旧换新: consumer good trade in | trade in of consumer good
汽车以旧换新: car trade in | auto trade in | vehicle trade in | automobile trade in
补贴: subsidy | subsidize | subsidy scheme | cash incentive | incentive
特别国债: special treasury bond | special government bond
三品: three product | three good | variety quality and brand | three product strategy | three product action
三品: three product initiative
增品种: increase variety | more variety
提品质: improve quality | better quality
创品牌: create brand | build brand
品牌: brand
消费名品: famous consumer product | renowned consumer product | consumer good brand | famous consumer brand
消费名品: famous consumer good | top consumer brand | renowned consumer brand | famous consumer good brand
消费名品: premium consumer brand | premium chinese consumer brand | premium consumer product
消费名品: top chinese consumer brand
中国消费名品: famous chinese consumer product | chinese consumer famous product
工贸 政策协同: coordinate industrial and trade policy | industrial and trade policy
外贸: foreign trade | exporter | export | overseas order | foreign trade firm
产融合作: industry finance cooperation | cooperation between industry and finance | finance industry cooperation
产融合作: link industry and finance | industrial financial cooperation | bank enterprise matchmaking
产融合作: industry finance matchmaking | industry finance | finance industry link | industrial finance cooperation
产融合作: roadshow | industry and finance
产融合作平台: industry finance cooperation platform | platform for industry finance cooperation
金融支持新型工业化: financial support for new industrialization | finance support for new industrialization
新型工业化: new industrialization | new type industrialization
金融: financial | finance
减轻企业负担: reduce the burden on enterprise | reducing the burden on enterprise | reduce corporate burden
减轻企业负担: burden on enterprise | burden reduction | ease the burden on business | ease burden on business
减轻企业负担: ease burden on enterprise | lighten burden on enterprise | cut burden on company
减轻企业负担: ease corporate burden | ease business burden | reduce burden on business
减轻企业负担: lighten the burden on business | reduce enterprise burden | relieve burden on company
减轻企业负担: relieve business | alleviate burden on enterprise | lower burden
涉企收费: charge levied on company | business related charge | fee charged to enterprise | arbitrary fee
涉企收费: illegal charge | irregular charge | arbitrary charge | unauthorized fee | fee on company
涉企收费: excessive charge | unreasonable charge | arbitrary levy | fees charged to company | corporate charge
全国统一大市场: unified national market | national unified market | unified market | single national market
全国统一大市场: unified domestic market | unified big market | unified national big market | local protectionism
全国统一大市场: market barrier
税费: tax and fee
减税降费: tax and fee cut | tax and fee reduction
成本: cost
兼并重组: merger and reorganization | merger and restructuring | mergers and acquisition | industry consolidation
兼并重组: consolidation | merge and restructure | merger | m&a and restructuring | corporate restructuring
并购: merger and acquisition | m&a | m&a deal | m&a rule | takeover
重大资产重组: major asset restructuring | material asset restructuring
重组: restructuring | reorganization
优质企业: high quality enterprise | quality enterprise
单项冠军: single champion | manufacturing champion
供需适配: match supply and demand | supply demand match | supply and demand of consumer good
供需适配: adaptability of supply and demand | fit demand | supply to fit demand | supply meet demand | supply demand
扩大内需: expand domestic demand | domestic demand
消费: consumption
卓越品牌: outstanding brand
赋新: renewal program | revitalization plan
产业集群: industrial cluster | industry cluster | cluster
千亿: 100 billion | hundred billion
传统优势食品产区: traditional food production area | traditional food producing area | traditional food region
传统优势食品产区: regional food specialty | traditional food producing region
地方特色食品产业: local specialty food industry | local speciality food industry | local food specialty
新能源汽车: new energy vehicle | new energy car | nev | electric vehicle | ev | electric car | clean energy vehicle
新能源汽车: green car | green vehicle | plug in hybrid | battery electric vehicle | electric suv | e car | nevs
新能源汽车: evs | new energy vehicles | new energy passenger car
下乡: rural area | countryside | to the countryside
新能源汽车下乡: new energy vehicle to the countryside | nev promotion in rural area | nev in rural area
新能源汽车下乡: rural drive for new energy car | countryside promotion | nev rural promotion | nev rural campaign
农村: rural | village
数字化转型: digital transformation | digitalization | go digital | digital upgrade | digital upgrading
数字化转型: digital overhaul | digital shift | digitization | digitize | digitalize | intelligent upgrade
数字化转型: smart manufacturing | become digital | fully digital | digital makeover | digital roadmap
数字化转型: digital blueprint | digital push | go smart | smart upgrade | digitally transform
数智化: digital and intelligent
人工智能: artificial intelligence | ai
数字三品: digital three product | digital three good
消费新业态: new business format
新场景: new scenario | new consumer experience | new form of consumption | new type of consumption
新场景: first store economy
消费新场景: new consumption scenario | new consumer scenario | new consumption format | new consumption model
消费新场景: new consumption | new consumer market
新模式: new model
首发经济: debut economy
国家重点研发计划: national key research and development program | national key r&d program
固态电池: solid state battery | solid state batteries | solid state ev battery | next generation power cell
固态电池: next generation battery | solid state cell
全固态电池: all solid state battery | all solid state power battery
新体系电池: new system battery
动力电池: power battery | traction battery | nev battery | ev battery | vehicle battery | car battery
电池: battery
关键技术: key technology
购置税: purchase tax
车购税: vehicle purchase tax | nev purchase tax
换电: swap battery | battery exchange | swappable battery | battery swap network
换电模式: battery swap model | battery swapping model | battery swapping | battery swap
公共领域车辆: public sector vehicle | public service vehicle | bus taxi | city bus | sanitation vehicle
公共领域车辆: public transport vehicle | public vehicle | government fleet
全面电动化: full electrification | fully electric | electrification
双积分: dual credit | dual credit policy | dual credit system | nev credit | cafc and nev credit | credit trading
双积分: dual credit scheme | dual credit rule | nev credit target | credit target | credit ratio
积分: credit
平均燃料消耗量: average fuel consumption
碳足迹: carbon footprint | carbon label | carbon footprint accounting | carbon footprint management
碳足迹: product carbon footprint
碳排放: carbon emission
碳排放核算: carbon accounting
集团化管理: group based management | group management | group based administration | group management reform
集团化管理: group management of carmaker | carmaker group management
整车企业: carmaker | automaker | car maker | vehicle maker | vehicle manufacturer
账期: payment term | within 60 day | payment period
规范竞争: fair competition
汽车 竞争秩序: competition in the auto market | auto market | car market competition | auto market order
汽车 竞争秩序: competition order in auto industry | car price | order of competition | market competition order
价格战: price war
中小企业: sme | small and medium sized enterprise | small and medium enterprise | small business | smaller company
中小企业: small firm | small company | smaller firm | small supplier | smaller supplier | small enterprise
中小企业: small and medium sized business | small and medium sized company | small and medium sized firm
中小企业: small and mid sized enterprise | small and micro enterprise | private firm
中小企业款项支付: payment to small and medium sized enterprise | payment to sme | payment to smaller firm
中小企业款项支付: payment to smaller company | payment protection for sme | protect payment to smaller firm
中小企业款项支付: ensure payment to sme | ensuring payment to sme | payment to small and medium enterprise
中小企业款项支付: payment of sme
拖欠账款: overdue payment | arrears
数字化赋能: digital empowerment
赋能专项行动: empowerment campaign | empowerment special action
特色产业集群: characteristic industrial cluster | distinctive industrial cluster
特色产业集群: sme characteristic industrial cluster
专精特新: srdi | specialized and sophisticated | specialized refined distinctive | specialized refined differential
专精特新: specialized small business | specialized smes | specialized sme | high growth small firm
专精特新: niche sector smes | specialized new | srdi enterprise | specialized and innovative
专精特新: professional refined special and novel | specialized refined peculiar and innovative
小巨人: little giant | little giant company | little giant enterprise | little giant firm
基金: fund
国家中小企业发展基金: national sme development fund | national small and medium enterprise development fund
国家中小企业发展基金: national fund for sme | national fund for small firm
国家中小企业发展基金: fund for small and medium sized enterprise | sme fund | small business fund
国家中小企业发展基金: sme development fund | national sme fund
国家中小企业发展基金: national small and medium sized enterprise development fund | state fund for sme
二期: second phase | phase ii
公共服务平台: public service platform | service platform | one stop platform | one stop service platform
公共服务平台: one stop service
中小企业 服务 平台: service network for sme | sme service platform
中小企业 服务 平台: one stop platform to serve small and medium enterprise | platform to serve sme
中小企业 服务 平台: platform for sme | platform for small business | service portal for sme
中小企业 一张网: one stop service network for sme
绿色低碳: green and low carbon | low carbon
节能: energy saving | energy conservation | energy efficient
绿色低碳技术装备: green and low carbon technology and equipment | low carbon technology and equipment
绿色低碳技术装备: green technology and equipment | energy saving equipment | low carbon equipment
绿色低碳技术装备: clean technology catalogue
技术装备: technology and equipment
零碳: zero carbon
零碳工厂: zero carbon factory | net zero factory | zero carbon plant | carbon free factory | zero carbon factories
零碳工厂: factory with zero carbon
零碳园区: zero carbon park | zero carbon industrial park | national level zero carbon park | net zero park
零碳园区: net zero industrial park | zero carbon zone | carbon free park | zero carbon industrial zone
零碳园区: zero emission industrial park | zero carbon parks
绿色工厂: green factory | green plant | green manufacturing plant | eco friendly factory | green factory list
绿色工厂: green manufacturing list
绿色工业园区: green industrial park
绿色供应链: green supply chain | green supply chain management
绿色制造: green manufacturing | green manufacturing benchmark | green manufacturing unit | green manufacturer
环保装备: environmental protection equipment | environmental equipment | pollution control equipment | eco equipment
环保装备: environmental protection machinery | environmental technology equipment | waste treatment equipment
环保装备: environmental protection gear
环保装备制造业: environmental protection equipment manufacturing
高质量发展: high quality development
氢能: hydrogen | hydrogen energy
氢能 应用: hydrogen energy application | hydrogen application | hydrogen use | use of hydrogen | clean hydrogen
氢能 应用: green hydrogen | low carbon hydrogen | hydrogen pilot | hydrogen powered | hydrogen application scenario
氢能 应用: hydrogen fuel | hydrogen truck | hydrogen heavy truck | hydrogen metallurgy
燃料电池: fuel cell | fuel cell truck | fuel cell car
智算: intelligent computing
智算中心: intelligent computing center | ai computing center | intelligent computing hub | ai data center
智算中心: ai computing hub | computing hub
绿色数据中心: green data center | energy efficient data center | greener data center | low carbon data center
数据中心: data center
算力: computing power | computing resource | computing capacity | computing capability | computing infrastructure
算力: ai computing | computing facility | compute | computing | computing rack in use
算力中心: computing center | computing centre | computing hub layout | layout of computing center
算力中心: intelligent computing facility
固体废物: solid waste | waste
新兴固体废物: emerging solid waste | new type of solid waste
光伏组件: photovoltaic module | solar module | solar panel | decommissioned module | retired module
光伏组件: retired solar module | photovoltaic panel | pv module
光伏: photovoltaic | solar
废旧动力电池: used power battery | used nev battery | waste power battery | retired battery | spent battery
回收: recycling | recycle | recovery
综合利用: comprehensive utilization | reuse
回收 综合利用: recycling and utilization
千兆: gigabit
双千兆: dual gigabit | gigabit network | gigabit broadband | gigabit fiber | gigabit 5g | dual gigabit network
双千兆: gigabit city | gigabit coverage | gigabit user
万兆: ten gigabit | 10 gigabit | 10g | 10g broadband | 10 gbps | 10gbps | 10 gigabit broadband | 50g pon
万兆: ten gigabit broadband
万兆光网: ten gigabit optical network | 10 gigabit optical network | 10g optical network | 10g pon
万兆光网: ten gigabit fiber | 10 gigabit fiber | ultra fast optical network | ultra fast fiber
光网: optical network
5g+工业互联网: 5g plus industrial internet | 5g + industrial internet | 5g industrial internet
5g+工业互联网: 5g and industrial internet | industrial internet and 5g
工业互联网: industrial internet
5g工厂: 5g factory | 5g plant | 5g powered factory | 5g enabled factory
5g应用: 5g application
扬帆: set sail
技术试验: technology trial | technical trial | technology test
卫星通信: satellite communication | satellite communication industry | satcom | direct to satellite
卫星通信: satellite internet | satellite service | satellite phone
增值电信业务: value added telecom service | value added telecommunication service | value added telecom business
增值电信业务: value added telecom operation | value added telecommunication operation | value added telecom license
增值电信业务: vat telecom license | internet data center license | telecom license
电信业务: telecom service | telecommunication service
扩大开放: further opening | opening up | pilot opening
外资: foreign invested | foreign investment | foreign capital | foreign ownership | overseas capital
外资: foreign fully owned | fully own
数字产业: digital industry | digital sector | digital economy industry | digital industries | digital sectors
数字产业集群: digital industry cluster | digital cluster | digital industrial cluster | digital industry clusters
国际竞争力: internationally competitive | globally competitive
运行: operation | operating figure
收入: revenue
增长: growth | grow
营商环境: business environment | investment climate | business climate | doing business
营商环境: law based business environment | first class business environment
市场化法治化国际化: market oriented law based and internationalized
新一代信息技术: new generation information technology
信息技术: information technology
工业园区: industrial park
企业: enterprise | company | firm
工信部: miit | industry ministry | ministry of industry and information technology
财政部: ministry of finance | finance ministry
商务部: mofcom | ministry of commerce
稳增长 方案: plan to stabilize growth | plan to shore up growth | plan to boost growth | plan for steady growth
稳增长 方案: growth stabilization plan | growth stabilizing plan | work plan for stable growth
城市: city
外资企业: foreign company | foreign firm | foreign investor | overseas company | overseas investor
外资企业: foreign funded enterprise | foreign invested enterprise | foreign funded company
增值电信: value added telecom | value added telecommunication
电信: telecom | telecommunication
电信业务 开放: opening of telecom service | open up telecom | open telecom market | telecom opening
电信业务 开放: telecom market opening | further open telecom
大型企业: large company | large firm | big company | large enterprise | big firm
款项: payment | bill | settle bill
拖欠中小企业: arrears owed to sme | late payment to sme | late payment to small business
拖欠中小企业: overdue payment to small firm | delayed payment to small firm
支付 中小企业 款项: pay small supplier | pay small firm | pay sme | pay supplier | payment to small firm
支付 中小企业 款项: payment to supplier
车企 账期: pay supplier within 60 day | supplier payment cycle | supplier payment term | payment cycle
车企 账期: payment to supplier within 60 day | shorten payment | pay within 60 day | 60 day payment
车企 账期: 60 day payment term | 60 day payment promise | payment within 60 day
汽车 价格战: car price war | auto price war | ev price war | price competition among carmaker
汽车 内卷: involution | disorderly competition | cutthroat competition | vicious competition | rat race
新能源汽车 产销: nev output and sale | nev production and sale | nev sale | ev sale | electric car sale | nev output
新能源汽车 产销: sale of new energy vehicle | sale of electric car | production and sale of new energy vehicle
新能源汽车 购置税: tax break on electric car | nev purchase tax exemption | tax exemption for nev
新能源汽车 购置税: purchase tax on electric car | ev purchase tax | tax waiver for ev | purchase tax on nev
新能源汽车 购置税: purchase tax on new energy vehicle
购置税 减免: tax break | purchase tax break | purchase tax exemption | tax waiver | tax relief | purchase tax relief
农村 新能源汽车: ev in village | electric car to rural | nev in village | nev to village | rural ev | rural buyer
农村 新能源汽车: village tour | nev to the countryside
动力电池 回收: battery recycling | ev battery recycling | recycle battery | battery reuse | end of life battery
动力电池 回收: recycling of power battery | recycling of used battery | used battery recycling | battery recovery
动力电池 回收: retired ev battery | retired battery recycling | recycling of retired power battery
动力电池 回收: scrapped battery | used ev battery | battery recycler | recycling of traction battery
换电 汽车: swapping station | battery swap station | battery swapping station | swap station
公共领域 电动化: electric bus | electric taxi | electrify public fleet | public fleet
公共领域 电动化: public transport electrification | electrification of public fleet
碳足迹 电池: battery carbon footprint | carbon footprint of battery
碳足迹 国际互认: recognition of carbon footprint | recognize carbon footprint | carbon footprint recognition
碳足迹 国际互认: mutual recognition of carbon footprint
设备更新 资金: equipment renewal fund | fund for equipment renewal | fund equipment renewal | fund equipment upgrade
家电 以旧换新: appliance trade in | home appliance trade in | replace air conditioner | replace appliance
家电 以旧换新: appliance replacement | swap appliance
算力网: national computing network | integrated computing network | computing power network | computing network
算力网: national integrated computing network
算力互联互通: computing power interconnection | interconnection of computing power | interconnected computing
算力互联互通: interconnect computing power
东数西算: east data west computing | eastern data western computing
宽带: broadband
5g: 5g network | 5g base station
6g: 6g research | 6g technology | 6g development | sixth generation mobile
6g技术试验: 6g technology trial | 6g trial | 6g test | 6g testing | trial of 6g | test of 6g technology
中小企业特色产业集群: cluster of specialized small business | sme cluster | cluster for sme | cluster of sme
中小企业特色产业集群: cluster of small business | county level industrial cluster | distinctive sme cluster
中小企业特色产业集群: cluster with local characteristic | sme cluster with local characteristic
中小企业特色产业集群: characteristic cluster
承接产业转移: take over industry | receive relocated industry
制造业比重: manufacturing share of gdp | share of manufacturing in gdp | manufacturing proportion
制造业比重: weight of manufacturing
纺织 服装 品牌: textile and apparel brand | clothing brand | textile and garment brand | fashion brand
供需适配性: supply demand compatibility | supply demand adaptability | better match supply and demand
供需适配性: match between supply and demand
外贸企业: export firm | exporting company | foreign trade company
内外贸一体化: domestic sale of export product | integrate domestic and foreign trade | sell at home
内外贸一体化: tap the domestic market | domestic market for exporter
光伏组件 回收: solar panel recycling | recycle solar panel | pv recycling | recycling of photovoltaic module
光伏组件 综合利用: comprehensive utilization of photovoltaic module | reuse of solar panel
数字产业 收入: digital industry revenue | revenue of digital industry | digital sector revenue
数字产业 收入: digital industry income | digital industry sale
人工智能 消费品: ai in consumer good | ai powered consumer good
中小企业公共服务: public service for sme | service for small firm | support service for sme
汽车行业 稳增长: keep the auto industry growing | auto industry growth plan | auto sector growth
汽车行业 稳增长: car industry growth | auto industry growing | automobile industry growth
中西部: inland region | central and western region | western region | inland province | westward
手机: mobile phone | smartphone | phone
汽车 以旧换新: car scrappage | scrap old car | car replacement subsidy | vehicle scrappage
以旧换新政策: trade in policy
再贷款: relending | re lending
上市公司: listed company | listed firm
老年: elderly | senior
婴童: baby | infant
宠物: pet
智能工厂: smart factory | intelligent factory | digital factory
动力电池 溯源: track every battery | battery traceability | battery tracing | track ev battery
动力电池 溯源: track every ev battery
锂电池: lithium battery | lithium ion battery | li ion battery
电池 碳足迹: carbon footprint rule for ev battery | battery carbon footprint rule
电池 碳足迹: carbon footprint rule for battery
汽车 碳排放: vehicle carbon emission | automotive carbon emission | car emission | auto carbon emission
汽车 碳排放: vehicle emission accounting
5g演进: 5g advanced | 5g a | 5.5g
数字产业 高质量发展: high quality development of digital industry | digital industry development policy
数字产业 高质量发展: digital industry policy | policy for digital industry
中小企业 数字化转型: small business digital transformation | digital transformation of sme
中小企业 数字化转型: sme digital transformation | digital transformation of small and medium sized enterprise
中小企业 数字化转型: digital transformation of small business | digital upgrade of small firm
中小企业 数字化转型: digital transformation of smaller firm
制造业 成本: manufacturing cost | cost of manufacturing | logistics cost
产业投资基金: industrial investment fund | industry investment fund
千亿 集群: hundred billion yuan cluster | 100 billion yuan cluster | cluster of 100 billion yuan
特色食品: specialty food | traditional food | local food | regional food
优质品牌: quality brand | high quality brand
国际一流: world class | world leading
购置税 减半: halved purchase tax | purchase tax halved | half purchase tax | purchase tax cut
电动化: electrify | electric share
制造业 投资: investment in manufacturing
新兴固废: new type of waste | emerging waste | new energy waste
大宗固废: bulk solid waste | industrial solid waste
节能降碳: energy saving and carbon reduction | carbon reduction | cut carbon
节能装备: energy efficient equipment
消费品工业: consumer goods industry | consumer good sector | consumer goods sector
人工智能 应用: ai application | ai adoption | application of ai | use of ai
汽车 价格行为: pricing behavior in the auto industry | auto pricing | car pricing | pricing in auto industry
汽车 价格行为: pricing of car | price behavior in the auto industry
低于成本: below cost | sell below cost | selling below cost
制造业投资: manufacturing investment
标准机架: standard rack | computing rack | standard computing rack
清欠: clear arrears
车网互动: vehicle to grid
自动驾驶: autonomous driving | self driving | driverless
工业增加值: industrial value added | value added industrial output | industrial output
梯度培育: gradient cultivation | tiered cultivation
政府工作报告: government work report
规模化应用: large scale application | large scale use
绿色建材: green building material
数字化智能化: digital and smart
工业软件: industrial software
集成电路: integrated circuit | semiconductor | chip
机器人: robot | humanoid robot
充电: charging | charging pile | charging station
新型储能: new type energy storage | energy storage
民营经济: private economy | private sector
低空经济: low altitude economy
"""
# Tried in this order, each on what the one before left. Both sides are cut alike, so a stem need be no word.
_ENDINGS = (
    (re.compile("is(ation|e[sd]?|ing)$"), r"iz\1"),
    (re.compile("ies$"), "y"),
    (re.compile("(?<![su])s$"), ""),
    (re.compile("(?<=[a-z]{4})(?:ing|ed|e)$"), ""),
    (re.compile("([bdgmnprt])\\1$"), r"\1"),
)
_SPELT = {
    "programme": "program",
    "centre": "center",
    "speciality": "specialty",
    "fibre": "fiber",
    "behaviour": "behavior",
    "labour": "labor",
}
_WORD = re.compile(r"[a-z0-9&+]+(?:'s)?")


def english_words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a folded English text as they are compared, each with where it stands; hyphens part words."""
    return [(_stem(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]


@cache
def english_terms() -> dict[tuple[str, ...], str]:
    """Return the Chinese term for each English one, which is given by its words as they are compared."""
    terms: dict[tuple[str, ...], str] = {}
    for line in _TERMS.strip().splitlines():
        chinese, _, english = line.partition(": ")
        for term in english.split(" | "):
            terms[tuple(word for word, _, _ in english_words(term))] = chinese
    return terms


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    # Irregular spellings first: the endings would make something else of them.
    word = _SPELT.get(word, _SPELT.get(word.removesuffix("s"), word))
    for ending, plain in _ENDINGS:
        word = ending.sub(plain, word)
    return word
