"use strict";
(() => {
  const root = document.documentElement;
  const tip = document.querySelector(".tip");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };
  const editionOf = (node) => node.closest(".edition");
  const shownEdition = () => all(".edition").find((one) => one.offsetParent !== null || one.offsetHeight > 0);

  /* A page opened from a file may be refused its storage, its history and the clipboard. */
  const tried = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  const setHash = (hash) => tried(() => history.replaceState(null, "", hash || location.href.split("#")[0]));

  /* --- appearance and language --- */

  function appear(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const one of all(".theme input")) one.checked = one.value === theme;
    tried(() => localStorage.setItem("theme", theme));
  }

  function speak(tag) {
    root.lang = tag;
    const choice = document.querySelector(`.languages input[value="${tag}"]`);
    if (choice) choice.checked = true;
  }

  /* Ids of the second edition bear its language, such as en-summary. */
  const prefixOf = (edition) => edition.querySelector("main").id.slice(0, -"main".length);

  function switchTo(tag) {
    const prefixes = all(".edition").map(prefixOf);
    const place = decodeURIComponent(location.hash.slice(1));
    const bare = place.slice(prefixes.findLast((one) => one && place.startsWith(one))?.length ?? 0);
    speak(tag);
    const target = bare && document.getElementById(prefixOf(shownEdition()) + bare);
    if (target) location.hash = target.id;
  }

  /* --- contents: which heading stands at the top --- */

  function follow(edition) {
    const links = new Map(all("nav a", edition).map((link) => [link.hash.slice(1), link]));
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    let current = null;
    const mark = () => {
      const above = headings.filter((one) => one.offsetParent && one.getBoundingClientRect().top < 160);
      const heading = above.at(-1) ?? headings[0];
      if (!heading || heading === current) return;
      current = heading;
      for (const [id, link] of links) {
        const here = id === heading.id;
        if (here) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
      const open = links.get(heading.id).closest("nav > ol > li");
      for (const one of all("nav > ol > li", edition)) one.classList.toggle("open", one === open);
      const side = edition.querySelector(".side");
      const box = links.get(heading.id).getBoundingClientRect();
      if (box.top < 60 || box.bottom > side.clientHeight - 60) side.scrollTop += box.top - side.clientHeight / 2;
    };
    let waiting = 0;
    addEventListener("scroll", () => (waiting ||= requestAnimationFrame(() => ((waiting = 0), mark()))), { passive: true });
    edition.querySelector("nav").classList.add("follows");
    mark();
  }

  /* --- tables that sort --- */

  const figure = (text) => {
    const found = text.replace(/−/g, "-").replace(/,/g, "").match(/-?\d+(\.\d+)?/);
    return found ? Number(found[0]) : null;
  };

  function keyOf(row, column, numeric) {
    const cell = row.cells[column];
    return numeric ? figure(cell.textContent) : cell.textContent.trim();
  }

  function compare(one, other, numeric, language) {
    if (!numeric) return one.localeCompare(other, language, { numeric: true });
    return one - other;
  }

  function sortBy(table, column, direction) {
    const language = editionOf(table).lang;
    const head = table.tHead.rows[0].cells[column];
    const numeric = head.classList.contains("number");
    const rows = [...table.tBodies[0].rows];
    rows.forEach((row, place) => (row.dataset.place ??= place));
    const place = (row) => Number(row.dataset.place);
    rows.sort((a, b) => {
      if (!direction) return place(a) - place(b);
      const [one, other] = [keyOf(a, column, numeric), keyOf(b, column, numeric)];
      const absent = (key) => key === null || key === "" || key === "—";
      if (absent(one) || absent(other)) return absent(one) - absent(other) || place(a) - place(b);
      return direction * compare(one, other, numeric, language) || place(a) - place(b);
    });
    table.tBodies[0].append(...rows);
    for (const one of table.tHead.rows[0].cells) one.removeAttribute("aria-sort");
    if (direction) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
  }

  function sortable(table) {
    const [body, ...more] = table.tBodies;
    if (!table.tHead || more.length || !body || body.rows.length < 3 || body.querySelector("[colspan]")) return;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", { type: "button", className: "sort", title: editionOf(table).dataset.sort });
      button.append(...head.childNodes);
      button.addEventListener("click", () => {
        const next = { null: 1, ascending: -1, descending: 0 }[head.getAttribute("aria-sort")];
        sortBy(table, column, next);
      });
      head.append(button);
    });
  }

  /* --- what scrolls sideways can be reached by the keyboard --- */

  function reachable(box, words) {
    const title = box.querySelector("svg > title, caption") ?? headingBefore(box);
    new ResizeObserver(() => {
      const wide = box.scrollWidth > box.clientWidth + 1;
      box.classList.toggle("wider", wide);
      if (wide && !box.hasAttribute("tabindex")) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", `${title?.textContent.trim() ?? ""} (${words})`);
      } else if (!wide) {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }).observe(box);
  }

  function headingBefore(node) {
    for (let at = node; at && at.tagName !== "MAIN"; at = at.previousElementSibling ?? at.parentElement) {
      if (/^H[1-4]$/.test(at.tagName)) return at;
    }
    return null;
  }

  /* --- charts: values under the pointer, or by the arrow keys --- */

  function show(words, x, y) {
    tip.textContent = words;
    tip.classList.add("visible");
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(x - width / 2, innerWidth - width - 8))}px`;
    tip.style.top = `${y - height - 12 > 8 ? y - height - 12 : y + 18}px`;
  }

  const hide = () => tip.classList.remove("visible");

  /* What is drawn under the pointer; between the parts of a row, the row that it is in. */
  function under(marks, { target, clientX, clientY }) {
    const own = target.closest(".mark");
    if (own) return marks.findIndex(({ node }) => node === own);
    return marks.findIndex(({ node }) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
    });
  }

  function told(chart, words) {
    const marks = all("g > title", chart).map((title) => {
      const mark = { node: title.parentNode, words: title.textContent };
      mark.node.classList.add("mark");
      title.remove();   // the browser would show it a second time
      return mark;
    });
    if (!marks.length) return;
    let at = -1;
    const light = (place) => {
      at = place;
      marks.forEach(({ node }, one) => node.classList.toggle("lit", one === place));
      chart.classList.toggle("dimmed", place >= 0);
    };
    chart.addEventListener("pointermove", (event) => {
      const place = under(marks, event);
      if (place < 0) return light(-1), hide();
      if (at !== place) light(place);
      show(marks[place].words, event.clientX, event.clientY);
    });
    chart.addEventListener("pointerleave", () => (light(-1), hide()));
    chart.setAttribute("tabindex", "0");
    chart.setAttribute("aria-description", words);
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (event.key === "Escape") return light(-1), hide();
      if (!step) return;
      event.preventDefault();
      light((at + step + marks.length) % marks.length);
      const box = marks[at].node.getBoundingClientRect();
      show(marks[at].words, box.left + box.width / 2, box.top);
    });
    chart.addEventListener("blur", () => (light(-1), hide()));
  }

  /* --- links to a place --- */

  async function copied(event) {
    const edition = editionOf(event.currentTarget);
    const { href } = event.currentTarget;
    const box = event.currentTarget.getBoundingClientRect();
    try {
      await navigator.clipboard.writeText(href);
      show(edition.dataset.copied, box.left, box.top);
      setTimeout(hide, 1600);
    } catch {
      hide();   // the link itself has put the address into the address bar
    }
  }

  function linkTo(node, edition) {
    const holder = node.tagName === "TR" ? node.cells[0] : node;
    const name = node.dataset.item ?? node.textContent.trim();
    const link = make("a", { className: "here", href: `#${node.id}`, textContent: "#" });
    link.setAttribute("aria-label", edition.dataset.copy.replace("{name}", name));
    link.addEventListener("click", copied);
    holder.append(" ", link);
  }

  /* --- the items: search, filter, one list --- */

  function filtered(edition) {
    const rows = all("tr[data-item]", edition);
    const checklists = all(`h2[id^="${prefixOf(edition)}checklist-"]`, edition);
    if (!rows.length || !checklists.length) return null;
    checklists[0].before(edition.querySelector(".filter-form").content.cloneNode(true));
    const form = edition.querySelector(".filter");
    const list = edition.querySelector(".all-items");
    const fields = form.elements;
    const items = rows.map((row) => itemOf(row, checklists));
    const blocks = [...new Set(items.map((one) => one.block))];
    chips(form.querySelector(".verdicts"), rows);
    checklists.forEach((one, place) => fields.checklist.append(new Option(plainText(one), place)));
    if (checklists.length < 2) fields.checklist.parentNode.hidden = true;
    if (!rows.some((row) => row.dataset.gates !== "0")) fields.gates.parentNode.hidden = true;

    function apply() {
      const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      const tones = all(".verdicts input:checked", form).map((one) => one.value);
      let shown = 0;
      for (const { row, text, checklist } of items) {
        const out =
          !words.every((word) => text.includes(word)) ||
          (tones.length > 0 && !tones.includes(row.dataset.tone)) ||
          (fields.checklist.value !== "" && fields.checklist.value !== String(checklist)) ||
          (fields.severity.value !== "" && fields.severity.value !== row.dataset.severity) ||
          (fields.counts.checked && row.dataset.counts !== "yes") ||
          (fields.gates.checked && row.dataset.gates === "0");
        row.classList.toggle("out", out);
        shown += !out;
      }
      const one = fields.list.value === "one";
      for (const block of blocks) block.classList.toggle("out", one || !block.querySelector("tr[data-item]:not(.out)"));
      for (const heading of checklists) {
        const own = items.filter((item) => item.heading === heading);
        heading.classList.toggle("out", one || own.every(({ row }) => row.classList.contains("out")));
      }
      form.querySelector(".nothing").hidden = shown > 0;
      const status = form.querySelector(".shown");
      status.textContent = status.dataset.said.replace("{shown}", shown).replace("{all}", items.length);
    }

    function arrange() {
      const one = fields.list.value === "one";
      list.hidden = !one;
      list.querySelector(".scroll")?.remove();
      if (one) list.append(gathered(items));
      else for (const item of items) item.home.append(item.row);
    }

    const remember = () => {
      const asked = new URLSearchParams(new FormData(form));
      for (const [name, value] of [...asked]) if (!value) asked.delete(name, value);
      setHash(String(asked) && `#filter:${asked}`);
    };

    form.addEventListener("input", () => (apply(), remember()));
    fields.list.addEventListener("change", () => (arrange(), apply()));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => (arrange(), apply(), remember())));
    edition.addEventListener("show-all", () => (form.reset(), arrange(), apply()));
    apply();
    return {
      recall(asked) {
        for (const one of all("[name]", form)) {
          if (one.type === "checkbox") one.checked = asked.getAll(one.name).includes(one.value);
          else one.value = asked.get(one.name) ?? "";
        }
        arrange();
        apply();
        form.scrollIntoView();
      },
      focus: () => fields.q.focus(),
    };
  }

  const plainText = (heading) => heading.firstChild.textContent.trim();

  function itemOf(row, checklists) {
    const block = row.closest(".scroll").parentNode;
    const section = block.querySelector("h3");
    const heading = checklists.findLast((one) => one.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    const text = `${row.textContent} ${section?.textContent ?? ""}`.toLowerCase();
    return { row, home: row.parentNode, block, heading, checklist: checklists.indexOf(heading), text };
  }

  function chips(fieldset, rows) {
    const found = new Map();
    for (const row of rows) {
      const { tone } = row.dataset;
      const words = row.querySelector(".tag").textContent;
      found.set(tone, { words, n: (found.get(tone)?.n ?? 0) + 1 });
    }
    const order = ["nonconform", "partial", "inconclusive", "conform", "not_evidenced", "not_assessed", "not_applicable"];
    for (const tone of [...found.keys()].sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
      const { words, n } = found.get(tone);
      const box = make("input", { type: "checkbox", name: "verdict", value: tone });
      const name = make("span", { className: `dot ${tone}`, textContent: words });
      fieldset.append(make("label", { className: "chip" }, box, name, make("span", { className: "n", textContent: n })));
    }
  }

  /* One table of all items, so that they sort across sections; the rows themselves move, and move back. */
  function gathered(items) {
    const table = items[0].home.parentNode.cloneNode(false);
    const model = items[0].home.parentNode;
    const head = model.tHead.cloneNode(true);
    for (const cell of head.rows[0].cells) {
      cell.removeAttribute("aria-sort");
      cell.textContent = cell.textContent.trim();
    }
    table.append(...all("colgroup", model).map((one) => one.cloneNode(true)), head, make("tbody"));
    for (const { row } of items) delete row.dataset.place;
    table.tBodies[0].append(...items.map(({ row }) => row));
    const box = make("div", { className: "scroll" }, table);
    setTimeout(() => sortable(table));
    return box;
  }

  /* --- where the address leads --- */

  function go(filters) {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (hash.startsWith("filter:")) {
      const edition = shownEdition();
      filters.get(edition)?.recall(new URLSearchParams(location.hash.slice("#filter:".length)));
      return;
    }
    const target = hash && document.getElementById(hash);
    const edition = target && editionOf(target);
    if (!edition) return;
    if (edition !== shownEdition()) speak(edition.lang);
    if (target.closest(".out")) edition.dispatchEvent(new Event("show-all"));
    target.scrollIntoView();
  }

  /* --- begin --- */

  const filters = new Map();
  root.classList.add("scripted");
  for (const edition of all(".edition")) {
    edition.querySelector(".tools").hidden = false;
    for (const table of all("main table", edition)) sortable(table);
    for (const box of all(".scroll", edition)) reachable(box, edition.dataset.wide);
    for (const chart of all("figure svg", edition)) told(chart, edition.dataset.arrows);
    filters.set(edition, filtered(edition));
    for (const node of all("main :is(h1, h2, h3)[id], tr[data-item]", edition)) linkTo(node, edition);
    follow(edition);
    edition.querySelector(".print").addEventListener("click", () => print());
    for (const one of all(".theme input", edition)) one.addEventListener("change", () => appear(one.value));
    const menu = edition.querySelector(".menu");
    const narrow = matchMedia("(max-width: 62rem)");
    const fold = () => (menu.open = !narrow.matches);
    narrow.addEventListener("change", fold);
    fold();
    menu.addEventListener("click", (event) => {
      if (narrow.matches && event.target.closest("a")) menu.open = false;
    });
  }
  for (const one of all(".languages input")) one.addEventListener("change", () => switchTo(one.value));
  const theme = tried(() => localStorage.getItem("theme"));
  if (theme === "light" || theme === "dark") appear(theme);
  addEventListener("hashchange", () => go(filters));
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") hide();
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    filters.get(shownEdition())?.focus();
  });
  go(filters);
})();
