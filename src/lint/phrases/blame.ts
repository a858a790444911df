import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Blame, shame and leagues. */

const team = String.raw`(?:you|your (?:\w+ )?(?:practice|team|surgery|prescribers?|doctors?|gps?|partners?|nurses?|staff|locums?|colleagues|registrars?|pharmacists?|clinicians|trainees|reception\w*)|(?:the|this) (?:practice|surgery|partners?|prescribers?|team|doctors?)|(?:somebody|someone|some|one|nobody|no one|none|who) (?:in|of|at|on|among) (?:the|your) (?:team|practice|partners|staff|gps|doctors|surgery)|partners|doctors|prescribers|yours)`;

export const blame: Lexicon = {
  blaming: words`
    (?:gives?|gave|caves?|caved|bows?|bowed|yields?|yielded) (?:in )?to (?:pressure|patients|demands?|requests|the loudest|those who) |
    your(?: \w+['’]s)? (?:own )?(?:doing|handiwork|making)(?=[.,;!]|$) |
    (?:harvest|fruits?|legacy|wages|toll) of (?:[\w-]+ ){0,3}?(?:prescribing|habits?|neglect|decisions|choices|starts) |
    (?:a|the) (?:doctor|gp|prescriber|nurse|partner)s? who (?:could not|cannot|could never|would not|never) (?:say no|refuse|resist|stop|think|look|ask|check) |
    (?:harm|damage) (?:has been|was|is) (?:already )?done | (?:was|were|is) done (?:in|at|by) your (?:\w+ )?(?:practice|surgery|consulting|rooms?|team|partners|prescribers|hands) |
    (?:cause|problem|fault|trouble|difference) is not (?:the |your |with )?\w+[;,:] (?:but |it is )?(?:the|your) (?:\w+ )?(?:prescribers?|doctors?|gps?|team|partners?|practice) |
    (?:nobody|no ?one)(?: (?:at|in|on) (?:your|the) \w+)? (?:\w+ )?(?:took|takes|taken) (?:ownership|responsibility|charge) |
    it is your (?:\w+ )?(?:partners?|doctors?|gps?|nurses?|prescribers?|team|staff|locums?|registrars?|colleagues) (?:who|that|which) |
    (?:giving|caving|bowing|yielding) (?:in )?to (?:pressure|patients|demands?|requests|the loudest) |
    (?:copy|copies|imitates?|repeats?) what they (?:see|are shown|have seen) (?:you|here|at your|from) |
    it is (?:\w+ )?(?:disappointing|shocking|alarming) | which is (?:\w+ )?(?:excessive|inadequate|poor|disappointing|shocking|alarming) |
    (?:hoped for|expected) (?:better|more|something better) (?:of|from) | could not be bothered | below what (?:we|anyone|patients) expect |
    any (?:competent|decent|careful|sensible|responsible|self-respecting|conscientious|half-awake) (?:[\w-]+ )?(?:would|should|could|knows?|can) |
    allowed to (?:slide|drift|slip|continue|grow|go|run|rise|happen) | out of touch | oblivious |
    learn(?:ed|t|s)? nothing | nothing (?:has been )?learn(?:ed|t) | struggle to understand | at a loss to |
    hard to (?:understand|credit|believe|justify|excuse) | cannot understand why | weak leadership |
    leadership (?:is|was|shows|lacking) | responsib\w+ (?:for this \w+ )?is yours |
    (?:is|are|was) (?:simply |just )?not (?:trying|interested|listening|good enough|acceptable|up to) | falls? short |
    fall(?:en|ing)? (?:well )?short | let themselves down | must do better | (?<!\bwe )could do (?:far |much )?better |
    wake up to | unacceptabl[ey] | offend(?:ers?|ing) | culprits? | blame[ds]?(?! (?:himself|herself|themselves|nobody)) | blaming | blameworthy | negligen\w+ |
    careless\w* | reckless\w* | irresponsib\w+ | laz(?:y|ily|iness) | lax(?:ity)? | slopp\w+ | disgrac\w* | scandal\w* |
    dismal | woeful(?:ly)? | appalling(?:ly)? | incompeten\w+ | complacen\w+ | deplorable | inexcusabl[ey] |
    indefensible | unforgivabl\w+ | shoddy | lamentable | slovenly | slipshod | slapdash | half-hearted |
    thoughtless\w* | mindless\w* | cavalier | wilful\w* | lackadaisical | indifferen\w+ | apath\w+ | out of control |
    out of hand | no excuse | bad habits? | under-?perform\w* | sub-?standard | mediocre | second-rate |
    old-fashioned prescrib\w+ | not (?:\w+ )?(?:pull|carry)\w* (?:your|their|its) weight |
    (?:no one|nobody) (?:\w+ )?could be bothered | (?:pull|carry)\w* (?:your|their|its) (?:own )?weight |
    asleep at the wheel | blind eye | couldn't care less | can't be bothered | could be bothered | not bothered |
    bother to |
    lack of (?:\w+ )?(?:effort|will|care|interest|engagement|discipline|leadership|attention|rigour|grip|curiosity) |
    expected better | not good enough | nowhere near good | leaves? (?:a lot|much) to be desired |
    below (?:par|standard|expectations) | outrageous | atrocious | abysmal | inexplicable | unjustifi(?:able|ed) |
    no (?:\w+ )?justification | hazardous (?:gps?|prescrib\w+) | dangerous (?:prescrib\w+|practice) | wrong-?doing |
    guilty | (?:your|the|their) (?:\w+ )?fault | to blame | own doing | own making |
    only (?:yourselves|yourself|itself) | (?:deserve|should) (?:to )?(?:answer for|know better) | answer for |
    knows? better | lies? (?:squarely )?(?:with|at the door|at your) | squarely | overprescrib(?:er|ers|ed) |
    over-?prescribing (?:at|in|by) your | culture of |
    too (?:quick|ready|willing|lazy|keen|slow|generous|freely|easily|lenient|trusting|comfortable|eager|free)(?! (?:for|a |to wake)) |
    like (?:sweets|smarties|confetti) | on autopilot | out of habit | force of habit | by reflex |
    stopped (?:reading|checking|looking) | more (?:readily|freely|easily|often|quickly|liberally) than |
    (?:old|bad|ingrained) habits (?:among|of|in) | hard to see how | cannot claim | was not told | could end up |
    has only itself | signed? (?:them )?without |
    not (?:been )?(?:looking|thinking|trying|tried|bothering|listening|caring) |
    years? of (?:not|neglect|drift|inaction) |
    (?:let|allowed|allowing|letting) (?:this|it|things|standards|them|patients|your patients|the \w+) (?:\w+ )?(?:drift|slip|slide|down|grow|happen|go) |
    lets? \w+ down | let (?:your |their )?patients down | los(?:es?|t|ing) (?:grip|control|interest|the plot) |
    drifted?(?= (?:for|on|unchecked|along)) | behind the times | stuck in | set in (?:its|your|their) ways |
    ha(?:s|ve) (?:only )?(?:itself|yourselves|themselves) to | prevented all of this |
    appropriate(?:ly)? (?:prescrib\w+|use) | shambl\w+ | ill-disciplined | rogue | maverick | profligate |
    trigger-happy | heavy-handed | addicted to (?:prescribing|the pen|antibiotics) | stubborn\w* | in denial |
    unwilling(?:ness)?(?= to (?:change|learn|act|engage)) | refusal to (?:change|learn|act) | dereliction |
    duty of care | betray\w* | malpractice | guideline-?averse |
    ha(?:s|ve) had (?:\w+ ){1,3}(?:years?|months?|chances|warnings|reports) to |
    took (?:more|an?|any|some) (?:interest|care|trouble) | more (?:interest|care|effort|thought) (?:would|and) |
    do not seem to | does not seem to | far behind | cannot be defended | hard to defend | no defence | rest on your |
    ignorance | ignorant | unprofessional | bad medicine | wrong with (?:your|this) (?:practice|team) |
    the problem (?:here )?is (?:you|your|the (?:doctors|prescribers|partners))`,
  // of somebody or of their work: "a poor response to the text" blames nobody
  faulting: words`
    fail(?:s|ed|ing|ings|ures?)?(?! (?:to show|to find|to reach|to change)\b) |
    poor(?:ly|est|er)?(?! (?:sleep|circulation|mobility|hearing|eyesight|vision|health|people|areas?|appetite|housing|inhaler)) |
    (?<!going )bad(?:ly)?(?! (?:night|day|month|week|news|winter|luck|spell)) |
    worst(?! (?:pain|of the pain|time|months?|weeks?|days?|nights?)\b) | excessive(?:ly)? | disappoint\w* | shocking |
    alarming(?:ly)? | terrible | awful | dreadful | neglect\w* | wanting | inertia | defensive | chaotic | mess |
    muddle\w* | persistent(?:ly)? (?:high|poor|over)\w* | serial | habitual | outdated (?:habits|practice|prescrib\w+) |
    unaware | at fault | well-run | over-?reliance | unchecked | inadequa\w+ |
    inappropriate(?:ly)?(?! for (?:them|her|him|you)) | fault(?= (?:of|lies|is)) | dysfunction\w* |
    (?:is|are) (?:the|part of the|a) problem | stopped (?:asking|thinking|looking|caring|trying|listening) |
    without (?:thinking|thought|a thought|reading|looking) | nobody (?:but|to thank|else(?!'))`,
  work: words`
    prescrib\w+ | care | choices | decisions | performance | standards? | habits? | attention | safety | management | leadership | showing |
    rates? | figures? | practice | behaviou?r | effort | judg(?:e)?ment | antibiotics | opioids | monitoring | use of \w+ |
    results`,
  medical: words`
    pump | heart failure | kidney failure | renal failure | liver failure | respiratory failure | organ failure | sleep |
    worse if`,
  told0: words`
    audit failed | trial failed | no failure | not a failure | failure is | failure of the | not to blame | judge |
    no blame | a bad (?:day|night|month) | not a sign`,
  team: words`${team}`,
  guilty: words`
    (?:should|ought to|could|might|must) (?:easily |by now |really )?have (?:\w+ed|done|known|seen|been|taken|thought|spoken|dealt|begun|met|said|read|sought|gone|come|made|kept|given) |
    (?:has|have|had) (?:simply |clearly |just |again |once again |still )?(?:ignored|neglected|drifted|slipped|fallen behind|given up|stopped|stood still|done (?:nothing|little)|forgotten|overlooked|missed|not) |
    (?:is|are) (?:simply |just |still |clearly )?(?:handing|dishing|doling|giving|churning) (?:\w+ )?out |
    (?:is|are) (?:not interested|stuck|asleep|lagging|responsible for|content to|happy to|not listening) |
    (?:do(?:es)?|did|has|have|will|would|can) not (?:\w+ )?(?:bother|care|manage|try|tried|listen|know|follow|read|take|bothered|cared|seem|look|looked|change|changed|respond|responded|act|acted|engage|want to) |
    ignores? | neglects? | overlooks? | refuses? | turns? a blind eye | choose(?:s)? (?:not to|to ignore) |
    chosen (?:not to|to ignore) | explains? (?:this|the|most|much|your) | (?:cannot|can't) be bothered |
    nobody (?:is )?(?:looks?|reads?|checks?|cares?|minds?|bothered|looking|watching|checking|reading) |
    looks? the other way | prescrib\w+ (?:by|from|on|out of) (?:habit|reflex|autopilot)`,
  cause0: words`
    explained by | comes? down to |
    (?:is|are|was) (?:down to|due to|because of|caused by|the (?:result|fault|work|doing) of) | result of | stems? from |
    because of | the cause of | (?:is|are) (?:what|why) | account(?:s)? for | keeps`,
  // what was not done, and by whom
  byYou: words`
    (?:done|checked|ordered|taken|reviewed|seen|asked|sent|acted on|followed up|monitored|noticed|tested)(?: \w+)? by (?:you|your (?:\w+ )?(?:practice|team|surgery|partners?|doctors?|gps?|prescribers?|nurses?|staff))`,
  harmed: words`came to harm | harmed | admitted | died | suffered | because | the reason`,
  whole0: words`account(?:s|ed)? for this | no single`,
  shaming: words`
    (?:wrong|bad|dark) side of (?:the|this|our) (?:line|chart|median|average) |
    with your (?:own )?name on (?:it|them|the) |
    even your (?:own |newest |youngest |most junior )?(?:registrars?|trainees?|locums?|nurses?|students?|neighbours?) (?:\w+ )?(?:prescribes?|do|does|manages?|can|has|have|know) |
    (?:practice|surgery|team|doctors?|neighbours?) (?:over|across|up|down|round|beyond|opposite|on the other side of) (?:the |your )?(?:hill|road|street|river|valley|bay|corner|park|hall|border|square) |
    every other (?:surgery|practice|team|place|gp|doctor)(?: [\w-]+){0,5}? (?:has|have|had|manages?|can|does|did) |
    deserves? to (?:\w+ )?(?:learn|work|train|be (?:seen|treated|looked after|cared for)) |
    how (?:would|will|might|must) (?:your |the |their )?(?:\w+ )?(?:patients|families|colleagues|neighbours|trainees|public|parents|registrars) (?:\w+ )?(?:feel|react|respond|take it|think)(?= (?:if|to (?:see|know|hear|read|learn)|about (?:this|your|these)|when they (?:see|saw|read|hear))\b) |
    names of the (?:\w+ ){0,2}?(?:lowest|highest|worst|poorest|bottom) | draw (?:their|your) own conclusions? |
    no other (?:team|surgery|gps?|clinic|place) (?:\w+ )?(?:has|have|prescribes?|does|is|comes) |
    must (?:wonder|be wondering|be asking|be embarrassed) | (?:not one|no) other (?:practice|surgery) | all eyes | talk of the | what (?:excuse|explanation) | hide (?:from|behind) |
    sham(?:e|ed|eful|ing)\w* | asham\w+ | embarrassment | embarrass(?:es|ing)? (?:the|you|your|any) | (?:you|practice|team|surgery|partners|doctors|is|are|deeply|an?) (?:\w+ )?embarrass\w* | humiliat\w+ | blush\w* | red[- ]faced | hang your heads? |
    (?:look|look at) (?:\w+ )?(?:yourselves|yourself|in the mirror) | long look at yoursel\w+ | nothing to be proud of |
    lets? the side down | laughing[- ]stock | sore thumb | sticks? out | name and shame |
    nam(?:ed|ing) (?:and|the (?:highest|lowest|worst|top|bottom)|by name|publicly|in public|names|individual|in future|at) |
    (?:published|listed|printed|circulated|displayed|shown|read out|announced) (?:by name|publicly|in (?:the|your) (?:waiting room|paper|press|newsletter)|with names) |
    named? individual\w* |
    what (?:would|will|must|do|might|are) (?:(?:your|the|other|their) )?(?:\w+ )?(?:patients|people|colleagues|neighbours|registrars|trainees|families|partners|students|mothers?|parents|others|they|public|visitors?) (?:\w+ )?(?:think|say|learning|learn|make of|feel) |
    how (?:can|do|will|would|could) (?:you|your \w+) (?:\w+ )?(?:explain|justify|defend|face|sleep|tell) |
    ask(?:s|ed|ing)? yourselves?(?: why)? | wonder(?:s|ing)? why (?:you|your) |
    is this (?:really )?(?:the|what|how|who)\b[^?]*you | (?:families|neighbours|people) (?:talk|gossip) | ask why you |
    read(?:ing)? out (?:the|your|names|practices) | kind of (?:care|practice|doctor|surgery) you | want to be known |
    set(?:s|ting)? (?:the opposite|a bad|the wrong) example | should set an example | taught the wrong |
    learning (?:the wrong|bad) | 
    so that all can see | in front of (?:your|the|all|other|every) \w+ | in public(?! prescribing) |
    (?:even|including) (?:a |the |an )?(?:single-handed|small\w*|newest|much (?:busier|smaller)|practices? with|the smallest|surgeries|those) |
    (?:everyone|everybody|every(?:one)? other|all (?:the |of the |your )?other|nearly all (?:of )?your|most of your|your neighbours|all your neighbours|other practices|practices (?:down the road|next door)) (?:\w+ ){0,3}?(?:has|have|had|managed?s?|can|could|does|did|gets|get|copes?)(?: (?:it|this|already|done|to)) |
    down the road | next door | you (?:did|have|do|can|could|are) not[,.] | you did not, |
    same (?:staffing|winter|patients|list)(?! of) | does better than you | put(?:s)? (?:you|yours|your practice) to shame |
    your good name | reputation | deserves? better | why (?:can't|cannot|don't|haven't|not) you |
    (?:other|many|most) (?:practices|surgeries|gps) (?:\w+ ){0,5}?(?:have|has) managed |
    letting (?:down )?your (?:town|neighbours|network|patients) | an? (?:poor|bad) advert\w* |
    be (?:proud|pleased) of (?:this|that) | family to (?:see|know) |
    would you (?:want|be happy|let|show|accept|dare|be proud|put up|tell) | in the shade | older, sicker |
    your own (?:mother|child|family|parent) | trainees? (?:see|watch|are watching|will)`,
  inPublic: words`
    waiting rooms? | front page | walls? | slides? | (?:big|large|the|a) screen | noticeboards? | newsletters? | websites? |
    posters?`,
  exposed: words`
    worst | best | 
    your (?:\w+ )?(?:rates?|figures?|names?|bar|line|results?|position|practice) | names? of | named | highest | lowest |
    (?:the|all|every|practices'?|surgeries'?) (?:figures|results|rates|practices|surgeries|names)`,
  league: words`
    (?:nobody|no ?one) else (?:in|at|on|near|around|among)(?: [\w-]+){1,4}? (?:prescribes?|does|is|has|needs?|uses?|comes) |
    (?:puts?|places?|lands?|leaves?|makes?) you(?:r \w+)? (?:\w+ )?(?:among|amongst|in|with|one of) the (?:\w+ )?(?:worse|better|poorer|higher|lower|heavier|heaviest|worst|best|safest|riskiest|highest|lowest)(?! (?:quarter|fifth)) |
    (?:among|one of) (?:the )?(?:\w+ )?(?:riskiest|safest|heaviest|lightest|biggest|greatest|poorest|slowest|keenest|leading|least safe|most \w+) (?:\w+ )?(?:practices|prescribers|surgeries|teams|users|in) | (?:riskiest|safest|heaviest|most dangerous) (?:practice|prescriber|surgery|team)s? |
    (?:slipped|moved|climbed|dropped|fallen|risen|gone|fell|rose|went|jumped)(?: \w+){0,2} from (?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth) |
    trailing | lagg?ing | (?:at|near|towards) the (?:very )?(?:bottom|foot|back|rear|tail|top) of (?:the|our|this|your) (?:table|league|pack|field|class|chart|group|borough|county|area) | front[- ]runners? | leading practices | pulled ahead | fallen behind | overtook | leapfrog\w* |
    league(?! of friends)(?: tables?)? | outliers? | leader ?boards? | score ?boards? | rankings? |
    rank(?:ed|s)?(?= (?:\d|last|first|second|third|bottom|top|by|among|you|\w+th|\w+ from)) |
    (?:your|a|the) rank(?:ing)?(?=:| is| was| among| of) |
    (?:rank(?:ed|s)?|placed|came|come|finish(?:ed|es)?|are|lie|from|to|at|in) (?:\w+ )?\d+(?:st|nd|rd|th)(?= (?:place|position|out|of|from|to|in the|among|this|last)|[.,]|$)(?! of (?:january|february|march|april|may|june|july|august|september|october|november|december)) |
    (?:ranked|placed|came|finish\w*|dead) (?:last|bottom|first|top) | come (?:last|bottom|top) |
    \d+(?:st|nd|rd|th) (?:out )?of \d+ |
    (?:position|place|standing|you are|you were|you lie|you came|now|practice is|surgery is|team is|stands?|lies|lay):? (?:still |now |only )?\d+(?:st|nd|rd|th) |
    \d+(?:st|nd|rd|th)(?= (?:out of|of (?:the )?\d|of all|in (?:the|your|our) (?:network|locality|county|borough|area|town|group|list|table)|place|position|from|this (?:month|quarter|year|time)|last (?:month|quarter|year))) |
    only (?:the|one|two|three|\d+) (?:[\w-]+ ){1,5}?(?:fares?|does|do|is|are|prescribes?|ranks?|stands?|scores?) (?:worse|lower|better|higher|more) |
    (?:among|one of) the (?:\w+ )?(?:highest|lowest|worst|best|top|bottom) (?:prescribers?|practices|performers?|surgeries|places|spenders|figures|rates|\w+ in) |
    top (?:three|five|ten) | listed below in order | (?:four|three|two|five|\d+) places | (?:number one) |
    (?:quarter|month|year)'s (?:top|best|worst|winner) |
    (?:number|position|place) (?:\d+|one|last|first) (?:of|out of|in|from|among) |
    \d+ (?:out )?of \d+ (?:on|in) the (?:table|list|league) | wooden spoon |
    (?:second|third|fourth|\d+(?:st|nd|rd|th)|last|next) (?:from|to) (?:the )?(?:bottom|last|top) | last but (?:one|two) |
    (?:overtak\w+|beaten|outperformed|outstripp\w+|leapfrog\w+|passed) (?:by|you|the|your|\d|one|two|three|several|ahead) |
    (?:foot|bottom|end|back|tail|top|wrong end|right end|upper reaches|lower reaches) of (?:the|this|our|your) (?:ladder|pile|table|queue|heap|league|pack|class|network|rankings?|field|chart) |
    (?:foot|bottom|tail|wrong end) of (?:the|this|our|your) list |
    bottom (?:ten|five|three|two|\d+|tenth|decile|of|quarter|fifth|third|half) |
    top (?:ten|five|three) (?:practices|prescribers|offenders) | (?:top|bottom) and (?:top|bottom) |
    (?:worst|lowest|bottom)[- ](?:placed|ranked|performing) | (?:worst|bottom) (?:quarter|tenth|decile|in|of) |
    red[- ]rated | (?:red|amber|green|black) list |
    (?:drop(?:ped|ping)?|fall(?:en|ing)?|fell|slip(?:ped|ping)?|climb(?:ed|ing)?|mov(?:ed|ing) (?:up|down)|risen|rising|rose|gain(?:ed|ing)|lost|losing|down|up) (?:by )?(?:a|\d+|\w+) places? |
    (?:highest|lowest|worst|best) of (?:all|the \w+ (?:shown|practices|surgeries|listed)|\d+) |
    lost ground | gained ground | rivals? | competit\w+ | relegat\w+ | promot(?:ed|ion) (?:to|zone) | podium | medals? |
    (?:gold|silver|bronze) (?:medal|award|practice|standard|place) | champions?(?= (?:of|in|practice)|,|:|$) | winners? |
    winning (?:practice|team) | losers? | laggards? | stragglers? | also-rans? | runners?[- ]up |
    race(?= (?:to|is|for|between)) | ahead of (?:you|the pack|your) | above you in |
    behind (?:you|the pack|your neighbours|\d+|all|most|\w+ of your)(?! other) |
    behind (?:\d+|all|most) (?:other )?(?:practices|places) | (?:first|last) place | bringing up the rear |
    tail[- ]end(?:er)?s? | back of the (?:pack|queue) | pecking order | beat (?:your|the|other) | catch up with |
    dead last | where you finished | arrows for those | moving up and down | slipped from \d+ |
    (?:from|to) \d+(?:st|nd|rd|th) (?:to|place) | star (?:performer|practice)s? | best (?:and|to) worst |
    head of the (?:field|table|class) | wrong end | prescriber of the (?:month|year) | practice of the (?:month|year) |
    you rank | points? table | hall of (?:fame|shame) | month's winner | second only to | top of the worst |
    (?:no|only (?:one|two|three|\d+)) practices? (?:\w+ )?(?:prescribes? more|is higher|does worse|are worse|is worse)`,
  noLeague: words`
    not a verdict |    no (?:ranks?|league|place) | tells? you nothing | (?:left|taken|leave) (?:out|off) | not (?:a |in )?(?:league|rank) | a to z | by chance | no meaning | we (?:give|show) no`,
  lowestOf: words`
    (?:only|just|barely) (?:\w+ )?(?:practices?|surger(?:y|ies)|places?|others?) (?:in .{0,20})?(?:is|are|do|does|sit|sits|prescribes?|come|comes|stand|rank) (?:\w+ )?(?:worse|lower|below|higher|more|beneath|behind|under) |
    sit(?:s)? below (?:you|yours) | (?:worse|beneath|below|behind|under) (?:than )?(?:you|yours)\b(?! (?:own|usual))`,
};

export const blameKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "blaming -medical -told0 -studied",
      "faulting<>team|work -medical -told0 -studied",
      "team>guilty",
      "cause0>team -agreeing",
      "~byYou harmed -told0",
      "team>cause0 -whole0",
    ],
    say: "say what was seen and what can be done",
  },
  {
    patterns: ["shaming -unthreatened", "inPublic exposed -unthreatened"],
    say: "show figures to their practice alone, and ask what gets in the way",
  },
  {
    patterns: ["league -noLeague", "lowestOf"],
    say: "say higher or lower than most, and keep a rank in its range",
  },
];
