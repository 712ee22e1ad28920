// The map by day: a slider over the entries that the page has, and a closer look. Without it the form picks the days.
"use strict";

(() => {
  const svg = document.querySelector("#world");
  const controls = document.querySelector(".controls");
  if (!svg || !window.d3) return;

  // A closer look: buttons, or the mouse wheel with Ctrl, so that the page itself can still be scrolled.
  const all = d3.select(svg).select("g.all");
  const zoom = d3.zoom()
    .scaleExtent([1, 12])
    .translateExtent([[0, 0], [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]])
    .filter((e) => {
      if (e.type === "wheel") return e.ctrlKey;
      if (e.type.startsWith("touch")) return e.touches.length > 1 || d3.zoomTransform(svg).k > 1;
      return e.type === "dblclick" || (e.button === 0 && d3.zoomTransform(svg).k > 1);
    })
    .on("zoom", (e) => {
      all.attr("transform", e.transform);
      // Dots and names keep their size on the screen: what lies close together comes apart.
      all.selectAll("circle").attr("r", (d, i, nodes) => nodes[i].dataset.r / Math.sqrt(e.transform.k));
      all.selectAll("text").style("font-size", `${12 / e.transform.k}px`);
    });
  const dots = [...svg.querySelectorAll("circle")].map((circle) => {
    circle.dataset.r = circle.getAttribute("r");
    const days = circle.dataset.days.trim().split(" ").filter(Boolean).map((pair) => {
      const at = pair.lastIndexOf(":");
      return [pair.slice(0, at), Number(pair.slice(at + 1))];
    });
    return { circle, days, full: Number(circle.dataset.r), total: Number(circle.dataset.count) };
  });
  d3.select(svg).call(zoom).on("wheel", null, { passive: true });
  if (!controls) return;

  const by = (name) => controls.querySelector(name);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const scale = (times) => d3.select(svg).call(zoom.scaleBy, times);
  by(".larger").addEventListener("click", () => scale(1.6));
  by(".smaller").addEventListener("click", () => scale(1 / 1.6));
  by(".whole").addEventListener("click", () => d3.select(svg).call(zoom.transform, d3.zoomIdentity));

  // One step of the slider is a day.
  const parse = d3.utcParse("%Y-%m-%d"), format = d3.utcFormat("%Y-%m-%d");
  const first = parse(controls.dataset.first);
  const steps = d3.utcDay.count(first, parse(controls.dataset.last));
  const slider = by(".day"), span = by(".window"), output = by("output"), play = by(".play");
  slider.max = steps;
  slider.value = steps;
  const draw = () => {
    const to = format(d3.utcDay.offset(first, Number(slider.value)));
    const wide = Number(span.value);
    const from = wide ? format(d3.utcDay.offset(parse(to), 1 - wide)) : controls.dataset.first;
    const whole = Number(slider.value) === steps && !wide; // those without a day too
    let count = 0;
    for (const dot of dots) {
      const here = whole ? dot.total : d3.sum(dot.days, ([day, n]) => (day >= from && day <= to ? n : 0));
      count += here;
      dot.circle.dataset.r = here ? Math.max(3, dot.full * Math.sqrt(here / dot.total)) : 0;
      dot.circle.setAttribute("r", dot.circle.dataset.r / Math.sqrt(d3.zoomTransform(svg).k));
    }
    svg.querySelector(".names").style.display = whole ? "" : "none";
    const told = { from, to, count };
    output.textContent = controls.dataset.shown.replace(/\{(\w+)\}/g, (all, name) => told[name]);
    slider.setAttribute("aria-valuetext", output.textContent);
  };

  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = controls.dataset.play;
    play.setAttribute("aria-pressed", "false");
    output.setAttribute("aria-live", "polite");
  };
  const start = () => {
    if (Number(slider.value) >= steps) slider.value = 0;
    // Some sixty pictures from the first day to the last; a few larger steps for who wants little to move.
    const pictures = still.matches ? 12 : 60;
    const step = Math.max(1, Math.ceil(steps / pictures));
    play.textContent = controls.dataset.pause;
    play.setAttribute("aria-pressed", "true");
    output.setAttribute("aria-live", "off");
    timer = setInterval(() => {
      slider.value = Math.min(steps, Number(slider.value) + step);
      draw();
      if (Number(slider.value) >= steps) stop();
    }, still.matches ? 1500 : 250);
  };
  play.addEventListener("click", () => (timer ? stop() : start()));
  slider.addEventListener("input", () => { if (timer) stop(); draw(); });
  span.addEventListener("change", draw);
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) stop(); });
  controls.hidden = false;
  draw();
})();
