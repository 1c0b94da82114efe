"use strict";
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const groups = [...document.querySelectorAll(".group")];
  const files = [...document.querySelectorAll(".file")];
  const tables = [...document.querySelectorAll("section.table")];
  const rank = { error: 0, warning: 1, note: 2 };
  const orders = {
    level: (a, b) => rank[a.node.dataset.level] - rank[b.node.dataset.level] || a.place - b.place,
    count: (a, b) => b.node.dataset.count - a.node.dataset.count || a.place - b.place,
    code: (a, b) => a.node.dataset.code.localeCompare(b.node.dataset.code, "en") || a.place - b.place,
  };
  const found = groups.map((node, place) => ({ node, place }));
  const any = (parent) => parent.querySelector(".group:not([hidden])") !== null;

  function filter() {
    const levels = new Set([...form.querySelectorAll("[name=level]:checked")].map((one) => one.value));
    const table = form.elements.table.value;
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const group of groups) {
      const text = group.dataset.text;
      group.hidden =
        !levels.has(group.dataset.level) ||
        (table !== "" && group.closest("section.table").dataset.table !== table) ||
        !words.every((word) => text.includes(word));
    }
    for (const parent of [...files, ...tables]) parent.hidden = !any(parent);
    const shown = groups.filter((group) => !group.hidden).length;
    document.querySelector(".no-match").hidden = shown > 0;
    form.querySelector(".shown").textContent = shown;
    form.querySelector(".all").textContent = groups.length;
  }

  function sort() {
    for (const { node } of [...found].sort(orders[form.elements.order.value])) node.parentNode.append(node);
  }

  form.hidden = false;
  form.addEventListener("input", filter);
  form.elements.order.addEventListener("change", sort);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const choice of document.querySelectorAll("[name=language]")) {
    choice.addEventListener("change", () => {
      document.documentElement.lang = choice.value === "zh" ? "zh-CN" : "en";
    });
  }
  filter();
})();
