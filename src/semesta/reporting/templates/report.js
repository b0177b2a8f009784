"use strict";
(() => {
  const value = (row, at) => { const c = row.cells[at]; return c.dataset.v ?? c.textContent.trim(); };
  const sortable = (table) => table.querySelectorAll("th[data-sort]").forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const at = head.cellIndex, numeric = head.dataset.sort === "n", body = table.tBodies[0];
      const now = head.getAttribute("aria-sort"), up = now ? now === "descending" : !numeric;
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...body.rows].sort((a, b) => numeric ? value(a, at) - value(b, at)
        : value(a, at).localeCompare(value(b, at), document.documentElement.lang, { numeric: true }));
      body.append(...(up ? rows : rows.reverse()));
    });
  });
  document.querySelectorAll("table").forEach(sortable);

  document.querySelectorAll("[data-filter]").forEach((box) => {
    const table = box.nextElementSibling.querySelector("table"), status = box.querySelector("[role=status]");
    box.hidden = false;
    box.querySelector("input").addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      let shown = 0;
      for (const row of table.tBodies[0].rows) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        if (!row.hidden) shown += 1;
      }
      status.textContent = wanted ? `${shown} / ${table.tBodies[0].rows.length}` : "";
    });
  });

  const finder = document.querySelector("[data-finder]");
  if (finder) {
    const data = JSON.parse(document.getElementById("villages-data").textContent);
    const lang = document.documentElement.lang, whole = new Intl.NumberFormat(lang);
    const part = new Intl.NumberFormat(lang, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const table = finder.querySelector("[data-found]"), status = finder.querySelector("[role=status]");
    const cell = (row, text) => { const c = row.insertCell(); c.textContent = text; c.className = "n"; };
    finder.hidden = false;
    finder.querySelector("input").addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLowerCase(), body = table.tBodies[0];
      body.replaceChildren();
      table.hidden = wanted.length < 2;
      status.textContent = "";
      if (table.hidden) return;
      const found = data.rows.filter((v) => v[0].startsWith(wanted) || v[1].toLowerCase().includes(wanted));
      for (const [code, name, parent, residents, inactive, missing] of found.slice(0, 30)) {
        const row = body.insertRow(), head = document.createElement("th"), small = document.createElement("small");
        head.scope = "row"; head.textContent = name; small.textContent = `${code} · ${data.parents[parent]}`; head.append(small); row.append(head);
        for (const n of [residents, missing, inactive, missing + inactive]) cell(row, whole.format(n));
        cell(row, residents ? part.format((missing + inactive) / residents) : "–");
      }
      table.hidden = found.length === 0;
      status.textContent = found.length === 0 ? status.dataset.nothing
        : found.length > 30 ? status.dataset.more.replace("#", whole.format(found.length - 30)) : "";
    });
  }
  document.querySelectorAll(".scroll, .toc ul").forEach((box) => {
    const mark = () => box.classList.toggle("more", box.scrollWidth - box.clientWidth - box.scrollLeft > 4);
    box.addEventListener("scroll", mark, { passive: true });
    new ResizeObserver(mark).observe(box);
  });

  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
})();
