import type { Kind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* A tone from above: reminders of duty, sighs, comparisons with better doctors, and what somebody must surely know. */

const peers =
  "(?:(?:other|most|many|all|nearly all|almost all|plenty of|better) (?:of (?:the |your )?)?(?:\\w+ )?(?:practices|doctors|gps|surgeries|teams|colleagues|prescribers|neighbours|places|clinicians|nurses|partners)|(?:everyone|everybody) else|your neighbours|others)";
const yours =
  "(?:you|yours|your (?:\\w+ )?(?:practice|team|surgery|prescribers?|doctors?|gps?|partners?|nurses?|staff|colleagues|rates?|figures?|patients|prescribing)|(?:this|the) (?:practice|surgery|team)|prescribers? here)";

export const preaching: Lexicon = {
  preached: words`
    (?:should|ought to|must|will|do) (?:really |surely |all |have )*kn(?:ow|own) (?:better|by now|this by now|that by now|already|full well|perfectly well|as well as) |
    (?:by now|at this stage|after all this time),? (?:${yours}|it|we|everyone|one|this)\b | ${yours} (?:\w+ ){0,6}?by now(?=[.,;]|$) |
    too much to ask | (?:not|hardly|scarcely|is it really) (?:so |that |very |too |a lot |particularly |exactly )*(?:difficult|hard|much to ask|a lot to ask|rocket science|brain surgery|beyond|complicated|demanding) (?:to|for|of|is it|work)? | how (?:hard|difficult) can | rocket science | simple enough |
    (?:unclear|not clear|hard to see|hard to say|a mystery|puzzling|baffling|strange|surprising|odd|curious|remarkable|astonishing|a puzzle|beyond us|difficult to see|anyone's guess) (?:to us )?(?:why|how|that|what) (?:${yours}|it|so many|so few|nobody|no ?one|such) |
    why (?:is it that )?(?:${yours}) (?:cannot|can't|do not|does not|has not|is not|are not|have not|still|has still|needs?|finds?|keeps?|insists?|will not|won't|should be) | (?<!\bwhy )why (?:has|have|is|are|does|do|can|did) (?:nobody|no ?one|${yours}) (?:\w+ )?(?:not|still|never|always|so|unable|keep|insist|find it|struggl\w+|failed|bothered) |
    (?:the|an|too) easy (?:option|way out|answer|route|thing) | (?:path|line) of least resistance | (?:easier|quicker|simpler) to (?:prescribe|sign|write|give|say yes|hand) \w* ?\w* ?than to |
    (?:good|proper|real|true|careful|caring|conscientious|modern|thoughtful|competent|decent|safe) (?:doctors?|prescribers?|practices?|gps?|nurses?|clinicians?|pharmacists?|teams?|surger(?:y|ies)|medicine|doctoring) (?:\w+ )?(?:resists?|do not|does not|don't|doesn't|knows?|say no|says no|checks?|never|would|takes?|asks?|finds?|can|starts?|begins?|means|manages?|puts?|thinks?|looks?|reads?|keeps?|is) |
    (?:dis)?heartening to (?:write|see|have) | (?:disheartening|dispiriting|discouraging|saddening|dismaying|depressing|regrettable|galling|exasperating|frustrating|tiresome|wearying|a pity|a shame|sad) (?:for us )?(?:that|to (?:write|see|have|report|read|find|note)) |
    (?:we|i) (?:are|were|feel|remain|must say we are|find ourselves|have been) (?:\w+ )?(?:surprised|saddened|sorry|dismayed|frustrated|puzzled|disappointed|astonished|unimpressed|baffled|troubled|alarmed|disheartened|at a loss|tired|running out) (?:that|by|to (?:see|find|read|hear|report|note)|at|with|of) |
    (?:we|one) (?:had|would have|might have|should have) (?:\w+ )?(?:hoped|expected|thought|assumed|imagined|wished|liked) | (?:we|i) (?:do )?wonder (?:why|whether|if|what|how) (?:${yours}|anyone|anybody|it) |
    (?:one of|among|amongst) the (?:very )?few (?:\w+ )?(?:practices |surgeries |teams |places )?(?:left|that|who|which|still|not) | the (?:only|last) (?:\w+ )?(?:practice|surgery|team) (?:\w+ )?(?:that|which|who|left|still|to|not) |
    no (?:good |real |earthly |obvious |possible |sensible |other )?(?:reason|need|call|explanation|excuse) (?:for|why) (?:an? (?:rate|figure|level|number|share)|such|this (?:rate|level|figure|number)|your|figures|rates|prescribing|so m\w+|so f\w+|not|it to) |
    (?:find|show|have|muster|summon|needs?|take|takes|lack|lacks) (?:some|the|a little|a bit|more|a bit more|only) (?:of )?(?:courage|backbone|nerve|spine|resolve|discipline|willpower|effort|care|thought|commitment|interest|will) | takes (?:courage|backbone|effort|discipline) to (?:say no|refuse|resist) |
    if (?:only )?(?:${yours}) had (?:\w+ )?(?:\w+ed|read|done|taken|made|thought|kept|gone|begun|put|seen) | had (?:${yours}) (?:\w+ )?(?:\w+ed|read|done|taken|made|thought|kept|gone|begun|put|seen) |
    ${peers}(?: [\w'-]+){0,8}? (?:without (?:difficulty|trouble|fuss|complaint|being asked|any of this)|just as (?:hard|busy|much|many)|half as (?:much|many|often)|half the|have (?:long )?(?:since )?(?:moved on|given this up|got there|done it|done so|seen sense)|(?:cope|copes|manage|manages|managed) (?:perfectly|very|quite|well|it|to|this|with|without)|do (?:so )?(?:much |far )?better|with (?:sicker|older|fewer|less)|find the time) |
    if (?:${peers}) can(?! help) | so can you | what is stopping (?:you|your) |
    (?:,|and|but) ?yet (?:nobody|no ?one|you|your \w+|none) (?:\w+ )?(?:did|took|has|have|looked|thought|checked|asked|noticed|read) | nobody (?:took (?:it|the)|thought to|saw fit to|felt the need) |
    (?:seems?|appears?)(?: not)? to (?:reach|think|believe|prefer|have (?:forgotten|missed|stopped|given|ignored|overlooked|lost|escaped|passed)|regard|treat|be (?:content|happy|unaware|unable|unwilling|under the impression|asleep|guessing|indifferent|immune)|know no|find it|matter (?:little|less)) | under the impression |
    reach(?:es|ed|ing)? (?:straight )?for (?:the|a|their|its|your) (?:prescription )?(?:pad|pen|antibiotics?|script|prescription) | second (?:look|thought)(?=[.,;]|$| to| from| in) |
    let(?:ting|s)? (?:its|their|your|the|our) (?:own )?(?:patients|community|colleagues|network|families) down | let down (?:by|your|its) |
    deserve(?:s|d)? (?:\w+ )?(?:better|more|safer|care|attention|than) |
    try(?:ing)? (?:a (?:bit|little|good deal) )?harder | time (?:that )?(?:${yours}) (?:took|started|learned|did|woke|gave|put|showed|faced|stopped|changed|caught|made|got|joined) | wake[- ]up call | (?:get|put|set) (?:a grip|(?:your|its|the) (?:own )?house in order|(?:your|its) act together) | house in order | (?:pull|buck) (?:your|its|up)\b(?: socks| finger| ideas)? | (?:raise|up|lift) (?:your|its) game | step up to | (?:sharpen|smarten|tighten|buck) up |
    as (?:we|you) (?:have )?(?:been )?(?:told|said|explained|pointed out|warned)(?: you)? (?:before|already|last|many|repeatedly|more than|several|time) | (?:told|sent|reminded|asked|warned|written to)(?: \w+){0,5}? (?:(?:three|four|five|six|several|many|\d+) times|repeatedly|time after time|more than once|time and again) | remind (?:you|your practice|the practice) (?:again|once more|yet|for the) | (?:we have|having) (?:to )?(?:said|say|repeat|ask|asked|tell|told|write|written)(?: \w+){0,4} (?:before|again|already|once more) |
    even an? (?:\w+ )?(?:student|trainee|child|junior|beginner|first-year|lay ?person|patient) (?:\w+ )?(?:would|could|can|knows?|might) | (?:basic|elementary|minimal|minimum) (?:care|safety|prescribing|medicine|competence|courtesy|standards?|decency|good practice) | common courtesy | the basics |
    (?:still|yet) (?:to|has|have) (?:\w+ )?(?:grasp|learn|learned|understood|grasped|notice|noticed|wake|woken|got the message|taken|heard) | get(?:s|ting)? the message | got the message | message (?:has|is) (?:still )?not (?:getting|got|sunk|reached) | sink(?:s|ing)? in | sunk in |
    lecture | do(?:es)? not (?:seem|appear) to | (?:has|have|had) (?:plainly|clearly|evidently|obviously|manifestly) (?:not|never|forgotten|ignored|stopped) | quite (?:frankly|honestly|simply) | frankly | to be blunt | make no mistake | let us be (?:clear|honest|frank) |
    high time | (?:can|could|should|must|will) do better | (?:room for|needs) a (?:great|good) deal of | (?:nothing|little) to show for | long past | excuses? | (?:cannot|can't|could not) (?:even |find |be )?(?:be bothered|manage even|find time|find the time) | could at least | at the very least | the least (?:you|your practice|anyone|that) | (?:if|when) (?:${yours}) (?:could|would) (?:only|just|be so kind|care|bother|kindly) | have the (?:decency|courtesy|sense)`,
  again: words`
    once again | yet again | still again | (?<=, )as usual | as usual(?=,) | for the (?:second|third|fourth|fifth|sixth|umpteenth|\d+(?:nd|rd|th)) time | not for the first time |
    (?:three|four|five|six|\d+) times (?:now|already|before) | unfortunately | sadly | regrettably | alas | as ever | inevitably | predictably | needless to say`,
  surely: words`(?<!(?:is|are|be|it|word|words|or) )surely(?! (?:better|worse|higher|lower|above|below|different|word|rising|falling|more|less|fewer))`,
  yours: words`${yours} | patients | somebody | someone | anyone | doctors? | practices?`,
  unpreached: words`
    we (?:are|feel) sorry (?:that|to hear) (?:the|this|our|last|your patient) | we made | our (?:mistake|error|report|fault) | thank(?:s| you) | trial | stud(?:y|ies) | found that | no excuse is needed | not a lecture | wrong figure | too few |
    patients? (?:said|told|felt) | it is (?:not|never) too | may (?:not )?have | nobody is`,
};

export const preachingKinds: readonly Kind[] = [
  {
    patterns: ["preached+ -unpreached", "again yours -unpreached -asks", "surely yours -asks -unpreached"],
    say: "say what was seen and what can be done, as to a colleague who works hard",
  },
];
