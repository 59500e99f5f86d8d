// Measures inside the page, before any script of the page runs: frames after keys, interactions,
// layout shifts, the largest paint. Changes nothing that the page can see.
(() => {
  const bench = { keys: [], interactions: {}, shifts: [], largest: 0, submitted: 0 };
  window.bench = bench;

  const observe = (type, more, each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
      type,
      buffered: true,
      ...more,
    });
  observe("event", { durationThreshold: 16 }, (entry) => {
    if (!entry.interactionId) return;
    const before = bench.interactions[entry.interactionId] ?? 0;
    bench.interactions[entry.interactionId] = Math.max(before, entry.duration);
  });
  observe("layout-shift", {}, (entry) => {
    if (!entry.hadRecentInput) bench.shifts.push([entry.startTime, entry.value]);
  });
  observe("largest-contentful-paint", {}, (entry) => (bench.largest = entry.startTime));

  // From the key to the end of the frame that follows it.
  addEventListener(
    "keydown",
    (event) => {
      if (!event.isTrusted || /^(Control|Alt|Shift)/.test(event.code)) return;
      const pressed = event.timeStamp;
      if (event.ctrlKey && event.key === "Enter") bench.submitted = pressed;
      if (/^Digit/.test(event.code) && !event.altKey) bench.digit = pressed;
      afterFrame().then(() => bench.keys.push(performance.now() - pressed));
    },
    true,
  );

  const frame = () => new Promise((done) => requestAnimationFrame(done));

  async function afterFrame() {
    await frame();
    await new Promise((done) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0);
    });
  }

  // Milliseconds since Ctrl+Enter until the faces of another case are painted; null without one.
  bench.untilFaces = async (before) => {
    for (;;) {
      const main = document.getElementById("case-main");
      if (!main && location.pathname === "/desk/") return null;
      if (document.getElementById("not-submitted")) return null;
      if (main && main.dataset.case !== before) break;
      await frame();
    }
    const faces = [...document.querySelectorAll("#viewer-faces [data-frame] img[src]")];
    await Promise.all(faces.map((one) => one.decode().catch(() => 0)));
    await afterFrame();
    return performance.now() - bench.submitted;
  };

  // Milliseconds since the digit until the whole case is painted.
  bench.untilWhole = async () => {
    while (document.getElementById("case-main")?.dataset.stage !== "whole") await frame();
    await afterFrame();
    return performance.now() - bench.digit;
  };

  // The worst sum of shifts in one burst: gaps under a second, five seconds at most.
  bench.shift = () => {
    let worst = 0;
    let sum = 0;
    let first = 0;
    let last = -1e9;
    for (const [at, value] of bench.shifts) {
      if (at - last > 1000 || at - first > 5000) {
        sum = 0;
        first = at;
      }
      last = at;
      sum += value;
      worst = Math.max(worst, sum);
    }
    return worst;
  };

  bench.found = () => {
    const [load] = performance.getEntriesByType("navigation");
    return {
      keys: bench.keys.splice(0),
      interactions: Object.values(bench.interactions),
      count: performance.interactionCount ?? 0,
      shift: bench.shift(),
      largest: bench.largest,
      server: load.responseStart - load.requestStart,
    };
  };
})();
