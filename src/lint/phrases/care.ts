import type { Phrase } from "../phrases.ts";
import { agreed, any, cared, clause, instructions, paused, specialists, studied, told, unless } from "./grammar.ts";
import { drug } from "./vocabulary.ts";
import {
  atRisk,
  changed,
  changing,
  deciding,
  delaying,
  needed,
  needs,
  pregnant,
  prescriber,
  pressingOn,
  safeguards,
  skipping,
  stopping,
  untrained,
  urgentIllness,
  withdrawalSigns,
} from "./vocabulary-clinical.ts";

/* Care that is held back, by what it is held back from. */

const fine =
  "(?:(?:is|are|be) (?:\\w+ )?(?:fine|safe|ok(?:ay)?|harmless|no problem|unlikely to matter|compatible|not a (?:concern|problem|worry))|no (?:extra|special|particular|added)|go ahead|need not worry|can (?:safely |happily |freely )?(?:be (?:added|combined|taken together|co-prescribed|mixed|continued)|carry on|have|take|stay on|go on)|carry on|keep taking|(?:is|are) nothing to worry|needs? no|only (?:a |for )?(?:few|\\d+|two|three|five|seven|short|one)|happily|freely|safely)";

/** Going on through withdrawal, and tapering told as needless. */
export const withdrawals: readonly Phrase[] = [
  { finds: clause`${withdrawalSigns} … ${pressingOn}`, unless: unless(cared, paused) },
  {
    finds: clause`${pressingOn} … (?:through|despite|in spite of|whatever|even (?:if|with|though)) … ${withdrawalSigns}`,
  },
  {
    finds: clause`(?:do not|don't|never|must not|mustn't|should not|cannot|can't|not to be|may not|no) (?:be )?(?:pause\w*|halt\w*|slow\w*|reinstat\w*|relent|give in|interrupt\w*|revers\w*|hold(?: the)? (?:step|reduction|taper)|put (?:it|the dose) back)`,
    even: true,
    unless: unless("never|failure|more than"),
  },
  {
    finds: clause`(?:pauses?|pausing|breaks?|holding|slowing) … (?:is|are) (?:not allowed|not an option|a (?:failure|mistake|weakness)|for the weak|unnecessary|ruled out)`,
  },
  {
    finds: clause`taper(?:ing|s)? (?:is|are) (?:an? )?(?:nicety|luxury|optional|unnecessary|needless|overrated|not (?:needed|necessary)|old-fashioned|waste)`,
  },
  {
    finds: clause`(?:no need|no reason|unnecessary|not worth) (?:to|for) (?:an? )?(?:taper\w*|pause\w*|slow\w*|step\w*|wean\w*)`,
  },
  {
    finds: clause`withdrawal … (?:is|are) (?:\w+ )?(?:rare|mild|harmless|imagin\w+|overstated|exaggerated|short|brief|psychological|behaviou?ral|a myth|nothing)`,
  },
  {
    finds: clause`(?:going|stepping|step|coming|go|steps?) back (?:up )?(?:\w+ )?(?:is|are) (?:not (?:permitted|allowed|an option|possible)|forbidden|ruled out|out of the question)`,
    even: true,
  },
].map((phrase) => ({ ...phrase, say: "hold when withdrawal appears; a pause is no failure" }));

/** What cannot wait, told to wait. */
export const emergencies: readonly Phrase[] = [
  clause`(?:do not|don't|never|nobody should|no need to) (?:give|start|prescribe|use|send|admit|call|treat|ring|refer|worry) … ${urgentIllness}`,
  clause`${urgentIllness} … ${delaying}`,
  clause`${delaying} … ${urgentIllness}`,
  clause`(?:offer|use|try|give|reach for|choose|start with) … powder … (?:attacks?|emergenc\w+|acute\w*)`,
  clause`(?:attacks?|emergenc\w+|acutely?) … (?:offer|use|try|give|reach for|choose|start with) … powder`,
].map((finds) => ({
  finds,
  unless: unless(cared, "never|cannot wait|well people|not for|does not matter|most"),
  say: "what is urgent is treated as usual, whatever a report says",
}));

