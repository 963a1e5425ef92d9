// The overview: filters and search over the rows of `trackerRows`, a page at a time. Nothing is fetched: data comes in
// script files, so that it works from a folder on a disk, too. What is chosen stands behind the # of the address.
"use strict";
(() => {
  const data = self.trackerRows;
  const form = document.getElementById("filters");
  if (!data || !form) return;
  const found = document.getElementById("found");
  const list = document.getElementById("entries");
  const blank = document.getElementById("entry").content.firstElementChild;
  const paging = document.getElementById("paging");
  const other = document.getElementById("other-language");
  const step = Number(form.dataset.step);
  const rows = data.rows.map((row, number) => ({
    number, code: row[0], title: row[1], page: row[2], topic: data.topics[row[3]], departments: row[4].map((n) => data.departments[n]),
    lead: row[5], assessment: data.assessments[row[6]], light: data.lights[row[7]], due: data.dues[row[8]], dueOn: row[9],
    newest: row[10], doubted: row[11] === 1, text: null,
  }));
  const blankState = { q: "", department: "", assessment: "", topic: "", light: "", doubted: "", sort: "", page: 1 };
  let state = { ...blankState };
  let shown = rows;
  let wordsAsked = false;

  const plain = (text) => text.normalize("NFKC").toLowerCase();

  // Built when somebody searches: names and title of a row, and its words once their file is there.
  const textOf = (row) => {
    if (row.text === null) {
      const names = row.departments.map((one) => one[1]);
      const words = self.trackerWords ? self.trackerWords[row.number] : "";
      row.text = plain([row.code, row.title, row.topic[1], ...names, words].join("\n"));
    }
    return row.text;
  };

  const askWords = () => {
    if (wordsAsked) return;
    wordsAsked = true;
    const script = document.createElement("script");
    script.src = form.dataset.words;
    script.addEventListener("load", () => {
      for (const row of rows) row.text = null;
      if (state.q) show();
    });
    document.head.append(script);
  };

  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    const next = { ...blankState };
    for (const name of Object.keys(next)) if (given.has(name)) next[name] = given.get(name);
    next.page = Math.max(1, Number.parseInt(next.page, 10) || 1);
    return next;
  };

  const written = () => {
    const given = new URLSearchParams();
    for (const [name, value] of Object.entries(state)) if (value !== "" && !(name === "page" && value === 1)) given.set(name, value);
    // Never empty: that would take the reader to the top of the page.
    return given.toString() || "list";
  };

  const order = {
    due: (one, other) => (one.dueOn || "9").localeCompare(other.dueOn || "9") || one.number - other.number,
    newest: (one, other) => other.newest.localeCompare(one.newest) || one.number - other.number,
  };

  const matching = () => {
    const words = plain(state.q).split(/\s+/).filter(Boolean);
    if (words.length) askWords();
    const kept = rows.filter((row) =>
      (!state.assessment || row.assessment[0] === state.assessment) &&
      (!state.doubted || row.doubted) &&
      (!state.light || row.light[0] === state.light) &&
      (!state.topic || row.topic[0] === state.topic) &&
      (!state.department || row.departments.some((one) => one[0] === state.department)) &&
      words.every((word) => textOf(row).includes(word)));
    return order[state.sort] ? kept.sort(order[state.sort]) : kept;
  };

  const put = (line, place, text) => {
    const element = line.querySelector(place);
    element.textContent = text;
    if (document.documentElement.lang !== "zh-CN" && /[\u3400-\u9fff]/.test(text)) element.lang = "zh-CN";
  };

  const mark = (line, place, term, kind) => {
    const element = line.querySelector(place);
    element.className = `${kind === "assessment" ? "chip" : "lamp"} ${kind}-${term[0]}`;
    element.querySelector(".sign").textContent = term[2];
    element.querySelector(".word").textContent = term[1];
  };

  const lineOf = (row) => {
    const line = blank.cloneNode(true);
    put(line, ".code", row.code);
    put(line, ".title", row.title);
    line.querySelector(".title").href = row.page;
    if (row.lead >= 0) put(line, ".lead", data.departments[row.lead][1]);
    put(line, ".topic", row.topic[1]);
    mark(line, ".chip", row.assessment, "assessment");
    if (!row.doubted) line.querySelector(".doubtful").remove();
    if (row.light[0] === "not_applicable") line.querySelector(".lamp").remove();
    else mark(line, ".lamp", row.light, "light");
    put(line, ".when", row.due);
    return line;
  };

  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (all, name) => values[name].toLocaleString("en"));

  const show = () => {
    shown = matching();
    const pages = Math.max(1, Math.ceil(shown.length / step));
    state.page = Math.min(state.page, pages);
    const start = (state.page - 1) * step;
    list.replaceChildren(...shown.slice(start, start + step).map(lineOf));
    found.textContent = shown.length ? fill(form.dataset.found, { shown: shown.length, total: rows.length }) : form.dataset.none;
    paging.hidden = pages === 1;
    document.getElementById("place").textContent = fill(form.dataset.page, { page: state.page, pages });
    document.getElementById("before").disabled = state.page === 1;
    document.getElementById("after").disabled = state.page === pages;
  };

  const showForm = () => {
    for (const name of ["q", "department", "assessment", "topic", "light", "sort"]) form.elements[name].value = state[name];
    form.elements.doubted.checked = state.doubted !== "";
  };

  const keep = () => {
    const hash = written();
    other.href = other.href.split("#")[0] + (hash === "list" ? "" : `#${hash}`);
    if ((location.hash.slice(1) || "list") !== hash) location.replace(`#${hash}`);
  };

  const change = (values) => {
    state = { ...state, page: 1, ...values };
    show();
    keep();
  };

  const turn = (by) => {
    change({ page: state.page + by });
    const heading = document.getElementById("all");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  };

  const follow = (moves) => {
    const next = read();
    if (JSON.stringify(next) === JSON.stringify({ ...state })) return;
    // A link to a place on the page is no filter.
    const hash = location.hash.slice(1);
    if (hash && hash !== "list" && !hash.includes("=")) return;
    state = next;
    showForm();
    show();
    keep();
    if (moves) turn(0);
  };

  let waiting = 0;
  form.addEventListener("input", (event) => {
    if (event.target.name !== "q") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ q: form.elements.q.value }), 150);
  });
  form.addEventListener("focusin", (event) => { if (event.target.name === "q") askWords(); });
  form.addEventListener("change", (event) => {
    if (event.target.name === "q") clearTimeout(waiting);
    const { name, type, checked, value } = event.target;
    change({ [name]: type === "checkbox" && !checked ? "" : value });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    change(blankState);
    showForm();
  });
  document.getElementById("before").addEventListener("click", () => turn(-1));
  document.getElementById("after").addEventListener("click", () => turn(1));
  addEventListener("hashchange", () => follow(true));
  form.hidden = false;
  state = read();
  showForm();
  show();
  keep();
})();
