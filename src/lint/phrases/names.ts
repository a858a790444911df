import type { Phrase } from "../phrases.ts";
import { any, clause, unless } from "./grammar.ts";

/* Sources that are none, groups said to be out of figures, stigma, terms of statistics, and brands. */

/** Bodies quoted without what they wrote, and voices without a name. */
export const loose: readonly Phrase[] = [
  {
    finds: clause`(?:nice|mhra|the bnf|nhs england|the college|rcgp|the (?:national |local |nhs )?(?:policy|guidance|guidelines?|regulator|law|formulary)|(?:[\w-]+ )?(?:policy|guidance|guidelines?)) (?:\w+ )?(?:(?:says?|states?) (?:that )?(?:every|all|any|practices|gps|you|your|nobody|no|it is)|requires?|demands?|insists?|orders?|is (?:\w+ )?clear|are (?:\w+ )?clear|wants?|tells?|expects?|forbids?|bans?|makes (?:it )?clear|leaves no)`,
    unless: unless("(?:ng|cg|ta|qs|ph)\\s?\\d+|(?:19|20)\\d\\d|if (?:the )?formulary"),
    say: "name the guideline, its year and the recommendation, and cite it",
  },
  {
    finds: clause`(?:several|various|many|numerous|countless|other|some|recent|different) (?:\w+ )?(?:reports?|studies|papers|sources|surveys|trials|evidence|research|experts|articles) (?:\w+ )?(?:agree|shows?|tells?|says?|suggests?|finds?|found|confirm|point|prove|back|support|call)\w*`,
    unless: unless("reports? (?:show|tell) your"),
    say: "name the study or guideline, its year and what it found, and cite it",
  },
  {
    finds: clause`(?:common knowledge|everyone knows|everybody knows|no one disputes|reportedly|apparently|rumou?rs?|we hear|word (?:is|has it)|they say|it is said|people say|wikipedia|social media|twitter|facebook|a blog|a website|chatgpt|the internet|a colleague (?:told|says|said)|(?:it|this) has (?:\w+ )?been (?:shown|proved|proven|established|demonstrated|said|suggested|found) (?:\w+ )?(?:that|time and again|again and again|repeatedly|many times)|time and (?:time )?again|as (?:everyone|everybody|all of us|any \w+|every \w+) (?:\w+ )?knows?|textbooks? (?:say|agree)|(?:opinion|thought) leaders?|the consensus is|authoritative sources?)`,
    say: "name who says so, where and when, and cite it",
  },
];

const groups =
  "(?:cancer|palliative|end[- ]of[- ]life|hospice|epilep\\w+|anxiety|copd|children|pregnan\\w+|care home\\w*|people in pain|those who need)";
const shown = "(?:this|these|the|our|your) (?:\\w+ )?(?:charts?|figures?|data|counts?|rates?|lines?|numbers?|reports?)";

/** What is said of who is not in the figures, as if the data knew. */
export const absent: readonly Phrase[] = [
  clause`(?:nobody|no ?one|none|no (?:patients?|people|person)) (?:in|on|behind|within) ${shown} … (?:takes?|has|have|needs?|is|are|was|were|uses?)`,
  clause`(?:so )?what (?:you see|remains|is left|is shown|we show) (?:here )?(?:is|are) (?:all |only |just |pure(?:ly)? |simply )?(?:pain|avoidable|unnecessary|choice|habit|waste|excess|true|real|everyone who)`,
  clause`${groups} (?:\w+ ){0,2}?(?:(?:has|have) (?:\w+ )?been (?:\w+ )?(?:removed|taken out|stripped|filtered|screened|weeded|left out|excluded|set aside)|(?:is|are) (?:\w+ )?(?:filtered|stripped|screened|weeded|taken|left) out|do(?:es)? not (?:appear|feature|figure|show))`,
  clause`${any("we", "the (?:search|data|figures|chart|analysts?)", "this (?:chart|figure|count)")} (?:have |has |already )*(?:removed?|removes|strips?|stripped|filter(?:s|ed)? out|excludes?|excluded|takes? out|took out|leaves? out|drops?|dropped|omits?) (?:\w+ ){0,4}?${groups}`,
  clause`free (?:of|from) (?:\w+ )?${groups}`,
].map((finds) => ({
  finds,
  unless: unless("search|your own|cannot|nothing here is meant"),
  say: "dispensing data hold no diagnoses: say what the figures hold as their definition does",
}));

const parents = "(?:parents?|mothers?|fathers?|mums?|families|relatives|carers)";

