<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Commitment ledger, version {version}</source>
        <translation>承诺台账，版本 {version}</translation>
    </message>
    <message>
        <source>Under the MIT licence: free to use, to change and to pass on.</source>
        <translation>按 MIT 许可发布：可以自由使用、修改和转交。</translation>
    </message>
    <message>
        <source>Qt is used under the LGPL 3: its libraries are files of their own, and other builds can replace them.</source>
        <translation>Qt 按 LGPL 3 许可使用：其程序库是单独的文件，可以换成别的构建版本。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>About the program</source>
        <translation>关于本程序</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Made of, with their licences</source>
        <translation>组成部分及其许可</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy all of it</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open the folder: {name}</source>
        <translation>打开文件夹：{name}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message>
        <source>What can be done with it</source>
        <translation>对这项承诺可做的事</translation>
    </message>
    <message>
        <source>Assess…</source>
        <translation>设定结论…</translation>
    </message>
    <message>
        <source>Assess</source>
        <translation>设定结论</translation>
    </message>
    <message>
        <source>Set the assessment (Ctrl+J)</source>
        <translation>设定评估结论（Ctrl+J）</translation>
    </message>
    <message>
        <source>Evidence…</source>
        <translation>添加证据</translation>
    </message>
    <message>
        <source>Add evidence</source>
        <translation>添加证据</translation>
    </message>
    <message>
        <source>Record a piece of evidence (Ctrl+E)</source>
        <translation>添加一件证据（Ctrl+E）</translation>
    </message>
    <message>
        <source>Search…</source>
        <translation>检索记录</translation>
    </message>
    <message>
        <source>Log a search</source>
        <translation>登记检索</translation>
    </message>
    <message>
        <source>Record where and with which words you searched (Ctrl+L)</source>
        <translation>登记在哪里、用什么词检索过（Ctrl+L）</translation>
    </message>
    <message>
        <source>What is done more seldom</source>
        <translation>不常做的事</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Official claim…</source>
        <translation>官方口径…</translation>
    </message>
    <message>
        <source>Relation…</source>
        <translation>承诺关系…</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>复核…</translation>
    </message>
    <message>
        <source>Accept as reviewed</source>
        <translation>标为已复核</translation>
    </message>
    <message>
        <source>Show in the briefing</source>
        <translation>在原文中查看</translation>
    </message>
    <message>
        <source>Keywords, tags and other fields</source>
        <translation>关键词、标签等其他字段</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Find and go</source>
        <translation>搜索与跳转</translation>
    </message>
    <message>
        <source>Ledger and window</source>
        <translation>台账与窗口</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>{action} ({keys})</source>
        <translation>{action}（{keys}）</translation>
    </message>
    <message>
        <source>Add evidence…</source>
        <translation>添加证据…</translation>
    </message>
    <message>
        <source>Add from file or link…</source>
        <translation>从文件或链接添加…</translation>
    </message>
    <message>
        <source>Record what is on the clipboard</source>
        <translation>收录剪贴板的内容</translation>
    </message>
    <message>
        <source>Set the assessment…</source>
        <translation>设定结论…</translation>
    </message>
    <message>
        <source>Choose an assessment in the list</source>
        <translation>在列表中选择结论</translation>
    </message>
    <message>
        <source>Judge one by one…</source>
        <translation>逐项判定…</translation>
    </message>
    <message>
        <source>Log a search…</source>
        <translation>登记检索…</translation>
    </message>
    <message>
        <source>Add an official claim…</source>
        <translation>添加官方口径…</translation>
    </message>
    <message>
        <source>Add a relation to later words…</source>
        <translation>登记承诺关系…</translation>
    </message>
    <message>
        <source>Record a review…</source>
        <translation>登记复核…</translation>
    </message>
    <message>
        <source>Take in a filled-in file…</source>
        <translation>收回填报文件…</translation>
    </message>
    <message>
        <source>Send for filling in…</source>
        <translation>发出填报表…</translation>
    </message>
    <message>
        <source>Rounds of forms…</source>
        <translation>督办…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Clear the search, back to the list</source>
        <translation>清除搜索，回到列表</translation>
    </message>
    <message>
        <source>Look at another day…</source>
        <translation>查看其他日期…</translation>
    </message>
    <message>
        <source>Sort, filter, columns…</source>
        <translation>排序、筛选与列…</translation>
    </message>
    <message>
        <source>Find a command or a commitment…</source>
        <translation>搜索命令或承诺…</translation>
    </message>
    <message>
        <source>New ledger…</source>
        <translation>新建台账…</translation>
    </message>
    <message>
        <source>Open another ledger…</source>
        <translation>打开其他台账…</translation>
    </message>
    <message>
        <source>New empty ledger…</source>
        <translation>新建空台账…</translation>
    </message>
    <message>
        <source>Open a shared ledger by its address…</source>
        <translation>按地址打开共享台账…</translation>
    </message>
    <message>
        <source>Add a source…</source>
        <translation>录入原文…</translation>
    </message>
    <message>
        <source>Check watched sources</source>
        <translation>查看关注源的更新</translation>
    </message>
    <message>
        <source>Add a source to watch…</source>
        <translation>添加关注源…</translation>
    </message>
    <message>
        <source>Log the last check as searches…</source>
        <translation>把上次查看记为检索…</translation>
    </message>
    <message>
        <source>Words for what is not for us…</source>
        <translation>无关用语…</translation>
    </message>
    <message>
        <source>Departments…</source>
        <translation>单位…</translation>
    </message>
    <message>
        <source>Bring in a spreadsheet…</source>
        <translation>收录表格…</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>另存副本…</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>Compare two ledgers…</source>
        <translation>比较两个台账…</translation>
    </message>
    <message>
        <source>Settle merged changes…</source>
        <translation>处理待定的改动…</translation>
    </message>
    <message>
        <source>Compare two codings…</source>
        <translation>比对两份编码…</translation>
    </message>
    <message>
        <source>Open the sample ledger</source>
        <translation>打开示例台账</translation>
    </message>
    <message>
        <source>Export report…</source>
        <translation>导出报告…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Verify a report…</source>
        <translation>核验报告…</translation>
    </message>
    <message>
        <source>Larger type</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller type</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Usual type</source>
        <translation>恢复文字大小</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>使用指南</translation>
    </message>
    <message>
        <source>Rules of assessment</source>
        <translation>评估规则</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Three steps to begin with</source>
        <translation>上手三步</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>About the program</source>
        <translation>关于本程序</translation>
    </message>
</context>
<context>
    <name>ActivityCard</name>
    <message>
        <source>New evidence by month</source>
        <translation>每月新增证据</translation>
    </message>
    <message>
        <source>Pieces of evidence by date of publication</source>
        <translation>按发布日期计件</translation>
    </message>
    <message>
        <source>No evidence yet. Choose a commitment in the ledger, and press “Add evidence”.</source>
        <translation>还没有证据。请在台账中选一项承诺，再点“添加证据”。</translation>
    </message>
    <message>
        <source>Pieces of evidence</source>
        <translation>证据件数</translation>
    </message>
    <message>
        <source>{month}: pieces of evidence published: {count}. Opens the commitments they bear on.</source>
        <translation>{month}：发布证据 {count} 件。点开可看相关承诺。</translation>
    </message>
</context>
<context>
    <name>AddressDialog</name>
    <message>
        <source>Open a shared ledger</source>
        <translation>打开共享台账</translation>
    </message>
    <message>
        <source>A ledger on a PostgreSQL server, for several people: ask whoever set it up.</source>
        <translation>放在 PostgreSQL 服务器上的台账可供多人同时使用，地址请向管理者索取。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Leave the password out: it is asked for where the server wants one.</source>
        <translation>请不要写密码：服务器需要时会另行询问。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The address begins with postgresql:// and names a server and a database.</source>
        <translation>地址以 postgresql:// 开头，并写明服务器和数据库。</translation>
    </message>
</context>
<context>
    <name>AsOfDialog</name>
    <message>
        <source>Look at another day</source>
        <translation>查看其他日期</translation>
    </message>
    <message>
        <source>The ledger as of the end of</source>
        <translation>台账截至日期（当日结束时）</translation>
    </message>
    <message>
        <source>Assessments, evidence and lights as they stood then. A past day cannot be written in.</source>
        <translation>显示当时的评估结论、证据和进度灯。过去的日期只能查看，不能修改。</translation>
    </message>
    <message>
        <source>Only what changed since (optional)</source>
        <translation>只看此后有变动的（选填）</translation>
    </message>
    <message>
        <source>Commitments that something was done to after the end of this day.</source>
        <translation>只列出这一天结束之后有过变动的承诺事项。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>A week ago</source>
        <translation>一周前</translation>
    </message>
    <message>
        <source>End of last month</source>
        <translation>上月末</translation>
    </message>
    <message>
        <source>End of last year</source>
        <translation>去年末</translation>
    </message>
</context>
<context>
    <name>AssessmentDialog</name>
    <message>
        <source>Set the assessment</source>
        <translation>设定评估结论</translation>
    </message>
    <message>
        <source>The rules question this assessment by now: load the newest state to see what they ask.</source>
        <translation>台账已有变化，规则现在对这个结论有疑问：请载入最新内容，看看问的是什么。</translation>
    </message>
</context>
<context>
    <name>AttentionCard</name>
    <message>
        <source>Needs attention</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>As of {day}</source>
        <translation>截至 {day}</translation>
    </message>
    <message>
        <source>Nothing needs attention: every due commitment is judged, no search is old, and all evidence is linked.</source>
        <translation>没有需要处理的事项：到期承诺均已评估，检索都未过期，证据也都已关联。</translation>
    </message>
    <message>
        <source>Evidence linked to no commitment yet</source>
        <translation>证据待关联：已收集，尚未对应承诺</translation>
    </message>
    <message>
        <source>Link it in the inbox</source>
        <translation>去关联</translation>
    </message>
    <message>
        <source>The grounds of an assessment have changed</source>
        <translation>结论的依据已经变化</translation>
    </message>
    <message>
        <source>Judge again</source>
        <translation>重新判定</translation>
    </message>
    <message>
        <source>Due date passed, no final assessment yet</source>
        <translation>到期待判：期限已过，尚无最终结论</translation>
    </message>
    <message>
        <source>Judge one by one</source>
        <translation>逐项判定</translation>
    </message>
    <message>
        <source>Date of the section or the question passed, not judged</source>
        <translation>本节或提问写明的期限已过，尚无最终结论</translation>
    </message>
    <message>
        <source>Judge, or leave it open</source>
        <translation>判定，或暂不下结论</translation>
    </message>
    <message>
        <source>No due date, and the yearly review is past</source>
        <translation>没有期限，复核日已过</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Red light: far behind or overdue</source>
        <translation>亮红灯：严重滞后或已逾期</translation>
    </message>
    <message>
        <source>Look at the reasons</source>
        <translation>查看原因</translation>
    </message>
    <message>
        <source>“No public evidence”, but the search is old</source>
        <translation>检索已过期：“暂无公开证据”须重新检索</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>重新检索</translation>
    </message>
    <message>
        <source>Promised once, and not said again in a later source of the same body</source>
        <translation>同一单位后来的发布没有再提及，也没有相关联的承诺</translation>
    </message>
    <message>
        <source>Say what became of it</source>
        <translation>登记承诺关系</translation>
    </message>
    <message>
        <source>Found by rules, and not reviewed yet</source>
        <translation>由规则找出，尚未复核</translation>
    </message>
    <message>
        <source>Read and accept</source>
        <translation>核对并采用</translation>
    </message>
    <message>
        <source>New evidence since the last assessment</source>
        <translation>新证据未判：上次评估之后又有证据</translation>
    </message>
    <message>
        <source>Weigh the evidence</source>
        <translation>对照评估</translation>
    </message>
</context>
<context>
    <name>Backups</name>
    <message>
        <source>Back up the ledger</source>
        <translation>备份台账</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>The ledger is now what {file} was</source>
        <translation>台账已恢复为 {file} 的内容</translation>
    </message>
    <message>
        <source>A backup has been made: {file}</source>
        <translation>备份已完成：{file}</translation>
    </message>
</context>
<context>
    <name>BarCard</name>
    <message>
        <source>{name}: {count}</source>
        <translation>{name}：{count} 项</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>{name}: {count}. {rule}</source>
        <translation>{name}：{count} 项。{rule}</translation>
    </message>
</context>
<context>
    <name>BriefFields</name>
    <message>
        <source>Period</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>A day of the period</source>
        <translation>期间中的一天</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>篇幅</translation>
    </message>
    <message>
        <source>Subject before the title</source>
        <translation>标题前的主题</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>发文机关</translation>
    </message>
    <message>
        <source>Addressed to</source>
        <translation>主送</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>落款</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>周</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>季度</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>详细</translation>
    </message>
    <message>
        <source>Edit paragraphs…</source>
        <translation>改写段落…</translation>
    </message>
    <message>
        <source>Edited paragraphs: {count}</source>
        <translation>已改写 {count} 段</translation>
    </message>
</context>
<context>
    <name>BriefLine</name>
    <message>
        <source>Show or hide the details</source>
        <translation>显示或收起详情</translation>
    </message>
</context>
<context>
    <name>BriefingPage</name>
    <message>
        <source>Briefing</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Find in the text</source>
        <translation>在原文中搜索</translation>
    </message>
    <message>
        <source>Text of the source</source>
        <translation>来源原文</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>{count} commitments</source>
        <translation>{count} 项承诺</translation>
    </message>
    <message>
        <source>{count} places open</source>
        <translation>待定 {count} 处</translation>
    </message>
    <message>
        <source>SHA-256 checked</source>
        <translation>SHA-256 校验一致</translation>
    </message>
    <message>
        <source>SHA-256 does not match</source>
        <translation>SHA-256 校验不一致</translation>
    </message>
    <message>
        <source>The ledger holds no source yet. Add one with Ctrl+Shift+A: a report, a notice or a transcript, as a file or as text. A spreadsheet that is brought in with Ctrl+Shift+I is one, too.</source>
        <translation>台账还没有原文。按 Ctrl+Shift+A 录入一份：报告、通知或发布会实录，选文件或粘贴文字都可以。按 Ctrl+Shift+I 导入的表格也算一份。</translation>
    </message>
    <message>
        <source>The text is not the one in which the commitments were coded. Restore a backup.</source>
        <translation>文字已不是编码承诺时所用的，请从备份恢复</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 处，共 {count} 处</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
</context>
<context>
    <name>BriefingPanel</name>
    <message>
        <source>Structure</source>
        <translation>本篇结构</translation>
    </message>
    <message>
        <source>Commitments</source>
        <translation>承诺</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Codings compared</source>
        <translation>编码比对</translation>
    </message>
    <message>
        <source>Go to an answer</source>
        <translation>前往这一问答</translation>
    </message>
    <message>
        <source>Tint by assessment</source>
        <translation>按结论着色</translation>
    </message>
    <message>
        <source>Show on the words what became of them</source>
        <translation>在原文上显示各项承诺的评估结论</translation>
    </message>
    <message>
        <source>What was left out, why</source>
        <translation>未收录的句子及理由</translation>
    </message>
    <message>
        <source>Sentences that look ahead and are no commitment, each with its reason</source>
        <translation>面向今后、但没有列为承诺的句子，各附理由</translation>
    </message>
    <message>
        <source>Fade past results</source>
        <translation>淡化成绩段落</translation>
    </message>
    <message>
        <source>Set back what tells of results and of the past</source>
        <translation>淡化讲述成绩和过去情况的文字</translation>
    </message>
    <message>
        <source>Show what was settled, and why</source>
        <translation>查看怎样认定，为什么</translation>
    </message>
</context>
<context>
    <name>BulkAssessmentDialog</name>
    <message>
        <source>Assess the selected commitments</source>
        <translation>设定所选承诺的评估结论</translation>
    </message>
    <message>
        <source>Each rests on all of its own evidence that proves it. Where the rules refuse one, none is changed.</source>
        <translation>每项以自己能证明这个结论的全部证据为依据。规则不允许其中一项时，全部不改动。</translation>
    </message>
    <message>
        <source>The rules refuse {count} of {whole}:</source>
        <translation>{whole} 项中有 {count} 项规则不允许：</translation>
    </message>
    <message>
        <source>Leave these out and judge the other {count}</source>
        <translation>不含这些，只判定其余 {count} 项</translation>
    </message>
    <message>
        <source>{count} commitments: {codes}</source>
        <translation>{count} 项承诺：{codes}</translation>
    </message>
</context>
<context>
    <name>BulkDepartmentsDialog</name>
    <message>
        <source>Set the departments</source>
        <translation>设定司局</translation>
    </message>
    <message>
        <source>They take the place of the departments named so far, and show as set by the analyst.</source>
        <translation>新设定的司局取代原有司局，并标明“分析员设定”。</translation>
    </message>
</context>
<context>
    <name>BulkDialog</name>
    <message>
        <source>{count} commitments: {codes}</source>
        <translation>{count} 项承诺：{codes}</translation>
    </message>
</context>
<context>
    <name>BulkPanel</name>
    <message>
        <source>Selected commitments</source>
        <translation>所选承诺</translation>
    </message>
    <message>
        <source>{count} commitments selected</source>
        <translation>已选 {count} 项</translation>
    </message>
    <message>
        <source>Assess…</source>
        <translation>设定结论…</translation>
    </message>
    <message>
        <source>Log a round of searching…</source>
        <translation>登记一轮检索…</translation>
    </message>
    <message>
        <source>Departments…</source>
        <translation>司局…</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Accept as reviewed</source>
        <translation>标为已复核</translation>
    </message>
    <message>
        <source>Every change here is one entry of the history, and can be undone in one step.</source>
        <translation>这里的每次改动只记一条历史，可以一步撤销。</translation>
    </message>
</context>
<context>
    <name>BulkRecorder</name>
    <message>
        <source>Select at most {count} commitments for one round.</source>
        <translation>一轮检索最多选 {count} 项承诺。</translation>
    </message>
    <message>
        <source>{code} has a due date: it is judged then, and not reviewed year by year.</source>
        <translation>{code} 有期限：到期时判定，不按年复核。</translation>
    </message>
    <message>
        <source>Check the page of “{title}” again</source>
        <translation>复查“{title}”的网页</translation>
    </message>
    <message>
        <source>The page is as it was captured.</source>
        <translation>网页与留存时一致。</translation>
    </message>
    <message>
        <source>Change {count} commitments</source>
        <translation>更改 {count} 项承诺</translation>
    </message>
</context>
<context>
    <name>CaptureDialog</name>
    <message>
        <source>Add from file or link</source>
        <translation>从文件或链接添加</translation>
    </message>
    <message>
        <source>Nothing is fetched before you press Add. A page is kept as it is served, without cookies.</source>
        <translation>按“添加”之前不会抓取任何内容；网页按服务器给出的原样保存，不留 Cookie。</translation>
    </message>
    <message>
        <source>Address of a page, path of a file, or the text itself</source>
        <translation>网页地址、文件路径，或直接粘贴文字</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Allow {host} once and fetch</source>
        <translation>允许 {host} 一次并抓取</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Give an address, the path of a file, or some text.</source>
        <translation>请填写网址、文件路径或一段文字。</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>选择文件</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Copy as text</source>
        <translation>复制为文字</translation>
    </message>
    <message>
        <source>Copy “{title}” as text</source>
        <translation>把“{title}”复制为文字</translation>
    </message>
    <message>
        <source>“{title}” is on the clipboard as a table.</source>
        <translation>“{title}”已作为表格复制到剪贴板。</translation>
    </message>
