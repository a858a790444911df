// Small helpers to build the page. Nothing is ever set as markup: text stays text.

/** The element of the page with this id. */
export function $(id) {
  return document.getElementById(id);
}

/** An element: `h("button", { class: "icon", onclick }, "words", child)`. False, null and undefined are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== false && child !== null && child !== undefined));
  return element;
}

/** A picture of the page's own set; what it means stands beside it in words. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", `i i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Replaces what is in an element; the focus stays on what has the same `data-focus` afterwards. */
export function fill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  element.replaceChildren(...children.flat().filter(Boolean));
  if (focused) element.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Does the work only where its key has changed since the last time. */
export function onlyIfNew() {
  let last;
  return (key, work) => {
    const now = JSON.stringify(key);
    if (now === last) return;
    last = now;
    work();
  };
}

/** A sentence as its runs, strong ones bold. */
export function runs(says) {
  return says.map(({ text, strong }) => (strong ? h("b", {}, text) : text));
}

/** A row of tabs: one tab stop, arrows move. */
export function tablist(list, tabs, { chosen, controls, onChoose }) {
  const at = tabs.findIndex(({ id }) => id === chosen);
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(at + step + tabs.length) % tabs.length];
    onChoose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  fill(
    list,
    tabs.map(({ id, label, count, title }) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${id}`,
          title,
          "data-focus": `tab-${id}`,
          "aria-selected": String(id === chosen),
          "aria-controls": controls,
          tabindex: id === chosen ? "0" : "-1",
          onclick: () => onChoose(id),
          onkeydown: move,
        },
        label,
        count === undefined ? null : h("span", { class: "count" }, ` ${count}`),
      ),
    ),
  );
}

/** Buttons of which one is pressed. */
export function segments(label, options, chosen, onChoose) {
  return h(
    "span",
    { class: "seg", role: "group", "aria-label": label },
    options.map(([value, text]) =>
      h(
        "button",
        {
          type: "button",
          "data-focus": `${label}-${value}`,
          "aria-pressed": String(value === chosen),
          onclick: () => onChoose(value),
        },
        text,
      ),
    ),
  );
}

/** Tells those who do not see the page. */
export function say(words) {
  $("say").textContent = words;
}

/** "18:04:31" */
export function clock(iso) {
  return iso ? new Date(iso).toLocaleTimeString("en-GB") : "";
}

/** "12 Oct 2026" */
export function day(iso) {
  return new Date(`${iso}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}
