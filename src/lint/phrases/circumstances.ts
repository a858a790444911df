import { type Lexicon, words } from "../grammar/lexicon.ts";

/* For whom, when and how something is done, and whose leave there is. */

/** Those whose medicines they are, as a place in an entry. */
export const people =
  "(?:patients?|people|persons?|the person|they|them|he|she|her|him|anyone|anybody|families|carers?|parents|someone|somebody|users?|adults)";

export const circumstances: Lexicon = {
  all: words`
    all (?:of )?(?:the |these |those |your |our |remaining |existing |current |long-term |of )?(?:patients?|people|users?|them|names?|adults|opioid\w*|repeats?|sprays?|\w+ prescriptions?|\w+ patients?|\w+ users?) |
    every (?:patient|person|user|one|name|adult|\w+ user|\w+ patient|\w+ prescription|\w+ repeat|opioid|spray|repeat|sedative|preventer|salbutamol|script)\w* |
    everyone | everybody | anyone | anybody | the lot | them all | no patient | nobody | no one |
    whole (?:list|cohort|register|group) | entire (?:list|cohort|register|group) | across the board | in all cases |
    as a group | each (?:patient|person|one|name)`,
  now: words`
    at once | immediately | straight ?away | right away | today(?!') | tomorrow | tonight | (?:right )?now(?! and then) |
    overnight | abruptly | suddenly | cold turkey | forthwith | on the spot | on sight |
    this (?:week|afternoon|morning|month|quarter|autumn|winter|spring|summer|evening)(?! (?:and|we|you)\b) |
    next (?:week|month|quarter|monday|friday|issue|collection) | in one (?:go|step|move|sitting) | as soon as(?! (?:the person|they|he|she|anyone|someone|somebody|it is too)) | the moment |
    the minute | the day | with immediate effect | with effect from | effective (?:immediately|at once|from|today|now) |
    without (?:a |any )?(?:taper\w*|delay|weaning|ceremony|fuss) | no taper\w* | without further ado |
    the sooner the better | in a single step | at a stroke | outright | simply | just like that | immediate | sudden |
    straight (?:off|from) | same day | from the next day | by return | in one | instantly | promptly | no later than |
    out of the blue | there and then | then and there | by tonight | at source | at the front door | full stop | quickly |
    fast | rapidly |
    at the (?:next|first|very next) (?:issue|visit|appointment|collection|contact|opportunity|review|renewal|request|prescription|script) |
    on (?:the )?next (?:issue|collection|request) | at next issue | at the end of the (?:week|month|quarter|year) |
    at the weekend`,
  by: words`
    (?:by|before|from|after|until|on|as of|come) (?:the )?(?:end of (?:the )?)?(?:next |this |early |late |mid-)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|quarter|year|january|february|march|april|may|june|july|august|september|october|november|december|easter|christmas|whitsun|spring|summer|autumn|winter|lunch|the new year|new year|report|cycle|financial year|(?:year|month|quarter)[- ]end|\d{1,2}(?:st|nd|rd|th)? \w+|\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december)) |
    by (?:the )?next (?:report|cycle|audit|quarter) | on the first of the month |
    within (?:a |the |\d+ |two |three |four |six |ten |twelve )?(?:working )?(?:days?|weeks?|fortnight|month|months|hours|quarter|year) |
    in the (?:spring|summer|autumn|winter|new year) | before the (?:end|summer|winter|next|audit|deadline) |
    in (?:january|february|march|april|may|june|july|august|september|october|november|december) | for good(?=[.,;]|$) |
    in the summer | by the (?:spring|summer|autumn|winter|weekend)`,
  commended: words`
    do likewise | (?:do|did|doing|does) the same | follow(?:ing)? suit | follow (?:their|this|that|the) (?:example|lead) | worth copying |
    (?:suggest|recommend|commend|urge|ask|hope) (?:that )?(?:it |this |other |others|all |every |you |your )| copy (?:it|this|them) | could be copied |
    worked (?:so |very )?well | so can you | why not (?:you|yours) | a model for`,
  whatever: words`
    whatever the (?:cost|case|price|need|history) |
    whatever (?:the|their|its|his|her) (?:reasons?|causes?|history|circumstances|indications?|diagnos[ie]s|age) | regardless(?: of \w+)? |
    without exception | no exceptions`,
  inBulk: words`
    (?:practice|list|network|area|board)-wide | en masse | in bulk | bulk(?:-\w+)? | batch(?:es|ed)? | mass | wholesale | select all | all at once | all in one go |
    one click | single (?:click|afternoon|sweep|session|sitting|evening|run) | globally |
    global (?:edit|change|update|replace|swap) | (?:search and|find and) replace | auto(?:matic(?:ally)?|mated) |
    centrally | remotely | blanket | macro | by (?:lunch|teatime|close of play) | as a (?:batch|block|group|cohort) |
    the flag is | overleaf |
    from (?:the|your) (?:desk|screen|back office|record|list|search|printout|spreadsheet) |
    across the (?:board|patch|locality|register|list) | blind |
    (?:down|through|from|along|straight off|whole|entire) (?:the )?(?:list|search|printout|output|register|cohort) |
    every (?:line|name|entry|row|patient on) | each (?:line|name|entry|row) |
    the (?:search|list|report|computer|system|macro|flag|chart) (?:returns|finds|flags|produces|shows|decides|has decided|throws up|picks) |
    (?:patients?|anyone|everyone|people|those|names?|all) (?:on the list|flagged|listed|highlighted|in red|the search (?:finds|returns)|on this (?:list|page|search)) |
    mass-\w+ | in red | one (?:sweep|swoop|pass|go|afternoon|sitting|session)`,
  byLetter: words`
    (?:by|via|through|with) (?:an? |the )?(?:\w+ )?(?:letter|text|texts|post|email|sms|message|phone call|leaflet|sticker|note|slip|poster|voicemail|app)s?(?! (?:of|was|were)) |
    (?:send|write|post|text|email|tell(?! (?:you|us|me)\b)|inform|notify|letter|announc\w+|sms|message|text message|mailshot|leaflet|poster|note|slip|sticker|circular|explaining|telling|saying|stating|informing|notifying)s?  |
    letters? | texts? | sms | mailshots? | (?:a )?(?:note|slip|sticker|label) (?:on|in|goes) | in the bag | on the bag |
    at the counter | at collection | write to | household`,
  person: words`${people}`,
  agreeing: words`
    needs? checking | see (?:them|people|the person|him|her|each) |    agree[ds]?(?! (?:or not|is|are|action|policy|line|position|approach|target|local \w+)\b) | agreeing | agreement |
    together(?=[.,;]|$| with (?:the|each)| when| how| whether| what) | offer(?:s|ed|ing)? |
    discuss\w*(?! (?:it |this |that )?(?:later|afterwards|at the|when they)) | conversations? | talk(?:s|ed|ing)? | asked |
    (?<!\b(?:our|the|this|an) )asks?(?! (?:that|the pharmacy to|the admin|reception|for any|early|them to (?:stop|reduce|switch))) |
    asking(?! anyone) | (?:with|by) the (?:patient|person) | with (?:each|them|her|him)\b |
    in (?:an?|a clinical) emergency | only (?:if|when|after|with|once) | cho(?:ose|oses|osing|se|sen)(?! (?:the|a|our)\b) |
    choices? | prefers? | wants?(?! to see) | wish(?:es)? | would like | willing(?:ness)? | shared |
    invit(?:e|es|ed|ing|ation) | reviewed |
    (?:offer|book|arrange|have|after|before) (?:an? |each an? |the )?(?:\w+ )?review(?! later) | consent | decision aid |
    if (?:it )?helps? | still help(?:s|ing)? | no longer help(?:s|ing) | (?:both|the two) of you | their own pace |
    (?:the )?person'?s? (?:pace|decision|choice) | try (?:it|them|both) | trial of | in small steps | small steps? |
    slow(?:ly|er)? | gradual(?:ly)? | stay(?:s|ing)? (?:at|on|put|where|as) (?:the same|it is|they are|he|she|their)? ?| (?:are|is) seen by | pauses? | does not suit | looked at | look at | show |
    check (?:that|whether|the|what) | before (?:the|an|any) (?:old|change|\w+ is) | (?:speak|spoke) (?:to|with) |
    nobody is left | everyone keeps | no one goes | note the reason | a prescriber may | need a plan | draft the plan |
    stop reducing | stop and think | empty (?:reliever|inhaler) | (?:allergic|severe) reaction | together with |
    look again | planned? | check(?:ed|s)? (?:\w+ )?first | step by step | see whether`,
  specialist: words`
    specialists? | cardiolog\w+ | obstetric\w* | maternity | midwi\w+ | stroke team | pain (?:team|clinic|service) |
    pathway | allergy (?:pathway|service|clinic) | asthma team | paediatric\w* | medicines information | bnf | advice line |
    hospital team`,
  studied: words`
    \((?:nice )?(?:ng|cg|ta|qs|ph|sign) ?\d+[^)]*\) |    no difference was found | usual care | post hoc | trials?(?! of) | in a trial | stud(?:y|ies|ied) | cohorts? |
    followed by | compared | mhra | nice (?:\w+ )?(?:\(\d+\) )?(?:advises?|says|asks|recommends?) | licen[cs]ed? |
    records of | randomi[sz]ed | (?<!\b(?:born )?(?:before|in|by|since|after|until) )\(?(?:19|20)\d\d\)? |
    in \d+ (?:people|adults|practices)`,
  harmful: words`
    can kill | kills | 999 | ambulance |
    danger(?:ous|s)? | unsafe | harm(?:s|ful)? | fatal | costs? a life | cost lives | can cost |
    too (?:big|fast|quick|large|sudden) | warn\w* | advis\w+ against | risks? | risky | had more (?:overdose|crises|harm|attacks|falls)\w* |
    more (?:overdose|crises|harm) | bring on | fits | unkind | ruled out | out of place | no place | worse control |
    is not safe | not an? (?:option|answer) | not an indication | no reason to (?:stop|withdraw|withhold|hold|refuse|delay|cut|deny) |
    should be avoided | not (?:the|a) (?:answer|reason|failure|refusal|target)`,
  told: words`
    was | were | (?<!\b(?:have|has|who|who has|who have) )had | found(?! by) | fell | rose |
    (?:rates?|share|items?|figures?|number|prescribing|it) (?:\w+ )?dropped | has (?:halved|fallen|dropped|come down) |
    came down | went | some (?:people|patients|prescribers|practices|gps|doctors|nurses) (?:choose|stop|start|switch|prefer|find|like|do|take|come|stop|need|feel) | (?:chose|decided|asked|wanted|managed|hoped|offered) to | took (?:one|two|three|us|a|her|him|them) | stopped (?=\w+ing) | changed their | used to | can (?:reduce|cause|raise|lower|harm|slow)`,
  counted: words`
    items? (?:fell|rose|per|a month|of|came|were|are) | rates? | shares? | per 1,000 | charts? | median | templates? |
    defaults? | formulary | search(?:es)? (?:that|before|first) | stop (?:date|plan|or|and)\w* | review dates? |
    end date (?=on) | duplicates? | died | number of | quantit(?:y|ies) | we count | counted | counts? a | law | valid |
    empty (?:reliever|inhaler) | thresholds | reason on | letterhead | paper | codes? | threshold | too few`,
  asks: words`^(?:is|are|would|could|should|do|does|what|who|which|how|when|where|can|did|has|have|will)\b.*\?$`,
};
