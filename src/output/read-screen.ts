import { editionOf } from "../render/as-drawn.ts";
import { policyOf } from "../render/policy.ts";
import { faceOf } from "../render/sections.ts";
import type { Report } from "../report/report.ts";
import { findCode } from "./others.ts";
import { wordsOfPage } from "./page-words.ts";
import {
  checkText,
  countWords,
  type ReadBack,
  type ReadGuard,
  refuse,
  refuseHidden,
  refuseLeftOver,
  refuseOther,
  refuseTold,
  refuseUnsaid,
} from "./refuse.ts";
import { readScreenPage, type ScreenPage } from "./screen-page.ts";
import { visibleInWords } from "./visible.ts";

/** A page for the screen: everything that is on paper, nothing of anybody else, and nothing that it would need besides itself. */
export function checkScreen(html: string, report: Report, guard: ReadGuard): ReadBack {
  const page = readScreenPage(html);
  const bare = withoutCode(html);
  const words = wordsOfPage(bare);
  refuseHidden(
    [...visibleInWords(words), { where: "code", text: [...page.styles, ...page.scripts].join("\n"), codesOnly: true }],
    guard,
  );
  checkText(words.text, report, guard);
  refuseLeftOver(bare, report);
  refuseOther(`${words.unseen}\n${page.title}`, report, guard);
  refuseTold(guard.others && findCode(bare, report.recipient, guard.others));
  checkPage(page, report);
  checkCode(page, report);
  refuseUnsaid([words.text, page.alts.join("\n")], "screen", report);
  return { words: countWords(page.words), problems: [] };
}

function checkPage({ title, language, foreign, unreached }: ScreenPage, { recipient }: Report): void {
  if (language !== "en-GB") refuse(`has language ${language ?? "none"}`);
  for (const name of [recipient.name, recipient.code]) if (!title.includes(name)) refuse(`has the title "${title}"`);
  if (foreign) refuse(`holds ${foreign}`);
  if (unreached) refuse(`has a link to "${unreached}", which is not there`);
}

/** Its browser may show its style and run its script, and do nothing else; a script is there for a plan alone. */
function checkCode({ styles, scripts, policy, edition }: ScreenPage, report: Report): void {
  const takesPlan = report.sections.some((section) => faceOf(section).screen.takesPlan);
  const [style = "", ...moreStyles] = styles;
  const [script, ...moreScripts] = scripts;
  if (moreStyles.length > 0 || moreScripts.length > 0) refuse("holds more than one style sheet and one script");
  if ((script !== undefined) !== takesPlan) refuse(takesPlan ? "has no script for its plan" : "holds <script>");
  const wanted = policyOf({ style, ...(script === undefined ? {} : { script }) });
  if (policy !== wanted) refuse(`has the policy "${policy ?? ""}", where its code asks for "${wanted}"`);
  const own = takesPlan ? editionOf(report) : undefined;
  if (edition !== own) refuse(`is of edition ${edition ?? "none"}, and the report of ${own ?? "none"}`);
}

/** Style, script, policy and edition are looked at by themselves: their letters are code and hashes, and may be anybody's. */
function withoutCode(html: string): string {
  return html
    .replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/g, "")
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
    .replace(/ data-edition="[0-9a-f]*"/, "");
}
