// The plan on the page of a report: written, saved as a file, opened again, printed. Nothing is sent and nothing is kept elsewhere.

/**
 * @typedef {{ who: string, what: string, by: string, result: string, action?: number }} Step
 * @typedef {{ format: string, version: number, campaign: string, cycle: string, code: string, edition: string, saved: string,
 *   goal?: { to: string, by: string }, steps: Step[] }} Plan
 */

const format = "feedback-reports plan";
const atFirst = 2; // steps that are open before any is written

for (const form of document.querySelectorAll("form.plan")) if (form instanceof HTMLFormElement) bring(form);

/**
 * Brings a form to life.
 * @param {HTMLFormElement} form
 */
function bring(form) {
  const { campaign = "", cycle = "", code = "", edition = "" } = form.dataset;
  const steps = [...form.querySelectorAll("fieldset.plan-step")].map(
    (step) => /** @type {HTMLFieldSetElement} */ (step),
  );
  const told = one(".told");
  let isSaved = true;

  for (const shown of [one(".tools"), one(".with-script")]) shown.hidden = false;
  one(".without-script").hidden = true;
  close();

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement && target.type === "file")) isSaved = false;
    if (target instanceof HTMLTextAreaElement) grow(target);
  });
  addEventListener("beforeunload", (event) => {
    if (!isSaved) event.preventDefault();
  });
  one(".more").addEventListener("click", () => {
    const next = steps.find((step) => step.hidden);
    if (next) open(next).focus();
    one(".more").hidden = !steps.some((step) => step.hidden);
  });
  one(".save").addEventListener("click", save);
  one(".print").addEventListener("click", () => {
    document.documentElement.classList.add("plan-only");
    addEventListener("afterprint", () => document.documentElement.classList.remove("plan-only"), { once: true });
    print();
  });
  const chosen = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  chosen.addEventListener("change", async () => {
    const [file] = chosen.files ?? [];
    if (file) say(fill(await file.text()));
    chosen.value = "";
  });
  for (const button of document.querySelectorAll("button.take")) if (button instanceof HTMLButtonElement) offer(button);

  /** @param {string} selector @returns {HTMLElement} */
  function one(selector) {
    return /** @type {HTMLElement} */ (form.querySelector(selector));
  }

  /** @param {string} text */
  function say(text) {
    told.textContent = text;
  }

  /** @param {ParentNode} within @param {string} name @returns {HTMLInputElement | HTMLTextAreaElement} */
  function field(within, name) {
    return /** @type {HTMLInputElement | HTMLTextAreaElement} */ (within.querySelector(`[name="${name}"]`));
  }

  /** @param {HTMLFieldSetElement} step @returns {Step} */
  function read(step) {
    const words = (/** @type {string} */ name) => field(step, name).value.trim();
    const action = Number(step.dataset.action);
    return {
      who: words("who"),
      what: words("what"),
      by: words("by"),
      result: words("result"),
      ...(action && { action }),
    };
  }

  /** @param {HTMLFieldSetElement} step */
  function isEmpty(step) {
    const { who, what, by, result } = read(step);
    return who + what + by + result === "";
  }

  /** @param {HTMLFieldSetElement} step @param {Partial<Step>} words */
  function write(step, { action, ...words }) {
    for (const [name, text] of Object.entries(words)) field(step, name).value = String(text);
    if (action) step.dataset.action = String(action);
    else delete step.dataset.action;
    for (const area of step.querySelectorAll("textarea")) grow(area);
  }

  /** Leaves the first steps open, and those that are written. */
  function close() {
    for (const [i, step] of steps.entries()) step.hidden = i >= atFirst && isEmpty(step);
    one(".more").hidden = !steps.some((step) => step.hidden);
  }

  /** @param {HTMLFieldSetElement} step */
  function open(step) {
    step.hidden = false;
    return field(step, "what");
  }

  /** The plan as it stands, without steps that are empty. @returns {Plan} */
  function plan() {
    const goal = (/** @type {string} */ name) => (field(form, name)?.value ?? "").trim(); // there may be no goal to write
    const [to, by] = [goal("goal-to"), goal("goal-by")];
    const day = new Date();
    const saved = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
    return {
      format,
      version: 1,
      campaign,
      cycle,
      code,
      edition,
      saved,
      ...(to + by === "" ? {} : { goal: { to, by } }),
      steps: steps.filter((step) => !isEmpty(step)).map(read),
    };
  }

  function save() {
    const name = `plan-${campaign}-${cycle}-${code}.json`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(
      new Blob([`${JSON.stringify(plan(), undefined, 2)}\n`], { type: "application/json" }),
    );
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    isSaved = true;
    say(`Saved as ${name}, where your browser puts what it downloads.`);
  }

  /**
   * Takes over a saved plan, and says what came of it. One of an earlier report may be gone on with.
   * @param {string} text
   */
  function fill(text) {
    const saved = parsed(text);
    if (saved?.format !== format || !Array.isArray(saved.steps)) return "This file is not a saved plan.";
    if (saved.code !== code || saved.campaign !== campaign)
      return `This is the plan of ${saved.code} for ${saved.campaign}, and this page is for ${code}: nothing was changed.`;
    const isSame = saved.edition === edition;
    if (field(form, "goal-to")) {
      field(form, "goal-to").value = saved.goal?.to ?? "";
      field(form, "goal-by").value = saved.goal?.by ?? "";
    }
    for (const [i, step] of steps.entries()) {
      const { who = "", what = "", by = "", result = "", action } = saved.steps[i] ?? {};
      write(step, { who, what, by, result, ...(isSame && action ? { action } : {}) }); // numbers of actions are those of one edition
    }
    close();
    isSaved = true;
    const more = saved.steps.length - steps.length;
    if (more > 0) return `Opened but for its last ${more === 1 ? "step" : `${more} steps`}: there is no more room.`;
    return isSame ? "Opened." : "Opened. It was written on an earlier report.";
  }

  /**
   * A button beside an action that writes it into the plan.
   * @param {HTMLButtonElement} button
   */
  function offer(button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const { action, who, what, by } = button.dataset;
      const free = steps.find(isEmpty);
      if (!free) return say("Every step of your plan is written already.");
      write(free, { who: who ?? "", what: what ?? "", by: by ?? "", action: Number(action) });
      isSaved = false;
      open(free).focus();
    });
  }
}

/** @param {string} text @returns {Plan | undefined} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * As high as its words, where the browser does not see to that itself.
 * @param {HTMLTextAreaElement} area
 */
function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