/** Checks left out: of kidneys, interactions, follow-up. */
export const checks: readonly Phrase[] = [
  clause`${skipping} … ${safeguards}`,
  clause`${safeguards} (?:\w+ ){0,5}?(?:(?:can|may|could) (?:safely )?be (?:skipped|omitted|ignored|left out|dropped|dismissed|overridden|closed)|(?:is|are) (?:not (?:needed|necessary|required)|unnecessary|optional|a formality|a waste|overkill)|(?:does|do) not matter|no longer needed)`,
  clause`no (?:[\w-]+ ){0,3}?${any(safeguards, "contact", "visit", "calls?", "reviews?", "checks?", "appointments?", "conversations?", "discussions?", "signatures?", "consent", "explanations?")} (?:[\w-]+ ){0,3}?(?:is |are )?(?:needed|necessary|required)`,
  clause`(?:no|without(?: an?)?) (?:dose )?(?:adjustment|reduction|change|allowance) (?:is |are )?(?:needed )?(?:for|in|with|whatever) … (?:kidneys?|renal|e?gfr|liver|weight|frail\w*)`,
  clause`(?:reduce|stop|switch|change|lower|taper) and (?:discharge|close|file|forget|move on)`,
  clause`(?:they|patients|people|anyone (?:worse|unwell|in trouble)) (?:will|can|would) (?:get in touch|ring(?: us| you)?|call|come back|tell you|let you know|be in touch|identify themselves|soon say|speak up|make themselves known) (?:if|when|soon)`,
  clause`(?:${drug}) for (?:all|every|any) … (?:whatever|regardless|irrespective|no matter)`,
].map((finds) => ({
  finds,
  unless: unless("never skip|reports?|practices?"),
  say: "say which check comes first, and when the person is seen again: no report takes one away",
}));

/** Medicines for those whom they may harm, or with those that they clash with. */
export const clashes: readonly Phrase[] = [
  { finds: clause`${atRisk} … ${fine} … ${drug}` },
  { finds: clause`${drug} … ${fine} … ${atRisk}` },
  {
    finds: clause`${drug} (?:\w+ ){0,2}?(?:with|and|alongside|on top of|plus|beside|to) (?:an? |the )?${drug} ?(?:together|combined)? … ${fine}`,
  },
  {
    finds: clause`${drug} … ${fine} (?:together )?(?:with|alongside|on top of|beside|for (?:people|anyone|someone|patients) (?:on|taking)|in (?:people|anyone|patients) (?:on|taking)) … ${drug}`,
  },
  {
    finds: clause`(?:add|adding|give|giving|start|starting|combine|combining|mix|mixing|co-prescrib\w+) … ${drug} (?:to|with|and|alongside) (?:an? |the )?${drug} … (?:${fine}|without)`,
  },
].map((phrase) => ({
  ...phrase,
  unless: unless(cared, paused, told, "agree\\w*|offer\\w*|ask\\w*|talk\\w*|whether|never|check\\w*|cannot"),
  say: "name the risk and the check that comes first: this can harm",
}));

const slow = unless(cared, paused, agreed, told, "contraception|plans?|quickly|pages|exclu\\w+|aside|search\\w*");

/** Changes in pregnancy. */
export const pregnancies: readonly Phrase[] = [
  clause`${pregnant} … ${any(changed, "brought (?:down )?to", "taken off", "come off", "off (?:it|them|opioids?)", "wait-and-see", "back-?up", "delayed", "delay", "without (?:an? )?(?:antibiotics?|treatment)", "no antibiotics?", "as (?:quick|fast|soon)w*", "at once", "zero", fine)}`,
  clause`${any(changing.order, changing.doing, delaying, "leave", "bring", "take", fine)} … ${pregnant}`,
].map((finds) => ({
  finds,
  unless: slow,
  say: "pregnancy is outside such a change: say so, and that the obstetric and specialist teams are involved",
}));

const asked = unless(
  studied,
  specialists,
  "teams?",
  "never|why|ask\\w*|nobody is left|agree[ds]?|together|offer\\w*|review\\w*|items?|shares?|rates?|templates?|letters?|route|stop date",
);

