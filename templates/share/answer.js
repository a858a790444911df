// The answer to words that were shared: given on the page, saved as a file. Nothing is sent and nothing is kept elsewhere.

/** @typedef {{ text: string, sha256: string, answer: string, comment: string }} Given */

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const by = /** @type {HTMLInputElement | HTMLSelectElement} */ (form.querySelector("#by"));
const articles = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("article")]);
let isSaved = true;

form.noValidate = true; // what is missing is said here, in words
showProgress();
form.addEventListener("input", ({ target }) => {
  isSaved = false;
  if (target instanceof HTMLElement) target.removeAttribute("aria-invalid");
  showProgress();
});
addEventListener("beforeunload", (event) => {
  if (!isSaved) event.preventDefault();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const missing = findMissing();
  if (missing) return refuse(missing.field, missing.why);
  save();
});

/** What keeps the answer from being saved: the first field that lacks something, and what. */
function findMissing() {
  if (by.value.trim() === "") return { field: by, why: "Say who you are: your role." };
  for (const article of articles) {
    const comment = commentOf(article);
    if (answerIn(article) === "change" && comment.value.trim() === "")
      return { field: comment, why: `Say what should change in ${headOf(article)}.` };
    if (answerIn(article) === "" && comment.value.trim() !== "")
      return {
        field: firstChoice(article),
        why: `Approve ${headOf(article)} or ask for a change: there is a remark on it.`,
      };
  }
  if (given().length === 0) return { field: firstChoice(articles[0]) ?? by, why: "No words have been answered yet." };
  return undefined;
}

/** @param {HTMLElement} field @param {string} why */
function refuse(field, why) {
  field.setAttribute("aria-invalid", "true");
  field.focus();
  say(why);
}

function save() {
  const { campaign = "", contact = "" } = form.dataset;
  const role = by.value.trim().replace(/\s+/g, " ");
  const answer = {
    format: "feedback-reports answer",
    version: 1,
    campaign,
    by: role,
    saved: today(),
    answers: given(),
  };
  const name = `answer-${campaign}-${
    role
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "role"
  }.json`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(
    new Blob([`${JSON.stringify(answer, undefined, 2)}\n`], { type: "application/json" }),
  );
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  isSaved = true;
  say(`Saved as ${name}, where your browser puts what it downloads. Send it to ${contact}.`);
}

/** Every text that has an answer. @returns {Given[]} */
function given() {
  return articles.flatMap((article) => {
    const { text = "", sha256 = "" } = article.dataset;
    const answer = answerIn(article);
    return answer === "" ? [] : [{ text, sha256, answer, comment: commentOf(article).value.trim() }];
  });
}

function showProgress() {
  const many = given().length;
  /** @type {HTMLElement} */ (form.querySelector(".progress")).textContent =
    `${many} of ${articles.length} answered. What you leave open is not approved.`;
}

/** @param {string} text */
function say(text) {
  /** @type {HTMLElement} */ (form.querySelector(".told")).textContent = text;
}

/** @param {HTMLElement} article */
function answerIn(article) {
  const chosen = article.querySelector("input:checked");
  return chosen instanceof HTMLInputElement ? chosen.value : "";
}

/** @param {HTMLElement} article */
function commentOf(article) {
  return /** @type {HTMLTextAreaElement} */ (article.querySelector("textarea"));
}

/** @param {HTMLElement | undefined} article */
function firstChoice(article) {
  return /** @type {HTMLInputElement} */ (article?.querySelector("input[type=radio]"));
}

/** @param {HTMLElement} article */
function headOf(article) {
  return `“${article.querySelector("h3")?.firstChild?.textContent?.trim() ?? ""}”`;
}

/** The day by the clock of this computer, e.g. "2026-05-11". */
function today() {
  const day = new Date();
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