</context>
<context>
    <name>Catcher</name>
    <message>
        <source>There is nothing on the clipboard that could be recorded.</source>
        <translation>剪贴板里没有可以收录的内容。</translation>
    </message>
    <message>
        <source>{number} of {count}: {name}</source>
        <translation>第 {number} 个，共 {count} 个：{name}</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Skip the rest</source>
        <translation>跳过其余</translation>
    </message>
    <message>
        <source>Recorded as evidence.</source>
        <translation>已收录为证据。</translation>
    </message>
</context>
<context>
    <name>ChainBox</name>
    <message>
        <source>Show {code}</source>
        <translation>查看 {code}</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Copy as text</source>
        <translation>复制为文字</translation>
    </message>
</context>
<context>
    <name>ClaimDialog</name>
    <message>
        <source>Add an official claim</source>
        <translation>添加官方口径</translation>
    </message>
    <message>
        <source>It stands beside the assessment, attributed and dated, and changes nothing of it.</source>
        <translation>官方口径注明出处和日期，与评估结论并列，不改变结论。</translation>
    </message>
    <message>
        <source>Does not say</source>
        <translation>未表明</translation>
    </message>
</context>
<context>
    <name>ClockQuestion</name>
    <message>
        <source>The last change in this ledger is dated {at}; the clock of this computer says {now}.</source>
        <translation>台账最后一次改动记为 {at}，而本机时钟是 {now}。</translation>
    </message>
    <message>
        <source>Every change keeps the time of the computer that it is made on. If this clock is wrong, set it right first; if the other one was, go on: only that one change stands out of time.</source>
        <translation>每次改动都按所用电脑的时间记录。若本机时钟不准，请先校正；若是对方不准，可继续，只有那一次改动的时间有误。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>One of the clocks is wrong</source>
        <translation>有一处时钟不准</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>CodingChooser</name>
    <message>
        <source>Compare two codings</source>
        <translation>比对两份编码</translation>
    </message>
    <message>
        <source>Two people code the same text, each without seeing what the other does. A coding lies in a folder with clean.txt and commitments.toml; that of a source of this ledger is taken as it stands there now.</source>
        <translation>两人对同一文本背对背编码后，在这里比对。编码是含有 clean.txt 和 commitments.toml 的文件夹；本台账来源的编码，按台账现在的内容取用。</translation>
    </message>
    <message>
        <source>First coding</source>
        <translation>第一份编码</translation>
    </message>
    <message>
        <source>Second coding</source>
        <translation>第二份编码</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比对</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>CodingComparison</name>
    <message>
        <source>Compare two codings</source>
        <translation>比对两份编码</translation>
    </message>
    <message>
        <source>Say whose coding holds first: 1, 2 or 0.</source>
        <translation>请先选定以哪一份为准：按 1、2 或 0。</translation>
    </message>
    <message>
        <source>A reason for the whole is needed: how the differences were settled, and by whom.</source>
        <translation>请填写总的说明：差异是怎样处理的，由谁处理。</translation>
    </message>
    <message>
        <source>{settled} of {total} settled · {left} left</source>
        <translation>{total} 处差异，已处理 {settled} 处，剩 {left} 处</translation>
    </message>
    <message>
        <source>Change the ledger to what holds (commitments: {count})</source>
        <translation>同时把台账改成认定的内容（{count} 项承诺）</translation>
    </message>
    <message>
        <source>✓ first</source>
        <translation>✓ 第一份</translation>
    </message>
    <message>
        <source>✓ second</source>
        <translation>✓ 第二份</translation>
    </message>
    <message>
        <source>✓ neither</source>
        <translation>✓ 都不取</translation>
    </message>
    <message>
        <source>{field}: {first} | {second}</source>
        <translation>{field}：{first} | {second}</translation>
    </message>
    <message>
        <source>Only the first has it</source>
        <translation>只有第一份列出</translation>
    </message>
    <message>
        <source>Only the second has it</source>
        <translation>只有第二份列出</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>1  The first holds</source>
        <translation>1  以第一份为准</translation>
    </message>
    <message>
        <source>2  The second holds</source>
        <translation>2  以第二份为准</translation>
    </message>
    <message>
        <source>0  Neither</source>
        <translation>0  都不取</translation>
    </message>
    <message>
        <source>Reason for this difference</source>
        <translation>这一处的理由</translation>
    </message>
    <message>
        <source>Why it holds</source>
        <translation>为什么这样认定</translation>
    </message>
    <message>
        <source>Reason for the whole</source>
        <translation>总的说明</translation>
    </message>
    <message>
        <source>How the differences were settled, and by whom</source>
        <translation>差异是怎样处理的，由谁处理</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>1 first · 2 second · 0 neither · Enter goes on · J next · K back · U undo · Esc leaves</source>
        <translation>1 第一份 · 2 第二份 · 0 都不取 · 回车到下一处 · J 下一处 · K 上一处 · U 撤销 · Esc 离开</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Only the first takes in this sentence</source>
        <translation>只有第一份把这句算在内</translation>
    </message>
    <message>
        <source>Only the second takes in this sentence</source>
        <translation>只有第二份把这句算在内</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>{source} (this ledger)</source>
        <translation>{source}（本台账）</translation>
    </message>
    <message>
        <source>By sentence</source>
        <translation>按句</translation>
    </message>
    <message>
        <source>By unit</source>
        <translation>按承诺</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致率</translation>
    </message>
    <message>
        <source>Same / compared</source>
        <translation>一致 / 比较</translation>
    </message>
    <message>
        <source>α is Krippendorff&apos;s, for nominal values: 1 is perfect, 0 is what chance gives, 0.8 and more is taken for reliable; “–” cannot be worked out. Compared: {sections} of {all} sections, those that both coded.</source>
        <translation>α 为克里彭多夫系数（名义尺度）：1 为完全一致，0 相当于随机，0.8 以上一般认为可靠；“–”表示无法计算。共 {all} 节，比较两人都编过的 {sections} 节。</translation>
    </message>
    <message>
        <source>The two codings differ in nothing. What remains is to record that.</source>
        <translation>两份编码没有差异，登记比对结果即可。</translation>
    </message>
</context>
<context>
    <name>CodingReview</name>
    <message>
        <source>Review a coding</source>
        <translation>审定编码</translation>
    </message>
    <message>
        <source>Nothing is proposed from here up to the end of the paragraph.</source>
        <translation>从这里到本段末没有拟定的条目。</translation>
    </message>
    <message>
        <source>Select the words of the unit in the text first.</source>
        <translation>请先在原文中选中这一条的文字。</translation>
    </message>
    <message>
        <source>Take these words for a unit first.</source>
        <translation>请先把这些文字设为一条。</translation>
    </message>
    <message>
        <source>The unit before says nothing that this one does not say itself.</source>
        <translation>上一条没有本条尚未写明的内容。</translation>
    </message>
    <message>
        <source>Every unit that is proposed</source>
        <translation>全部待复核的条目</translation>
    </message>
    <message>
        <source>From here up to the end of the paragraph</source>
        <translation>从这里到本段末</translation>
    </message>
    <message>
        <source>In this section: {title}</source>
        <translation>本节：{title}</translation>
    </message>
    <message>
        <source>Certainty of at least {score} %</source>
        <translation>把握不低于 {score}%</translation>
    </message>
    <message>
        <source>{choice} ({count})</source>
        <translation>{choice}（{count} 条）</translation>
    </message>
    <message>
        <source>No unit is only proposed any more.</source>
        <translation>已经没有待复核的条目。</translation>
    </message>
    <message>
        <source>{count} places are not decided yet. In the ledger they stay open, and the source unfinished.</source>
        <translation>还有 {count} 处没有定下。收入台账后它们仍为待定，这份原文也不算编完。</translation>
    </message>
    <message>
        <source>Not everything is decided</source>
        <translation>还有未定之处</translation>
    </message>
    <message>
        <source>“Add a source…” lists it, to go on with what is open.</source>
        <translation>以后可在“录入原文…”里接着审定。</translation>
    </message>
    <message>
        <source>Put into the ledger all the same</source>
        <translation>仍然收入台账</translation>
    </message>
    <message>
        <source>Go on reviewing</source>
        <translation>继续审定</translation>
    </message>
    <message>
        <source>{accepted} taken · {undecided} undecided · {left_out} left out</source>
        <translation>已采用 {accepted} 条 · 未定 {undecided} 处 · 未收录 {left_out} 处</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Ctrl+Enter. What is undecided stays open in the source.</source>
        <translation>Ctrl+Enter。未定之处在原文中记为待定。</translation>
    </message>
    <message>
        <source>No target</source>
        <translation>没有量化目标</translation>
    </message>
    <message>
        <source>No due date</source>
        <translation>没有期限</translation>
    </message>
    <message>
        <source>No department</source>
        <translation>没有责任单位</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Show what is left out, too</source>
        <translation>同时列出未收录的文字</translation>
    </message>
    <message>
        <source>Every word is decided on. Ctrl+Enter puts the source into the ledger.</source>
        <translation>每一句都已定下。按 Ctrl+Enter 收入台账。</translation>
    </message>
    <message>
        <source>Load the newest state</source>
        <translation>载入最新内容</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>并入下一条</translation>
    </message>
    <message>
        <source>Leave open</source>
        <translation>改回未定</translation>
    </message>
    <message>
        <source>New unit</source>
        <translation>新增条目</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>同上一条</translation>
    </message>
    <message>
        <source>Take together…</source>
        <translation>成批采用…</translation>
    </message>
    <message>
        <source>Take, and go on</source>
        <translation>采用，看下一处</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Put into the ledger</source>
        <translation>收入台账</translation>
    </message>
    <message>
        <source>Take in what is new</source>
        <translation>收入新定的内容</translation>
    </message>
    <message>
        <source>Enter takes, with Shift the paragraph · 1–0 leave out, with Alt up to the next unit or paragraph · Ctrl+1–0 take as a kind, or with a value · R as before · J on · K back · ↑↓ piece · ←→ caret, with Ctrl by clause · [ ] which edge · Shift+←→ moves it, with Ctrl by clause · { } bounds of the section · F all fields · Esc leaves</source>
        <translation>Enter 采用，加 Shift 到本段末 · 1–0 不收录，加 Alt 到下一条或段末 · Ctrl+1–0 按类别采用，选值时为选定并采用 · R 同上一条 · J 下一处 · K 上一处 · ↑↓ 逐条 · ←→ 光标，加 Ctrl 逐小句 · [ ] 选首尾边界 · Shift+←→ 移动边界，加 Ctrl 逐小句 · { } 前瞻段首尾 · F 全部字段 · Esc 离开</translation>
    </message>
</context>
<context>
    <name>CodingSide</name>
    <message>
        <source>No commitment here.</source>
        <translation>这里没有列出承诺。</translation>
    </message>
    <message>
        <source>Words of the source</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Left out as: {reason}</source>
        <translation>未收录，原因：{reason}</translation>
    </message>
</context>
<context>
    <name>CodingSideInput</name>
    <message>
        <source>A folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder of the coding</source>
        <translation>编码所在的文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder of a coding</source>
        <translation>选择编码所在的文件夹</translation>
    </message>
</context>
<context>
    <name>CodingText</name>
    <message>
        <source>Text that is being coded</source>
        <translation>正在编码的原文</translation>
    </message>
</context>
<context>
    <name>ColumnsDialog</name>
    <message>
        <source>Columns of the ledger</source>
        <translation>台账的列</translation>
    </message>
    <message>
        <source>What is ticked stands in the report, in this order. Drag a column, or move it by the buttons.</source>
        <translation>勾选的列按此次序列入报告。可以拖动，也可以用按钮移动。</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>The usual ones</source>
        <translation>默认列</translation>
    </message>
    <message>
        <source>Use these columns</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>With a name they are a layout, kept in the ledger for all who work with it; without, on this computer.</source>
        <translation>填写名称即为版式，存入台账供共用的人选用；不填只在本机沿用。</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>版式名称</translation>
    </message>
    <message>
        <source>There is a layout of this name: it will have these columns.</source>
        <translation>已有同名版式，将改为这些列。</translation>
    </message>
    <message>
        <source>Columns in their order</source>
        <translation>各列及次序</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find a command or a commitment</source>
        <translation>搜索命令或承诺</translation>
    </message>
    <message>
        <source>A command, a page, a department, a code or words of a commitment</source>
        <translation>命令、页面、司局、承诺编号或标题（可用拼音首字母）</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>匹配结果</translation>
    </message>
    <message>
        <source>Nothing matches. Try other words, pinyin initials or a code.</source>
        <translation>没有匹配的结果：请换个说法，或输入拼音首字母、编号。</translation>
    </message>
    <message>
        <source>not now</source>
        <translation>现在不可用</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>司局</translation>
    </message>
</context>
<context>
    <name>CommitmentInput</name>
    <message>
        <source>Code, or words of the title</source>
        <translation>编号，或标题中的词</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare two ledgers</source>
        <translation>比较两个台账</translation>
    </message>
    <message>
        <source>Comparing changes neither. Choose a copy that a synchronised folder kept, a backup, a working copy, or a colleague&apos;s file.</source>
        <translation>比较不会改动任何一份。可以选择同步盘保留的冲突副本、备份、工作副本，或同事的文件。</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>The other ledger</source>
        <translation>另一个台账</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Merge into this ledger</source>
        <translation>并入本台账</translation>
    </message>
    <message>
        <source>What only the other copy has is done here, under its authors and times</source>
        <translation>另一份多出的改动在这里重做，作者和时间照旧</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a ledger</source>
        <translation>选择台账</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>Compare two ledgers</source>
        <translation>比较两个台账</translation>
    </message>
</context>
<context>
    <name>ComparingCodings</name>
    <message>
        <source>Compare two codings</source>
        <translation>比对两份编码</translation>
    </message>
    <message>
        <source>Comparison recorded: {settled} of {total} differences settled.</source>
        <translation>已登记比对结果：{total} 处差异，已处理 {settled} 处。</translation>
    </message>
    <message>
        <source>Changed: {codes}.</source>
        <translation>已改：{codes}。</translation>
    </message>
</context>
<context>
    <name>ComparisonReader</name>
    <message>
        <source>Codings compared on {day} by {author}</source>
        <translation>{day} {author} 登记的编码比对</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ConflictRows</name>
    <message>
        <source>Field</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>原来</translation>
    </message>
    <message>
        <source>Theirs, now</source>
        <translation>对方现在的</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>您的</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>not changed</source>
        <translation>未改</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>对方的</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者都要</translation>
    </message>
    <message>
        <source>{field}: what to save</source>
        <translation>{field}：采用哪一方的</translation>
    </message>
</context>
<context>
    <name>ConnectionWatch</name>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
</context>
<context>
    <name>CountBar</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear search and filters</source>
        <translation>清除搜索和筛选</translation>
    </message>
    <message>
        <source>1 commitment</source>
        <translation>1 项</translation>
    </message>
    <message>
        <source>{count} commitments</source>
        <translation>{count} 项</translation>
    </message>
    <message>
        <source>of {total}</source>
        <translation>共 {total} 项</translation>
    </message>
    <message>
        <source>filters: {count}</source>
        <translation>{count} 个筛选条件</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>{view} (changed)</source>
        <translation>{view}（已改动）</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>Fold all groups</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Unfold all groups</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Comfortable rows</source>
        <translation>宽松行距</translation>
    </message>
    <message>
        <source>Dense rows</source>
        <translation>紧凑行距</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>不再提示</translation>
    </message>
    <message>
        <source>On {time} the program broke off. Every change that was shown as saved is in the ledger. Please send this report on.</source>
        <translation>程序于 {time} 意外中断。凡显示为已保存的更改，都在台账中。请把这份报告发给维护者。</translation>
    </message>
    <message>
        <source>The program broke off last time</source>
        <translation>上次程序意外中断</translation>
    </message>
</context>
<context>
    <name>DashboardPage</name>
    <message>
        <source>Dashboard</source>
        <translation>看板</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>Calendar (Alt+Down)</source>
        <translation>日历（Alt+↓）</translation>
    </message>
</context>
<context>
    <name>DayButton</name>
    <message>
        <source>As of {day}</source>
        <translation>截至 {day}</translation>
    </message>
    <message>
        <source>As of today</source>
        <translation>截至今天</translation>
    </message>
    <message>
        <source>{words}: look at another day (Ctrl+D)</source>
        <translation>{words}：查看其他日期（Ctrl+D）</translation>
    </message>
</context>
<context>
    <name>DayLine</name>
    <message>
        <source>6, 9.15, 2027 or 2027.6</source>
        <translation>如 6、9.15、2027 或 2027.6</translation>
    </message>
    <message>
        <source>No day is read here.</source>
        <translation>没有读出日期。</translation>
    </message>
</context>
<context>
    <name>DefectDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>程序出错了</translation>
    </message>
    <message>
        <source>The program made a mistake. What you had saved is safe. Please send this report on.</source>
        <translation>程序出了错。已保存的内容不受影响。请把下面的报告转给维护人员。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>It is also in {path}</source>
        <translation>报告也保存在 {path}</translation>
    </message>
</context>
<context>
    <name>DepartmentCard</name>
    <message>
        <source>Assessments by lead department</source>
        <translation>各司局结论分布</translation>
    </message>
    <message>
        <source>Numbers are commitments, {total} in all</source>
        <translation>数字为承诺项数，共 {total} 项</translation>
    </message>
    <message>
        <source>The ledger holds no commitment yet.</source>
        <translation>台账中还没有承诺事项。</translation>
    </message>
</context>
<context>
    <name>DepartmentDialog</name>
    <message>
        <source>None: it stands by itself</source>
        <translation>无：独立单位</translation>
    </message>
    <message>
        <source>Further names, one a line</source>
        <translation>其他名称，每行一个</translation>
    </message>
    <message>
        <source>Former names, one a line</source>
        <translation>曾用名，每行一个</translation>
    </message>
    <message>
        <source>Add a department</source>
        <translation>添加单位</translation>
    </message>
    <message>
        <source>Take a body into the ledger</source>
        <translation>将单位收入台账</translation>
    </message>
    <message>
        <source>Edit a department</source>
        <translation>修改单位</translation>
    </message>
    <message>
        <source>Commitments can name it from then on, and texts and spreadsheets are read by all its names.</source>
        <translation>此后承诺可以填写该单位，阅读文本和表格时按其所有名称识别。</translation>
    </message>
    <message>
        <source>The program knows it already, and reads it by these names besides: {names}.</source>
        <translation>程序已知该单位，并按下列名称识别：{names}。</translation>
    </message>
    <message>
        <source>The program knows it already.</source>
        <translation>程序已知该单位。</translation>
    </message>
    <message>
        <source>{count} commitments name it. Lists, filters and reports call it otherwise from now on; the words of the sources stay, and past days show what it was called then.</source>
        <translation>有 {count} 项承诺填写该单位。此后列表、筛选和报告使用新名称；原文文字不变，查看过去某日时仍显示当时的名称。</translation>
    </message>
    <message>
        <source>The program knows these names besides, which stay: {names}.</source>
        <translation>程序另外按下列名称识别，不受影响：{names}。</translation>
    </message>
    <message>
        <source>Texts that say “{name}” are not read as this department any more, unless it stands below.</source>
        <translation>文中的“{name}”将不再识别为该单位，除非列在下面。</translation>
    </message>
</context>
<context>
    <name>DepartmentKeeper</name>
    <message>
        <source>Nothing was changed: {name} is called so already.</source>
        <translation>没有改动：{name}已是如此。</translation>
    </message>
    <message>
        <source>Department added: {name}</source>
        <translation>已添加单位：{name}</translation>
    </message>
    <message>
        <source>Department changed: {name}, which {count} commitments name</source>
        <translation>已修改单位：{name}，有 {count} 项承诺填写该单位</translation>
    </message>
