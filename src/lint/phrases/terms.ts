import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Terms of statistics and of prescribing data, and products. */

const brands =
  "(?:kelhale|beclu|trixeo|trelegy|trimbow|fostair|symbicort|seretide|duoresp|fobumix|luforbec|relvar|flutiform|ventolin|salamol|airomir|bricanyl|spiriva|braltus|incruse|clenil|qvar|pulmicort|easyhaler|ellipta|nexthaler|turbohaler|accuhaler|respimat|zentiva|lyrica|neurontin|alzain|axalid|oxycontin|oxynorm|longtec|shortec|mst|zomorph|butrans|butec|sevodyne|bupeaze|matrifen|durogesic|mezolar|fencino|yemex|opiodur|zamadol|zydol|tramacet|palexia|targinact|nurofen|voltarol|arcoxia|celebrex|eliquis|xarelto|lixiana|pradaxa|augmentin|zinnat|macrobid|omnipod|dexcom|libre|medtronic|atectura|enerzair|anoro|ultibro|spiolto|soprobec|combisal|aerochamber|volumatic|novorapid|ozempic|wegovy|mounjaro|pfizer|gsk|astra ?zeneca|teva|chiesi|sandoz|napp|mundipharma|orion|novartis|viatris)";

export const terms: Lexicon = {
  term: words`
    z-?scores? | t-?scores? | \d-?sigma | sigma | [23]-?sd | ucl | lcl | cri | credible intervals? | posteriors? |
    priors\b | bayes\w* | frequentist | hierarchical | multi-?level model\w* | random (?:intercepts?|effects?|slopes?) |
    fixed effects? | shrinkage | shrinks? (?:towards|to) | shrunk(?:en)? | negative binomial | nb model | poisson |
    over-?dispers\w+ | hetero(?:scedastic|skedastic)\w* | autocorrelat\w+ | autoregressi\w+ | arima | regressions? |
    coefficients? | logit | log[- ]odds | odds ratios? | covariates? | confounders? | quantiles? | interquartile | iqr |
    bootstrap\w* | kurtosis | skewness | icc | null hypothes[ie]s | funnel (?:plots?|limits?|z) | standardi[sz]ed ratio |
    indirectly standardi[sz]ed | residuals? | degrees of freedom | likelihood ratio | eigen\w+ | winsori[sz]ed | ewma |
    cusum | spc | xmr | grand mean | eb-\w+ | sirs? | control limits? | smr\w* | eb estimate | percentile rank | centile |
    monte carlo | markov | stochastic | stationar\w+ | collinear\w+ | r-?squared | aic | gini | ddds? | adqs? | omes?\/\w+ |
    ome | bnf (?:section|chapter|paragraph)s? | snomed\w*(?: (?:codes?|concepts?|ecl))? | ctv3 | read codes? | refsets? |
    dm\+d | vmpp?s? | ampp?s? | epact2? | asu | nic per | astro-pu | lsoas? | msoas? | imd | ecl | sctid | pdc | ltp |
    qipp | pincer | des | lcs | kpis? | lmwh`,
  jargon: words`
    ideat(?:e|es|ing|ion) | leverag(?:e|es|ing) | synerg\w+ | operationali[sz]\w+ | deep[- ]dives? | learnings | paradigm\w* | low-hanging fruit |
    touch base | blue-sky | actionable insights? | upskill\w* | best-of-breed | deliverables? | workstreams? | [a-z]+-enabled | data-driven |
    neighbourhood footprint | stakeholders? | cascad(?:e|es|ing) | going forward | co-produc\w+ | granular\w* | bandwidth | holistic(?:ally)? | drill down |
    optimi[sz]ation agenda | transformation(?:al)? (?:journey|agenda|programme) | step-change | value-add`,
  noTerm: words`called | \( | short name | that is | trial | stud(?:y|ies)`,
  letters: words`
    (?-i:(?!(?:NHS|NICE|GP|GPs|MHRA|BNF|UTI|UTIs|COPD|ICB|ICBs|PCN|PCNs|NSAID|NSAIDs|ACE|ARB|ARBs|PPI|PPIs|INR|ECG|MDI|DPI|BTS|SIGN|FPM|RCGP|CROP|UK|US|USA|EU|UKHSA|NHSBSA|SABA|CKD|SSRI|SSRIs|JAMA|BMJ|AFFINITIE|WHO|GMC|CQC|NHSE|HIV|CI|OR|RR|PDF|QR|ONS|STAR|PU|LAMP|ASPIRE|CRP|OTC|DOAC|DOACs|AF|TIA|GPhC|PIPS|RCT|RCTs|NG|OK|PS|URGENT|ICS|LABA)\b)[A-Z]{3,}s?)(?!\d)`,
  brandPraise: words`
    (?:choose|use|prefer|pick|buy|try|switch to|move to|change to|start|go for|recommend\w*|prescribe|opt for|stock|ask your|call your|convert to|over to|onto|to) (?:\w+ ){0,2}?${brands} |
    ${brands}\w* ?(?:\w+ )?(?:is|are|has|beats?|works?|offers?|wins?|outperforms?|costs?|rest|:|gives?|does) |
    (?:(?:greenest|best|cheapest|safest|strongest|leading|finest|cleanest|favourite|number one|no\. ?1|most (?:trusted|effective|popular|reliable)) (?:\w+ )?(?:inhaler|brand|device|product|patch|pump|antibiotic|painkiller|opioid|spray|powder|tablet|option on|money|on the)) |
    on the market | market[- ]leading | brand of choice | sponsored by | brought to you by | courtesy of |
    exclusive (?:offer|deal) | beats? (?:every|the|all) | money can buy | local rep | your rep\b |
    (?:starter|placebo|sample|free) (?:packs?|kits?|samples?) | (?:drug|sales|company) rep(?:s|resentatives?)? |
    prescribe nothing else | better on ${brands} | contact for`,
  brandOk: words`by brand | examples? | in your system | for instance`,
};

export const termsKinds: readonly GrammarKind[] = [
  {
    patterns: ["term -noTerm", "letters>letters -noTerm", "jargon jargon"],
    say: "write what it means for the reader in plain words; the method may have the term",
  },
  {
    patterns: ["brandPraise -brandOk"],
    say: "name the kind of medicine, not a product: the formulary and the person choose",
  },
];
