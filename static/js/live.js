// One polite live region, there from the beginning; and bars that say what state the page is in.

export function announce(text) {
  const region = document.getElementById("live");
  if (region && text && region.textContent !== text) region.textContent = text;
}

// Outside of an open modal dialog nothing is read out: the region moves in and out with it.
export function lendRegion(dialog) {
  const region = document.getElementById("live");
  if (!region || region.parentElement === dialog) return;
  const home = region.parentElement;
  dialog.append(region);
  dialog.addEventListener("close", () => home.append(region), { once: true });
}

// One bar of each kind (offline, waiting, session, lease, refused). `actions` are
// {label, run} for a button and {label, href} for a link. Returns the bar.
export function banner(kind, text, actions = []) {
  const place = document.getElementById("banners");
  if (!place) return null;
  const bar = barOf(place, kind);
  bar.firstElementChild.textContent = text;
  const tools = actions.map((one) => toolOf(one, kind));
  const row = document.createElement("span");
  row.className = "row";
  row.append(...tools);
  bar.replaceChildren(bar.firstElementChild, ...(tools.length ? [row] : []));
  announce(text);
  return bar;
}

export function dismiss(kind) {
  const bar = document.querySelector(`#banners [data-kind="${kind}"]`);
  if (!bar) return;
  const hadFocus = bar.contains(document.activeElement);
  bar.remove();
  if (hadFocus) document.getElementById("main")?.focus({ preventScroll: true });
}

function barOf(place, kind) {
  const there = place.querySelector(`[data-kind="${kind}"]`);
  if (there) return there;
  const bar = document.createElement("div");
  bar.className = `banner ${kind === "refused" ? "banner-fail" : "banner-attention"}`;
  bar.dataset.kind = kind;
  bar.append(document.createElement("p"));
  place.append(bar);
  return bar;
}

function toolOf(action, kind) {
  const tool = document.createElement(action.href ? "a" : "button");
  tool.className = "btn btn-small";
  tool.textContent = action.label;
  if (action.href) {
    tool.href = action.href;
    if (action.isApart) tool.target = "_blank";
  } else {
    tool.type = "button";
    tool.addEventListener("click", () => {
      dismiss(kind);
      action.run?.();
    });
  }
  return tool;
}

// A sentence of the page in the person's language; {name} is filled in.
export function sentence(name, values = {}) {
  const text = document.getElementById("sentences")?.dataset[name] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// Words as they are searched: without case and accents.
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