</context>
<context>
    <name>DepartmentsDialog</name>
    <message>
        <source>Departments</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Any name, the initials of its pinyin, or its body</source>
        <translation>任一名称、拼音首字母或上级单位</translation>
    </message>
    <message>
        <source>Filter the departments</source>
        <translation>筛选单位</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>In this ledger</source>
        <translation>本台账中的</translation>
    </message>
    <message>
        <source>Added or changed here</source>
        <translation>在此添加或修改的</translation>
    </message>
    <message>
        <source>Which departments</source>
        <translation>显示哪些单位</translation>
    </message>
    <message>
        <source>No department is called so.</source>
        <translation>没有这样名称的单位。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Add a department…</source>
        <translation>添加单位…</translation>
    </message>
    <message>
        <source>Take into the ledger…</source>
        <translation>收入台账…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>known to the program, not in this ledger</source>
        <translation>程序已知，尚未收入本台账</translation>
    </message>
    <message>
        <source>of this ledger alone</source>
        <translation>仅本台账有</translation>
    </message>
    <message>
        <source>changed here</source>
        <translation>在此修改过</translation>
    </message>
    <message>
        <source>The program knows besides: {names}</source>
        <translation>程序另知：{names}</translation>
    </message>
</context>
<context>
    <name>DepartmentsInput</name>
    <message>
        <source>Add a department</source>
        <translation>添加司局</translation>
    </message>
</context>
<context>
    <name>DepartmentsLine</name>
    <message>
        <source>Initials or parts of names, as in: czj kjj; jyj</source>
        <translation>拼音首字母或名称的一部分，如：czj kjj；jyj</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>Detail</source>
        <translation>承诺详情</translation>
    </message>
    <message>
        <source>Choose a commitment to see its words, its evidence and its history.</source>
        <translation>选中一项承诺，即可查看原文、证据和历史。</translation>
    </message>
    <message>
        <source>Responsible and due</source>
        <translation>责任与期限</translation>
    </message>
    <message>
        <source>More</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Keywords, tags, the other title, and what is empty so far</source>
        <translation>关键词、标签、另一语言的标题，以及还没有内容的部分</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Later words</source>
        <translation>后续表述</translation>
    </message>
    <message>
        <source>Over the years</source>
        <translation>承诺沿革</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>What {publisher} itself says, attributed and dated; the assessment stays ours.</source>
        <translation>{publisher}自己的说法，注明出处和日期；评估结论由分析员作出。</translation>
    </message>
    <message>
        <source>Official claim</source>
        <translation>官方口径</translation>
    </message>
    <message>
        <source>Parts: {shown} of {count} shown to be done</source>
        <translation>子项：{count} 项中 {shown} 项已证明完成</translation>
    </message>
    <message>
        <source>Met only when all parts are. Early evidence and reports of the briefing show none.</source>
        <translation>全部子项完成才算完成；前期基础和同场发布会报道不作数。</translation>
    </message>
    <message>
        <source>How far the document or the list has come, as the evidence documents it.</source>
        <translation>按证据，文件或名单走到了哪一步。</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Show more ({count} not shown)</source>
        <translation>显示更多（还有 {count} 项未显示）</translation>
    </message>
    <message>
        <source>Reason for the assessment</source>
        <translation>结论理由</translation>
    </message>
    <message>
        <source>Rests on</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>None yet.</source>
        <translation>还没有。</translation>
    </message>
    <message>
        <source>Searches ({count})</source>
        <translation>检索记录（{count}）</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Evidence ({count})</source>
        <translation>证据（{count}）</translation>
    </message>
    <message>
        <source>None yet. Add the first piece with Ctrl+E.</source>
        <translation>还没有证据，按 Ctrl+E 添加第一件。</translation>
    </message>
</context>
<context>
    <name>DoubtCard</name>
    <message>
        <source>Assessments in doubt</source>
        <translation>存疑的结论</translation>
    </message>
    <message>
        <source>A doubt stands beside its assessment everywhere</source>
        <translation>疑问在各处都与结论并列</translation>
    </message>
    <message>
        <source>No assessment is in doubt.</source>
        <translation>没有存疑的结论。</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to record as evidence for {commitment}</source>
        <translation>松开即收录为证据：{commitment}</translation>
    </message>
    <message>
        <source>Drop to record as evidence</source>
        <translation>松开即收录为证据</translation>
    </message>
    <message>
        <source>Files, links, text and pictures. Nothing is kept before you save.</source>
        <translation>文件、链接、文字、图片均可；保存之前不留存任何内容。</translation>
    </message>
</context>
<context>
    <name>DropQuestion</name>
    <message>
        <source>Drop the draft?</source>
        <translation>丢弃这份草稿？</translation>
    </message>
    <message>
        <source>Everything that was decided on “{title}” is lost for good. It cannot be undone.</source>
        <translation>对《{title}》已作的全部复核将永久丢失，无法撤销。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>丢弃</translation>
    </message>
</context>
<context>
    <name>DueCard</name>
    <message>
        <source>Due dates</source>
        <translation>期限分布</translation>
    </message>
    <message>
        <source>By month, and by how the date is known</source>
        <translation>按到期月份和期限依据</translation>
    </message>
    <message>
        <source>The ledger holds no commitment yet.</source>
        <translation>台账中还没有承诺事项。</translation>
    </message>
</context>
<context>
    <name>DueInput</name>
    <message>
        <source>The day is not meant exactly: “in about three years”</source>
        <translation>期限只是大约，例如“三年左右”</translation>
    </message>
</context>
<context>
    <name>EvidenceCard</name>
    <message>
        <source>Words of the evidence</source>
        <translation>证据原文</translation>
    </message>
    <message>
        <source>Cited</source>
        <translation>结论依据</translation>
    </message>
    <message>
        <source>The current assessment rests on it.</source>
        <translation>当前结论以此为据。</translation>
    </message>
    <message>
        <source>in force from {day}</source>
        <translation>{day} 起施行</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Edit evidence: {title}</source>
        <translation>编辑证据：{title}</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Withdraw evidence: {title}</source>
        <translation>撤回证据：{title}</translation>
    </message>
    <message>
        <source>Check the page again</source>
        <translation>复查网页</translation>
    </message>
    <message>
        <source>Check the page again: {title}</source>
        <translation>复查网页：{title}</translation>
    </message>
    <message>
        <source>Asks for it now, and says what changed; the evidence is not altered</source>
        <translation>现在访问一次，列出变化；证据不作改动</translation>
    </message>
</context>
<context>
    <name>EvidenceDialog</name>
    <message>
        <source>Edit evidence</source>
        <translation>编辑证据</translation>
    </message>
    <message>
        <source>Add evidence</source>
        <translation>添加证据</translation>
    </message>
    <message>
        <source>May bear on</source>
        <translation>可能对应</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>2025-03-31</source>
        <translation>2025-03-31</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Save and add another</source>
        <translation>保存并继续添加</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Enter</source>
        <translation>Ctrl+Shift+Enter</translation>
    </message>
    <message>
        <source>Attach files…</source>
        <translation>添加附件…</translation>
    </message>
    <message>
        <source>Address of a page: Enter fetches it</source>
        <translation>网页地址，按 Enter 抓取</translation>
    </message>
    <message>
        <source>Address of a page, path of a file, or the text itself</source>
        <translation>网页地址、文件路径，或直接粘贴文字</translation>
    </message>
    <message>
        <source>Drop a file, a link or text here, or paste it with Ctrl+V. It stays in view beside the form.</source>
        <translation>把文件、链接或文字拖到这里，或按 Ctrl+V 粘贴。填写时它一直显示在旁边。</translation>
    </message>
    <message>
        <source>Saved: {title}</source>
        <translation>已保存：{title}</translation>
    </message>
    <message>
        <source>from: “{words}”</source>
        <translation>取自：“{words}”</translation>
    </message>
    <message>
        <source>Recognised as a report of the same briefing, which is never evidence. If it is not, say No under More.</source>
        <translation>已识别为同一场发布会的报道，不算证明。如不是，请在“更多”中选“否”。</translation>
    </message>
    <message>
        <source>Bears on</source>
        <translation>证明对象</translation>
    </message>
    <message>
        <source>Recognise automatically</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Yes, it proves nothing</source>
        <translation>是，不算证明</translation>
    </message>
    <message>
        <source>Only reports the same briefing</source>
        <translation>是否只是同一场发布会的报道</translation>
    </message>
    <message>
        <source>Add a commitment</source>
        <translation>添加一项承诺</translation>
    </message>
    <message>
        <source>Nothing yet: it goes to the inbox of the evidence page, to be linked later.</source>
        <translation>还没有：先放进证据页的待关联，以后再关联。</translation>
    </message>
    <message>
        <source>2025-03-31 or 2025-03</source>
        <translation>2025-03-31 或 2025-03</translation>
    </message>
</context>
<context>
    <name>EvidenceFilters</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>All evidence</source>
        <translation>全部证据</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>待关联</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>EvidencePage</name>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Search evidence: title, publisher, number, words</source>
        <translation>搜索证据：标题、发布单位、文号、引文</translation>
    </message>
    <message>
        <source>Collected evidence</source>
        <translation>收集到的证据</translation>
    </message>
    <message>
        <source>Add evidence</source>
        <translation>添加证据</translation>
    </message>
    <message>
        <source>Record a piece of evidence, linked or for the inbox (Ctrl+E)</source>
        <translation>记录一件证据，可以关联，也可以先放进待关联（Ctrl+E）</translation>
    </message>
    <message>
        <source>Link to…</source>
        <translation>关联到…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Copy references</source>
        <translation>复制引用</translation>
    </message>
    <message>
        <source>Clear search and filters</source>
        <translation>清除搜索和筛选</translation>
    </message>
    <message>
        <source>It is withdrawn, and stays as it was.</source>
        <translation>这件证据已撤回，内容保持原样。</translation>
    </message>
    <message>
        <source>They are withdrawn, and stay as they were.</source>
        <translation>这些证据已撤回，保持原状。</translation>
    </message>
    <message>
        <source>The reference is on the clipboard.</source>
        <translation>引用已复制到剪贴板。</translation>
    </message>
    <message>
        <source>{count} references are on the clipboard.</source>
        <translation>已复制 {count} 条引用到剪贴板。</translation>
    </message>
    <message>
        <source>Link to a commitment…</source>
        <translation>关联到承诺…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Copy reference</source>
        <translation>复制引用</translation>
    </message>
    <message>
        <source>Look at the file</source>
        <translation>查看文件</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show commitment {code}</source>
        <translation>查看承诺 {code}</translation>
    </message>
    <message>
        <source>Open its page on the web</source>
        <translation>打开来源网页</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>已选 {count} 件</translation>
    </message>
    <message>
        <source>1 piece</source>
        <translation>1 件</translation>
    </message>
    <message>
        <source>{count} pieces</source>
        <translation>{count} 件</translation>
    </message>
    <message>
        <source>of {total}</source>
        <translation>共 {total} 件</translation>
    </message>
    <message>
        <source>No evidence yet. Record the first piece with Ctrl+E: what it is, its words, and what it bears on. What bears on nothing yet waits in the inbox.</source>
        <translation>还没有证据。按 Ctrl+E 记录第一件：是什么证据、原文怎么说、对应哪些承诺。暂时不对应任何承诺的，留在待关联里。</translation>
    </message>
    <message>
        <source>The inbox is empty: every piece is linked to a commitment.</source>
        <translation>待关联已清空：每件证据都已关联承诺事项。</translation>
    </message>
    <message>
        <source>No piece matches. Take a filter away, or search for other words.</source>
        <translation>没有符合条件的证据。请减少筛选，或换词搜索。</translation>
    </message>
</context>
<context>
    <name>EvidencePane</name>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Choose a piece of evidence to see all of it, and what it may bear on.</source>
        <translation>选一件证据，查看全部内容和它可能对应的承诺。</translation>
    </message>
    <message>
        <source>In force from {day}</source>
        <translation>{day} 起施行</translation>
    </message>
    <message>
        <source>Retrieved on {day}</source>
        <translation>取得日期 {day}</translation>
    </message>
    <message>
        <source>Words of the evidence</source>
        <translation>证据原文</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Edit evidence: {title}</source>
        <translation>编辑证据：{title}</translation>
    </message>
    <message>
        <source>Withdraw evidence: {title}</source>
        <translation>撤回证据：{title}</translation>
    </message>
    <message>
        <source>Correct it, and say what it bears on (Enter in the list)</source>
        <translation>更正内容，注明对应哪些承诺（列表中按 Enter）</translation>
    </message>
    <message>
        <source>Take it out of use, with a reason (Delete in the list)</source>
        <translation>停用并注明理由（列表中按 Delete）</translation>
    </message>
    <message>
        <source>What it bears on</source>
        <translation>对应的承诺</translation>
    </message>
    <message>
        <source>Nothing yet: it waits in the inbox until you link it.</source>
        <translation>还没有：关联之前一直在待关联里。</translation>
    </message>
    <message>
        <source>Show the commitment</source>
        <translation>查看这项承诺</translation>
    </message>
    <message>
        <source>Show commitment {code}</source>
        <translation>查看承诺 {code}</translation>
    </message>
    <message>
        <source>All its evidence together: {working}</source>
        <translation>全部证据合计：{working}</translation>
    </message>
    <message>
        <source>Recorded by {author} on {day}</source>
        <translation>{author} 于 {day} 记录</translation>
    </message>
    <message>
        <source>Last changed by {author} on {day}</source>
        <translation>{author} 于 {day} 最后改动</translation>
    </message>
    <message>
        <source>May bear on</source>
        <translation>可能对应</translation>
    </message>
    <message>
        <source>Link…</source>
        <translation>关联…</translation>
    </message>
    <message>
        <source>Its words name no other commitment.</source>
        <translation>文字里没有提到别的承诺事项。</translation>
    </message>
    <message>
        <source>Its words name no commitment of the ledger. That is an answer: it may bear on none. Where it does, link it yourself under Edit.</source>
        <translation>文字里没有提到台账中的承诺事项。这也是一种答案：可能确实都不对应。若有对应，请在“编辑”里自行关联。</translation>
    </message>
</context>
<context>
    <name>EvidenceSaver</name>
    <message>
        <source>Taken back: it stands in the form again.</source>
        <translation>已撤销，内容已回到表单中。</translation>
    </message>
    <message>
        <source>Something else was changed since: take it back in the window (Ctrl+Z).</source>
        <translation>此后又有别的改动，请回主窗口撤销（Ctrl+Z）。</translation>
    </message>
</context>
<context>
    <name>EvidenceWays</name>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>Evidence {number}</source>
        <translation>证据 {number}</translation>
    </message>
</context>
<context>
    <name>Examining</name>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文字</translation>
    </message>
    <message>
        <source>Fetch from {host}</source>
        <translation>从 {host} 抓取</translation>
    </message>
    <message>
        <source>Read {name}</source>
        <translation>读取 {name}</translation>
    </message>
</context>
<context>
    <name>FacetGroup</name>
    <message>
        <source>Show or hide these filters</source>
        <translation>展开或折叠这组筛选</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>{count} more…</source>
        <translation>其余 {count} 个…</translation>
    </message>
</context>
<context>
    <name>FacetPanel</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>FactsBox</name>
    <message>
        <source>Edit the departments</source>
        <translation>修改司局</translation>
    </message>
    <message>
        <source>Edit the due date</source>
        <translation>修改期限</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>Press to see the words in the briefing.</source>
        <translation>点击查看原文。</translation>
    </message>
    <message>
        <source>{department}, {basis}: show the words</source>
        <translation>{department}，{basis}：查看原文</translation>
    </message>
</context>
<context>
    <name>FactsPane</name>
    <message>
        <source>What is known of it</source>
        <translation>已知情况</translation>
    </message>
    <message>
        <source>Evidence {count}</source>
        <translation>证据 {count}</translation>
    </message>
    <message>
        <source>No evidence is linked to this commitment yet.</source>
        <translation>还没有与本事项关联的证据。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 件</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>子项</translation>
    </message>
    <message>
        <source>Newest search</source>
        <translation>最近一次检索</translation>
    </message>
</context>
<context>
    <name>FailurePage</name>
    <message>
        <source>The ledger could not be opened</source>
        <translation>台账打不开</translation>
    </message>
    <message>
        <source>Choose another file…</source>
        <translation>另选文件…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>FieldEditor</name>
    <message>
        <source>Why? It stays in the history</source>
        <translation>为什么改？理由会留在记录里</translation>
    </message>
    <message>
        <source>Reason for the change</source>
        <translation>修改理由</translation>
    </message>
    <message>
        <source>Load the newest state</source>
        <translation>载入最新内容</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The newest state is loaded. What you typed is still here: look again, then save.</source>
        <translation>已载入最新内容。您填写的仍在：请再看一遍，然后保存。</translation>
    </message>
    <message>
        <source>This was typed on {day} and not saved.</source>
        <translation>这是 {day} 填写而未保存的内容。</translation>
    </message>
</context>
<context>
    <name>FieldsBox</name>
    <message>
        <source>edited</source>
        <translation>改自编码</translation>
    </message>
    <message>
        <source>Edited by an analyst. The coding said: {said}</source>
        <translation>分析员改过。编码所写：{said}</translation>
    </message>
</context>
<context>
    <name>FileChips</name>
    <message>
        <source>Look at {name}</source>
        <translation>查看 {name}</translation>
    </message>
    <message>
        <source>Look at the file</source>
        <translation>查看文件</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Leave this file out</source>
        <translation>不附这个文件</translation>
    </message>
    <message>
        <source>Leave out {name}</source>
        <translation>不附 {name}</translation>
    </message>
</context>
<context>
    <name>FileViewers</name>
    <message>
        <source>retrieved {at}</source>
        <translation>取得于 {at}</translation>
    </message>
    <message>
        <source>Only the text that was read from it when it was kept can be shown.</source>
        <translation>只能显示收录时读出的文字。</translation>
    </message>
    <message>
        <source>Quote not found in its file: “{quote}” no longer stands where it was quoted from. It has not been moved; select the right words to quote them anew.</source>
        <translation>引文已失联：“{quote}”已不在原来的位置。摘录没有自动移位；请选取正确的文字，重新摘录。</translation>
    </message>
    <message>
        <source>Quoted: {words}</source>
        <translation>已摘录：{words}</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存副本</translation>
    </message>
    <message>
        <source>A copy has been saved as {path}</source>
        <translation>副本已存为 {path}</translation>
    </message>
    <message>
        <source>Open with the system&apos;s program</source>
        <translation>用系统程序打开</translation>
    </message>
    <message>
        <source>Another program will open a copy of {name}. What it does with the file is beyond this ledger: it may run what the file contains, or go online. The kept file stays as it is.</source>
        <translation>将由其他程序打开 {name} 的副本。那个程序如何处理文件，本台账无法约束：它可能运行文件中的内容，也可能联网。台账所存的文件不受影响。</translation>
    </message>
    <message>
        <source>Open the copy</source>
        <translation>打开副本</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Look through the file</source>
        <translation>检查文件</translation>
    </message>
</context>
<context>
    <name>FileWatch</name>
    <message>
        <source>What can be done…</source>
        <translation>如何处理…</translation>
    </message>
    <message>
        <source>What you typed stays in its form, and can be saved once you have gone on.</source>
        <translation>已输入的内容仍在表单里，选好以后可以继续保存。</translation>
    </message>
    <message>
        <source>There is another copy of this ledger</source>
        <translation>这个台账还有另一份</translation>
    </message>
    <message>
        <source>The ledger&apos;s file is held elsewhere</source>
        <translation>台账正由他人编辑</translation>
    </message>
    <message>
        <source>The ledger&apos;s file was replaced</source>
        <translation>台账文件已被替换</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接管</translation>
    </message>
    <message>
        <source>Open for reading</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>Go on in my copy</source>
        <translation>在我的这一份中继续</translation>
    </message>
    <message>
        <source>Open the other file</source>
        <translation>打开另一份</translation>
    </message>
