import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* One dose turned into another. */

export const conversions: Lexicon = {
  equals: words`
    equals? | (?<=\bequivalent of [^.;]{3,40} )(?:is|are) | do the (?:work|job) of | (?:is|are)(?= (?:one|two|three|four|five|ten|half|\d+) (?:mg |puffs? |tablets? )?of\b) | is equal to | equivalent to |
    (?:is|are) (?:about |roughly |exactly |treated as |practically |much )?the same(?: as)? | = | ≈ | corresponds? to |
    converts? to | match(?:es)? | does the (?:same )?(?:job|work) (?:of|as) | stands? in for | replaces? | is worth |
    amounts? to | the same (?:job|drug|thing|strength|dose) as | (?:is|are) (?:about|roughly|around)(?= \d) |
    interchangeable |
    (?:can|may|could|should|to) (?:(?!not |never )\w+ )?be (?:replaced|exchanged|swapped|switched|substituted|traded) (?:with|by|for|to) |
    gives? | as strong as |  equates? to | works out (?:at|as)`,
  against: words`
    for every | for each | per | in place of | against | instead of | with | becomes? | to make | at | by | for | to`,
  ratio: words`
    (?:at|for|with|to|on|by|using|give) (?:about |roughly |just )?(?:twice|half|double|three times|a (?:half|third|quarter|fifth|sixth|eighth|tenth|twentieth)(?: of)?|the same|an? equal|equivalent|equipotent|\d+ times) (?:the |their |as many |of the |that )?(?:\w+ )?(?:milligrams?|mg|strength|doses?|puffs|amount|number|figure|total) |
    (?:ratio|factor|rate) of (?:about )?[\d.]+(?: ?(?::|to) ?[\d.]+)? |
    (?:twice|half|\w+ times|\d+ times) as (?:strong|potent) | like for like | milligram for milligram | mg for mg |
    one for one | one (?:to|puff|tablet|patch) (?:of|for) .{0,25}?(?:stands|for|is|one) |
    by (?:doubling|halving|multiplying|dividing) | knock off a nought | (?:in|at) the same (?:dose|strength|milligrams) |
    same dose of | an equal dose | same number of`,
  coverts: words`move\w* | go(?:es)? over | convert\w* | turn\w* | across | interchange\w* | exchange\w*`,
  arithmetic: words`
    by proportion | pro rata | in proportion to | proportionate(?:ly)? | by the rule of three |
    multipl(?:y|ied|ying)(?! in) | divid(?:e|ed|ing)(?= (?:the|by|it|their|that)) | times (?:six|ten|two|three|\d+) |
    [x×*] ?\d[\d.]* | knock off a nought | add a nought | conversion(?:s)?: | conversion factors?`,
  converter: words`
    (?:the|this|our|a|these|your|use|using|with|from|by|appendix|printed|read) (?:\w+ )?(?:tables?|charts?|equivalents?|conversions?|calculators?|ready reckoners?|scales?|columns?|grids?|ratios?|factors?|wheel|slide rule|cribs?|cribsheet)(?! (?:adds|shows where|counts))`,
  dosing: words`milligrams? | morphine | equivalen\w+ | strengths? | conversions? | ready reckoner`,
  tells: words`
    works? out | new (?:\w+ )?dose from |    (?:tells?|gives?|shows?|to find|to set|to choose|to pick|to work out|can be used|lets? you|allows?|find|works? out|pick|calculate|read off|without ringing|what dose|start at|new dose|starting (?:dose|strength))`,
  forEach: words`for (?:every|each) | per | at | with | to | into`,
  interchange: words`
    interchangeable | for one another | like for like | milligram for milligram | one for one | exchange them freely |
    (?:are|is) the same (?:drug|medicine|thing|molecule) | equipotent | same number of (?:puffs|tablets|capsules|patches) |
    no difference between (?:the two|them)`,
  numberToNumber: words`
    (?:one|two|three|four|five|six|ten|\d+) (?:to|for|:) (?:one|two|three|four|five|six|ten|\d+)(?! ?(?:weeks?|days?|months?|hours?|years?|%|people|of|in|patients|items|practices))`,
  measureAdds: words`measure (?:adds|counts|takes) | adds (?:up )?\d | counts? as`,
};

export const conversionsKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "mass>raise>mass -studied -counted -told -measureAdds -agreeing -asks",
      "medicine>medicine numberToNumber -studied -counted -told",
      "mass>equals|against>mass -studied -counted -measureAdds",
      "medicine>equals>medicine -studied -counted -specialist -asks",
      "replace|replace.named|raise|replace.done mass>mass+ -studied -counted",
      "replace|replace.named|replace.done|raise|coverts ratio -studied -counted -specialist",
      "converter tells|replace|raise|replace.named|replace.done medicine|supply|mass|dosing -counted -specialist -asks",
      "ratio medicine mass|supply -studied -counted -agreeing",
      "arithmetic medicine|supply",
      "replace|replace.done|replace.named|coverts medicine>forEach>medicine|mass -studied -agreeing",
      "interchange",
    ],
    say: "no dose is turned into another by a report: say that BNF or specialist advice is needed, and that equivalents are approximate",
  },
];
