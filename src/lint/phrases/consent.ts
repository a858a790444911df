import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";
import { people } from "./circumstances.ts";
import { change, taken } from "./deeds.ts";

/* Changes over the head of somebody, behind their back, or by a list. */

const verbsOfAsking =
  "(?:ask|tell|discuss|consult|inform|involve|see|speak|explain|warn|ring|phone|call|talk|trouble|bother|contact|write|open|look|read|check|review|agree)";
const meetings =
  "(?:discussions?|conversations?|talks?|appointments?|consultations?|reviews?|agreement|consent|permission|contact|explanations?|visits?|phone calls?|signatures?|notice|warning|sign-off|input|say-so|knowledge|involvement|the patient|the person)";

export const consent: Lexicon = {
  unasked: words`
    without (?:further |any |more |prior |much |first |the need for |a |an |the |their |his |her |needing |waiting for |going through )*(?:\w+ )?${meetings}(?! dates?\b) |
    without (?:asking|telling|discussing|consulting|seeing|troubling|informing|warning|involving|speaking|ringing|opening|reading|looking|checking|waiting|bothering|being asked|their knowing|seeking)\w* |
    ${meetings} (?:\w+ )?(?:is|are|would be|may be|can be) (?:not |simply |only |merely )?(?:needed|required|necessary|optional|unnecessary|nice to have|a formality|presumed|assumed|implied|desirable|preferable|helpful|welcome|ideal|a courtesy|a luxury|essential|skipped|waived|taken as read|overrated|dispensed with|bypassed) |
    no (?:\w+ )?${meetings} (?:\w+ ){0,2}?(?:is |are )?(?:needed|required|necessary|called for) |
    (?:no|not|without) (?:the )?(?:need|reason|necessity|obligation|requirement|point|call|sense|time) (?:to|for|in) (?:an? |any |be |have |hold |wait |wasting |waiting )*(?:\w+ )?(?:${verbsOfAsking}(?:ing)?|${meetings}) |
    (?<!\bwho )(?:need|needs|do|does|should|must|have|has|is|are) not (?:need |have |be |to |required |necessary )*(?:be )?(?:on board|asked|told|seen|consulted|informed|involved|warned|rung|spoken to|contacted|agree|consent|present|persuaded|happy|consulted|know|drawn into|obtained|sought) |
    (?:needn't|don't have to|doesn't have to|don't need to) (?:be )?(?:on board|asked|told|seen|consulted|informed|involved|agree|know|consent) |
    (?:nobody|no ?one) (?:needs|has|have|need) to (?:${verbsOfAsking}|be (?:asked|told|seen)) |
    (?:not|never) (?:\w+ )?(?:to )?(?:ask|wait for|seek|bother with|get drawn into|enter into|be drawn into|stop for) (?:an? |the |their |any )?(?:\w+ )?(?:consent|agreement|permission|reply|answer|discussion|debate|negotiation|patients?|people|anyone|opinion|views?) |
    (?:explain|tell|inform|discuss|consult|ask|talk|notify|apologise|write|review|let ${people} know|have the conversation)(?:s|ed)? (?:it |this |that |them |people |patients |the patient )*(?:\w+ )?(?:later|afterwards|after the (?:event|fact|switch|change)|at the (?:next|annual|following)|when they are next|once (?:it|that|the change) (?:is|has)|in due course|retrospectively) |
    (?:quietly|silently|discreetly|on the quiet|behind the scenes|under the radar|without (?:a word|notice|warning|fuss)|unannounced|by stealth|unprompted|surreptitiously|behind (?:their|his|her) backs?) |
    (?:few|nobody|no ?one|none|most|hardly any\w*|they|patients|people|anyone|somebody|someone) (?:of them |people |patients )?(?:will|would|may|ever|soon|is likely to|has time to|to see (?:who|whether|if)) (?:not |never |hardly |barely |ever |even )?(?:notice|realise|miss it|be any the wiser|complain|object|argue|rings?|care|know the difference) |
    (?:see|wait to see|find out|wait and see) (?:who|whether anyone|whether anybody|if anyone|if anybody) (?:complains?|rings?|notices?|objects?|calls?|minds?|comes? back|misses) |
    (?:before|so that|until) (?:no ?one|nobody|anyone|anybody|the patient|they|patients|people|he|she) (?:has time to|can|could|is able to|has a chance to|knows?|gets? (?:a chance|wind|round)) ?(?:not )?(?:object|refuse|complain|argue|protest|say|resist|react|notice) |
    unless (?:they|he|she|the (?:patient|person|family|parent)|a (?:patient|person|parent)|anyone|anybody|someone|somebody|people|patients|(?:\w+ )?(?:patients?|person)) (?:\w+ ){0,2}?(?:objects?|complains?|rings?|protests?|opts? out|telephones?|says? otherwise|writes? (?:back|in)|kicks? up) |
    (?:no (?:reply|answer|response|objection)|silence|nobody writes back|no news) (?:\w+ ){0,4}?(?:yes|agreement|consent|agreed|assent|approval) |
    (?:opt|opted|opting)[- ]out(?= (?:basis|letter|rather|by|is|of the switch)) |
    (?:reduc\w*|stop|switch|go(?:es)? ahead|proceed|lower|change|taper|do it|cut|come down|brought down|press on|carry on|press ahead) (?:it |them )?(?:\w+ )?(?:anyway|all the same|nonetheless|regardless|even so|none the less|come what may|whatever(?=[.,;]|$)|like it or not) |
    (?:whatever|no matter what|never mind what|ignore what|regardless of what|irrespective of what|regardless of|irrespective of|despite|in spite of) (?:the )?(?:${people}|their|the person's|patient'?s?|his|her) (?:\w+ )?(?:say|says|think|thinks|want|wants|prefers?|feels?|asks?|wish\w*|views?|preferences?|objections?|reluctance|protests?|reasons?|choices?|opinions?) |
    (?:overrule|override|overcome|disregard|brush aside|set aside|ignore|discount|talk over) (?:the |their |his |her |any )?(?:patients?'?s?|person's|wish\w*|preferences?|objections?|refusals?|reluctance|choices?|protests?) |
    (?:tak(?:e|es|ing)|accept(?:ing)?) no for an answer | like it or not |
    (?:is|are) not (?:theirs|up to (?:them|the patient)) | whether or not | whether (?:\w+ ){1,4}?or not |
    (?:have|has|get|given|with|leave\w*) (?:\w+ )?(?:no|little) (?:say|choice|veto|option|vote|room) |
    (?:final|last) (?:say|word) (?:is|lies|rests|belongs) | no room for (?:negotiation|discussion|debate) |
    not (?:up for|open to) (?:negotiation|discussion|debate) | non-negotiable |
    (?:compulsory|mandatory|obligatory|not optional|not negotiable) |
    (?:the )?(?:patient|person|people|patients|they|family) (?:is|are|can be|will be|may be|should be|simply|be) (?:then |simply |just |merely )?(?:informed|told|notified|written to|advised)(?! (?:about|of the (?:risk|choice)|what|how|when to|to come|why)) |
    in (?:its|their|her|his) absence | do not wait | don't wait | not wait for | over the heads? of | take it or leave it |
    presumed consent | implied consent | in (?:your|its) own right |
    (?:reluctance|objections?|unwilling|resistance|refusals?|complaints?|grumbl\w+|protests?) (?:\w+ ){0,3}?(?:should|must|need|can|is|are|may|do|does|will)(?: not)? (?:\w+ )?(?:hold|delay|stop|change|be (?:ignored|overruled|overridden|disregarded|noted and)|alter|pass|fade|count|matter) |
    (?:people|patients|those|anyone) who (?:are unwilling|say no|object|refuse|decline|resist|disagree|do not want|complain|will not) (?:[\w-]+ ){0,6}?(?:should|must|can|are|will|may|get|be|anyway) |
    (?:if|when|where|should) (?:the |a )?(?:patients?|person|people|they|she|he|anyone|somebody|someone) (?:\w+ )?(?:objects?|refuses?|disagrees?|declines?|complains?|protests?|says? no|is unwilling|resists?|will not|won't) |
    (?:insist|compel|oblige|force|coerce|pressur(?:e|es|ing) (?:patients|people|them)|leave\w* no choice|browbeat|strong-arm)\w* |
    (?:make|making) (?:it clear|clear|them|patients|people) (?:that )?(?:they|there|it|come|accept|take|stop|reduce|is) |
    just get on with it | firm no | state the (?:new )?dose | decides; the patient is | given no option |
    for their own good | by order`,
  overHead: words`
    whether (?:or not )?(?:the (?:patient|person|family|parent)|they|he|she|patients|people) (?:\w+ )?(?:agrees?|wants?|likes?|consents?|knows?|minds?|accepts?|approves?)(?: or not)? (?:is|does not|need not|makes no|hardly|matters little|should not|comes second) | let (?:the (?:patient|person|family)|patients|people|them) (?:find|discover|work it out|notice|see) |
    (?:is|are) (?:up to|for) the (?:prescriber|practice|doctor|surgery|gp|pharmacist|team|clinician)s?,? (?:and )?not (?:for |to |up to )?(?:the )?(?:patient|person|family|carer|people) | of no (?:account|relevance|interest|consequence) | tick the (?:box|consent) | (?:explain|ask|tell|discuss|talk|consult|inform)ing (?:[\w'-]+ ){0,6}?(?:takes? (?:too|much) (?:long|time)|is (?:a waste|too slow|unnecessary|not needed)|slows? |wastes?) |
    taken to have (?:agreed|consented|accepted) | without (?:saying|mentioning|announcing) |
    (?:replaces?|stands in for|is as good as|amounts to|supersedes?|overrides?|is worth more than|takes the place of|removes the need for|does away with|makes up for) (?:\w+ ){0,2}?(?:consent|agreement|permission|asking|a conversation|a review) | (?:approval|agreement|decision|sign-off|policy|consent) (?:by|of|from) (?:the )?(?:practice|board|medicines|committee|team|icb|partners|network|formulary|prescriber|pharmac\w+)(?: \w+){0,2}? (?:is (?:enough|all|sufficient)|replaces|covers|will do|suffices|counts) | mention(?:s|ed|ing)? (?:it|this|that|the change) (?:\w+ )?(?:on the way|in passing|at the end|later|afterwards|when|briefly) | (?:not necessary|unnecessary|needless|no need|not needed|not essential|not required|optional|(?:does|do) not need) (?:for \w+ )?to (?:be )?(?:discussed|mentioned|explained|raised|agreed|talked|run past|put to|cleared|shared)(?= (?:with|to|past|by|over|at)|[.,;]|$) | (?:not necessary|unnecessary|needless|no need|not needed|not essential|not required|optional) (?:for \w+ )?to (?:see|ask|tell|ring|speak|talk|consult|inform|involve|discuss|explain|contact|warn|meet|phone|check with|have) | (?:informed|told|notified|advised) of (?:the|their|a|any) (?:new|change|lower|reduced|different|switch)(?: \w+)? (?:when|at|by|after|on|once|through|afterwards) | posted out | in the next parcel | cannot (?:agree|consent|decide)(?: \w+){0,3}?,? so | (?:decision|choice) is (?:yours|ours|the practice's|the prescriber's|the doctor's) | remind (?:them|him|her|people|patients) (?:that )?(?:the decision|who|it is) |
    (?:first|only time|last)(?: that)?(?: \w+){0,3}? (?:hears?|knows?|learns?|sees?|finds? out)(?: \w+){0,3}? (?:can|will|may|should|is|need|of it) |
    (?:can|may|will|could|should|to|must|let) (?:(?!not\b)\w+ ){0,2}?(?:find out|find (?:it|the \w+|this|them|their \w+) (?:in|on)|learn|discover|read about it|hear|notice|be surprised)(?: \w+){0,4}? (?:afterwards|later|when|from (?:the|their|a)|at the|on the|in the (?:bag|post|box)|on collection|in due course|for themselves) |
    break(?:s|ing)? the news | (?:leave|leaves|leaving) (?:the |any |all |it )?(?:explaining|explanations?|telling|conversation|news|awkward \w+|questions|to) (?:to )(?:the )?(?:\w+ )?(?:pharmac\w+|chemist|reception\w*|leaflet|label|letter|carers?|home|dispens\w+|counter) |
    (?:label|bag|slip|sticker|box|leaflet|letter|text|note|message|email|screen|app)(?: \w+){0,4}? (?:is|will be|would be) (?:all|enough|sufficient|quite enough|ample|plenty|explanation|notice|fine|the (?:first|only)) | (?:letter|text|note|message|email|leaflet|line|poster|label|notice|sticker|phone message|voicemail)(?: \w+){0,3}? (?:will do|suffices|will suffice|does the job|saves (?:the|a|an|time)|takes the place|is all (?:that|it)|counts as) |
    (?:is|are|be|as|remains?) (?:purely |entirely |solely |simply )?(?:an? )?(?:matter|decision|choice|question|call|judgement|business)(?: \w+)? (?:for|of) (?:the |your )?(?:practice|prescribers?|surgery|doctors?|team|gps?|board|us|clinicians?|pharmacists?|pharmacy team|partners|formulary)(?:,? (?:and )?(?:not|alone|only|rather)\b) | (?:is|are) not (?:a matter |a decision |a choice |one |something )?(?:for|up to) (?:the )?(?:patients?|person|people|family|famil\w+|carers?|them) |
    (?:patients?|people|famil\w+|persons?|residents?|carers?|parents|relatives|they)(?: \w+){0,2}? (?:will |would |do |can )?(?:rarely|seldom|hardly ever|never|usually do not|do not usually|tend not to|won't|will not|scarcely|soon stop|soon cease to) (?:\w+ )?(?:objects?|objecting|complains?|complaining|minds?|notices?|noticing|argues?|questions?|cares?|disputes?|ask(?= about| why)|remembers?) |
    (?:get|gets) used to it | (?:will|would) (?:soon )?(?:accept|get over|adapt|adjust|come (?:round|to accept))(?= it| the|[.,;]|$) |
    so (?:just |simply )?(?:make|do) (?:it|the (?:change|switch))(?=[.,;]|$| and| first| anyway) | (?:change|switch|act|stop|cut|reduce|make the (?:change|switch)|move) (?:\w+ )?first(?:,| and) (?:\w+ )?(?:explain|ask|tell|discuss|talk|apologis|answer|deal|sort|wait)\w* | (?:go|goes) ahead(?: [\w']+){0,5}?(?: (?:anyway|all the same|at the (?:next|following)|without|regardless|as planned|nonetheless|in any case|whatever)) |
    secretly | covert(?:ly)? | (?:in|into|under) (?:their|the|his|her) (?:food|tea|drink|breakfast|jam|yoghurt) | in the background | on the sly | while (?:they|she|he|the \w+) (?:is|are) (?:away|asleep|in hospital|on holiday|not looking) | by default | as a matter of routine | (?:take|taken|treat|count)(?: \w+){0,3}? (?:for granted|as (?:consent|agreement|a yes|yes|agreed|read|permission)) | assume(?:s|d)? (?:that )?(?:consent|agreement|they (?:agree|will)|everyone|patients? (?:will |would )?(?:agree|accept|consent|understand)|people (?:agree|accept|will)|yes) |
    until (?:they|the patient|he|she|the person|the family|everyone|people|patients)(?: \w+)? (?:gives? in|comes? round|relents?|yields?|says? yes|stops? (?:arguing|asking|objecting|complaining)|tires?|agrees? to stop) | wear(?:s|ing)? (?:them|him|her|the patient|people) down | talk(?:s|ing)? (?:them|him|her|patients|people|the (?:patient|person|family)) (?:into|out of|round) |
    (?:tell|inform|notify|advise|write to|text|email|announce to|let)(?: (?!if\b|us\b|whether\b)[\w']+){0,5}? (?:know )?(?:that )?(?:their|the|his|her|your)(?: [\w'-]+){1,4}? (?:has|have) (?:now |already )?(?:been )?(?:changed|stopped|switched|reduced|ended|removed|replaced|cut|halved|withdrawn|lowered|moved|cancelled) |
    on the (?:strength|basis) of (?:the|a|this) (?:\w+ )?(?:search|list|flag|score|code|template|printout|spreadsheet) (?:alone|only|itself|by itself) |
    (?:let|leave it to) the (?:template|box|flag|score|list|search|computer|algorithm|calculator|protocol|traffic light|colour)(?: \w+)? (?:choose|decide|judge|rule|settle|say) |
    (?:prescribers?|doctors?|gps?|clinicians?|pharmacists?) (?:need )?(?:only|merely|just|simply) (?:need |has to |have to )?(?:signs?|clicks?|presses?|confirms?) |

    (?:reduce|switch|stop|change|swap|taper|convert|act|cut|move|do the \w+) (?:it |them )?(?:first|now),? (?:and |then )?(?:explain|ask|tell|discuss|talk|apologise|consult|review|later) |
    do the \w+ first and (?:explain|ask|tell|discuss) |
    decides; the patient is (?:informed|told) | (?:list|search|flag) as the decision |
    (?:discuss|explain|mention) (?:it|this|that) (?:later|afterwards|when they) | made at (?:practice|board|locality|icb|network) level | not open to (?:patients|debate|discussion) | (?:learns?|hears?|finds? out|will know) (?:of|about|from) (?:\w+ ){0,5}?(?:when they|from the (?:chemist|pharmacy|label|pharmacist|letter|bag)|on (?:the label|collection|the day)|at the (?:chemist|pharmacy|counter)) | need only be (?:told|notified|informed) | assume that (?:anyone|people|patients|they|those|no) | objections? (?:\w+ ){0,4}?(?:recorded|noted|logged) (?:but|and) | do not offer (?:the |an? )?(?:option|choice|alternative) | offer no (?:option|choice|alternative) | clerical (?:task|matter|change|exercise) | not (?:something|a matter) for (?:the )?patients? | no (?:right|power) (?:of|to) (?:veto|refus\w+|say|object) | wait for (?:the )?(?:patient|them) to (?:raise|mention|notice|ask) | most will accept | without fuss | by the time they | a done deal | present (?:it|this) as (?:settled|decided|final) |
    (?:patient|person)'?s?'? (?:role|part|job) is to | arguments? (?:\w+ ){0,4}?cut short | administrative matter | prolongs? the (?:agony|pain|misery) |
    (?:is|are) free to (?:change|switch|stop|swap) | present the (?:reduction|change|switch) as |
    leaves? them no say | as a fait accompli | an explanation is printed |
    say nothing (?:of|about) it | pharmacy hatch | no room for (?:negotiation|discussion|debate) |
    silence (?:counts|means|is|equals) |
    (?:consent|agreement) (?:may|can|will|is|should) (?:be )?(?:presumed|assumed|implied|taken) |
    (?:not|never|don't) let (?:patients?|people|them|anyone)\b[^.;]{0,30}?(?:talk|refuse|delay|argue|put you off) |
    do not get drawn | tak(?:e|es|ing) no for an answer | one letter, one |
    (?:agreement|consent) is (?:nice|desirable|preferable|optional|a bonus|helpful) | firm no |
    wait for (?:the |their )?(?:patient|person)'?s? (?:consent|agreement) | like it or not | overrul\w+ | have no say |
    patients? (?:have|has) no (?:say|choice|veto) | compulsory | mandatory | amend the (?:prescription|repeat) and |
    without an appointment | before the review | nothing to argue | view need not | appears on the website |
    (?:told|informed) (?:by|in) (?:text|letter|writing|sms|email|a text|a letter) | it is quicker to change |
    deal with (?:the )?complaints | no (?:phone call|conversation|appointment|discussion|explanation)s?(?=[.,:;]|$)`,
  sayNothing: words`
    say nothing | (?:not|never|don't) (?:to )?(?:say|mention|raise|breathe) (?:a word|anything|it|this) | keep (?:it|this|quiet|the change) (?:quiet|to yourself|from|about) | signs? for (?:it|them) | (?:hold|book|have|arrange) (?:the|a) (?:review|talk|conversation|appointment|discussion) (?:afterwards|later|after) | and (?:hold|book|do|have) the (?:review|talk|explaining) (?:afterwards|later) | relatives can be | (?:family|relatives|carers?|parents) (?:\w+ )?(?:later|afterwards) | never asked`,
  unanswered: words`
    who have not (?:answered|replied|responded)`,
  meeting: words`
    signatures? | consent | agreement | appointments? | conversations? | discussions? | reviews? | explanations? |
    approv\w+ | opinion | wishes | contact | changes | decision | schedule`,
  later: words`
    afterwards | later | retrospectively | at the (?:yearly|annual|next|following) (?:check|review|visit|appointment|one) |
    after the (?:event|change|switch|fact) | can follow | in arrears | once it is done |
    closes the (?:episode|case|file|matter) | cut short | no further | free to`,
  newDose: words`
    new (?:\w+ )?(?:dose|device|inhaler|strength|tablets?|medicine) | lower dose |
    change of (?:dose|device|medicine|inhaler) | (?:last|final|end|stopping) (?:date|day) | reduced (?:dose|quantity)`,
  safely: words`
    (?:repeat|supply|medicine|prescription)s? (?:goes|go|stays?|carr(?:y|ies)) (?:on|in place) |
        leave (?:the|it|them|things) | stays? (?:as|on|at) | offer to |
        never (?:skip|ring) | nobody is left | reports?(?= ) | no one goes | invite | people who (?:miss|prefer|do not|would) |
    nothing is changed | search (?:alone|result) | by themselves | keeps? (?:it|them|their|the|what) |
    you (?:may|can) opt out | that is fine | carry on, and | leave it there | set a review | note that`,
  acted: words`
    action(?:ed)? | amend(?:ed)? | edit(?:ed)? | updat(?:e|ed) | clear(?:ed)? | delet(?:e|ed) | moved? | run | change |
    changes | done | applied | apply | decision enough | processed | save(?:s|d)?`,
  tidying: words`died | moved from | duplicates? | duplicate entries`,
};

export const consentKinds: readonly GrammarKind[] = [
  {
    patterns: [
      `unasked ${change}|raise|person|${taken}+ -specialist -safely -told+ -harmful+`,
      `sayNothing ${change}|raise|${taken}+ -safely -harmful+ -studied`,
      "overHead",
      `unanswered ${change}|directed+ -safely`,
      "meeting later+ -studied -told -safely",
      "byLetter newDose -agreeing -studied -asks -told",
      `byLetter ${change}|unissued<>${taken} -studied -specialist -asks -agreeing -harmful`,
    ],
    say: "say that the change is agreed with the person first, whoever sees them; no letters, no switches of many at once",
  },
  {
    patterns: [`inBulk<>${change}|acted -studied -told -asks -harmful -tidying`],
    say: "a list finds people to talk to: say that each record is opened, and that the person and the prescriber decide",
  },
];