</context>
<context>
    <name>FilesField</name>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
</context>
<context>
    <name>Filling</name>
    <message>
        <source>Take in a filled-in file</source>
        <translation>收回填报文件</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xls)</source>
        <translation>工作簿 (*.xlsx *.xls)</translation>
    </message>
    <message>
        <source>The ledger was closed. What you typed for it stands in its form the next time.</source>
        <translation>台账已关闭。为它填写的内容已保留，下次打开表单时还在。</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Send forms</source>
        <translation>发出填报表</translation>
    </message>
    <message>
        <source>Forms written, with the notice: {count}, in {folder}</source>
        <translation>已写出督办通知和 {count} 份填报表，在 {folder}</translation>
    </message>
    <message>
        <source>The form lies at {file}</source>
        <translation>填报表已写入 {file}</translation>
    </message>
    <message>
        <source>{count} forms lie in {folder}</source>
        <translation>{count} 份填报表已写入 {folder}</translation>
    </message>
    <message>
        <source>Entered of the form: {count} rows</source>
        <translation>已登记填报 {count} 行</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Take the filter “{filter}” away</source>
        <translation>去掉筛选“{filter}”</translation>
    </message>
    <message>
        <source>Search: {words}</source>
        <translation>搜索：{words}</translation>
    </message>
    <message>
        <source>Changed since {day}</source>
        <translation>{day} 之后有变动</translation>
    </message>
    <message>
        <source>{facet}: {value}</source>
        <translation>{facet}：{value}</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>{number} of {total}</source>
        <translation>第 {number} 处，共 {total} 处</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Find in this file</source>
        <translation>在本文件中搜索</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭搜索</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>The three steps need the briefing of January 2025, which the sample ledger has, too.</source>
        <translation>上手三步要用 2025 年 1 月发布会的承诺：请打开自己的台账或示例台账。</translation>
    </message>
</context>
<context>
    <name>FoldSection</name>
    <message>
        <source>Show or fold this section</source>
        <translation>展开或收起这一部分</translation>
    </message>
</context>
<context>
    <name>FormCapture</name>
    <message>
        <source>Count a list…</source>
        <translation>清点名单…</translation>
    </message>
    <message>
        <source>Count the names of a published list, and take their number as the value</source>
        <translation>清点公布的名单，以其数目作为数值</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Read as: {field}</source>
        <translation>读作：{field}</translation>
    </message>
    <message>
        <source>Figures in the file</source>
        <translation>文件中的数字</translation>
    </message>
    <message>
        <source>{count} of {total} files were not attached: {reasons}</source>
        <translation>{total} 个文件中有 {count} 个未能添加：{reasons}</translation>
    </message>
    <message>
        <source>Take {figure} as the value</source>
        <translation>以“{figure}”为数值</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Load the newest state</source>
        <translation>载入最新内容</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>清空重填</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>This was typed on {day} and not saved.</source>
        <translation>这是 {day} 填写而未保存的内容。</translation>
    </message>
    <message>
        <source>{field} (optional)</source>
        <translation>{field}（选填）</translation>
    </message>
    <message>
        <source>The newest state is loaded. What you typed is still here: look again, then save.</source>
        <translation>已载入最新内容，您填写的都还在：请再看一遍，然后保存。</translation>
    </message>
</context>
<context>
    <name>FormPreview</name>
    <message>
        <source>Take in a filled-in file</source>
        <translation>收回填报文件</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation>承诺事项</translation>
    </message>
    <message>
        <source>What came</source>
        <translation>退回内容</translation>
    </message>
    <message>
        <source>What it becomes</source>
        <translation>登记为</translation>
    </message>
    <message>
        <source>To be noted</source>
        <translation>须注意</translation>
    </message>
    <message>
        <source>The chosen row, field by field</source>
        <translation>所选行的逐项对照</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The rows that came back</source>
        <translation>退回的各行</translation>
    </message>
    <message>
        <source>{rows} rows, {filled} filled in, {accepted} accepted. Space accepts or rejects what is chosen.</source>
        <translation>共 {rows} 行，已填 {filled} 行，采纳 {accepted} 行。按空格键采纳或不采纳所选的行。</translation>
    </message>
    <message>
        <source>Enter {count} as official claims</source>
        <translation>登记 {count} 行为官方口径</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发出时</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>退回时</translation>
    </message>
    <message>
        <source>Official claim</source>
        <translation>官方口径</translation>
    </message>
    <message>
        <source>Proposed evidence</source>
        <translation>待核对的证据</translation>
    </message>
</context>
<context>
    <name>FormSending</name>
    <message>
        <source>Send for filling in</source>
        <translation>发出填报表</translation>
    </message>
    <message>
        <source>Each department gets a workbook with its commitments. The ledger keeps what was sent, so that what comes back can be compared with it.</source>
        <translation>每个司局得到一份列有其承诺事项的工作簿。台账保留发出的内容，以便与退回的内容逐项对照。</translation>
    </message>
    <message>
        <source>All departments, a file each</source>
        <translation>所有司局，每司局一份</translation>
    </message>
    <message>
        <source>Several departments, a file each</source>
        <translation>选几个司局，每司局一份</translation>
    </message>
    <message>
        <source>Only commitments that the department leads</source>
        <translation>只列该司局牵头的承诺</translation>
    </message>
    <message>
        <source>As a round: with a return date, a notice and reminders</source>
        <translation>作为一轮督办：定退回日期，发督办通知，逾期催办</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>司局</translation>
    </message>
    <message>
        <source>Which departments</source>
        <translation>选哪些司局</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>期次</translation>
    </message>
    <message>
        <source>Such as 2026-11</source>
        <translation>如 2026-11</translation>
    </message>
    <message>
        <source>Open the round</source>
        <translation>开始督办</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>存放文件夹</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>FoundDialog</name>
    <message>
        <source>Check the source</source>
        <translation>核对原文</translation>
    </message>
    <message>
        <source>such as {prefix}</source>
        <translation>例如 {prefix}</translation>
    </message>
    <message>
        <source>Each commitment gets this and a number as its code.</source>
        <translation>每条承诺以它加序号为编号。</translation>
    </message>
    <message>
        <source>Title of the source</source>
        <translation>原文标题</translation>
    </message>
    <message>
        <source>Found by the words of your office too: {file}</source>
        <translation>也按本单位用语识别：{file}</translation>
    </message>
    <message>
        <source>Cleaning steps: {count}</source>
        <translation>整理步骤：{count} 处</translation>
    </message>
    <message>
        <source>The text is as it was read: nothing had to be cleaned.</source>
        <translation>文本与读出的一致，无需整理。</translation>
    </message>
    <message>
        <source>Take a tick away, and the text stays there as it was read.</source>
        <translation>取消勾选，该处即保持读出时的样子。</translation>
    </message>
    <message>
        <source>Review one by one</source>
        <translation>逐条复核</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take everything in, not reviewed</source>
        <translation>全部收录，标为未复核</translation>
    </message>
    <message>
        <source>Each is marked as not reviewed until somebody accepts it.</source>
        <translation>每条都标为未复核，直到有人采用。</translation>
    </message>
    <message>
        <source>Read the text again</source>
        <translation>重新识别承诺</translation>
    </message>
    <message>
        <source>Found: {count} commitments; left out: {left}; still to be decided: {open}</source>
        <translation>找到承诺 {count} 条；未收录 {left} 句；待定 {open} 句</translation>
    </message>
    <message>
        <source>Keep the draft</source>
        <translation>保存草稿</translation>
    </message>
    <message>
        <source>Take the source in</source>
        <translation>收录原文</translation>
    </message>
</context>
<context>
    <name>FoundItemDelegate</name>
    <message>
        <source>All {count} not for us</source>
        <translation>{count} 条全部无关</translation>
    </message>
    <message>
        <source>All {count} seen</source>
        <translation>{count} 条全部已阅</translation>
    </message>
</context>
<context>
    <name>FoundItemsModel</name>
    <message>
        <source>1 item</source>
        <translation>1 条</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} 条</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>已展开</translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>Rules of assessment, §{number}</source>
        <translation>评估规则 §{number}</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>使用指南</translation>
    </message>
    <message>
        <source>Rules of assessment</source>
        <translation>评估规则</translation>
    </message>
</context>
<context>
    <name>HeaderMenus</name>
    <message>
        <source>Choose columns</source>
        <translation>选择列</translation>
    </message>
    <message>
        <source>Filter by value</source>
        <translation>按值筛选</translation>
    </message>
    <message>
        <source>Group by it</source>
        <translation>按此列分组</translation>
    </message>
    <message>
        <source>Hide this column</source>
        <translation>隐藏此列</translation>
    </message>
    <message>
        <source>Fit the width to what it holds</source>
        <translation>列宽适合内容</translation>
    </message>
    <message>
        <source>The usual columns</source>
        <translation>恢复默认列</translation>
    </message>
    <message>
        <source>Sort ascending</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>Sort descending</source>
        <translation>降序</translation>
    </message>
    <message>
        <source>Add to the sorting</source>
        <translation>加入排序</translation>
    </message>
    <message>
        <source>Take out of the sorting</source>
        <translation>移出排序</translation>
    </message>
</context>
<context>
    <name>HeadingBox</name>
    <message>
        <source>Kind and topic</source>
        <translation>类别和专题</translation>
    </message>
    <message>
        <source>Edit the kind and the topic</source>
        <translation>修改类别和专题</translation>
    </message>
    <message>
        <source>Edit the English title</source>
        <translation>修改英文标题</translation>
    </message>
    <message>
        <source>Edit the title</source>
        <translation>修改标题</translation>
    </message>
</context>
<context>
    <name>HeldReasons</name>
    <message>
        <source>The rules question this assessment. To hold to it, give a reason for each.</source>
        <translation>规则对这个结论有疑问。要坚持结论，请逐条写明理由。</translation>
    </message>
    <message>
        <source>Why you hold to the assessment all the same</source>
        <translation>坚持结论的理由</translation>
    </message>
    <message>
        <source>Reason for holding to it: {question}</source>
        <translation>坚持结论的理由：{question}</translation>
    </message>
</context>
<context>
    <name>ItemPane</name>
    <message>
        <source>New item</source>
        <translation>新条目</translation>
    </message>
    <message>
        <source>A key is for the whole group while its heading is current.</source>
        <translation>光标停在组名上时，按键对整组生效。</translation>
    </message>
    <message>
        <source>Choose an item to see what is known of it.</source>
        <translation>选中一条，这里显示已知的内容。</translation>
    </message>
    <message>
        <source>Found on {day}</source>
        <translation>发现于 {day}</translation>
    </message>
    <message>
        <source>Words beside its title</source>
        <translation>列表中的摘要</translation>
    </message>
    <message>
        <source>It is piece {number} of the evidence already.</source>
        <translation>已是第 {number} 号证据。</translation>
    </message>
    <message>
        <source>holds {word}</source>
        <translation>含{word}</translation>
    </message>
    <message>
        <source>May bear on</source>
        <translation>可能涉及</translation>
    </message>
    <message>
        <source>Its words name no commitment of the ledger.</source>
        <translation>用词与台账中的承诺都不相符。</translation>
    </message>
</context>
<context>
    <name>JudgingRun</name>
    <message>
        <source>Judge one by one</source>
        <translation>逐项判定</translation>
    </message>
    <message>
        <source>Judged: {count}.</source>
        <translation>已判定 {count} 项。</translation>
    </message>
    <message>
        <source>Passed over without an assessment: {count}.</source>
        <translation>跳过 {count} 项，尚无结论。</translation>
    </message>
    <message>
        <source>{place} of {total} · {judged} judged · {left} left</source>
        <translation>第 {place} 项，共 {total} 项 · 已判 {judged} 项 · 还剩 {left} 项</translation>
    </message>
    <message>
        <source>The assessment</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Log a search…</source>
        <translation>登记检索…</translation>
    </message>
    <message>
        <source>Add evidence…</source>
        <translation>添加证据…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一项</translation>
    </message>
    <message>
        <source>Pass over</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Judge, and go on</source>
        <translation>判定并继续</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Look at those passed over</source>
        <translation>再看跳过的</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>1–8 choose · Enter judges and goes on · J pass over · K back · S search · E evidence · U undo · Esc leaves</source>
        <translation>1–8 选结论 · 回车判定并继续 · J 跳过 · K 上一项 · S 检索 · E 证据 · U 撤销 · Esc 离开</translation>
    </message>
</context>
<context>
    <name>KeywordsInput</name>
    <message>
        <source>One a line. Words parted by a blank must all stand near each other.</source>
        <translation>每行一个。用空格隔开的几个词须在文中相近处同时出现。</translation>
    </message>
</context>
<context>
    <name>KnownPieceDialog</name>
    <message>
        <source>This document is in the ledger already</source>
        <translation>台账里已有这份文件</translation>
    </message>
    <message>
        <source>The piece that is meant</source>
        <translation>所指的证据</translation>
    </message>
    <message>
        <source>Go on with the form</source>
        <translation>继续填写</translation>
    </message>
    <message>
        <source>Link the piece that is there</source>
        <translation>关联已有的那一件</translation>
    </message>
    <message>
        <source>Use the piece that is there</source>
        <translation>就用已有的那一件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>It is another document</source>
        <translation>确是另一份文件</translation>
    </message>
    <message>
        <source>The piece that you are correcting would become the same document as this one.</source>
        <translation>改过以后，这件证据就与下面这件是同一份文件了。</translation>
    </message>
    <message>
        <source>Linked is what you filled in of the commitments it bears on. Its title, words and files stay as they are there: nothing is counted twice.</source>
        <translation>所填的对应承诺会关联到已有的那一件；标题、摘录和附件仍以那一件为准，同一份文件只计一次。</translation>
    </message>
    <message>
        <source>You filled in no commitment that it bears on: nothing is recorded, and the form closes.</source>
        <translation>没有填写对应的承诺：不另作登记，直接关闭表单。</translation>
    </message>
    <message>
        <source>Bears on {commitments}</source>
        <translation>对应 {commitments}</translation>
    </message>
</context>
<context>
    <name>LadderView</name>
    <message>
        <source>No stage after the briefing is documented yet.</source>
        <translation>发布会之后尚无证据表明阶段。</translation>
    </message>
</context>
<context>
    <name>LayoutChoice</name>
    <message>
        <source>The usual columns</source>
        <translation>默认列</translation>
    </message>
    <message>
        <source>Chosen here: {count}</source>
        <translation>自选 {count} 列</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>选择列…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>改名…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>LearningStrip</name>
    <message>
        <source>Always not for us:</source>
        <translation>以后一律归为无关：</translation>
    </message>
    <message>
        <source>Items with such a word in their title stand in a group of their own, last.</source>
        <translation>标题含这些用语的新条目单独成组，排在后面。</translation>
    </message>
    <message>
        <source>Add “{word}” to the words for what is not for us</source>
        <translation>把“{word}”加入无关用语</translation>
    </message>
    <message>
        <source>Add this word (key {number} in the list)</source>
        <translation>加入这个用语（在列表中按 {number}）</translation>
    </message>
    <message>
        <source>Words…</source>
        <translation>无关用语…</translation>
    </message>
    <message>
        <source>All words for what is not for us: look at them, add, remove</source>
        <translation>查看、添加、去掉无关用语</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the offer of words</source>
        <translation>不加入用语</translation>
    </message>
</context>
<context>
    <name>LedgerModel</name>
    <message>
        <source>{count} commitments</source>
        <translation>{count} 项</translation>
    </message>
    <message>
        <source>1 commitment</source>
        <translation>1 项</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>已展开</translation>
    </message>
</context>
<context>
    <name>LedgerPage</name>
    <message>
        <source>Ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>Search commitments, evidence, document numbers</source>
        <translation>搜索承诺、证据、文号</translation>
    </message>
    <message>
        <source>Exported {count} commitments to {path}</source>
        <translation>已导出 {count} 项到 {path}</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Commitment ledger</source>
        <translation>承诺台账</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Markdown text (*.md)</source>
        <translation>Markdown 文本 (*.md)</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Commitments</source>
        <translation>承诺事项</translation>
    </message>
    <message>
        <source>Assess…</source>
        <translation>设定结论…</translation>
    </message>
    <message>
        <source>Assess as</source>
        <translation>评估为</translation>
    </message>
    <message>
        <source>Log a round of searching…</source>
        <translation>登记一轮检索…</translation>
    </message>
    <message>
        <source>Add evidence</source>
        <translation>添加证据</translation>
    </message>
    <message>
        <source>Log a search</source>
        <translation>登记检索</translation>
    </message>
    <message>
        <source>Show in the briefing</source>
        <translation>在原文中查看</translation>
    </message>
    <message>
        <source>Departments…</source>
        <translation>司局…</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Export these rows…</source>
        <translation>导出所选各项…</translation>
    </message>
    <message>
        <source>The ledger is empty. Add a source with Ctrl+Shift+A, a report, a notice or a transcript, or bring in a spreadsheet of commitments with Ctrl+Shift+I. Either is shown before anything is entered.</source>
        <translation>台账还是空的。按 Ctrl+Shift+A 录入一份原文（报告、通知或发布会实录），或按 Ctrl+Shift+I 导入承诺事项表格：登记之前都会先给您看。</translation>
    </message>
    <message>
        <source>Copied {count} rows as a table</source>
        <translation>已把 {count} 行复制为表格</translation>
    </message>
    <message>
        <source>Clear search and filters</source>
        <translation>清除搜索和筛选</translation>
    </message>
    <message>
        <source>No commitment matches. Take a filter away, or search for other words.</source>
        <translation>没有符合条件的承诺。请去掉一个筛选条件，或换个词搜索。</translation>
    </message>
</context>
<context>
    <name>Ledgers</name>
    <message>
        <source>Recent ledgers</source>
        <translation>最近的台账</translation>
    </message>
    <message>
        <source>New ledger</source>
        <translation>新建台账</translation>
    </message>
    <message>
        <source>Commitment ledger</source>
        <translation>承诺台账</translation>
    </message>
    <message>
        <source>New empty ledger</source>
        <translation>新建空台账</translation>
    </message>
    <message>
        <source>Open a ledger</source>
        <translation>打开台账</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存副本</translation>
    </message>
    <message>
        <source>A copy has been saved as {path}</source>
        <translation>副本已保存为 {path}</translation>
    </message>
    <message>
        <source>Prepare the sample ledger</source>
        <translation>准备示例台账</translation>
    </message>
    <message>
        <source>Ledger ({patterns})</source>
        <translation>台账 ({patterns})</translation>
    </message>
    <message>
        <source>{ledger}: no longer there</source>
        <translation>{ledger}（已不存在）</translation>
    </message>
    <message>
        <source>The file has been moved or deleted. Open it from where it is now.</source>
        <translation>文件已被移动或删除，请从现在的位置打开。</translation>
    </message>
</context>
<context>
    <name>LinkPiecesDialog</name>
    <message>
        <source>Link to a commitment</source>
        <translation>关联到承诺</translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation>承诺事项</translation>
    </message>
