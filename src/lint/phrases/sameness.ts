import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";
import { drug } from "./medicines.ts";

/* Medicines and devices that are said to be the same, or to stand in for each other. */

export const sameness: Lexicon = {
  alike: words`
    by any other name |
    (?:behaves?|works?|acts?|does|is|are) (?:just |exactly |quite |very |much )?like (?:${drug}) | (?:nothing|little|no difference) between the |
    (?:chang(?:es?|ing)|alter(?:s|ing)?|affects?|matters?) nothing | (?:is|are) equal(?=[.,;]|$| (?:in|to)\b)(?! to \d) | an? (?<item>\w+) is an? \k<item> | (?:nothing|little) (?:that )?(?:\w+ ){1,3}?(?:does|do|can|offers?|has) (?:that|which) | wherever (?:you|one) (?:would|might|now) (?:\w+ )?(?:use|give|prescribe) | in every (?:respect|way) | (?:protects?|works?|helps?|does|lasts?|acts?|treats?|suits?) (?:\w+ )?(?:just|every bit|quite|exactly) as (?:well|good|long|fast|much) | one can (?:follow|replace|stand|be) | exchang\w+ freely |
    alike(?=[.,:;!?]|$| (?:in|and|so|as)\b) | identical(?:ly)? | indistinguishable | interchangeabl[ey] | much of a muchness | no different |
    equally (?:good|effective|safe|strong|well|useful|suitable|potent) | (?:works?|does) equally |
    (?:is|are|as|works?|acts?|behaves?|does|do|comes? to|amounts? to|treated as|considered|regarded as) (?:all |much |just |exactly |about |really |basically |essentially |practically |nearly |one and )*the same(?=[.,:;!?]|$| (?:drugs?|medicines?|things?|way|jobs?|tablet|effect|as|in|for|whatever|once|and|so|class)\b) |
    the same (?:drug|medicine|molecule|thing)(?! (?:twice|again|at|every|on)) |
    (?:carr(?:y|ies)|has|have|gets?|gives?|brings?|offers?|provides?|deliver|delivers) (?:exactly |much |just |about |all |broadly )*the same (?:amount of )?(?:risks?|benefits?|effects?|relief|protection|results?|side[- ]effects?|control) |
    (?:works?|is|are|does|do|performs?) (?:just |exactly |quite |every bit |fully |at least )?as (?:well|good|effective|safe|strong|useful) as |
    as (?:good|well|safe|effective) as (?:another|any|the other|each other|the next) |
    much like (?:another|any other|the other|the next) | (?:works?|acts?|behaves?|(?:is|are) (?:\w+ )?(?:used|given|prescribed|taken)|is|are) like any other(?= (?:[\w-]+ )?(?:drugs?|medicines?|tablets?|inhalers?|patch|brand|device)|[.,;]|$) |
    mak(?:es?|ing) (?:no|not much|not any|not the slightest) (?:real )?(?:difference|odds) |
    (?:no|little|not much|hardly any|not any) (?:\w+ )?(?:difference|distinction) (?:\w+ )?between | nothing to choose between |
    (?:does|do|need) not (?:really |actually |greatly )?differ | hardly differs? |
    (?:for|in place of|instead of|with|into) (?:one another|each other)(?! (?:up|down)) |
    (?:either|any|whichever|both)(?: (?:one|of them|of the \w+|of these))? (?:will|would|can) (?:do|serve) |
    (?<=\bany(?: [\w-]+){1,5} )(?:will|would) (?:do|serve)(?=[.,;]|$| (?:just|instead|as|for|equally)) |
    whichever (?:\w+ )?(?:is|one|comes|costs|happens|you|suits the practice) | whatever is (?:in stock|to hand|cheapest|available) |
    (?:does|do|need)(?: not|n't) (?:really |much |greatly )?matter (?:much )?(?:which|whether) | no matter which |
    hardly matters? (?:which|whether) | matters? little (?:which|whether) |
    \bmatter\? (?:no|not|hardly|never|little)\b | (?:a|one) \w+ is a \w+(?=[.,:;]|$)`,
  // "X will do instead of Y"
  standsIn: words`
    (?:covers?|treats?|does|do|achieves?|offers?|gives?|provides?|handles?|deals with) (?:everything|all|anything|whatever|exactly what|just what|precisely what|as much as|the lot)(?: that)? |
    (?:will|would|can|could|may|might) (?:\w+ )?(?:do|serve|stand in|substitute|deputise|be (?:used|given|taken|prescribed|issued|supplied))(?: \w+){0,2} (?:instead of|in place of|in lieu of|as a substitute for|rather than) |
    (?:stands?|step|steps) in for | takes? the place of | do(?:es)? duty for | (?:is|are|as|makes?) an? (?:\w+ )?(?:substitute|stand-in|equivalent|direct replacement|straight swap) (?:for|of|to) |
    does (?:just )?what | does everything (?:that )?`,
  same: words`
    (?<=\b(?:it|they|these|those) (?:is|are) )all(?= (?:just |only |simply )?[\w-]+,? (?:whatever|whichever|no matter|regardless)\b) |
    (?:the )?same (?:role|use|value|job|strength) | (?:the )?same place in (?:every|any|all) | one and the same | would not (?:notice|know|feel|tell) (?:a|the|any) (?:change|switch|difference|swap) |
    without (?:any |a |noticeable )?(?:difference|loss|change)(?= |[.,;]|$) | (?:are|is|come to|amount to)(?:,? \w+){0,3},? all one(?=[.,;]|$) | (?:one|same|single) (?:effect|action|molecule) | (?:lose|loses|lost|losing) nothing (?:by|in|with|if) | (?:two|three|several|different|many) names for |
    (?:to|in|by|at|for) the same (?:extent|degree|effect|amount|purpose|way|end) | as if (?:it|they) (?:were|was|is|are) | in all but name | for (?:all )?practical purposes | (?:has|have|makes?|with) no (?:real |noticeable )?(?:effect|impact|bearing|consequence) | without (?:effect|consequence) | comes? to the same | same thing | everything (?:that )?(?:the|an?) | is as good as | are as good as`,
  // all of a class
  anyOfClass: words`
    (?:all|every|any|each|no|one|these|both) (?:\w+ ){0,2}?(?:${drug}|brands?|devices?|gliptins?|gliflozins?|insulins?|vaccines?|patches|generics?|strengths?)`,
  differs: words`
    in most | differs? | different | depends? | suits? | look the same | (?<!any other )name | names | price | colou?r | trials? | who can use |
    licen[cs]ed | by brand | check | not every`,
};

export const samenessKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "medicine<>alike -studied -told -asks -differs",
      "medicine same -studied -differs -asks -harmful",
      "anyOfClass alike -studied -told -differs",
      "medicine>standsIn>medicine -studied -told -asks -specialist",
    ],
    say: "medicines of one kind differ in risks, in strength and in how they are used: say what was found, in whom, or that the choice is made with the person",
  },
];
