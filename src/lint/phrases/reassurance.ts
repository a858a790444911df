import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";
import { change, taken } from "./deeds.ts";

/* "It does no harm": a change of medicine, or doing without one, that is said to be safe for all. */

const harm =
  "(?:harms?|risks?|dangers?|problems?|complications?|side[- ]effects?|trouble|ill[- ]effects?|consequences|downsides?|drawbacks?|difficult(?:y|ies)|upset|symptoms|after-?effects|adverse (?:effects?|events?|outcomes?)|penalty|price)";

export const reassurance: Lexicon = {
  harmless: words`
    (?:is|are|of) (?:of )?no (?:importance|account|consequence|moment|matter|significance) | (?:will|would) (?:\w+ )?be (?:fine|all right|ok|okay|unharmed|unaffected|none the worse) | (?:is|are) all that (?:happens?|follows?|comes|is to be expected) | (?:adjusts?|adapts?|gets? used|settles?) (?:to (?:it|them|the \w+|a \w+)(?: \w+)? )?(?:without (?:help|support|trouble|difficulty|fuss)|quickly|easily|by themselves|in no time) | need not be (?:thought of|worried about|mentioned|feared) | lose(?:s)? nothing by | come(?:s)? to grief |
    (?:do|does|feel|feels|live|fare|fares|manage|manages|sleep|get on|cope) (?:\w+ )?(?:just |quite |perfectly |every bit |fully )?(?:as )?(?:well|better|fine|happily)(?= (?:without|off|on (?:less|fewer|half|a lower|no))|[.,;]|$) | (?:hardly|barely|scarcely|never) (?:\w+ )?(?:notice|noticed|feel|mind|matters?)s? |
    (?<=\b(?:worr(?:y|ies)|fears?|concerns?|warnings?|talk|anxiety|cautions?)(?: [\w-]+){0,5}? )(?:is|are) (?:\w+ )?(?:overdone|overblown|exaggerated|unfounded|groundless|needless|misplaced|out of date|unnecessary|overstated) | (?:can|may|should) (?:safely )?be (?:assumed|taken|expected|presumed) to (?:suit|be (?:safe|fine|right|enough)|work) | nothing (?:can|could|will|ever) (?:go(?:es)? )?(?:wrong|happens?|be lost|to lose) | at any (?:speed|rate|pace) | as (?:fast|quickly|soon) as (?:you like|they like|wished) |
    (?:all |only )?in the(?:ir)? (?:mind|head|imagination)s? | imagin(?:ary|ed|ation) | (?:is|are) (?:\w+ )?(?:fine|ok|okay|all right|no (?:trouble|problem|risk|worry|issue|bother)|nothing to fear|a formality|trivial|negligible|unimportant|free of (?:risk|harm)|without (?:risk|harm|problems)|plain sailing|child's play|straightforward)(?= |[.,;]|$) | go(?:es)? smoothly | runs? itself | plain sailing | passes (?:off |away )?(?:within|in|quickly|soon|on its own|by itself) |
    (?:no|without(?: any)?|not any|little or no|hardly any|free of|free from|never any|never a|not the slightest|zero) (?:\w+ ){0,2}?${harm}(?! (?:is|are|was|of missing)\b) |
    (?:does|do|did|will|would|can|could) (?:not|never|nobody|no ?one) (?:\w+ )?(?:harm|hurt|matter|do any harm|cause|come to) |
    (?:does|do|did|will|would|has done|have done|causes?|carr(?:y|ies)|brings?|poses?|means?) (?:no|little|nobody any|no ?one any|nobody) (?:\w+ )?(?:${harm}|harm) |
    harmless(?:ly)? | (?:perfectly|entirely|completely|quite|always|generally|totally|wholly|usually|absolutely|nearly always) (?:\w+ )?safe(?:ly)? | (?:is|are|it'?s) (?:\w+ )?safe(?= to| for| in|[.,;]|$| once| as| even| and) | safely(?= be| \w+ed) | safe (?:thing|step|bet|choice|enough) |
    well tolerated | (?:is|are|usually|passes?|over) (?:\w+ )?(?:mild|uneventful|painless|trouble-free|problem-free|short-lived|brief|rare|unheard of|a myth|imagined)(?: and \w+(?: \w+)?)? |
    (?:nobody|no ?one|no patient|nothing(?: \w+)?|no harm) (?:has |have |is |will |ever |was )*(?:been |be |come |comes? |came )?(?:harm|hurt|suffer|wors|regret|injur|go(?:es)? wrong|gone wrong|happen|noticed)\w* |
    nothing (?:bad|untoward|serious|much) (?:\w+ )?(?:comes?|has come|happens?|will happen|ever) | nothing to (?:fear|lose|worry about) | cannot do any harm | can't hurt |
    need not (?:worry|fear|be concerned) | no (?:need|reason|cause|call) (?:to (?:worry|fear|be (?:concerned|cautious|careful))|for (?:concern|worry|caution|alarm|care)) |
    (?:forget|never mind|ignore|dismiss) (?:about )?(?:the )?(?:\w+ )?(?:withdrawal|relapse|rebound|side effects) |
    (?:relapse|rebound|withdrawal)(?: \w+){0,3}? (?:is|are|does|do|need) (?:\w+ )?(?:not (?:an? )?(?:concern|worry|issue|problem|occur|happen|a risk|be feared)|unlikely|rare|mild|overstated|negligible|no concern|nothing)`,
  // turned round by a "not": "never did any harm"
  harming: words`
    harm(?:s|ed|ing|ful)? | hurts? | ill[- ]effects? | side[- ]effects? | risks? | worr(?:y|ies|ied) | dangers? | problems? | trouble | regrets? | look(?:s|ed)? back | complications? | consequences? | further thought | concerns? | suffer(?:s|ed)? | drawbacks? | downsides? | setbacks? | price to pay | come to grief | miss(?:es)? (?:it|them)`,
  omitting: words`
    miss(?:ing)?(?= (?:an?|the|one|two|some|out|doses?)\b) | skip(?:ping)? | leav(?:e|ing) (?:off|out) | left (?:off|out) | com(?:e|es|ing) off | go(?:es|ing)? without | do(?:es|ing)? without | delay(?:ing|ed)? | hold(?:ing)? off | wait(?:ing)? | do(?:es)? less | lower dose | smaller dose | new dose | without (?:it|them)`,
  // care afterwards, left to chance
  leftAlone: words`
    (?:nothing|no ?one|nobody) (?:\w+ )?(?:needs?|has|have|requires?) to be (?:checked|monitored|followed|tested|measured|watched|seen|done|looked at) |
    (?<=\b(?:follow-?ups?|monitoring|checks?|aftercare|reviews?|safety[- ]netting|the rest)(?: \w+){0,5}? )(?:can|may|could|is|are|should) (?:safely |best )?(?:be )?(?:left|up) to (?:the )?(?:patients?|people|person|them|famil\w+|chance|themselves) |
    (?:patients?|people|they|them) (?:\w+ )?(?:will|can|should) (?:\w+ )?(?:sort|manage|monitor|look after|watch) (?:it out |it |things )?(?:themselves|alone|by themselves|on their own) |
    (?:do|does) not (?:need|require|want|call for) (?:any |an? |further )?(?:follow-?up|monitoring|checks?|supervision|aftercare|watching|blood tests?) | (?:need|needs|require|requires|want|calls? for) (?:no|little) (?:further |special |extra |more )?(?:follow-?up|monitoring|checks?|supervision|support|aftercare|tests?|watching|blood tests?) |
    once (?:it|that|this|the change) is done,? (?:the|nothing|you) (?:\w+ )?(?:is over|more|can forget)`,
  // doing with less of it
  doingWithout: words`
    (?:missing|missed|skipped|skipping) (?:an? |one |two |some )?(?:doses?|days?|tablets?) | (?:cutting|halving|stopping|dropping|ending|swapping) (?:an?|the|any|their|his|her)(?= \w+) | (?:shivering|sweating|sleeplessness|aches?|restlessness) | the new (?:inhaler|dose|tablet|brand|device) | on both(?= |[.,;]|$) |
    (?:fewer|less|shorter|lower|reduced|smaller|no|without(?: an?)?|leaving out(?: an?| the)?|omitting|withholding|skipping|missing|missing (?:a|the) (?:dose|day|week)\w*(?: or two)?(?: of)?|refusing|delaying|coming off|going without|doing without|tapering(?: off)?|life without) (?:[\w-]+ ){0,3}?(?:antibiotics?|opioids?|courses?|doses?|medicines?|tablets?|treatment|relievers?|statins?|ppis?|sedatives?|benzodiazepines?|prescri\w+|inhalers?|steroids?) |
    (?:symptoms|feelings|complaints|effects|withdrawal|rebound|relapse)(?: \w+){0,3}? (?:after|from|on|of|during)(?: \w+){0,3}? (?:change|cut|stop|reduction|stopping|step|switch|ppi|opioid|sedative)\w* | (?:follow|keep to|stick to) this (?:schedule|plan|table) | the new (?:dose|inhaler|medicine|tablets?|brand|device|strength) |
    (?:a|the|each|even a|large|big|quick|rapid|fast|sudden|this|such|any)(?: \w+)? (?:reduction|cut|taper|stop|step down|switch|withdrawal|swap|change)s?`,
  mentioned: words`(?:should|must|please|do) (?:mention|tell|say|warn|explain|raise|ask|check|look)`,
  mustBe: words`should | must | need to | so that | (?:never|no(?:body|thing)?|not) (?:[\w-]+ ){0,8}?(?:without|until|unless)`,
  measuredHarm: words`
    trials? | stud(?:y|ies) | \((?:nice )?(?:ng|cg|ta|qs|ph) ?\d+[^)]*\) | \(?(?:19|20)\d\d\)? | in \d+ | per 1,000 | nice | mhra | licen[cs]ed | as safe as | whether | if (?!you|the patient feels) | ask | not free | not without |
    no more than | once they have | which | unsafe | not safe | may | some | most people | after review | after testing | broadly | does no harm to (?:ask|look|check|wait) | never (?:safe|without)`,
};

export const reassuranceKinds: readonly GrammarKind[] = [
  {
    patterns: [
      `${change}|doingWithout+ harmless -mentioned -measuredHarm -asks -told -specialist`,
      `${change}|doingWithout|omitting+ ~harming ${taken} -measuredHarm+ -asks -told+ -specialist -agreeing -mustBe`,
      `${change}|doingWithout|raise.named+ leftAlone -measuredHarm -asks -told`,
    ],
    say: "say what can go wrong, what to look for and whom to ring: no change of a medicine is safe for everyone",
  },
];