</context>
<context>
    <name>LinkRow</name>
    <message>
        <source>Target {target}</source>
        <translation>目标 {target}</translation>
    </message>
    <message>
        <source>{target} · no figure that counts yet</source>
        <translation>{target} · 还没有可计入的数量</translation>
    </message>
    <message>
        <source>{target} · as before: {working}</source>
        <translation>{target} · 与原来相同：{working}</translation>
    </message>
    <message>
        <source>{target} · with this: {working}</source>
        <translation>{target} · 计入本件后：{working}</translation>
    </message>
    <message>
        <source>Take this link away</source>
        <translation>去掉这条关联</translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation>承诺事项</translation>
    </message>
    <message>
        <source>The whole commitment</source>
        <translation>整项承诺</translation>
    </message>
</context>
<context>
    <name>ListCounter</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Count a list</source>
        <translation>清点名单</translation>
    </message>
    <message>
        <source>Pasted lines or columns</source>
        <translation>粘贴的行或列</translation>
    </message>
    <message>
        <source>Where the list is</source>
        <translation>名单在哪里</translation>
    </message>
    <message>
        <source>The list, one name a line, or a table</source>
        <translation>名单：每行一个名称，或一张表</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Names of the list</source>
        <translation>名单中的名称</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Nothing to count yet.</source>
        <translation>还没有可清点的内容。</translation>
    </message>
    <message>
        <source>Use as the value</source>
        <translation>作为数值</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Use {count} as the value</source>
        <translation>以 {count} 为数值</translation>
    </message>
    <message>
        <source>{count} names</source>
        <translation>共 {count} 个名称</translation>
    </message>
    <message>
        <source>{count} names, target {target}</source>
        <translation>共 {count} 个名称，目标 {target}</translation>
    </message>
    <message>
        <source>repeated, counted once: {count}</source>
        <translation>重复 {count} 处，只计一次</translation>
    </message>
    <message>
        <source>rows left out: {count}</source>
        <translation>未计入 {count} 行</translation>
    </message>
    <message>
        <source>stands in rows {rows}, counts once</source>
        <translation>见于第 {rows} 行，只计一次</translation>
    </message>
    <message>
        <source>head of the table</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>a total</source>
        <translation>合计行</translation>
    </message>
    <message>
        <source>a heading</source>
        <translation>标题行</translation>
    </message>
    <message>
        <source>no name in this column</source>
        <translation>本列没有名称</translation>
    </message>
    <message>
        <source>row {row} left out: {reason}</source>
        <translation>第 {row} 行未计入：{reason}</translation>
    </message>
    <message>
        <source>List of {count} names</source>
        <translation>名单（{count} 个名称）</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open the ledger</source>
        <translation>打开台账</translation>
    </message>
    <message>
        <source>Commitment ledger</source>
        <translation>承诺台账</translation>
    </message>
    <message>
        <source>Cancelled: {what}. Everything is as it was.</source>
        <translation>已取消：{what}。一切保持原样。</translation>
    </message>
    <message>
        <source>Type size: {percent} %</source>
        <translation>文字大小：{percent}%</translation>
    </message>
</context>
<context>
    <name>MappingView</name>
    <message>
        <source>(left out)</source>
        <translation>（不收录）</translation>
    </message>
    <message>
        <source>What column {column} holds</source>
        <translation>“{column}”一列的内容</translation>
    </message>
    <message>
        <source>Guessed by the heading’s “{words}”</source>
        <translation>依据表头中的“{words}”推定</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>First cells</source>
        <translation>前几格</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>对应内容</translation>
    </message>
    <message>
        <source>Column {number}</source>
        <translation>第 {number} 列</translation>
    </message>
    <message>
        <source>{heading} (hidden)</source>
        <translation>{heading}（隐藏）</translation>
    </message>
</context>
<context>
    <name>MaterialView</name>
    <message>
        <source>File to look at</source>
        <translation>要查看的文件</translation>
    </message>
    <message>
        <source>Text of {name}</source>
        <translation>{name} 的文字</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Readable text</source>
        <translation>可读文本</translation>
    </message>
    <message>
        <source>Quote these words</source>
        <translation>摘录这段文字</translation>
    </message>
    <message>
        <source>In its own window</source>
        <translation>单独打开</translation>
    </message>
    <message>
        <source>It cannot be drawn; this is the text that was read from it.</source>
        <translation>无法显示页面，以下是从中读出的文字。</translation>
    </message>
    <message>
        <source>Take the selected words as the quote</source>
        <translation>把选中的文字作为摘录</translation>
    </message>
    <message>
        <source>Select the words to quote first.</source>
        <translation>请先选取要摘录的文字。</translation>
    </message>
</context>
<context>
    <name>Merging</name>
    <message>
        <source>Merge another copy</source>
        <translation>并入另一份台账</translation>
    </message>
</context>
<context>
    <name>MonthCalendar</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>The month only</source>
        <translation>只填月份</translation>
    </message>
</context>
<context>
    <name>MoreBox</name>
    <message>
        <source>{words} and {count} more</source>
        <translation>{words}，另有 {count} 个</translation>
    </message>
    <message>
        <source>Edit the keywords</source>
        <translation>修改关键词</translation>
    </message>
</context>
<context>
    <name>MoreFields</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>请填写名称。</translation>
    </message>
    <message>
        <source>The name is too long: {most} characters at most.</source>
        <translation>名称太长：最多 {most} 个字符。</translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message>
        <source>{ledger} · saved</source>
        <translation>{ledger} · 已保存</translation>
    </message>
    <message>
        <source>Every change is on disk as soon as it is made.</source>
        <translation>每次改动都立即写入磁盘。</translation>
    </message>
</context>
<context>
    <name>OfferedSearchesModel</name>
    <message>
        <source>{page} ({since} to {until})</source>
        <translation>{page}（{since} 至 {until}）</translation>
    </message>
    <message>
        <source>Source and commitment</source>
        <translation>关注源与承诺</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>用语</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>1 item</source>
        <translation>1 条</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} 条</translation>
    </message>
    <message>
        <source>{count} further commitments left out</source>
        <translation>另有 {count} 项承诺未列出</translation>
    </message>
</context>
<context>
    <name>OpeningPage</name>
    <message>
        <source>Opening the ledger…</source>
        <translation>正在打开台账…</translation>
    </message>
</context>
<context>
    <name>OrderPanel</name>
    <message>
        <source>Today, {day}</source>
        <translation>今天，{day}</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>Month or week</source>
        <translation>月报 / 周报</translation>
    </message>
    <message>
        <source>Briefing</source>
        <translation>专报</translation>
    </message>
    <message>
        <source>One commitment</source>
        <translation>单项专档</translation>
    </message>
    <message>
        <source>What is reported</source>
        <translation>报告内容</translation>
    </message>
    <message>
        <source>Kind of report</source>
        <translation>报告种类</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>With charts</source>
        <translation>带图表</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Public pages</source>
        <translation>公开页面</translation>
    </message>
    <message>
        <source>With what needs attention</source>
        <translation>附需要处理的事项</translation>
    </message>
    <message>
        <source>The to-do list of who keeps the ledger: for your own desk, not for the report&apos;s readers</source>
        <translation>台账维护者的待办清单：供自己使用，不给报告的读者看</translation>
    </message>
    <message>
        <source>With the reasons of assessments</source>
        <translation>公布评估结论的理由</translation>
    </message>
    <message>
        <source>The pages as they are seen here (Ctrl+P); a printout is not recorded</source>
        <translation>打印这里看到的各页（Ctrl+P）；打印不登记为报告</translation>
    </message>
    <message>
        <source>Save pages…</source>
        <translation>保存页面…</translation>
    </message>
    <message>
        <source>Every commitment on one line, with figures and charts.</source>
        <translation>每项承诺一行，附数字和图表。</translation>
    </message>
    <message>
        <source>A summary in words, what happened, then the commitments by department.</source>
        <translation>文字摘要、本期进展，再按司局逐项列出。</translation>
    </message>
    <message>
        <source>Two or three pages for who decides: conclusion, what happened, problems, next steps, tables.</source>
        <translation>供领导审阅的两三页：先说结论，再说进展、存在问题和下一步建议，后附各表。</translation>
    </message>
    <message>
        <source>All that is known of one commitment: words, evidence, assessments, history.</source>
        <translation>一项承诺的全部内容：原文、证据、结论、经过。</translation>
    </message>
    <message>
        <source>A folder of web pages in both languages, without authors, attachments or searches.</source>
        <translation>写入文件夹的网页，中英文各一套，不含作者、附件和检索记录。</translation>
    </message>
    <message>
        <source>Commitments</source>
        <translation>承诺范围</translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation>承诺事项</translation>
    </message>
    <message>
        <source>As of the end of</source>
        <translation>截至（当日终了）</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Address of the site</source>
        <translation>站点地址</translation>
    </message>
    <message>
        <source>Word document (DOCX)</source>
        <translation>Word 文档（DOCX）</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>Excel workbook (XLSX)</source>
        <translation>Excel 工作簿（XLSX）</translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation>网页（HTML）</translation>
    </message>
    <message>
        <source>Markdown text</source>
        <translation>Markdown 文本</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>CSV 表格</translation>
    </message>
    <message>
        <source>JSON data</source>
        <translation>JSON 数据</translation>
    </message>
    <message>
        <source>Data package (CSV with its schema)</source>
        <translation>数据包（CSV 及其结构说明）</translation>
    </message>
    <message>
        <source>Calendar of due dates (iCalendar)</source>
        <translation>到期日历（iCalendar）</translation>
    </message>
    <message>
        <source>Cited evidence (CSL-JSON)</source>
        <translation>引用的证据（CSL-JSON）</translation>
    </message>
    <message>
        <source>Cited evidence (RIS)</source>
        <translation>引用的证据（RIS）</translation>
    </message>
</context>
<context>
    <name>PageSearch</name>
    <message>
        <source>Search the ledger (Enter)</source>
        <translation>搜索台账（按回车）</translation>
    </message>
</context>
<context>
    <name>ParagraphsDialog</name>
    <message>
        <source>Paragraphs of the report</source>
        <translation>报告的段落</translation>
    </message>
    <message>
        <source>Change the words of any paragraph; one that is emptied is left out of the report.</source>
        <translation>任何一段都可以改写；清空的段落不写入报告。</translation>
    </message>
    <message>
        <source>Use these words</source>
        <translation>用这些文字</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Paragraph {number}</source>
        <translation>第 {number} 段</translation>
    </message>
    <message>
        <source>The program&apos;s words</source>
        <translation>恢复程序的措辞</translation>
    </message>
    <message>
        <source>Written the last time, of other facts: {words}</source>
        <translation>上次改写，所据事实已变：{words}</translation>
    </message>
    <message>
        <source>Take these words</source>
        <translation>用上次的文字</translation>
    </message>
    <message>
        <source>At most {count} characters</source>
        <translation>不超过 {count} 字</translation>
    </message>
</context>
<context>
    <name>PartsBox</name>
    <message>
        <source>nothing shows it yet</source>
        <translation>尚无证据</translation>
    </message>
    <message>
        <source>with the whole</source>
        <translation>随整体完成</translation>
    </message>
    <message>
        <source>Target {target}</source>
        <translation>目标 {target}</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>It is kept until the program ends, and stored nowhere.</source>
        <translation>密码只用到程序关闭为止，不会保存。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The server did not accept the name and password: try again.</source>
        <translation>服务器没有接受用户名和密码，请再试一次。</translation>
    </message>
</context>
<context>
    <name>PastPanel</name>
    <message>
        <source>Reports so far</source>
        <translation>已生成的报告</translation>
    </message>
    <message>
        <source>No report yet. Each one that is saved is kept here, and can be made again as it was.</source>
        <translation>还没有报告。每份保存过的报告都记在这里，随时可按当时的样子重新生成。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Forms sent</source>
        <translation>已发填报表</translation>
    </message>
    <message>
        <source>What was written</source>
        <translation>已生成的文件</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Make again…</source>
        <translation>重新生成…</translation>
    </message>
    <message>
        <source>The same file as it was then, whatever became of the ledger since</source>
        <translation>与当时相同的文件，不受台账此后变动影响</translation>
    </message>
    <message>
        <source>What changed since</source>
        <translation>此后的变动</translation>
    </message>
    <message>
        <source>A period report that begins where this one left off</source>
        <translation>从这份报告截止处开始的月报或周报</translation>
    </message>
    <message>
        <source>Rounds…</source>
        <translation>督办…</translation>
    </message>
    <message>
        <source>Who has returned forms and who not, reminders, and closing</source>
        <translation>谁已退回、谁未退回，写催办单，结束督办</translation>
    </message>
    <message>
        <source>Verify a report…</source>
        <translation>核验报告…</translation>
    </message>
    <message>
        <source>Is a file still as it was written, and the ledger as it was then? It can be dropped here, too.</source>
        <translation>文件是否与写出时相同，台账此前的历史是否未改？也可以把文件拖到这里。</translation>
    </message>
    <message>
        <source>No form yet. Each one that is sent to a department is kept here.</source>
        <translation>还没有填报表。发给司局的每一份都会列在这里。</translation>
    </message>
    <message>
        <source>{count} commitments</source>
        <translation>{count} 项承诺</translation>
    </message>
    <message>
        <source>sent {day}</source>
        <translation>{day} 发出</translation>
    </message>
    <message>
        <source>Public pages</source>
        <translation>公开页面</translation>
    </message>
    <message>
        <source>Copied: {path}</source>
        <translation>已复制：{path}</translation>
    </message>
    <message>
        <source>The file is not where it was saved; it can be made again.</source>
        <translation>文件已不在原处，可以重新生成。</translation>
    </message>
    <message>
        <source>The file is not where it was written, or was sent from another computer.</source>
        <translation>文件不在当时的位置，或是在另一台电脑上发出的。</translation>
    </message>
</context>
<context>
    <name>PdfView</name>
    <message>
        <source>Pages of the document</source>
        <translation>文件各页</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>PieceFiles</name>
    <message>
        <source>Show the file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Show these words in the file</source>
        <translation>在文件中查看这段文字</translation>
    </message>
</context>
<context>
    <name>PieceList</name>
    <message>
        <source>Units and open words</source>
        <translation>条目与待定文字</translation>
    </message>
</context>
<context>
    <name>PiecesDialog</name>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 件</translation>
    </message>
    <message>
        <source>Done: {count} of {total}. {reasons}</source>
        <translation>已完成 {total} 件中的 {count} 件。{reasons}</translation>
    </message>
</context>
<context>
    <name>PlainDialog</name>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Being updated…</source>
        <translation>正在更新…</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>第 {number} 页，共 {count} 页</translation>
    </message>
</context>
<context>
    <name>PreviewRows</name>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Commitments</source>
        <translation>承诺事项</translation>
    </message>
    <message>
        <source>About</source>
        <translation>事由</translation>
    </message>
    <message>
        <source>What comes of it</source>
        <translation>如何处理</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>需要留意</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>不收录</translation>
    </message>
    <message>
        <source>{told} To take them, tick “Also: {sort}”.</source>
        <translation>{told}需要时请勾选“一并收录：{sort}”。</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>Prepare the pages</source>
        <translation>准备打印</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Printing on {printer}…</source>
        <translation>正在由 {printer} 打印…</translation>
    </message>
    <message>
        <source>Sent to {printer}: {pages} pages</source>
        <translation>已送到 {printer}：{pages} 页</translation>
    </message>
    <message>
        <source>The printer {printer} takes nothing: see whether it is on.</source>
        <translation>打印机 {printer} 没有接收：请看看是否开机。</translation>
    </message>
    <message>
        <source>No printer is set up on this computer.</source>
        <translation>这台电脑没有设置打印机。</translation>
    </message>
    <message>
        <source>The pages can be saved, or opened in the system&apos;s program for PDF, and be printed elsewhere.</source>
        <translation>可以存为 PDF，或用系统的 PDF 程序打开，再到别处打印。</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>Open as PDF</source>
        <translation>以 PDF 打开</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已存为 {path}</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop this and leave everything as it was (Esc)</source>
        <translation>停下来，一切保持原样（Esc）</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel: {what}</source>
        <translation>取消：{what}</translation>
    </message>
</context>
<context>
    <name>ProofList</name>
    <message>
        <source>Find a piece by its title, publisher or day</source>
        <translation>按标题、发布单位或日期搜索</translation>
    </message>
    <message>
        <source>No evidence is linked to this commitment yet.</source>
        <translation>这项承诺还没有关联证据。</translation>
    </message>
    <message>
        <source>Proves it</source>
        <translation>能证明这个结论</translation>
    </message>
    <message>
        <source>Does not prove it; may be cited beside what does</source>
        <translation>不能证明这个结论，可作为补充一并引用</translation>
    </message>
    <message>
        <source>No piece has these words.</source>
        <translation>没有含这些词的证据。</translation>
    </message>
    <message>
        <source>and {count} more; look for one to see it</source>
        <translation>另有 {count} 件，搜索后可见</translation>
    </message>
    <message>
        <source>Recorded relation: {kind}, {day}</source>
        <translation>已登记的关系：{kind}，{day}</translation>
    </message>
    <message>
        <source>Nothing has been searched for yet.</source>
        <translation>还没有检索记录。</translation>
    </message>
    <message>
        <source>Newest search: {day}, {place}, “{words}”: {outcome}</source>
        <translation>最近一次检索：{day}，{place}，“{words}”：{outcome}</translation>
    </message>
