<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AssessmentDialog</name>
    <message>
        <source>Set the assessment</source>
        <translation>设定评估结论</translation>
    </message>
    <message>
        <source>Evidence that it rests on</source>
        <translation>结论所依据的材料</translation>
    </message>
    <message>
        <source>No evidence is linked to this commitment yet.</source>
        <translation>这项承诺还没有关联的佐证材料。</translation>
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
        <source>The report is also in {path}</source>
        <translation>报告也写在 {path}</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>错误报告</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
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
        <translation>选中一项承诺，即可查看原文、佐证材料和历史。</translation>
    </message>
    <message>
        <source>Source, paragraph {number}</source>
        <translation>原文第 {number} 段</translation>
    </message>
    <message>
        <source>Parts: met only when all of them are</source>
        <translation>子项（全部完成才算完成）</translation>
    </message>
    <message>
        <source>Assess…</source>
        <translation>设定结论…</translation>
    </message>
    <message>
        <source>Add evidence</source>
        <translation>添加证据</translation>
    </message>
    <message>
        <source>Log a search</source>
        <translation>检索记录</translation>
    </message>
    <message>
        <source>Set the assessment (Ctrl+J)</source>
        <translation>设定评估结论（Ctrl+J）</translation>
    </message>
    <message>
        <source>Record a piece of evidence (Ctrl+E)</source>
        <translation>添加一件佐证材料（Ctrl+E）</translation>
    </message>
    <message>
        <source>Record where and with which words you searched (Ctrl+L)</source>
        <translation>登记在哪里、用什么词检索过（Ctrl+L）</translation>
    </message>
    <message>
        <source>Reason for the assessment</source>
        <translation>结论理由</translation>
    </message>
    <message>
        <source>rests on evidence {numbers}</source>
        <translation>依据证据 {numbers}</translation>
    </message>
    <message>
        <source>Evidence ({count})</source>
        <translation>证据（{count}）</translation>
    </message>
    <message>
        <source>None yet. Add the first piece with Ctrl+E.</source>
        <translation>还没有证据，按 Ctrl+E 添加第一件。</translation>
    </message>
    <message>
        <source>Searches ({count})</source>
        <translation>检索记录（{count}）</translation>
    </message>
    <message>
        <source>{place}: “{words}”</source>
        <translation>{place}：“{words}”</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
</context>
<context>
    <name>EvidenceCard</name>
    <message>
        <source>Published before the briefing: it cannot by itself show fulfilment.</source>
        <translation>发布于发布会之前，不能单独证明完成。</translation>
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
        <source>What it says about this commitment</source>
        <translation>对这项承诺说明了什么</translation>
    </message>
    <message>
        <source>2025-03-31 or 2025-03</source>
        <translation>2025-03-31 或 2025-03</translation>
    </message>
    <message>
        <source>The whole commitment</source>
        <translation>整项承诺</translation>
    </message>
</context>
<context>
    <name>FacetGroup</name>
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
    <name>FormDialog</name>
    <message>
        <source>Load the newest state</source>
        <translation>载入最新内容</translation>
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
        <source>{field} (optional)</source>
        <translation>{field}（选填）</translation>
    </message>
    <message>
        <source>The newest state is loaded. What you typed is still here: look again, then save.</source>
        <translation>已载入最新内容，您填写的都还在：请再看一遍，然后保存。</translation>
    </message>
</context>
<context>
    <name>LedgerPage</name>
    <message>
        <source>Ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>Exported {count} commitments to {path}</source>
        <translation>已导出 {count} 项到 {path}</translation>
    </message>
    <message>
        <source>Commitments</source>
        <translation>承诺事项</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear search and filters</source>
        <translation>清除搜索和筛选</translation>
    </message>
    <message>
        <source>No commitment matches. Take a filter away, or search for other words.</source>
        <translation>没有符合条件的承诺。请去掉一个筛选条件，或换个词搜索。</translation>
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
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Commitment ledger</source>
        <translation>承诺台账</translation>
    </message>
    <message>
        <source>The program made a mistake, which has been reported. The ledger is as it was.</source>
        <translation>程序出了错，报告已经生成。台账没有改动。</translation>
    </message>
    <message>
        <source>{ledger} · saved</source>
        <translation>{ledger} · 已保存</translation>
    </message>
    <message>
        <source>Every change is on disk as soon as it is made.</source>
        <translation>每次改动都立即写入磁盘。</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Open a ledger</source>
        <translation>打开台账</translation>
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
    <name>QuoteView</name>
    <message>
        <source>Words of the source</source>
        <translation>原文</translation>
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
    <name>SearchDialog</name>
    <message>
        <source>Log a search</source>
        <translation>检索记录</translation>
    </message>
    <message>
        <source>Such as the ministry&apos;s website, or a search engine</source>
        <translation>例如部委网站、搜索引擎</translation>
    </message>
    <message>
        <source>Leave the result empty when nothing was found: that, too, is worth recording.</source>
        <translation>没有找到就把结果留空，这同样值得记录。</translation>
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
        <source>Target {target}</source>
        <translation>目标 {target}</translation>
    </message>
    <message>
        <source>Actual {amount}</source>
        <translation>实际 {amount}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Commitment ledger</source>
        <translation>承诺台账</translation>
    </message>
    <message>
        <source>Search commitments, evidence, document numbers</source>
        <translation>搜索承诺、证据、文号</translation>
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
        <source>Settings</source>
        <translation>设置</translation>
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
        <source>Open another ledger…</source>
        <translation>打开另一个台账…</translation>
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
    <name>WithdrawDialog</name>
    <message>
        <source>Withdraw evidence</source>
        <translation>撤回证据</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>It stays in the history, struck through, with your reason.</source>
        <translation>材料会划去并附上理由，仍留在历史中。</translation>
    </message>
</context>
</TS>