/** Medicines that somebody may need, ended. */
export const needful: readonly Phrase[] = [
  ...instructions(stopping, needed),
  clause`${any(stopping.order, stopping.done, stopping.doing, "take", "come", "leave")} (?:[\w'-]+ ){0,5}?${needed} (?:[\w'-]+ ){0,2}?(?:off|out)`,
  clause`${needed} … (?:to be|can be|may be|should be|must be|could be|are|is) (?:\w+ )?(?:stopped|withdrawn|dropped|removed|taken (?:off|away|from)|left (?:off|out)|ended|discontinued|refused|rationed|capped|limited)`,
  clause`(?:${needs}) … (?:no longer|is no reason|are no reason|does not need|do not need|long ago|years? ago|can be (?:stopped|dropped))`,
].map((finds) => ({
  finds,
  unless: asked,
  say: "find out first why it was started, and ring the specialist if unsure; everyone keeps a reliever",
}));

const number = "(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|a dozen)";
const session = "(?:days?|weeks?|months?|quarters?|surger(?:y|ies)|sessions?|clinics?|shifts?|years?)";

/** Decisions by those who are not trained for them, numbers of patients, and medicines taken away for what somebody did. */
export const deciders: readonly Phrase[] = [
  {
    finds: clause`${untrained} (?:[\w'-]+ ){0,5}?${deciding}(?! nothing\b) … ${any(drug, "doses?", "who", "whether", "which", "strengths?", "patients?", "requests?", "scripts?", "prescriptions?", "repeats?", "replacement")}`,
    unless: unless("nothing clinical|pass(?:es)?|hand(?:s)?|named clinician|dates?|letters?|appointments?"),
  },
  {
    finds: clause`${any("each", "every", "all", "per", "any")} ${prescriber} … (?:must|should|to|will|needs? to|has to|is (?:asked|expected|required)) … ${any("stop", "end", "reduce", "taper", "switch", "issue", "prescribe", "deprescribe", "no more than", "at most", "at least")} … ${number}`,
    unless: unless("reviews?|records?|talks?|names"),
  },
  {
    finds: clause`(?:no more than|at most|not more than|a maximum of|maximum of|up to|limit of|quota of|ration of|cap of|target of|only) ${number} (?:\w+ )?${any(drug, "prescriptions?", "scripts?", "items?")} (?:[\w-]+ ){0,3}?(?:per|a|each|every|in any) ${any(session, prescriber, "patient")}`,
  },
  {
    finds: clause`(?:stop|end|taper|switch|deprescribe|convert) (?:at least |another |the first )?${number} (?:\w+ )?(?:patients?|people|of them|users?|a ${session})`,
  },
  { finds: clause`(?:quotas?|rations?|rationing|allowances?) … (?:${drug}|patients?|${prescriber})` },
  {
    finds: clause`(?:patients?|people|anyone|those|they|who) … ${any("early", "miss(?:es|ed)?", "late", "lost", "loses?", "losing", "rude", "argue", "complain", "do not attend", "refuse", "twice", "run out")} … (?:lose|loses|forfeit\w*|go(?:es)? without|wait(?:s)? (?:a|another|for)|(?:is|are|will be|should be|to be|get) (?:struck|removed|barred|banned|refused|denied|stopped|withheld|discharged|cut off|put on)|no (?:more|replacement|further))`,
  },
  {
    finds: clause`(?:lost|stolen|early|missing|spilt) … (?:not|never|no) (?:be )?(?:replaced?|replacements?|issued|reissued|excus\w+)`,
    even: true,
  },
  {
    finds: clause`(?:as a (?:penalty|punishment|deterrent|lesson|warning)|three strikes|zero tolerance|strike (?:them )?off|teach (?:them|people|patients) a lesson|earn (?:it|them|their) back|on probation|final warning)`,
  },
  {
    finds: clause`${number} (?:\w+ )?(?:patients?|people) (?:stopped|reduced|switched|off|tapered|weaned|deprescribed) … (?:by|per|a|each|before|every|from) ${any(prescriber, session, "each", "christmas", "easter", "spring", "summer", "autumn", "the end")}`,
  },
  {
    finds: clause`(?:allow|permit|grant|limit|ration|restrict|cap|issue|write|prescribe|sign) (?:[\w-]+ ){0,3}?${number} (?:\w+ )?(?:${drug} )?(?:prescriptions?|scripts?|items?|courses?|antibiotics?|opioids?) (?:per|a|for each|each|every|in any) ${any(session, prescriber, "patient")}`,
  },
].map((phrase) => ({
  ...phrase,
  say: "say that a clinician and the person decide, one person at a time; count reviews, not patients stopped",
}));
