// Shows the access matrix: filters, sorts, and writes one page of rows at a time, whatever their number. Every text becomes
// a text node, never markup.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const collator = new Intl.Collator("en", { numeric: true });
  const number = new Intl.NumberFormat("en-US");
  const sheets = data.environments;
  const several = sheets.length > 1;

  // Names of all environments in one order, so that sorting compares numbers.
  const ranked = (lists) => {
    const names = [...new Set(lists.flat())].sort(collator.compare);
    return { names, rank: new Map(names.map((name, at) => [name, at])) };
  };
  const teams = ranked(sheets.map((sheet) => sheet.teams.map((team) => team[0])));
  const models = ranked(sheets.map((sheet) => sheet.models.map((model) => model[0])));
  const groups = ranked(sheets.map((sheet) => sheet.groups));

  // Minutes of a period, in the order of `data.periods`: quotas are compared by what they allow per minute.
  const minutes = [60, 1440, 10080, 43200, 525600];
  for (const sheet of sheets) {
    const words = (...parts) => parts.flat().join("\n").toLowerCase();
    sheet.teamWords = sheet.teams.map((t) => words(t.slice(0, 4), t[4] ? "active" : "suspended"));
    sheet.modelWords = sheet.models.map((m) => words(m[0], m[1], m[2]));
    sheet.groupWords = sheet.groups.map((group) => words("group " + group));
    sheet.pathWords = sheet.paths.map((path) => words(path));
    sheet.teamRank = sheet.teams.map((t) => teams.rank.get(t[0]));
    sheet.modelRank = sheet.models.map((m) => models.rank.get(m[0]));
  }
  const rows = sheets.flatMap((sheet, order) => sheet.grants.map((grant) => ({ sheet, order, grant })));

  const keys = {
    environment: (row) => row.order,
    team: (row) => row.sheet.teamRank[row.grant[0]],
    model: (row) => row.sheet.modelRank[row.grant[1]],
    rate: (row) => row.grant[2],
    quota: (row) => (row.grant[3] ? row.grant[3][0] / minutes[row.grant[3][1]] : Infinity),
    source: (row) => (row.grant[4] === null ? -1 : groups.rank.get(row.sheet.groups[row.grant[4]])),
    load: (row) => row.sheet.models[row.grant[1]][3] ?? -1,
  };
  // What is largest first when a column of figures is asked for.
  const falling = new Set(["rate", "quota", "load"]);

  const controls = Object.fromEntries(
    ["search", "environment", "team", "model", "source", "over", "size"].map((id) => [id, byId(id)]),
  );
  const state = { sort: several ? "environment" : "team", down: false, page: 0, found: rows };

  const option = (value, text) => {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = text;
    return made;
  };
  const fill = (select, all, values) => {
    select.append(option("", all), ...values.map(([value, text]) => option(value, text)));
  };
  const same = (names) => names.map((name) => [name, name]);
  fill(controls.environment, "all", same(sheets.map((sheet) => sheet.name)));
  fill(controls.team, `all (${number.format(teams.names.length)})`, same(teams.names));
  fill(controls.model, `all (${number.format(models.names.length)})`, same(models.names));
  fill(controls.source, "all", [["own", "own grants"], ["group", "any group"], ...groups.names.map((name) => [`group ${name}`, `group ${name}`])]);

  // Which teams, models, groups and files of a sheet a word is found in.
  const hits = (sheet, word) => ({
    all: sheet.name.includes(word),
    team: sheet.teamWords.map((words) => words.includes(word)),
    model: sheet.modelWords.map((words) => words.includes(word)),
    group: sheet.groupWords.map((words) => words.includes(word)),
    path: sheet.pathWords.map((words) => words.includes(word)),
  });
  const matches = (hit, [team, model, , , group, at, through]) =>
    hit.all || hit.team[team] || hit.model[model] || (group !== null && hit.group[group]) ||
    (at !== null && hit.path[at[0]]) || (through !== null && hit.path[through[0]]);

  const find = () => {
    const words = controls.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = new Map(sheets.map((sheet) => [sheet, words.map((word) => hits(sheet, word))]));
    const { environment, team, model, source, over } = controls;
    const fromSource = ({ sheet, grant }) => {
      const group = grant[4];
      if (source.value === "own") return group === null;
      if (source.value === "group") return group !== null;
      return group !== null && `group ${sheet.groups[group]}` === source.value;
    };
    return rows.filter((row) => {
      const { sheet, grant } = row;
      return (!environment.value || sheet.name === environment.value) &&
        (!team.value || sheet.teams[grant[0]][0] === team.value) &&
        (!model.value || sheet.models[grant[1]][0] === model.value) &&
        (!source.value || fromSource(row)) &&
        (!over.checked || sheet.models[grant[1]][4]) &&
        found.get(sheet).every((hit) => matches(hit, grant));
    });
  };

  const order = (found) => {
    const by = keys[state.sort];
    const turn = state.down ? -1 : 1;
    // Rows that are alike stand by environment, team and model.
    const ties = [keys.environment, keys.team, keys.model];
    return found.sort((a, b) => {
      const first = by(a), second = by(b);
      if (first !== second) return first < second ? -turn : turn;
      for (const tie of ties) {
        const difference = tie(a) - tie(b);
        if (difference) return difference;
      }
      return 0;
    });
  };

  const element = (tag, className, ...children) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const cell = (label, className, ...children) => {
    const made = element("td", className, ...children);
    made.setAttribute("role", "cell");
    made.dataset.label = label;
    return made;
  };
  const place = (sheet, point) => (point ? `${sheet.paths[point[0]]}:${point[1]}` : "");

  const shown = ({ sheet, grant: [team, model, rate, quota, group, at, through, more] }) => {
    const [name, display, , , active] = sheet.teams[team];
    const [modelName, kind, aliases, load, over] = sheet.models[model];
    const row = element("tr", active ? "" : "suspended");
    row.setAttribute("role", "row");
    if (several) row.append(cell("Environment", "", sheet.name));
    const who = [element("span", "name", name)];
    if (!active) who.push(" ", element("span", "badge alarm", "suspended"));
    who.push(element("bdi", "sub", display));
    const what = [element("span", "name", modelName), " ", element("span", "badge", kind)];
    if (aliases.length) what.push(element("span", "sub", `also ${aliases.join(", ")}`));
    const source = [group === null ? "own" : `group ${sheet.groups[group]}`];
    source.push(element("span", "sub place", place(sheet, at)));
    if (through) source.push(element("span", "sub place", `by ${place(sheet, through)}`));
    const period = quota && element("span", "sub", `per ${data.periods[quota[1]]}`);
    row.append(
      cell("Team", "", element("span", "", ...who)),
      cell("Model", "", element("span", "", ...what)),
      cell("Tokens per minute", "number", element("span", "", number.format(rate), ...(more ? [element("span", "sub", more)] : []))),
      cell("Quota", "number", element("span", "", ...(quota ? [number.format(quota[0]), period] : [element("span", "quiet", "none")]))),
      cell("Source", "", element("span", "", ...source)),
      cell("Model's load", over ? "number alarm" : "number", load === null ? element("span", "quiet", "unknown") : `${load.toFixed(2)}\u00d7`),
    );
    return row;
  };

  const draw = () => {
    const size = Number(controls.size.value);
    const total = state.found.length;
    const pages = Math.max(1, Math.ceil(total / size));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    const first = state.page * size;
    const page = state.found.slice(first, first + size);
    byId("rows").replaceChildren(...page.map(shown));
    byId("count").textContent = total === rows.length
      ? `${number.format(total)} grants`
      : `${number.format(total)} of ${number.format(rows.length)} grants`;
    byId("page").textContent = total
      ? `${number.format(first + 1)} to ${number.format(first + page.length)} of ${number.format(total)}`
      : "no grant fits";
    byId("previous").disabled = state.page === 0;
    byId("next").disabled = state.page === pages - 1;
    for (const button of document.querySelectorAll("[data-sort]")) {
      const on = button.dataset.sort === state.sort;
      button.parentElement.setAttribute("aria-sort", on ? (state.down ? "descending" : "ascending") : "none");
    }
  };
  const renew = () => {
    state.page = 0;
    state.found = order(find());
    draw();
  };
  const turn = (by) => {
    state.page += by;
    draw();
    byId("matrix").scrollIntoView({ block: "start" });
  };

  const form = controls.search.form;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", renew);
  // The form is empty only after the event.
  form.addEventListener("reset", () => setTimeout(renew));
  controls.size.addEventListener("change", () => { state.page = 0; draw(); });
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  for (const button of document.querySelectorAll("[data-sort]")) {
    button.addEventListener("click", () => {
      const key = button.dataset.sort;
      state.down = state.sort === key ? !state.down : falling.has(key);
      state.sort = key;
      renew();
    });
  }
  for (const link of document.querySelectorAll("a[data-model]")) {
    link.addEventListener("click", () => {
      form.reset();
      controls.environment.value = link.dataset.environment;
      controls.model.value = link.dataset.model;
    });
  }

  // Paper cannot unfold anything.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  byId("matrix").hidden = false;
  renew();
})();
