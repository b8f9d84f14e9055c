"use strict";
// The page's script: moves the network, shows tooltips, saves tables. Data from accounts is always text: it goes
// into text nodes and is never parsed as markup, and the page's policy (trusted types) refuses anything else.
(() => {
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const button = (text, act) => {
    const made = element("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  };

  // ---- tables as CSV that is safe in spreadsheets, by the rules of explorer/common.spreadsheets.py

  const SKIPPED =
    String.raw`\s\0-\x20\x7f-\xa0"'\x60\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2018-\u201f` +
    String.raw`\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}`;
  const SIGN = String.raw`=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff1d\uff0b\uff0d\uff20`;
  const BREAK = String.raw`;\x7c\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029`;
  const FORMULA = new RegExp(`^[${SKIPPED}]*[${SIGN}]|[${BREAK}][${SKIPPED}]*[${SIGN}]?`, "gu");
  const BREAKS = new RegExp(`[${BREAK}]`, "gu");
  const ENDS_IN_SIGN = new RegExp(`[${SIGN}]$`, "u");
  const LOST = /^[\0-\x1f\x7f-\x9f\u2028\u2029]/;
  const WHITE = /[\s\x1c-\x1f\x85]/;
  const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
  const TAKEN_FOR_NUMBER = new RegExp(
    // digits of all scripts, as in Python
    String.raw`^(?:(?=\P{Nd}*\p{Nd})[\p{Nd}.,:/ -]+%?|[\p{Nd}.,]+e[+-]?\p{Nd}+|${MONTH}[-/. ]?\p{Nd}+|` +
      String.raw`\p{Nd}+[-/. ]?${MONTH}(?:[-/. ]?\p{Nd}+)?)$`,
    "iu",
  );
  const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;
  const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

  const safeText = (value) => {
    let isFormula = false;
    const safe = value.replace(FORMULA, (found, place) => {
      if (!ENDS_IN_SIGN.test(found)) return found;
      const isFirst = place === 0 && found[0] !== ";" && found[0] !== "|";
      isFormula ||= isFirst;
      return (isFirst ? "'" : "") + found.replace(BREAKS, "$&'");
    });
    const bare = value.replace(/^'+/, "");
    let [start, end] = [0, bare.length];
    while (start < end && WHITE.test(bare[start])) start += 1;
    while (start < end && WHITE.test(bare[end - 1])) end -= 1;
    return !isFormula && (LOST.test(bare) || TAKEN_FOR_NUMBER.test(bare.slice(start, end))) ? `'${safe}` : safe;
  };

  const csvCell = (cell) => {
    const shown = cell.textContent.trim();
    const value = cell.dataset.value ?? (shown === "–" ? "" : shown);
    if (value === "" || (cell.classList.contains("n") && NUMBER.test(value))) return value;
    const safe = TIME.test(value) ? value : safeText(value);
    return `"${safe.replaceAll('"', '""')}"`;
  };

  const saveTable = (asked) => {
    const rows = [...document.getElementById(asked.dataset.csvOf).rows];
    const text = rows.map((row) => [...row.cells].map(csvCell).join(",") + "\n").join("");
    // the byte order mark makes spreadsheets read the file as UTF-8
    const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
    element("a", { href: address, download: asked.dataset.file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };

  // ---- tooltips: show the data-tip of the element under the mouse or with the focus

  const tip = element("div", { id: "tip", role: "tooltip", hidden: "" });
  let tipped = null;

  const hideTip = () => {
    tipped?.removeAttribute("aria-describedby");
    tipped = null;
    tip.hidden = true;
  };

  const showTip = (target) => {
    const owner = target.closest?.("[data-tip]");
    if (owner === tipped || tip.contains(target)) return;
    hideTip();
    if (!owner) return;
    tipped = owner;
    tip.textContent = owner.dataset.tip;
    tip.hidden = false;
    if (!owner.hasAttribute("aria-describedby")) owner.setAttribute("aria-describedby", "tip");
    const at = owner.getBoundingClientRect();
    const left = Math.min(at.left + at.width / 2 - tip.offsetWidth / 2, document.documentElement.clientWidth - tip.offsetWidth - 4);
    const below = at.bottom + 6 + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${Math.max(4, left)}px`;
    tip.style.top = `${below ? at.bottom + 6 : Math.max(4, at.top - tip.offsetHeight - 6)}px`;
  };

  const startTips = () => {
    document.body.append(tip);
    for (const owner of document.querySelectorAll("[data-tip]:not(svg *)")) if (owner.tabIndex < 0) owner.tabIndex = 0;
    document.addEventListener("mouseover", (event) => showTip(event.target));
    document.addEventListener("focusin", (event) => showTip(event.target));
    document.addEventListener("focusout", hideTip);
    document.addEventListener("scroll", hideTip, { passive: true });
    document.addEventListener("keydown", (event) => event.key === "Escape" && hideTip());
  };

  // ---- the network: move the picture, search it, and show the facts of a node

  const FOUND = 8;
  const NEAR = 2.5; // how many times nearer members' names can be read
  const STEP = 60;

  const startNetwork = (box) => {
    const svg = box.querySelector("svg");
    const { nodes, edges } = JSON.parse(document.getElementById(box.dataset.source).textContent);
    if (!svg || !nodes.length) return;
    const [all, names] = [svg.querySelector(".all"), svg.querySelector(".names")];
    const shapes = [...svg.querySelector(".nodes").children];
    const letter = Number(svg.getAttribute("font-size"));
    const ties = nodes.map(() => []);
    for (const edge of edges) {
      ties[edge.source].push([edge.target, edge]);
      ties[edge.target].push([edge.source, edge]);
    }
    const { x, y, width, height } = svg.viewBox.baseVal;
    const middle = [x + width / 2, y + height / 2];

    const zoom = d3
      .zoom()
      .scaleExtent([0.5, 30])
      .translateExtent([
        [x - width / 2, y - height / 2],
        [x + 1.5 * width, y + 1.5 * height],
      ])
      // the wheel scrolls the page until the reader has clicked the picture or given it the focus
      .filter((event) => (event.type === "wheel" ? event.ctrlKey || document.activeElement === svg : !event.button))
      .on("zoom", ({ transform }) => {
        hideTip();
        all.setAttribute("transform", transform);
        names.setAttribute("font-size", letter / transform.k);
        svg.classList.toggle("near", transform.k >= NEAR);
      });
    const picture = d3.select(svg).call(zoom);
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    const moved = () => (still.matches ? picture : picture.transition().duration(250));
    const scale = () => d3.zoomTransform(svg).k;
    const near = () => moved().call(zoom.scaleBy, 1.5);
    const far = () => moved().call(zoom.scaleBy, 1 / 1.5);
    const whole = () => moved().call(zoom.transform, d3.zoomIdentity);

    const lines = svg.querySelector(".edges").appendChild(document.createElementNS(svg.namespaceURI, "g"));
    lines.setAttribute("class", "lit");
    const told = element("div", { class: "told", role: "region", "aria-label": "Selected node", "aria-live": "polite" });

    const forget = () => {
      svg.classList.remove("chosen");
      for (const lit of svg.querySelectorAll(".lit > *, .nodes .lit, .names .lit")) {
        if (lit.parentNode === lines) lit.remove();
        else lit.classList.remove("lit", "own");
      }
      told.replaceChildren(element("p", {}, "Select a node with the mouse, the search box or the keyboard."));
    };

    const choose = (index, { come = false } = {}) => {
      forget();
      svg.classList.add("chosen");
      const node = nodes[index];
      const lit = [index, ...ties[index].map(([other]) => other)];
      for (const one of lit) {
        shapes[one].classList.add("lit");
        names.children[one].classList.add("lit");
      }
      shapes[index].classList.add("own");
      for (const [other] of ties[index]) {
        const line = lines.appendChild(document.createElementNS(svg.namespaceURI, "path"));
        line.setAttribute("d", `M${node.x},${node.y}L${nodes[other].x},${nodes[other].y}`);
      }
      const title = element("h4", { tabindex: "-1" }, node.name);
      const facts = element("dl", { class: "facts" });
      for (const [name, value] of [["Type", node.kind], ...node.facts])
        facts.append(element("div", {}, element("dt", {}, name), element("dd", {}, value)));
      const list = element("ul", { "aria-label": `Connected to ${node.name}` });
      const heaviest = [...ties[index]].sort(([, a], [, b]) => b.weight - a.weight);
      for (const [other, edge] of heaviest)
        list.append(element("li", {}, button(nodes[other].name, () => choose(other, { come: true })), ` ${edge.text}`));
      told.replaceChildren(title, facts, list);
      if (!come) return;
      moved().call(zoom.transform, d3.zoomIdentity.translate(...middle).scale(Math.max(scale(), 3)).translate(-node.x, -node.y));
      title.focus({ preventScroll: true });
    };

    const nearest = () => {
      const [cx, cy] = d3.zoomTransform(svg).invert(middle);
      const far_ = nodes.map((node) => Math.hypot(node.x - cx, node.y - cy) - node.size);
      return far_.indexOf(Math.min(...far_));
    };

    const KEYS = {
      ArrowLeft: () => picture.call(zoom.translateBy, STEP / scale(), 0),
      ArrowRight: () => picture.call(zoom.translateBy, -STEP / scale(), 0),
      ArrowUp: () => picture.call(zoom.translateBy, 0, STEP / scale()),
      ArrowDown: () => picture.call(zoom.translateBy, 0, -STEP / scale()),
      "+": near,
      "=": near,
      "-": far,
      0: whole,
      Home: whole,
      Enter: () => choose(nearest()),
      " ": () => choose(nearest()),
      Escape: forget,
    };
    svg.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
      event.preventDefault();
      KEYS[event.key]();
    });
    svg.addEventListener("click", (event) => {
      const index = shapes.indexOf(event.target);
      if (index >= 0) choose(index);
      else forget();
    });

    // a crosshair in the middle, which marks the node to choose with the keyboard
    const aim = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
    aim.setAttribute("class", "aim");
    aim.setAttribute("d", `M${middle[0] - letter},${middle[1]}h${2 * letter}M${middle[0]},${middle[1] - letter}v${2 * letter}`);

    const words = element("input", { type: "search", autocomplete: "off", "aria-controls": "network-found" });
    const found = element("ul", { id: "network-found", class: "found" });
    const count = element("span", { role: "status" });
    const kept = nodes.map((node) => `${node.name} ${node.facts.map(([, value]) => value).join(" ")}`.toLowerCase());
    const search = () => {
      const asked = words.value.trim().toLowerCase();
      const matching = asked ? nodes.flatMap((_, index) => (kept[index].includes(asked) ? [index] : [])) : [];
      // names that start with the text come before facts that contain it
      const begins = (index) => nodes[index].name.toLowerCase().startsWith(asked);
      matching.sort((a, b) => begins(b) - begins(a) || a - b);
      found.replaceChildren(
        ...matching.slice(0, FOUND).map((index) => element("li", {}, button(nodes[index].name, () => choose(index, { come: true })), ` ${nodes[index].kind}`)),
      );
      count.textContent = asked ? `${matching.length} found` : "";
      return matching;
    };
    words.addEventListener("input", search);
    words.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const [first] = search();
      if (first !== undefined) choose(first, { come: true });
    });

    svg.setAttribute("tabindex", "0");
    svg.setAttribute("role", "application");
    svg.setAttribute("aria-roledescription", "network");
    const how = "Drag to move the network. To zoom, click the network and use the mouse wheel, or press + and −. Arrow keys move the network, Enter selects the node in the middle, and 0 resets the view.";
    box.prepend(
      element("div", { class: "tools" }, element("label", {}, "Search for a handle, outlet or cluster ", words), count, button("Zoom in", near), button("Zoom out", far), button("Reset", whole)),
      found,
      element("p", { class: "how" }, how),
    );
    box.append(told);
    forget();
  };

  startTips();
  for (const asked of document.querySelectorAll("button[data-csv-of]")) asked.addEventListener("click", () => saveTable(asked));
  const box = document.getElementById("network-view");
  if (box) startNetwork(box);
})();