/** Judgements on patients and families. */
export const stigma: readonly Phrase[] = [
  clause`${any(parents, "patients?", "people", "they", "many", "some")} … (?:panic\w*|pester\w*|badger\w*|nag(?:s|ging|ged)?|whin\w+|moan\w*|fuss(?:es|ing|y)?|play(?:s|ing)? (?:one|you|the system|doctors)|ly(?:ing|e)|lies? (?:to|about)|cheat\w*|fak(?:e|es|ing)|exaggerat\w+|put(?:s|ting)? it on|blag\w*|try it on|trying it on|con|pretend\w*|feign\w*|doctor[- ]shop\w*|scroung\w*|cry wolf|use up|can't be bothered|don't bother|claim to|claims? (?:nerve |back )?pain)`,
  clause`(?:demanding|pushy|anxious|hysterical|neurotic|needy|over-?anxious|fussy|panicky|feckless|ignorant|chaotic|uneducated|lazy|entitled|stubborn|obstinate|awkward) (?:\w+ )?${any(parents, "patients?", "people", "families")}`,
  clause`(?:worried well|hypochondriacs?|malades?|chancers?|scroungers?|liars?|cheats?|fakers?|whingers?|moaners?|(?:the|your|our) (?:usual )?regulars|\w+[- ]seeking (?:patients?|people|behaviou?r)|repeat offenders|hard core|hardcore|doctor[- ]shoppers?|so-called pain|(?:genuine|real) patients|those people|that sort|(?:bad|poor) historians?|druggie\w*|pill[- ]poppers?|lunatics?|the obese|mentally ill|schizophrenics?|the disabled|wheelchair[- ]bound|failed (?:the )?(?:treatment|therapy|drugs?|opioids?))`,
].map((finds) => ({ finds, say: "write of people as they would of themselves, and ask what gets in the way" }));

/** Terms that only statisticians, and data that only analysts, know. */
export const terms: readonly Phrase[] = [
  clause`(?:z-?scores?|t-?scores?|sigma|[23]-?sd|ucl|lcl|cri|credible intervals?|posteriors?|priors?|bayes\w*|frequentist|hierarchical|multi-?level model\w*|random (?:intercepts?|effects?|slopes?)|fixed effects?|shrinkage|shrunk(?:en)?|negative binomial|nb model|poisson|over-?dispers\w+|heteroscedastic\w*|autocorrelat\w+|autoregressi\w+|arima|regressions?|coefficients?|logit|log[- ]odds|odds ratios?|covariates?|confounders?|quantiles?|interquartile|iqr|percentile bootstrap|bootstrap\w*|kurtosis|skewness|icc|p-values?|null hypothes[ie]s|funnel (?:plots?|limits?|z)|indirectly standardi[sz]ed|residuals?|degrees of freedom|likelihood|eigen\w+|winsori[sz]ed|ewma|cusum|spc|xmr)`,
  clause`(?:ddds?|adqs?|omes?\/\w+|ome|bnf (?:section|chapter|paragraph)s?|snomed (?:codes?|concepts?)|ctv3|read codes?|dm\+d|vmpp?s?|ampp?s?|epact2?|asu|nic per|lsoas?|msoas?|imd (?:decile|quintile|score)s?)`,
].map((finds) => ({ finds, say: "write what it means for the reader in plain words; the method may have the term" }));

const brands =
  "(?:trixeo|trelegy|trimbow|fostair|symbicort|seretide|duoresp|fobumix|luforbec|relvar|flutiform|ventolin|salamol|airomir|bricanyl|spiriva|braltus|incruse|clenil|qvar|pulmicort|easyhaler|ellipta|nexthaler|turbohaler|accuhaler|respimat|lyrica|neurontin|alzain|axalid|oxycontin|oxynorm|longtec|shortec|mst|zomorph|butrans|butec|matrifen|durogesic|zamadol|zydol|tramacet|palexia|targinact|nurofen|voltarol|arcoxia|celebrex|eliquis|xarelto|lixiana|pradaxa|augmentin|zinnat|macrobid|omnipod|dexcom|libre|medtronic)";

/** A product put before others. */
export const brandsNamed: readonly Phrase[] = [
  {
    finds: clause`(?:choose|use|prefer|pick|buy|try|switch to|move to|change to|start|go for|recommend\w*|prescribe|opt for|stock) (?:\w+ )?${brands}`,
    say: "name the kind of medicine, not a product: the formulary and the person choose",
  },
  {
    finds: clause`${brands} (?:is|are|has|beats?|works?|offers?|wins?|outperforms?|costs?)`,
    say: "name the kind of medicine, not a product: the formulary and the person choose",
  },
  {
    finds: clause`(?:(?:greenest|best|cheapest|safest|strongest|leading|finest|cleanest|favourite|number one|no\. ?1|most (?:trusted|effective|popular)) (?:\w+ )?(?:inhaler|brand|device|product|patch|pump|antibiotic|painkiller|opioid|spray|powder)|on the market|market[- ]leading|brand of choice|sponsored by|brought to you by|courtesy of|exclusive (?:offer|deal))`,
    say: "name the kind of medicine, not a product: the formulary and the person choose",
  },
];

/** Money held against prescribing. */
export const money: readonly Phrase[] = [
  clause`(?:over-?spen(?:d|ds|t|ding)|over budget|blow(?:s|n|ing)? the budget|tax-?payers?'?|price tag|who cost what|cost (?:of|per) (?:each|every|your) (?:prescriber|gp|doctor)|drain on|money down|burn(?:s|ing)? (?:through )?money|savings? targets?|(?:costs?|costing) (?:the (?:nhs|icb|network|country)|us|everyone|your network|each taxpayer) … (?:too|more|£|\d|dear\w*|money|fortune|million\w*|thousand\w*|pounds)|bleed\w* (?:the )?nhs|squander\w*|(?:your|each) (?:\w+ )?(?:bill|spend) (?:is|was|has))`,
].map((finds) => ({ finds, say: "leave cost out, or say what it is for the patient: safety and benefit come first" }));