</context>
<context>
    <name>ProvedWords</name>
    <message>
        <source>What is to be proved</source>
        <translation>要证明的原文</translation>
    </message>
    <message>
        <source>Choose a commitment under “Bears on”, and its words stand here.</source>
        <translation>在“证明对象”中选定承诺后，这里显示其原文。</translation>
    </message>
    <message>
        <source>No target in numbers · evidence so far: {count}</source>
        <translation>无量化目标 · 已有证据 {count} 件</translation>
    </message>
    <message>
        <source>Target {target}</source>
        <translation>目标 {target}</translation>
    </message>
    <message>
        <source>Baseline {amount}</source>
        <translation>基数 {amount}</translation>
    </message>
    <message>
        <source>Counts so far: {working}</source>
        <translation>目前计入：{working}</translation>
    </message>
    <message>
        <source>Nothing counts yet.</source>
        <translation>目前还没有可计入的数量。</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>驱动器</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>位置(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
    <message>
        <source>&amp;File name:</source>
        <translation>文件名(&amp;N)：</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>计算机</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Computer</source>
        <translation>计算机</translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>我的电脑</translation>
    </message>
</context>
<context>
    <name>QueryOffers</name>
    <message>
        <source>Search for: {words}</source>
        <translation>检索词：{words}</translation>
    </message>
</context>
<context>
    <name>QuoteView</name>
    <message>
        <source>Words of the source</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>The words of the source are never edited: what changes later stands beside them, with its date.</source>
        <translation>原文一字不改：以后的变动另行记录，注明日期。</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show the whole paragraph</source>
        <translation>显示全段</translation>
    </message>
</context>
<context>
    <name>QuotesBox</name>
    <message>
        <source>answer {number}</source>
        <translation>第 {number} 个答复</translation>
    </message>
    <message>
        <source>Speaker not known</source>
        <translation>发言人不详</translation>
    </message>
    <message>
        <source>Source, paragraph {number}</source>
        <translation>原文第 {number} 段</translation>
    </message>
    <message>
        <source>Show in the briefing</source>
        <translation>在原文中查看</translation>
    </message>
</context>
<context>
    <name>ReadField</name>
    <message>
        <source>What is understood</source>
        <translation>读作</translation>
    </message>
</context>
<context>
    <name>ReasonField</name>
    <message>
        <source>Take as the reason: {words}</source>
        <translation>用作理由：{words}</translation>
    </message>
</context>
<context>
    <name>Recorder</name>
    <message>
        <source>Change {count} pieces of evidence</source>
        <translation>修改 {count} 件证据</translation>
    </message>
</context>
<context>
    <name>RelationDialog</name>
    <message>
        <source>Add a relation to later words</source>
        <translation>登记承诺关系</translation>
    </message>
    <message>
        <source>The first words stay as they are. The assessment is shown against both.</source>
        <translation>原表述不改动；结论对照两种表述分别显示。</translation>
    </message>
    <message>
        <source>What the later words do</source>
        <translation>表述类型</translation>
    </message>
    <message>
        <source>New due date</source>
        <translation>新的期限</translation>
    </message>
    <message>
        <source>Later commitment that says it again</source>
        <translation>后来的承诺</translation>
    </message>
    <message>
        <source>Also recorded as evidence</source>
        <translation>已录为证据</translation>
    </message>
    <message>
        <source>Left empty: the title of that commitment</source>
        <translation>不填则用那项承诺的标题</translation>
    </message>
    <message>
        <source>Amount as before</source>
        <translation>数量未变</translation>
    </message>
</context>
<context>
    <name>ReminderStrip</name>
    <message>
        <source>Fallen due: {count}</source>
        <translation>期限已过 {count} 项</translation>
    </message>
    <message>
        <source>For review: {count}</source>
        <translation>待复核 {count} 项</translation>
    </message>
    <message>
        <source>Searches expired: {count}</source>
        <translation>检索过期 {count} 项</translation>
    </message>
    <message>
        <source>Forms not come back: {count}</source>
        <translation>填报表逾期未退回 {count} 份</translation>
    </message>
    <message>
        <source>Since the last start:</source>
        <translation>上次启动以来：</translation>
    </message>
    <message>
        <source>Not again today</source>
        <translation>今天不再提示</translation>
    </message>
    <message>
        <source>Show all that ask for it in the ledger</source>
        <translation>在台账中全部列出</translation>
    </message>
</context>
<context>
    <name>Reminding</name>
    <message>
        <source>Since the last start: {reminders}</source>
        <translation>上次启动以来：{reminders}</translation>
    </message>
</context>
<context>
    <name>RemovalDialog</name>
    <message>
        <source>Remove a watched source</source>
        <translation>移除关注源</translation>
    </message>
    <message>
        <source>“{page}” is watched no more, and its items go out of sight. Undo brings both back.</source>
        <translation>不再关注“{page}”，其条目随之隐去；撤销即可全部恢复。</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>理由（可不填）</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ReplacedProgram</name>
    <message>
        <source>Nothing of the other version is loaded into this window. You can save an open form first.</source>
        <translation>当前窗口不会再载入另一版本的任何部分。正在填写的表单可以先保存。</translation>
    </message>
    <message>
        <source>The program was replaced</source>
        <translation>程序已被替换</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report</source>
        <translation>错误报告</translation>
    </message>
    <message>
        <source>It holds versions and places in the program: no words of the ledger, no names, no folders.</source>
        <translation>报告只含版本和程序中的位置，不含台账内容、姓名和文件夹。</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>ReportsPage</name>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Folder for the public pages</source>
        <translation>公开页面的文件夹</translation>
    </message>
    <message>
        <source>Rename the layout</source>
        <translation>版式改名</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>版式名称</translation>
    </message>
    <message>
        <source>Edit paragraphs</source>
        <translation>改写段落</translation>
    </message>
    <message>
        <source>Verify a report</source>
        <translation>核验报告</translation>
    </message>
    <message>
        <source>Drop to verify the report</source>
        <translation>松开以核验报告</translation>
    </message>
    <message>
        <source>Complete what is asked for on the left: then the pages show here.</source>
        <translation>请在左侧补全报告内容，页面随后在这里显示。</translation>
    </message>
    <message>
        <source>These pages are read in a browser: save them, then open them on the right.</source>
        <translation>公开页面在浏览器中查看：保存之后，在右侧打开。</translation>
    </message>
    <message>
        <source>Draw the pages of the report</source>
        <translation>绘制报告页面</translation>
    </message>
    <message>
        <source>Saved the report as {path}</source>
        <translation>报告已保存为 {path}</translation>
    </message>
    <message>
        <source>Saved the report as {path}; it was not recorded, as the ledger can only be read.</source>
        <translation>报告已保存为 {path}；台账只能读取，没有登记。</translation>
    </message>
    <message>
        <source>Make the report again</source>
        <translation>重新生成报告</translation>
    </message>
    <message>
        <source>Saved as {path}: the same as it was, byte by byte.</source>
        <translation>已保存为 {path}：与当时逐字节一致。</translation>
    </message>
    <message>
        <source>Saved as {path}: the content of then, as version {version} of the program wrote it otherwise.</source>
        <translation>已保存为 {path}：内容是当时的，但当时的程序版本 {version} 写法不同。</translation>
    </message>
</context>
<context>
    <name>Rescue</name>
    <message>
        <source>Restore this backup</source>
        <translation>恢复这个备份</translation>
    </message>
    <message>
        <source>Go on without them</source>
        <translation>不要它们，继续</translation>
    </message>
    <message>
        <source>Saved changes are missing</source>
        <translation>有已保存的更改缺失</translation>
    </message>
    <message>
        <source>Once you go on, the file with the missing changes does not fit any more, even if it is found.</source>
        <translation>一旦继续，存有这些更改的文件即使找到，也不能再用。</translation>
    </message>
    <message>
        <source>What can be done…</source>
        <translation>如何处理…</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修复…</translation>
    </message>
    <message>
        <source>Repair the ledger</source>
        <translation>修复台账</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>The program made a mistake, which has been reported. The ledger is as it was.</source>
        <translation>程序出了错，报告已经生成。台账没有改动。</translation>
    </message>
</context>
<context>
    <name>RescueDialog</name>
    <message>
        <source>Repair the ledger</source>
        <translation>修复台账</translation>
    </message>
    <message>
        <source>A repaired copy is written beside the ledger, with all that can still be read. The ledger itself stays as it is.</source>
        <translation>修复后的副本写在台账旁边，凡还能读取的内容都会保留。台账本身不会改动。</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>修复结果</translation>
    </message>
    <message>
        <source>Make a repaired copy</source>
        <translation>生成修复副本</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing was wrong with it.</source>
        <translation>没有发现问题。</translation>
    </message>
    <message>
        <source>Open the repaired copy</source>
        <translation>打开修复副本</translation>
    </message>
    <message>
        <source>Restore this backup</source>
        <translation>恢复这个备份</translation>
    </message>
    <message>
        <source>The damaged file is kept among the backups.</source>
        <translation>损坏的文件会保留在备份中。</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>From another file…</source>
        <translation>从其他文件恢复…</translation>
    </message>
    <message>
        <source>The ledger becomes what the backup is. As it is now, it is kept as a backup first.</source>
        <translation>台账将恢复为备份时的内容。恢复前，当前台账会先保存为一个备份。</translation>
    </message>
    <message>
        <source>Backups, newest first</source>
        <translation>备份（最新的在前）</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>There is no backup yet. One is made each day on which something changed.</source>
        <translation>还没有备份。有改动的日子，每天会自动备份一次。</translation>
    </message>
    <message>
        <source>Looking at {file}…</source>
        <translation>正在查看 {file}…</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>正在恢复…</translation>
    </message>
</context>
<context>
    <name>ReviewDialog</name>
    <message>
        <source>Record a review</source>
        <translation>登记复核</translation>
    </message>
    <message>
        <source>The assessment stays as it is. A year on, the ledger asks again, unless another day is given.</source>
        <translation>评估结论不变。一年后台账会再次提醒，也可另定日期。</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>复核情况</translation>
    </message>
</context>
<context>
    <name>RoundKeeper</name>
    <message>
        <source>Folder for the reminders</source>
        <translation>存放催办单的文件夹</translation>
    </message>
    <message>
        <source>Write reminders</source>
        <translation>写催办单</translation>
    </message>
    <message>
        <source>Reminders written: {count}, in {folder}</source>
        <translation>已写出 {count} 份催办单，在 {folder}</translation>
    </message>
    <message>
        <source>Close the round {period}?</source>
        <translation>结束这一轮督办（{period}）？</translation>
    </message>
    <message>
        <source>Its page for the report is saved. What comes later can be entered, but is not in that page.</source>
        <translation>同时保存这一轮的汇总页，供报告使用。之后退回的仍可登记，但不计入这一页。</translation>
    </message>
    <message>
        <source>Close it and save its page…</source>
        <translation>结束并保存汇总页…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Page of the round</source>
        <translation>督办汇总页</translation>
    </message>
    <message>
        <source>The page of the round lies at {file}</source>
        <translation>督办汇总页在 {file}</translation>
    </message>
</context>
<context>
    <name>RoundsDialog</name>
    <message>
        <source>Rounds of forms</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Open a round…</source>
        <translation>开始新一轮…</translation>
    </message>
    <message>
        <source>Departments that were asked</source>
        <translation>要求填报的单位</translation>
    </message>
    <message>
        <source>No round yet. A round asks departments for their forms by one day, and keeps who has returned, who has to be reminded, and where answers disagree.</source>
        <translation>还没有督办。一轮督办请各司局在同一日期前退回填报表，并记着谁已退回、该催谁、哪些填报不一致。</translation>
    </message>
    <message>
        <source>Write reminders…</source>
        <translation>写催办单…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the round…</source>
        <translation>结束这一轮…</translation>
    </message>
    <message>
        <source>{period} · closed on {day}</source>
        <translation>{period} · 已于 {day} 结束</translation>
    </message>
    <message>
        <source>{period} · opened on {day}</source>
        <translation>{period} · {day} 开始</translation>
    </message>
    <message>
        <source>Days late</source>
        <translation>逾期天数</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>未退回</translation>
    </message>
</context>
<context>
    <name>RulesChoice</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the office&apos;s own words</source>
        <translation>选择本单位用语</translation>
    </message>
    <message>
        <source>A file of your office, in the form of db/finding_rules.toml</source>
        <translation>本单位的文件，格式与 db/finding_rules.toml 相同</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Do without the office&apos;s own words</source>
        <translation>不用本单位用语</translation>
    </message>
    <message>
        <source>Lists of words (*.toml)</source>
        <translation>用语文件 (*.toml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Words of your office</source>
        <translation>本单位用语</translation>
    </message>
    <message>
        <source>The program&apos;s own words alone</source>
        <translation>仅用程序自带的用语</translation>
    </message>
</context>
<context>
    <name>RungMark</name>
    <message>
        <source>A list that is publicised and then published is one list: it counts once.</source>
        <translation>同一名单先公示、后公布，是一份名单，只计一次。</translation>
    </message>
    <message>
        <source>Nothing documents it.</source>
        <translation>尚无证据。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
</context>
<context>
    <name>SavedViews</name>
    <message>
        <source>All commitments</source>
        <translation>全部承诺</translation>
    </message>
    <message>
        <source>No view is saved yet</source>
        <translation>还没有保存的视图</translation>
    </message>
    <message>
        <source>Save as view…</source>
        <translation>另存为视图…</translation>
    </message>
    <message>
        <source>Save the changes of “{view}”</source>
        <translation>保存对“{view}”的改动</translation>
    </message>
    <message>
        <source>Rename “{view}”…</source>
        <translation>重命名“{view}”…</translation>
    </message>
    <message>
        <source>Delete “{view}”</source>
        <translation>删除“{view}”</translation>
    </message>
    <message>
        <source>The view “{view}” names what the ledger no longer holds: {gone}. The rest is shown.</source>
        <translation>视图“{view}”提到的 {gone} 已不在台账中，其余条件照常显示。</translation>
    </message>
    <message>
        <source>Awaiting an assessment</source>
        <translation>待判</translation>
    </message>
    <message>
        <source>New evidence, not judged</source>
        <translation>新证据未判</translation>
    </message>
    <message>
        <source>Red lights</source>
        <translation>亮红灯</translation>
    </message>
    <message>
        <source>Due this month</source>
        <translation>本月到期</translation>
    </message>
    <message>
        <source>Save as view</source>
        <translation>另存为视图</translation>
    </message>
    <message>
        <source>Rename the view</source>
        <translation>重命名视图</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>视图名称</translation>
    </message>
</context>
<context>
    <name>ScopeChoice</name>
    <message>
        <source>The whole ledger</source>
        <translation>整本台账</translation>
    </message>
    <message>
        <source>Commitments filtered now</source>
        <translation>当前筛选的承诺</translation>
    </message>
    <message>
        <source>View “{view}”</source>
        <translation>视图“{view}”</translation>
    </message>
    <message>
        <source>As in the report of {day}</source>
        <translation>同 {day} 的报告</translation>
    </message>
</context>
<context>
    <name>ScoreBar</name>
    <message>
        <source>Match: {share} of what could speak for it</source>
        <translation>相关度：{share}</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Rests on the search of {day}</source>
        <translation>依据 {day} 的检索</translation>
    </message>
    <message>
        <source>Longer ago than the settings allow: what was not public then may be now.</source>
        <translation>已超过设定的有效期：当时没有公开的，现在可能已经公开。</translation>
    </message>
    <message>
        <source>In {place}, for “{words}”</source>
        <translation>{place}，检索词“{words}”</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到证据。</translation>
    </message>
    <message>
        <source>Searched by {author}</source>
        <translation>检索人：{author}</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>再次检索</translation>
    </message>
    <message>
        <source>Record a new search, with the last place and words to begin with</source>
        <translation>记录一次新的检索，预填上次的检索范围和检索词</translation>
    </message>
</context>
<context>
    <name>SearchDecisionDialog</name>
    <message>
        <source>Say what the search came to</source>
        <translation>说明检索结果</translation>
    </message>
    <message>
        <source>{day}, {place}, “{words}”</source>
        <translation>{day}，{place}，“{words}”</translation>
    </message>
    <message>
        <source>Choose what it came to</source>
        <translation>请选择检索结果</translation>
    </message>
    <message>
        <source>What was found, or what is unclear</source>
        <translation>发现了什么，或哪里不明确</translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message>
        <source>Log a search</source>
        <translation>登记检索</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Choose what it came to</source>
        <translation>请选择检索结果</translation>
    </message>
    <message>
        <source>What was found, or what is unclear</source>
        <translation>发现了什么，或哪里不明确</translation>
    </message>
</context>
<context>
    <name>SearchEntry</name>
    <message>
        <source>{day}, {place}, “{words}”</source>
        <translation>{day}，{place}，“{words}”</translation>
    </message>
    <message>
        <source>Say what it came to…</source>
        <translation>说明结果…</translation>
    </message>
    <message>
        <source>Say what the search for “{words}” came to</source>
        <translation>说明检索“{words}”的结果</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Not searched for</source>
        <translation>未检索</translation>
    </message>
    <message>
        <source>What was found, or what is unclear</source>
        <translation>发现了什么，或哪里不明确</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Words of the search</source>
        <translation>检索词</translation>
    </message>
    <message>
        <source>Words of the search for {commitment}</source>
        <translation>{commitment} 的检索词</translation>
    </message>
    <message>
        <source>What the search for {commitment} came to</source>
        <translation>{commitment} 的检索结果</translation>
    </message>
    <message>
        <source>What was found of {commitment}</source>
        <translation>{commitment} 的发现</translation>
    </message>
    <message>
        <source>Copy the words, to search for them elsewhere</source>
        <translation>复制检索词，到别处检索</translation>
    </message>
    <message>
        <source>Copy the words for {commitment}</source>
        <translation>复制 {commitment} 的检索词</translation>
    </message>
    <message>
        <source>Look for these words at this place, in the browser</source>
        <translation>在浏览器中到这个位置检索</translation>
    </message>
    <message>
        <source>Search for {commitment} in the browser</source>
        <translation>在浏览器中检索 {commitment}</translation>
    </message>
</context>
<context>
    <name>SearchOfferDialog</name>
    <message>
        <source>Log the check as searches</source>
        <translation>把查看记为检索</translation>
    </message>
    <message>
        <source>What was published in these days was seen without a gap. For each open commitment that is a search: “{something}” where a title may bear on it, else “{nothing}”. Titles alone were looked at, so that no assessment follows from it by itself.</source>
        <translation>这些日子里发布的内容已逐条看过，没有遗漏。对每项未结的承诺，这就是一次检索：有标题可能涉及的记为“{something}”，其余记为“{nothing}”。这里只看了标题，不会自动得出评估结论。</translation>
    </message>
    <message>
        <source>Searches that are offered</source>
        <translation>可登记的检索</translation>
    </message>
    <message>
        <source>Log as searches</source>
        <translation>记为检索</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不登记</translation>
    </message>
    <message>
        <source>{count} searches at {places} sources will be logged together; undo takes back one source at a time.</source>
        <translation>将一次登记 {count} 次检索，涉及 {places} 个关注源；撤销时每次撤回一个源。</translation>
    </message>
    <message>
        <source>Nothing is ticked.</source>
        <translation>没有勾选任何一项。</translation>
    </message>
</context>
<context>
    <name>SearchRoundDialog</name>
    <message>
        <source>Log a round of searching</source>
        <translation>登记一轮检索</translation>
    </message>
    <message>
        <source>Set for all…</source>
        <translation>全部设为…</translation>
    </message>
    <message>
        <source>Words for all that have none of their own</source>
        <translation>共用的检索词</translation>
    </message>
    <message>
        <source>What the search for all of them came to</source>
        <translation>全部承诺的检索结果</translation>
    </message>
    <message>
        <source>Outcome said for {count} of {whole}; the others are not recorded.</source>
        <translation>{whole} 项中已说明 {count} 项；其余不登记。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>舒适</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Rows of the list</source>
        <translation>列表行高</translation>
    </message>
    <message>
        <source>Type size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>It stands beside everything that you record. Undo takes back only what this name recorded.</source>
        <translation>记录的每项内容都会署上这个姓名；撤销也只撤销该姓名下的改动。</translation>
    </message>
    <message>
        <source>Set by the environment variable TRACKER_AUTHOR, which goes before this setting.</source>
        <translation>已由环境变量 TRACKER_AUTHOR 指定，优先于此处的设置。</translation>
    </message>
    <message>
        <source>It is offered where a spreadsheet of your own office is brought in.</source>
        <translation>收录本单位表格时，预先填为发布单位。</translation>
    </message>
    <message>
        <source>You</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>At the start, let the system tell what fell due</source>
        <translation>启动时，用系统通知提示到期事项</translation>
    </message>
    <message>
        <source>This system has no place for such notices.</source>
        <translation>这个系统没有通知区域。</translation>
    </message>
    <message>
        <source>Look at watched sources when the program starts, at most once a day</source>
        <translation>启动时查看关注源，每天至多一次</translation>
    </message>
    <message>
        <source>While this is on, the program asks these sites by itself at its start. Otherwise it asks them only when you press “Check now”.</source>
        <translation>勾选后，程序启动时会自行访问这些网站；不勾选，则只在按下“查看更新”时才访问。</translation>
    </message>
    <message>
        <source>On schedule up to (points)</source>
        <translation>达序时上限（百分点）</translation>
    </message>
    <message>
        <source>Behind up to (points)</source>
        <translation>滞后上限（百分点）</translation>
    </message>
    <message>
        <source>A search is old after (days)</source>
        <translation>检索有效天数</translation>
    </message>
    <message>
        <source>“About” an amount is reached from this share on</source>
        <translation>“左右”的界限（占目标数的比例）</translation>
    </message>
    <message>
        <source>Between 0 and 1: at 0.9, about 1000 is reached from 900 on.</source>
        <translation>0 到 1 之间：填 0.9 时，“1000 左右”达到 900 即算达到。</translation>
    </message>
    <message>
        <source>Points: by how many per cent of the whole the target lags behind the calendar.</source>
        <translation>百分点：目标完成比例落后于时间进度的幅度。</translation>
    </message>
    <message>
        <source>These belong to the ledger, and hold for everybody who opens it.</source>
        <translation>以上属于台账，对打开它的所有人生效。</translation>
    </message>
    <message>
        <source>This ledger</source>
        <translation>本台账</translation>
    </message>
</context>
<context>
    <name>SettingsOpener</name>
    <message>
        <source>The ledger was closed. What you typed for it stands in its form the next time.</source>
        <translation>台账已关闭。为它填写的内容已保留，下次打开表单时还在。</translation>
    </message>
</context>
<context>
    <name>SettleDialog</name>
    <message>
        <source>Changes that were put aside</source>
        <translation>待处理的改动</translation>
    </message>
    <message>
        <source>These changes of another copy clash with what this ledger says, so they were not made here. Nothing is lost: decide for each which side to keep, and give a reason.</source>
        <translation>另一份台账的这些改动与本台账不一致，所以没有并入。两边的内容都没有丢失：请逐项决定采用哪一边，并写明理由。</translation>
    </message>
    <message>
        <source>Changes, oldest first</source>
        <translation>改动，由早到晚</translation>
    </message>
    <message>
        <source>What stands against it</source>
        <translation>不一致之处</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Keep this ledger&apos;s</source>
        <translation>保留本台账的</translation>
    </message>
    <message>
        <source>Take the other copy&apos;s</source>
        <translation>采用另一份的</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SheetBringer</name>
    <message>
        <source>Bring in a spreadsheet</source>
        <translation>收录表格</translation>
    </message>
    <message>
        <source>Spreadsheets (*.xlsx *.xls *.csv *.tsv *.txt)</source>
        <translation>表格 (*.xlsx *.xls *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Read {file}</source>
        <translation>读取 {file}</translation>
    </message>
    <message>
        <source>{count} commitments brought in from {file}. Undo takes all of them back.</source>
        <translation>已从 {file} 登记 {count} 项承诺，撤销可一并收回。</translation>
    </message>
</context>
<context>
    <name>SheetDialog</name>
    <message>
        <source>Bring in {file}</source>
        <translation>收录 {file}</translation>
    </message>
    <message>
        <source>The whole file</source>
        <translation>整个文件</translation>
    </message>
    <message>
        <source>The office whose ledger it is</source>
        <translation>台账属于哪个单位</translation>
    </message>
    <message>
        <source>Title of the source</source>
        <translation>来源名称</translation>
    </message>
    <message>
        <source>The day on which the commitments were made: lights are reckoned from it.</source>
        <translation>作出承诺的日期，进度灯从这一天起算。</translation>
    </message>
    <message>
        <source>Status and progress come in as what the office said on this day.</source>
        <translation>办理状态和进展说明记为该单位在这一天的说法。</translation>
    </message>
    <message>
        <source>Commitments without a usable code of their own get this and a number.</source>
        <translation>没有可用编号的承诺，以此加序号编号。</translation>
    </message>
    <message>
        <source>{sheet} (hidden)</source>
        <translation>{sheet}（隐藏）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Look at the rows</source>
        <translation>查看各行</translation>
    </message>
    <message>
        <source>Bring in {count} commitments</source>
        <translation>登记 {count} 项承诺</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列的对应</translation>
    </message>
    <message>
        <source>Status words</source>
        <translation>状态用语</translation>
    </message>
    <message>
        <source>Nothing can be brought in yet.</source>
        <translation>还没有可以登记的内容。</translation>
    </message>
    <message>
        <source>Columns as they were confirmed for {file}.</source>
        <translation>列的对应沿用 {file} 上次确认的设置。</translation>
    </message>
    <message>
        <source>Sheets left out: {sheets}.</source>
        <translation>没有收录的工作表：{sheets}。</translation>
    </message>
    <message>
        <source>Say whose ledger it is.</source>
        <translation>请填写发布单位。</translation>
    </message>
    <message>
        <source>Columns left out: {columns}.</source>
        <translation>不收录的列：{columns}。</translation>
    </message>
    <message>
        <source>New departments: {names}.</source>
        <translation>新单位：{names}。</translation>
    </message>
    <message>
        <source>New topics: {names}.</source>
        <translation>新专题：{names}。</translation>
    </message>
    <message>
        <source>The first {count} are shown.</source>
        <translation>列出前 {count} 项。</translation>
    </message>
    <message>
        <source>Official claims: {count}, none of them an assessment.</source>
        <translation>官方口径 {count} 条，均不作为评估结论。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>In lists and forms</source>
        <translation>列表与表单</translation>
    </message>
    <message>
        <source>On the page of watched sources</source>
        <translation>“关注”页</translation>
    </message>
    <message>
        <source>In the review of a source</source>
        <translation>逐条复核原文时</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Up and down the list</source>
        <translation>在列表中上下移动</translation>
    </message>
    <message>
        <source>Next and previous commitment</source>
        <translation>下一项、上一项承诺</translation>
    </message>
    <message>
        <source>First and last row</source>
        <translation>第一行、最后一行</translation>
    </message>
    <message>
        <source>From the row to its detail</source>
        <translation>从列表转到详情</translation>
    </message>
    <message>
        <source>From control to control</source>
        <translation>在控件之间移动</translation>
    </message>
    <message>
        <source>Save a form</source>
        <translation>保存表单</translation>
    </message>
    <message>
        <source>Capture as evidence</source>
        <translation>登记为证据</translation>
    </message>
    <message>
        <source>Seen; not for us</source>
        <translation>已阅；无关</translation>
    </message>
    <message>
        <source>Open its page; undo</source>
        <translation>打开网页；撤销</translation>
    </message>
    <message>
        <source>To the heading, where a key is for its whole group</source>
        <translation>到组名（按键对整组生效）</translation>
    </message>
    <message>
        <source>Take a word that is offered</source>
        <translation>加入列出的用语</translation>
    </message>
    <message>
        <source>Take; to the end of the paragraph</source>
        <translation>采用；到本段末一并采用</translation>
    </message>
    <message>
        <source>Take as a kind, or with the value chosen</source>
        <translation>按类别采用；选定并采用</translation>
    </message>
    <message>
        <source>Leave out; up to the next unit</source>
        <translation>不收录；到下一条为止</translation>
    </message>
    <message>
        <source>Who and when as before</source>
        <translation>期限、单位同上一条</translation>
    </message>
    <message>
        <source>Kind, target, due date, departments</source>
        <translation>类别、目标、期限、单位</translation>
    </message>
    <message>
        <source>Split, merge, new unit, undo</source>
        <translation>拆分、并入、新增、撤销</translation>
    </message>
</context>
<context>
    <name>SideBySide</name>
    <message>
        <source>First coding</source>
        <translation>第一份编码</translation>
    </message>
    <message>
        <source>Second coding</source>
        <translation>第二份编码</translation>
    </message>
</context>
<context>
    <name>SinceChoice</name>
    <message>
        <source>List no changes</source>
        <translation>不列变动</translation>
    </message>
    <message>
        <source>Since the last report, of {day}</source>
        <translation>自上一份报告（{day}）以来</translation>
    </message>
    <message>
        <source>Since the end of last month</source>
        <translation>自上月末以来</translation>
    </message>
    <message>
        <source>Since the end of a day…</source>
        <translation>自某日终了以来…</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>Day after which changes count</source>
        <translation>变动起算日</translation>
    </message>
</context>
<context>
    <name>SourceAdder</name>
    <message>
        <source>The draft of “{title}” is kept: “Add a source…” lists it.</source>
        <translation>《{title}》的草稿已保存，在“录入原文…”里可以继续。</translation>
    </message>
    <message>
        <source>{count} commitments came in from “{title}”. Undo takes all of them back.</source>
        <translation>已从《{title}》登记 {count} 项承诺，撤销可一并收回。</translation>
    </message>
    <message>
        <source>What was open in “{title}” is settled.</source>
        <translation>《{title}》的待定文字已经定下。</translation>
    </message>
    <message>
        <source>Not taken from the draft, as it is in the ledger already: {codes}. Change it there.</source>
        <translation>草稿另有说法、台账未改的：{codes}。请在台账里修改。</translation>
    </message>
    <message>
        <source>{count} commitments came in from “{title}”, not reviewed. Undo takes all of them back.</source>
        <translation>已从《{title}》登记 {count} 项承诺，均未复核，撤销可一并收回。</translation>
    </message>
</context>
<context>
    <name>SourceDialog</name>
    <message>
        <source>Add a source</source>
        <translation>录入原文</translation>
    </message>
    <message>
        <source>Waiting for review</source>
        <translation>等待复核</translation>
    </message>
    <message>
        <source>Read the text</source>
        <translation>读取文字</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Read {file}</source>
        <translation>读取{file}</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>TXT, HTML, DOCX or PDF. It stays as it is: what the ledger keeps is a copy.</source>
        <translation>TXT、HTML、DOCX 或 PDF。原文件不动，台账保存一份副本。</translation>
    </message>
    <message>
        <source>Or paste its text here</source>
        <translation>或在此粘贴文字</translation>
    </message>
    <message>
        <source>Words of your office, beside the program&apos;s</source>
        <translation>本单位用语（程序自带的之外）</translation>
    </message>
    <message>
        <source>{accepted} accepted, {rejected} rejected, {open} open</source>
        <translation>已采用 {accepted} 条，不收 {rejected} 条，待定 {open} 处</translation>
    </message>
    <message>
        <source>in the ledger; {open} places are open still</source>
        <translation>已收入台账，尚有 {open} 处待定</translation>
    </message>
    <message>
        <source>{by}, {time}</source>
        <translation>{by}，{time}</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Continue: {title}</source>
        <translation>继续：{title}</translation>
    </message>
    <message>
        <source>Drop…</source>
        <translation>丢弃…</translation>
    </message>
    <message>
        <source>Drop: {title}</source>
        <translation>丢弃：{title}</translation>
    </message>
    <message>
        <source>Texts (*.txt *.html *.htm *.docx *.pdf)</source>
        <translation>文本 (*.txt *.html *.htm *.docx *.pdf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose the text of a source</source>
        <translation>选择原文文件</translation>
    </message>
</context>
<context>
    <name>SourceQuestion</name>
    <message>
        <source>Evidence or a source?</source>
        <translation>证据，还是原文？</translation>
    </message>
    <message>
        <source>This text holds {count} commitments. Take it as evidence, or as a source?</source>
        <translation>这份文本含有 {count} 条承诺。作为证据登记，还是作为原文录入？</translation>
    </message>
    <message>
        <source>As a source, each of them enters the ledger once somebody has reviewed it.</source>
        <translation>作为原文录入时，每条经复核后进入台账。</translation>
    </message>
    <message>
        <source>As evidence</source>
        <translation>作为证据</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>As a source…</source>
        <translation>作为原文…</translation>
    </message>
</context>
<context>
    <name>SourcesPanel</name>
    <message>
        <source>All sources</source>
        <translation>全部关注源</translation>
    </message>
    <message>
        <source>Watched sources</source>
        <translation>关注源</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>1 source</source>
        <translation>1 个源</translation>
    </message>
    <message>
        <source>{count} sources</source>
        <translation>{count} 个源</translation>
    </message>
    <message>
        <source>{count} with a problem</source>
        <translation>{count} 个有问题</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>尚未查看</translation>
    </message>
    <message>
        <source>Checked {when}</source>
        <translation>{when} 已查看</translation>
    </message>
    <message>
        <source>{when}, no gap since {since}</source>
        <translation>{when}，{since} 起无遗漏</translation>
    </message>
    <message>
        <source>all departments</source>
        <translation>全部司局</translation>
    </message>
    <message>
        <source>For {departments}</source>
        <translation>为{departments}关注</translation>
    </message>
    <message>
        <source>Seen without a gap from {since} to {until}</source>
        <translation>{since} 至 {until} 无遗漏</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Look at this source alone, now</source>
        <translation>只查看这一个源</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Name, departments, and where its list is (Enter)</source>
        <translation>修改名称、司局和列表的位置（Enter）</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>A source that is off is not looked at; what was found on it stays (Space)</source>
        <translation>停用的源不再查看，已发现的条目保留（空格）</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Watch it no more; its items go out of sight, and undo brings them back (Delete)</source>
        <translation>不再关注，条目随之隐去，可以撤销（Delete）</translation>
    </message>
    <message>
        <source>Paste the address of a page to be watched (Insert)</source>
        <translation>粘贴要关注的网页地址（Insert）</translation>
    </message>
    <message>
        <source>Add a source to watch</source>
        <translation>添加关注源</translation>
    </message>
</context>
<context>
    <name>StandingTable</name>
    <message>
        <source>Newest entry</source>
        <translation>最近记录</translation>
    </message>
    <message>
        <source>Entries of history</source>
        <translation>记录条数</translation>
    </message>
    <message>
        <source>Commitments</source>
        <translation>承诺事项</translation>
    </message>
    <message>
        <source>Of them judged</source>
        <translation>其中已评估</translation>
    </message>
    <message>
        <source>Pieces of evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Ledger now</source>
        <translation>当前台账</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
</context>
<context>
    <name>StatementDialog</name>
    <message>
        <source>2025-03-31 or 2025-03</source>
        <translation>2025-03-31 或 2025-03</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Also recorded as evidence</source>
        <translation>已录为证据</translation>
    </message>
</context>
<context>
    <name>StatementView</name>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Withdraw: {words}</source>
        <translation>撤回：{words}</translation>
    </message>
    <message>
        <source>It claims: {assessment}</source>
        <translation>自称：{assessment}</translation>
    </message>
    <message>
        <source>The word of {publisher} itself; it is not the assessment.</source>
        <translation>这是{publisher}自己的说法，不是评估结论。</translation>
    </message>
    <message>
        <source>The first words stay as they are: what came later stands beside them.</source>
        <translation>原来的承诺不改动，后来的表述并列在旁。</translation>
    </message>
    <message>
        <source>Target now {target}</source>
        <translation>现目标 {target}</translation>
    </message>
    <message>
        <source>Due now {day}; at first: {first}</source>
        <translation>现期限 {day}，原期限 {first}</translation>
    </message>
    <message>
        <source>Later commitment: {code}</source>
        <translation>后来的承诺：{code}</translation>
    </message>
</context>
<context>
    <name>StatementWithdrawDialog</name>
    <message>
        <source>Withdraw the official claim</source>
        <translation>撤回官方口径</translation>
    </message>
    <message>
        <source>Withdraw the relation</source>
        <translation>撤回承诺关系</translation>
    </message>
    <message>
        <source>It stays in the history, with your reason.</source>
        <translation>它会连同理由留在历史记录中。</translation>
    </message>
</context>
<context>
    <name>StatusView</name>
    <message>
        <source>Claims nothing</source>
        <translation>不标进展</translation>
    </message>
    <message>
        <source>What “{words}” claims</source>
        <translation>“{words}”的含义</translation>
    </message>
    <message>
        <source>rows: {count}</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Stands in</source>
        <translation>出现</translation>
    </message>
    <message>
        <source>Claims</source>
        <translation>自称进展</translation>
    </message>
</context>
<context>
    <name>StepStrip</name>
    <message>
        <source>Press Ctrl+F, type {typed} and choose the line “{title}”.</source>
        <translation>按 Ctrl+F，输入 {typed}，选中“{title}”这一行。</translation>
    </message>
    <message>
        <source>Drop the notice of May 2025 on it, check what was read from it, and save: 34, role plan.</source>
        <translation>把 2025 年 5 月的通知拖到这项承诺上，核对读出的内容后保存：34 个，口径是计划。</translation>
    </message>
    <message>
        <source>Press Ctrl+J: choose what the evidence proves (a plan alone: “In progress”), give a reason, save.</source>
        <translation>按 Ctrl+J：选证据能证明的结论（只有计划数的是“推进中”），写明理由后保存。</translation>
    </message>
    <message>
        <source>Done: found, proved and judged. Ctrl+Z takes it back step by step.</source>
        <translation>完成：找到、取证、判定。按 Ctrl+Z 可逐步撤销。</translation>
    </message>
    <message>
        <source>Step {number} of 3</source>
        <translation>第 {number} 步，共 3 步</translation>
    </message>
    <message>
        <source>Use the sample notice</source>
        <translation>使用示例通知</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SuggestionLine</name>
    <message>
        <source>Show the commitment</source>
        <translation>查看这项承诺</translation>
    </message>
</context>
<context>
    <name>TableReader</name>
    <message>
        <source>Copy as table</source>
        <translation>复制为表格</translation>
    </message>
</context>
<context>
    <name>TagStrip</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>Take the tag “{tag}” off</source>
        <translation>去掉标签“{tag}”</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>添加标签</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Words of your own, with commas between them</source>
        <translation>自拟词语，用逗号隔开</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>去掉</translation>
    </message>
</context>
<context>
    <name>TakenChoice</name>
    <message>
        <source>Also the sheets with the same headings: {names}</source>
        <translation>一并收录表头相同的工作表：{names}</translation>
    </message>
    <message>
        <source>Also: {sort} ({count})</source>
        <translation>一并收录：{sort}（{count}）</translation>
    </message>
</context>
<context>
    <name>TargetBox</name>
    <message>
        <source>No evidence has given an amount yet.</source>
        <translation>还没有证据给出数量。</translation>
    </message>
    <message>
        <source>Baseline {amount}</source>
        <translation>基数 {amount}</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>未计入</translation>
    </message>
    <message>
        <source>Evidence {number}</source>
        <translation>证据 {number}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 项</translation>
    </message>
    <message>
        <source>First words</source>
        <translation>原表述</translation>
    </message>
    <message>
        <source>No amount</source>
        <translation>未定数量</translation>
    </message>
    <message>
        <source>No amount known yet</source>
        <translation>尚无数值</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>已达到</translation>
    </message>
    <message>
        <source>Not reached yet</source>
        <translation>尚未达到</translation>
    </message>
    <message>
        <source>Target {target}</source>
        <translation>目标 {target}</translation>
    </message>
    <message>
        <source>Actual {amount}</source>
        <translation>实际 {amount}</translation>
    </message>
</context>
<context>
    <name>TargetCard</name>
    <message>
        <source>Targets</source>
        <translation>量化目标</translation>
    </message>
    <message>
        <source>The stroke marks the target</source>
        <translation>竖线为目标</translation>
    </message>
    <message>
        <source>The first {shown} of {count}; the stroke marks the target</source>
        <translation>前 {shown} 项，共 {count} 项；竖线为目标</translation>
    </message>
    <message>
        <source>No commitment names an amount.</source>
        <translation>没有写明数量的承诺事项。</translation>
    </message>
    <message>
        <source>No evidence has given an amount yet.</source>
        <translation>还没有证据给出数量。</translation>
    </message>
</context>
<context>
    <name>TargetField</name>
    <message>
        <source>No amount is read here.</source>
        <translation>这里读不出数量。</translation>
    </message>
</context>
<context>
    <name>TaskCard</name>
    <message>
        <source>Number</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Matter</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>怎么办</translation>
    </message>
</context>
<context>
    <name>TemplateChoice</name>
    <message>
        <source>The layout of official documents</source>
        <translation>党政机关公文格式</translation>
    </message>
    <message>
        <source>Our own…</source>
        <translation>用本单位模板…</translation>
    </message>
    <message>
        <source>A DOCX of your office with {{title}}, {{body}} and so on in it</source>
        <translation>本单位的 DOCX，其中含 {{title}}、{{body}} 等字段</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
</context>
<context>
    <name>TimeTravel</name>
    <message>
        <source>The ledger as it was at the end of {day}. It can be read and exported, not changed.</source>
        <translation>这是 {day} 结束时的台账，只能查看和导出，不能修改。</translation>
    </message>
    <message>
        <source>Back to today</source>
        <translation>回到今天</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Nothing of this kind yet.</source>
        <translation>还没有这类记录。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Assessments</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Searches</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Timeline: {strand}</source>
        <translation>时间线：{strand}</translation>
    </message>
</context>
<context>
    <name>TimelineEntry</name>
    <message>
        <source>published {date}</source>
        <translation>发布于 {date}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>{count} more sources</source>
        <translation>另有 {count} 个来源</translation>
    </message>
    <message>
        <source>Commitment ledger</source>
        <translation>承诺台账</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search (Ctrl+F); Esc clears</source>
        <translation>搜索（Ctrl+F），Esc 清除</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Save what is shown as a report (Ctrl+Shift+S)</source>
        <translation>把当前列表存为报告（Ctrl+Shift+S）</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Ledgers</source>
        <translation>台账文件</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Back up and compare</source>
        <translation>备份与比较</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>TypedDraft</name>
    <message>
        <source>Begin again</source>
        <translation>清空重填</translation>
    </message>
    <message>
        <source>This was typed on {day} and not saved.</source>
        <translation>这是 {day} 填写而未保存的内容。</translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message>
        <source>Undone: {what}</source>
        <translation>已撤销：{what}</translation>
    </message>
    <message>
        <source>Redone: {what}</source>
        <translation>已重做：{what}</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>撤销：{what}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo: {what}</source>
        <translation>重做：{what}</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
</context>
<context>
    <name>UnitDialog</name>
    <message>
        <source>Unit {number}</source>
        <translation>第 {number} 条</translation>
    </message>
    <message>
        <source>The words themselves</source>
        <translation>即原文</translation>
    </message>
    <message>
        <source>As its words tell</source>
        <translation>按原文判断</translation>
    </message>
    <message>
        <source>Why nobody could verify it; empty: it can be</source>
        <translation>为何无法核验；留空表示可以核验</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Target, in the words of the source</source>
        <translation>量化目标（照录原文）</translation>
    </message>
    <message>
        <source>Counted as</source>
        <translation>口径</translation>
    </message>
    <message>
        <source>Due date</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Several names are parted by 、 or a comma.</source>
        <translation>多个名称用顿号或逗号隔开。</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>牵头</translation>
    </message>
    <message>
        <source>Works with it</source>
        <translation>配合</translation>
    </message>
    <message>
        <source>Parts that are met each by itself, one a line</source>
        <translation>可分别完成的子项，每行一个</translation>
    </message>
    <message>
        <source>Not verifiable, because</source>
        <translation>不可核验的理由</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No amount is read here.</source>
        <translation>这里读不出数量。</translation>
    </message>
    <message>
        <source>A day is needed, such as 2025-12-31.</source>
        <translation>请写明日期，如 2025-12-31。</translation>
    </message>
</context>
<context>
    <name>UnitPanel</name>
    <message>
        <source>Unit {number}</source>
        <translation>第 {number} 条</translation>
    </message>
    <message>
        <source>Said by {speaker}</source>
        <translation>说话人：{speaker}</translation>
    </message>
    <message>
        <source>Take as (Ctrl and a digit)</source>
        <translation>采用为（Ctrl 加数字）：</translation>
    </message>
    <message>
        <source>Leave out as</source>
        <translation>不收录，理由：</translation>
    </message>
    <message>
        <source>{field} (press {key} once more: also where the rest of the section says the same)</source>
        <translation>{field}（再按 {key}：同时用于本节其余说法相同的条目）</translation>
    </message>
    <message>
        <source>{field}, here and in {count} more of the section that say the same (press {key} once more: of all that this speaker says)</source>
        <translation>{field}：用于本条和本节其后相同的 {count} 条（再按 {key}：用于这位发言人其后的各条）</translation>
    </message>
    <message>
        <source>{field}, here and in {count} more of this speaker that say the same</source>
        <translation>{field}：用于本条和这位发言人其后相同的 {count} 条</translation>
    </message>
    <message>
        <source>{field}, here and in {count} more that say the same: Enter puts it in, Esc does not</source>
        <translation>{field}，用于本条和其后相同的 {count} 条：Enter 填入，Esc 取消</translation>
    </message>
    <message>
        <source>{field}: Enter puts it in, Ctrl+Enter takes the unit as well, Esc leaves it</source>
        <translation>{field}：Enter 填入，Ctrl+Enter 随即采用，Esc 取消</translation>
    </message>
    <message>
        <source>Nobody has said yet what these words are.</source>
        <translation>这些文字还没有人定下。</translation>
    </message>
    <message>
        <source>Marked by hand.</source>
        <translation>手工标出。</translation>
    </message>
    <message>
        <source>Proposed because: {rule} (certainty {score} %)</source>
        <translation>提出依据：{rule}（把握 {score}%）</translation>
    </message>
    <message>
        <source>({bases}) {departments}</source>
        <translation>（{bases}）{departments}</translation>
    </message>
    <message>
        <source>{field}: {value}</source>
        <translation>{field}：{value}</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Due date</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>子项</translation>
    </message>
    <message>
        <source>Not verifiable</source>
        <translation>不可核验</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
</context>
<context>
    <name>VerdictChip</name>
    <message>
        <source>{assessment}: show the evidence that it rests on</source>
        <translation>{assessment}：查看所依据的证据</translation>
    </message>
    <message>
        <source>Click to see the evidence that it rests on.</source>
        <translation>点击查看所依据的证据。</translation>
    </message>
</context>
<context>
    <name>VerdictInput</name>
    <message>
        <source>Why the rules refuse it</source>
        <translation>规则不允许的原因</translation>
    </message>
    <message>
        <source>A study is fulfilled by its published conclusion, whatever it concluded; only calling it off contradicts.</source>
        <translation>研究类承诺以公布研究结论为完成，不论结论如何；只有宣布不再研究才算相反。</translation>
    </message>
    <message>
        <source>What it rests on</source>
        <translation>结论的依据</translation>
    </message>
</context>
<context>
    <name>VerifiedDialog</name>
    <message>
        <source>Verify a report</source>
        <translation>核验报告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Page {number} of {count}</source>
        <translation>第 {number} 页，共 {count} 页</translation>
    </message>
    <message>
        <source>Section {number} of {count}</source>
        <translation>第 {number} 段，共 {count} 段</translation>
    </message>
    <message>
        <source>Select the words to quote first.</source>
        <translation>请先选取要摘录的文字。</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Readable text</source>
        <translation>可读文本</translation>
    </message>
    <message>
        <source>The words as they were read: a quote is kept by its place in them</source>
        <translation>读出的文字；摘录按它在其中的位置记录</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>另存副本…</translation>
    </message>
    <message>
        <source>Open with the system&apos;s program…</source>
        <translation>用系统程序打开…</translation>
    </message>
    <message>
        <source>Quote these words</source>
        <translation>摘录这段文字</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>WatchDialog</name>
    <message>
        <source>Add a source to watch</source>
        <translation>添加关注源</translation>
    </message>
    <message>
        <source>Edit a watched source</source>
        <translation>修改关注源</translation>
    </message>
    <message>
        <source>None ticked: new items are compared with the commitments of all of them.</source>
        <translation>一个也不勾选，即与所有司局的承诺比对。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Watched for</source>
        <translation>为哪些司局关注</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Paste the address of the page that lists the documents.</source>
        <translation>请粘贴栏目列表页的地址。</translation>
    </message>
    <message>
        <source>Look for lists</source>
        <translation>读取列表</translation>
    </message>
    <message>
        <source>Add {page}</source>
        <translation>添加 {page}</translation>
    </message>
    <message>
        <source>Official pages</source>
        <translation>官方栏目</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Ask this page, and the feeds that it names, for their lists (Enter)</source>
        <translation>访问这个网页及其订阅源，读取其中的列表（Enter）</translation>
    </message>
    <message>
        <source>A page that lists documents or news, its feed (RSS, Atom), a site map, or a list as JSON.</source>
        <translation>文件或新闻的列表页、订阅源（RSS、Atom）、站点地图或 JSON 列表均可。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>网址</translation>
    </message>
    <message>
        <source>First entries of the lists that were found</source>
        <translation>找到的列表的前几条</translation>
    </message>
    <message>
        <source>A title or an address that stands in the list</source>
        <translation>列表中某一条的标题或网址</translation>
    </message>
    <message>
        <source>Another list: one of its entries</source>
        <translation>换一个列表：填其中一条</translation>
    </message>
    <message>
        <source>List that was found</source>
        <translation>找到的列表</translation>
    </message>
    <message>
        <source>Not this one? Click an entry of the list that you mean.</source>
        <translation>不是这个？点一下所要列表中的任意一条。</translation>
    </message>
    <message>
        <source>{count} entries</source>
        <translation>{count} 条</translation>
    </message>
    <message>
        <source>Another list: {list}</source>
        <translation>另一个列表：{list}</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>请填写名称。</translation>
    </message>
    <message>
        <source>Look at this address first: its list is shown, and then saved.</source>
        <translation>请先读取这个地址：列出其列表后再保存。</translation>
    </message>
</context>
<context>
    <name>WatchPage</name>
    <message>
        <source>New items of watched sources</source>
        <translation>关注源的新条目</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>查看更新</translation>
    </message>
    <message>
        <source>Words…</source>
        <translation>无关用语…</translation>
    </message>
    <message>
        <source>All words for what is not for us: look at them, add, remove</source>
        <translation>查看、添加、去掉无关用语</translation>
    </message>
    <message>
        <source>Log as searches…</source>
        <translation>记为检索…</translation>
    </message>
    <message>
        <source>What the check saw, as a round of searches: looked at first, logged on your yes</source>
        <translation>把这次查看作为一轮检索：先看内容，确认后才登记</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close what the check came to</source>
        <translation>关闭查看结果</translation>
    </message>
    <message>
        <source>No source is watched yet: add one first.</source>
        <translation>还没有关注源：请先添加。</translation>
    </message>
    <message>
        <source>Looking at the watched sources, as the settings say.</source>
        <translation>正按设置查看关注源。</translation>
    </message>
    <message>
        <source>There is nothing to log: the last looks added no days that were seen without a gap, or there is no open commitment to look for.</source>
        <translation>没有可登记的检索：最近的查看没有增加无遗漏的日子，或没有未结的承诺。</translation>
    </message>
    <message>
        <source>1 new item</source>
        <translation>1 条新条目</translation>
    </message>
    <message>
        <source>{count} new items</source>
        <translation>{count} 条新条目</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>没有新条目</translation>
    </message>
    <message>
        <source>Add a source to watch…</source>
        <translation>添加关注源…</translation>
    </message>
    <message>
        <source>What is new on watched sources is shown for today alone.</source>
        <translation>关注源的新条目只在今天的台账中显示。</translation>
    </message>
    <message>
        <source>No source is watched yet. Add the page of a ministry that lists its documents: what is new on it comes here, the likeliest to bear on a commitment first.</source>
        <translation>还没有关注源。请添加部委发布文件的列表页：其中的新条目会显示在这里，最可能涉及承诺的排在前面。</translation>
    </message>
    <message>
        <source>Nobody has looked at these sources yet. Check now: what they list comes here.</source>
        <translation>这些关注源还没有查看过。查看更新后，其中的条目会显示在这里。</translation>
    </message>
    <message>
        <source>Nothing is new. Last checked {when}; sites are asked only when you say so.</source>
        <translation>没有新条目。上次查看 {when}；只在您要求时才访问这些网站。</translation>
    </message>
    <message>
        <source>Nothing is new. Last checked {when}; the settings let it be done once a day at the start.</source>
        <translation>没有新条目。上次查看 {when}；按设置，每天启动时自动查看一次。</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>登记为证据</translation>
    </message>
    <message>
        <source>Fetch its page, and record it as evidence in a form</source>
        <translation>获取网页全文，在表单中登记为证据</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>已阅</translation>
    </message>
    <message>
        <source>It was looked at, and nothing more is to be done</source>
        <translation>已经看过，不必再处理</translation>
    </message>
    <message>
        <source>Not for us</source>
        <translation>无关</translation>
    </message>
    <message>
        <source>It has nothing to do with this ledger; words can be learnt</source>
        <translation>与本台账无关；可从标题中取用语</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Look at its page in the browser</source>
        <translation>在浏览器中查看网页</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take the last change back (Ctrl+Z, too)</source>
        <translation>撤销上一步（也可按 Ctrl+Z）</translation>
    </message>
    <message>
        <source>{words} (key {key})</source>
        <translation>{words}（按 {key}）</translation>
    </message>
    <message>
        <source>The sources are being looked at: Esc stops it.</source>
        <translation>正在查看关注源，按 Esc 停止。</translation>
    </message>
    <message>
        <source>Look at all sources that are on (F5). Sites are asked only when you say so.</source>
        <translation>查看所有启用的关注源（F5）。只在您要求时才访问这些网站。</translation>
    </message>
    <message>
        <source>1 item marked “{state}”. U takes it back.</source>
        <translation>1 条标为“{state}”。按 U 撤销。</translation>
    </message>
    <message>
        <source>{count} items marked “{state}”. U takes it back.</source>
        <translation>{count} 条标为“{state}”。按 U 撤销。</translation>
    </message>
    <message>
        <source>Choose the items to capture one by one: each page is fetched, and has its form.</source>
        <translation>请逐条选取要收的条目：每个网页都要获取全文，并填一张表单。</translation>
    </message>
    <message>
        <source>At most {most} pages are captured at once: choose fewer.</source>
        <translation>一次最多收 {most} 条，请少选一些。</translation>
    </message>
    <message>
        <source>“{word}” is a word for what is not for us now. U takes it back.</source>
        <translation>“{word}”已加入无关用语。按 U 撤销。</translation>
    </message>
    <message>
        <source>Look at watched sources</source>
        <translation>查看关注源</translation>
    </message>
    <message>
        <source>No source is switched on: nothing was looked at.</source>
        <translation>没有启用的关注源，什么也没有查看。</translation>
    </message>
    <message>
        <source>{new} new items on {count} sources.</source>
        <translation>{count} 个关注源中有 {new} 条新条目。</translation>
    </message>
    <message>
        <source>Not, or only in part: {names}; each says why beside its name.</source>
        <translation>未能看全：{names}；原因写在各源名下。</translation>
    </message>
    <message>
        <source>{count} searches are logged. Undo takes them back.</source>
        <translation>已登记 {count} 次检索，可以撤销。</translation>
    </message>
    <message>
        <source>{count} searches at {places} sources are logged. Undo takes them back one source at a time, the last one first.</source>
        <translation>已登记 {count} 次检索，涉及 {places} 个关注源。撤销每次撤回一个源，从最后一个开始。</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>关注</translation>
    </message>
</context>
<context>
    <name>WaysDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Welcome to the commitment ledger</source>
        <translation>欢迎使用承诺台账</translation>
    </message>
    <message>
        <source>It keeps what was promised in public, word for word, and what became of it, with the evidence.</source>
        <translation>记录公开作出的承诺：一字不差的原文、后来的结果，以及证明结果的证据。</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>台账里有什么</translation>
    </message>
    <message>
        <source>Every commitment of the briefing, each with its words in the transcript, the departments responsible, its due date and its target. Commitments too vague to check are marked; to judge the others is your work.</source>
        <translation>发布会上的每一项承诺，连同记录中的原文、责任单位、期限和目标。过于空泛的已标为“不可核验”，其余由您判定。</translation>
    </message>
    <message>
        <source>Record the first evidence</source>
        <translation>登记第一件证据</translation>
    </message>
    <message>
        <source>Drop a notice, a link or a picture on the window, or choose a commitment and press Ctrl+E. Check what was read from it, and say what it proves. Then press Ctrl+J to judge, with a reason.</source>
        <translation>把通知、链接或图片拖进窗口，或选中一项承诺，按 Ctrl+E；核对读出的内容，说明它证明了什么。再按 Ctrl+J 判定，并写明理由。</translation>
    </message>
    <message>
        <source>Nothing is lost</source>
        <translation>什么都不会丢</translation>
    </message>
    <message>
        <source>Every change is on disk as soon as it is made, and stays in the history. Ctrl+Z takes back the last one, even after a restart.</source>
        <translation>每次改动立即写入磁盘，并留在历史中。Ctrl+Z 撤销最近的改动，重启以后也可以。</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>It stands beside everything that you record, and can be changed in the settings.</source>
        <translation>署在您记录的每一项旁边，可以在设置中修改。</translation>
    </message>
    <message>
        <source>Your office (optional)</source>
        <translation>您的单位（可不填）</translation>
    </message>
    <message>
        <source>Begin with the briefing, nothing recorded yet</source>
        <translation>从发布会的承诺开始（尚无记录）</translation>
    </message>
    <message>
        <source>Look around in the sample ledger</source>
        <translation>看看示例台账</translation>
    </message>
    <message>
        <source>Begin with a document of your own…</source>
        <translation>从自己的文件开始…</translation>
    </message>
    <message>
        <source>Begin with an empty ledger</source>
        <translation>从空台账开始</translation>
    </message>
    <message>
        <source>Read the guide</source>
        <translation>阅读指南</translation>
    </message>
    <message>
        <source>The sample is a ledger of its own, filled from published reports; yours is not touched. Nothing is loaded into an empty one by itself.</source>
        <translation>示例是另外一个台账，按公开报道整理，不影响您自己的台账。空台账不会自动载入任何内容。</translation>
    </message>
</context>
<context>
    <name>WithdrawDialog</name>
    <message>
        <source>Withdraw evidence</source>
        <translation>撤回证据</translation>
    </message>
    <message>
        <source>It stays in the history, struck through, with your reason.</source>
        <translation>证据会划去并附上理由，仍留在历史中。</translation>
    </message>
</context>
<context>
    <name>WithdrawPiecesDialog</name>
    <message>
        <source>Withdraw evidence</source>
        <translation>撤回证据</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>They stay in the history, struck through, with your reason. Each is a change of its own.</source>
        <translation>它们留在历史中，加删除线并附上理由。每件各是一次改动。</translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message>
        <source>Words for what is not for us</source>
        <translation>无关用语</translation>
    </message>
    <message>
        <source>New items with one of these words in their title stand in a group of their own, last; nothing is dropped. They belong to the ledger, and hold for everybody who opens it.</source>
        <translation>标题含这些用语的新条目单独成组，排在后面，不会丢弃。用语随台账保存，对所有打开它的人有效。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>Take the chosen word away (Delete)</source>
        <translation>去掉选中的用语（Delete）</translation>
    </message>
    <message>
        <source>such as 招聘</source>
        <translation>例如：招聘</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>用语</translation>
    </message>
    <message>
        <source>A further word</source>
        <translation>再加一个用语</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>WordsPane</name>
    <message>
        <source>What was promised</source>
        <translation>承诺内容</translation>
    </message>
    <message>
        <source>No lead department</source>
        <translation>没有牵头司局</translation>
    </message>
</context>
<context>
    <name>WrittenLine</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>_DepartmentLine</name>
    <message>
        <source>Choose a department</source>
        <translation>请选择司局</translation>
    </message>
    <message>
        <source>Department {number}</source>
        <translation>司局 {number}</translation>
    </message>
    <message>
        <source>Role of department {number}</source>
        <translation>司局 {number} 的角色</translation>
    </message>
    <message>
        <source>Basis of department {number}</source>
        <translation>司局 {number} 的依据</translation>
    </message>
    <message>
        <source>Remove department {number}</source>
        <translation>移除司局 {number}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>_ReasonDialog</name>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
</context>
<context>
    <name>_Sheet</name>
    <message>
        <source>Page of the document</source>
        <translation>文件页面</translation>
    </message>
</context>
</TS>
