// What makes the desk quicker by hand; every page works without it.
"use strict";

// j and k go from entry to entry, Enter opens the one that is marked, / goes to the filters.
(() => {
  const entries = () => [...document.querySelectorAll(".entry")];
  const isTyping = (e) => e.target.closest("input, textarea, select, [contenteditable]");
  const mark = (entry) => {
    document.querySelectorAll(".entry.current").forEach((other) => other.classList.remove("current"));
    entry.classList.add("current");
    const link = entry.querySelector("a.what");
    link.focus({ preventScroll: true });
    entry.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e)) return;
    if (e.key === "/") {
      const field = document.querySelector(".filters input, input[type=search]");
      if (field) { e.preventDefault(); field.focus(); }
      return;
    }
    if (e.key !== "j" && e.key !== "k") return;
    const all = entries();
    if (!all.length) return;
    e.preventDefault();
    const at = all.findIndex((entry) => entry.classList.contains("current"));
    const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + (e.key === "j" ? 1 : -1)));
    mark(all[next]);
  });
})();

// A span is picked on the strip by dragging; a click picks one bar.
(() => {
  let from = null;
  const barAt = (svg, x) => {
    const bars = [...svg.querySelectorAll("rect[data-from]")];
    const box = svg.getBoundingClientRect();
    const at = ((x - box.left) / box.width) * svg.viewBox.baseVal.width;
    return bars.reduce((best, bar) => {
      const off = Math.abs(bar.x.baseVal.value + bar.width.baseVal.value / 2 - at);
      return !best || off < best.off ? { bar, off } : best;
    }, null)?.bar;
  };
  const spanOf = (a, b) => {
    const days = [a.dataset.from, a.dataset.to, b.dataset.from, b.dataset.to].sort();
    return [days[0], days[3]];
  };
  document.addEventListener("pointerdown", (e) => {
    const svg = e.target.closest("[data-strip]");
    if (svg) { from = { svg, bar: barAt(svg, e.clientX) }; e.preventDefault(); }
  });
  document.addEventListener("pointermove", (e) => {
    if (!from || !from.bar) return;
    const to = barAt(from.svg, e.clientX);
    const [first, last] = spanOf(from.bar, to);
    from.svg.querySelectorAll("rect[data-from]").forEach((bar) => {
      bar.classList.toggle("picked", bar.dataset.from >= first && bar.dataset.to <= last);
    });
  });
  document.addEventListener("pointerup", (e) => {
    if (!from || !from.bar) { from = null; return; }
    const [first, last] = spanOf(from.bar, barAt(from.svg, e.clientX));
    const there = new URL(location.href);
    there.pathname = from.svg.dataset.strip;
    there.searchParams.set("from", first);
    there.searchParams.set("to", last);
    there.searchParams.delete("after");
    from = null;
    location.assign(there);
  });
})();

// New entries are announced, never slipped under the reader's eyes.
(() => {
  let source = null;
  const stop = () => { source?.close(); source = null; };
  const listen = () => {
    stop();
    const results = document.querySelector("[data-stream]");
    // A browser has six connections to a server: a page that nobody looks at gives its own back.
    if (!results || document.hidden || !window.EventSource) return;
    source = new EventSource(results.dataset.stream);
    source.addEventListener("entry", () => {
      document.querySelector(".news").hidden = false;
      stop();
    });
  };
  document.addEventListener("visibilitychange", listen);
  document.addEventListener("htmx:afterSettle", listen);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (e) => { if (e.persisted) listen(); });
  listen();
})();

// Blank fields do not stand in the address.
document.addEventListener("submit", (e) => {
  if (e.target.method !== "get") return;
  for (const field of e.target.querySelectorAll("input[name]")) {
    if (!field.value) field.disabled = true;
  }
  setTimeout(() => e.target.querySelectorAll("input[disabled]").forEach((field) => { field.disabled = false; }));
});
document.addEventListener("htmx:configRequest", (e) => {
  const parameters = e.detail.parameters;
  if (e.detail.verb !== "get") return;
  for (const name of [...new Set([...parameters.keys?.() ?? Object.keys(parameters)])]) {
    if (parameters[name] === "") delete parameters[name];
  }
});
