import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Sources that nobody can look up. */

export const voices: Lexicon = {
  unfit: words`
    (?:published|reported|printed|seen|read|written|claimed) (?:\w+ )?in (?:the )?(?:daily \w+|sunday \w+|sun|mail|express|mirror|newspapers?|papers|press|a magazine|magazines?) |
    tweets? | tiktok | reddit | instagram | a thread | a reel | an influencer | a forum | chat groups? |
    (?:manufacturer|maker|company|drug firm|supplier)s?'?s? (?:own )?(?:leaflets?|brochures?|reps?|websites?|data|figures|adverts?|advertisements?|claims?|word) (?:\w+ )?(?:makes?|says?|shows?|proves?|confirms?|states?|puts?|tells?|agrees?|leaves?|promises?)`,
  vague: words`
    (?:top|leading|best|good|teaching|modern) (?:hospitals|practices|clinics|doctors|teams|trusts|countries) (?:\w+ )?(?:gave|dropped|stopped|abandoned|moved|left|do|use|say|know) |
    (?:those|people|doctors|colleagues) (?:who|in the|that) (?:know|have the experience|really know)(?: \w+)? (?:say|tell|agree|think) |
    (?:colleagues|consultants|specialists|hospitals?|others|pharmacists|doctors|nurses|experts|friends|contacts|sources)(?: (?:in|at|from|across|around) (?:the |other |our |your )?[\w-]+)? (?:\w+ )?(?:tell|tells|inform|informs|assure|assures|assured) us |
    we (?:often |keep |are also |also |regularly )?(?:hear|are told|are given to understand|are led to believe|are assured)(?= (?:that|from)\b) |
    (?<=\b(?:it|this) is )(?:often |sometimes |widely |commonly |generally |frequently )(?:said|thought|believed|claimed|reported|felt|held|assumed|suggested) (?:that|to) |
    (?:audits?|trials|studies|data|practices|areas|countries|projects|pilots?|work|reports|surveys|reviews) (?:done )?(?:elsewhere|abroad|overseas|in other (?:areas|places|countries|practices|regions))(?: \w+)? (?:have|has|shows?|showed|found|suggests?|proves?|say|agree|point|report|did|do) |
    (?:nobody|no ?one|anyone|anybody|everyone) who (?:knows|works in|has studied|follows|reads)(?: [\w'-]+){0,5}? (?:doubts?|disputes?|agrees?|knows?|accepts?|would|says?|denies) | (?:the )?(?:best|better|top|modern|leading|most|many) (?:hospitals|clinics|trusts|doctors|countries|systems|practices) (?:have|now|no longer|all|already) | well-established | (?:an?|the) (?:established|accepted|known|proven|undisputed|scientific) (?:fact|truth) |
    (?:leading|senior|top|eminent|prominent|respected|many|most|several|some) (?:physicians|doctors|gps|specialists|pharmacists|nurses|professors|scientists|prescribers|clinicians|voices|figures|experts|bodies|colleges|charities|\w+ologists) (?:\w+ )?(?:have|has|call|called|want|urge|support|back|argue|speak|are|now|favour) | (?:evidence|case|research|science|message|guidance|data)(?: \w+){0,3}? (?:could|can) (?:hardly|not|scarcely) be (?:clearer|stronger|plainer|better|more) | (?:evidence|case|science|research) (?:for|against|on|behind)(?: \w+){1,4}? is (?:\w+ )?(?:strong|clear|overwhelming|solid|compelling|growing|good|weighty|plain) | word (?:from|is|has it) | (?:every|any|all) (?:textbooks?|guidelines?|journals?|experts?|colleges?|trials?|stud(?:y|ies)) (?:\w+ )?(?:says?|agrees?|shows?|tells?|recommends?|advises?) |
    (?:much|a lot|a great deal|plenty|volumes|a good deal|enough|little) (?:has|have) (?:now |already )?been (?:written|said|published|made|learned|shown) | (?:consensus|agreement|unanimity|a feeling|general view|opinion|thinking) (?:among|amongst|between|in|across|of)(?: \w+){0,3}? (?:is|holds|has|that|says) | (?:doctors|gps|clinicians|specialists|prescribers|practices|hospitals|countries|health systems|geriatricians|psychiatrists|\w+ologists|paediatricians|physicians|surgeons|pharmacists|nurses|regulators|commissioners|others)(?: \w+)? (?:everywhere|worldwide|across the (?:country|world|nhs)|in other countries|abroad|nationwide|all over|up and down)(?: \w+){0,2}? (?:are|have|now|do|is|has|use|prescribe|agree|say|prefer|stop|start|see|move) | (?:are|is) (?:now )?(?:moving|turning|backing|shifting|walking|stepping) away from |
    (?:real-world|clinical|national|international|long-term|older|early|preliminary|observational|unpublished|local|available|existing|current|good|robust) (?:data|evidence|experience|findings|results|research|figures|audits?) (?:\w+ )?(?:confirms?|shows?|suggests?|proves?|supports?|backs?|says?|tells?|points?|demonstrates?|indicates?|reveals?|favours?|leaves?|speaks?|bears?) | (?:figures|numbers|data|facts|statistics|results) (?:speak|tell|say|cry|point|make) (?:of|for|a|an|us|out|to|it) | (?:geriatricians|psychiatrists|\w+ologists|paediatricians|physicians|surgeons|pharmacists|nurses|doctors|gps|consultants) (?:\w+ )?(?:say|tell us|agree|believe|know|prefer|advise|recommend|think|report|find|find that|argue|warn|worry|have (?:long )?(?:known|said|argued|stopped|abandoned|moved|given up))(?! (?:you|the person|people|patients (?:to|about)|each|it|them|what|whether|if|how|which|when)\b) |
    it has (?:\w+ )?been (?:shown|proved|proven|established|demonstrated|found|reported|known) | (?:public health england|the (?:royal college|nhs|government|department|profession|who)|phe|rcgp) (?:\w+ )?(?:says?|believes?|thinks?|wants?|states?|holds?|agrees?|recommends?|advises?)(?= (?:that|fewer|more|less|most|all|every|no)) | (?:a|one|another) (?:\w+ )?(?:study|trial|survey|paper|audit|review|analysis|report|article) (?:\w+ )?(?:found|finds|shows?|showed|says?|said|suggests?|proved|proves|concluded|reported|confirmed|has (?:shown|found)) |
    (?:guidelines?|guidance|trials?|stud(?:y|ies)|reviews?|specialists?|experts?|papers|reports|surveys|authorities|journals?|(?<!data on )research|data|figures|evidence|audits?|analys[ie]s|published (?:figures|data|work|evidence)) (?:have |has |are |is |all |now |no longer |long |both |repeatedly |widely |mostly |overwhelmingly )*(?:unanimous|in agreement|agreed|repeatedly|consistently|long|clear(?=[.,]| that| on| about)|plain|(?:no longer )?recommend(?:s|ed)?|discourage[sd]?|favou?rs?|abandoned|backs? (?:this|it|the|us|that)|bears? this out|found (?:no|that|it|this|the|much|little|good)|speaks? for|leans? towards|points? to|advise[sd]? against|warn(?:s|ed)? against|condemn\w*|turned against|stopped using|dismissed|prefer) |
    (?:a|one|another|the|two|several|some|many) (?:\w+ )?(?:leading|large|major|well-known|respected|nearby|teaching|famous|top|prominent|renowned|eminent|senior|distinguished|neighbouring|northern|southern|big) (?:\w+ )?(?:hospitals?|universit(?:y|ies)|trusts?|cent(?:re|er)s?|professors?|journals?|experts?|teams?|clinics?|colleges?|physicians?|consultants?|cardiologists?|psychiatrists?|pharmacologists?|practices?|group|think tank|institutes?)(?: \w+){0,3}? (?:has|have|reports?|reported|says?|found|finds?|shows?|showed|thinks?|believes?|recommends?|told|uses?|saw|did) |
    (?:good|every|strong|ample|much|plenty of) (?:reason|reasons|grounds|cause) to (?:think|believe|suppose|expect|hold) | (?:evidence|support|consensus|agreement|opinion|concern) (?:is|has been|continues to be) (?:\w+ )?(?:building|growing|mounting|accumulating|gathering|hardening|shifting|emerging|piling) |
    as (?:most |all |many |we |any |every )?(?:\w+ )?(?:doctors?|gps?|clinicians?|prescribers?|nurses?|pharmacists?|patients?|practices?|specialists?|you) (?:\w+ )?(?:knows?|agrees?|accepts?|says?|will know|can see|are aware|remember) |
    source: ?(?:\w+ )?(?:discussions?|conversations?|talks?|colleagues?|meetings?|opinions?|word|hearsay|feedback|memory|common|expert|a|an|general|clinical|personal|press|media|blog|manufacturer|leaflet|web|anonymous|unknown|private|correspondence|estimates?)\b(?: \w+){0,3} |
    (?:nice|the mhra|mhra|the bnf|(?-i:WHO)|ukhsa|nhs england|public health england|the royal college|the (?:cmo|chief medical officer)|sign|bts|the department of health)(?: has| have| is| now| also| itself| clearly| long){0,2} (?:says?|said|recommends?|recommended|wants?|advises?|advised|states?|thinks?|believes?|prefers?|supports?|agrees?|backs?|made (?:it )?(?:plain|clear)|told|tells|backed)(?= (?:that|fewer|more|less|the|all|every|no|us|you|most|practices|prescribers|doctors|it|this|people|patients|everyone|stopping|switching|starting|reducing|\w+ing)) |
    (?:recent|new|latest|modern|current|fresh|emerging|newer|up-to-date) (?:\w+ )?(?:work|thinking|findings?|science|results|figures|developments|data|insights?|knowledge)(?: \w+){0,3}? (?:has|have|shows?|suggests?|is|are|on|in|make|makes|support|supports|proves?|prove|point|points) |
    (?:it is|it's|it has become) (?:\w+ )?(?:clear|plain|certain|beyond doubt|undisputed|obvious|apparent|evident) (?:from|that|to) | there is (?:\w+ ){0,2}?(?:consensus|agreement|no doubt|no question|no argument|little doubt|proof) | (?:nobody|no ?one|few|hardly anyone) (?:\w+ )?(?:now |seriously |still )?(?:disputes?|doubts?|questions?|denies|argues) |
    (?:latest|current|modern|new|received) (?:thinking|wisdom|view|science) | (?:evidence|research|data|studies|work|experience) (?:from |in |across )(?:many|several|other|various|all) \w+ | (?:evidence|research|science|experience) (?:\w+ ){0,4}?(?:backs?|supports?|favou?rs?|bears? (?:this|it) out) | most (?:people|clinicians|of us) would (?:agree|say) |
    (?:stud(?:y|ies)|research(?:ers)?|trials?|evidence|the literature|science|scientists|surveys?|experience|papers|articles?|sources|everything we know|figures seen) (?:(?!not |cannot |no )\w+ ){0,4}?(?:shows?|showed|shown|suggests?|suggested|proves?|proved|proven|says?|indicates?|indicated|demonstrates?|demonstrated|confirms?|confirmed|tells? us|points?|agree|agrees|finds?|found|support|supports|back|leaves?|come to|came to|reached|are clear|is clear|concur) |
    (?:(?:leading|most|many|some|several|all|clinical|international|other|the|our|top|senior) )?(?:experts?|gps|clinicians|specialists|scientists|researchers|doctors|pharmacists|pharmacologists?|nurses|professors?|authorities|consultants|colleagues|practices|people|patients|leaders?|commentators|thinkers|opinion|consensus|insiders|observers|economists) (?:we (?:spoke|talked) to |in the field |everywhere |now |all |\w+ly )?(?:agrees?|believes?|thinks?|says?|knows?|recommends?|considers?|advises?|accepts?|holds?|feels?|reckon|argue|prefer|report|tell us|will tell you|would tell you|are convinced|are of the view|are unanimous|have long) |
    any (?:\w+ )?(?:pharmacologist|doctor|gp|expert|pharmacist|specialist|nurse|textbook|scientist) (?:will|would|can|could) (?:\w+ )?(?:tell|confirm|agree|say) |
    (?:it is|it's|as is|as it is|it has been|it has long been|(?<!what )is) (?:(?!not )\w+ )?(?:well[- ])?(?:known|accepted|recognised|established|agreed|understood|believed|thought|obvious|said|reported|held|documented|acknowledged|settled|common knowledge)(?: that| to|,) |
    (?:widely|generally|commonly|universally|now|long) (?:accepted|known|recognised|believed|agreed|held|thought|understood|acknowledged) |
    according to (?:\w+ )?(?:experts?|research|studies|sources|specialists|the (?:experts|literature|evidence|data)|some|many|most|recent|reports) |
    (?:everyone|everybody|we all|you all|all of us|(?<!so that )anyone|most of us) (?:\w+ )?(?:knows?|agrees?|accepts?|can see|understands) |
    as (?:everyone|everybody|all of us|we all|you all|any \w+|every \w+) (?:\w+ )?knows? | of course |
    common (?:knowledge|sense) |
    (?:strong|good|clear|ample|overwhelming|growing|plenty of|much|solid|robust|compelling) evidence(?! of a) |
    (?:evidence|research|case|science) (?:\w+ ){0,4}?is (?:well known|strong|clear|there|good|plain) |
    (?:many|most|several|all) (?:trials|studies|papers) | on good authority | data on file | personal communication |
    source: ?(?:internet|google|wikipedia|web|various|our|own|local|experience|colleagues|unpublished|tba|anon\w*|anecdot\w*|several|twitter|social|in-house)\b(?! (?:nhs|practice's)) |
    (?:our|my|own|local|personal|clinical|years of) experience (?:shows|says|suggests|tells|is|of) | source: our own |
    unpublished | see the literature | from the internet |
    (?:a|one) (?:recent|large|new|major|big|famous|landmark|well-known|leading|respected|seminal|american|swedish|danish) (?:\w+ )?(?:study|trial|review|survey|paper|report|article|audit|meta-analysis) |
    recent (?:studies|research|evidence|papers?|work|trials) |
    (?:several|various|many|numerous|countless|multiple|other|some|recent|large|dozens of|a number of(?! reviews)|plenty of) (?:\w+ )?(?:reports?|studies|papers|sources|surveys|trials|research|articles|reviews|authors) |
    (?:the )?(?:national|local|nhs|official|current|latest|international|best|nice)? ?(?:guidelines?|guidance|policy|best practice|good practice|regulations?) (?:\w+ )?(?:says?|states?|recommends?|expects?|requires?|demands?|insists?|suggests?|advises?|wants?|tells?|forbids?|makes? (?:it )?clear|is (?:\w+ )?clear|are (?:\w+ )?clear|sets?|calls? for|supports?|leaves?) |
    (?:nice|mhra|the bnf|nhs england|the college|rcgp|the (?:regulator|formulary|department|ministry|who)|government) (?:\w+ )?(?:requires?|demands?|insists?|orders?|wants?|expects?|forbids?|bans?|leaves no|is (?:\w+ )?clear) |
    anecdotal\w* | reportedly | apparently | allegedly | supposedly | rumou?r\w* | hearsay | we hear | word (?:is|has it) |
    they say | it is said | people say | wikipedia | social media | twitter | facebook | youtube | a blog | a podcast |
    a website | chatgpt | the internet | on the radio | on (?:the )?(?:television|tv|news) |
    in the (?:papers|news|press)(?! room) |
    a (?:colleague|friend|contact|gp|doctor|professor|consultant)(?: of (?:ours|mine))? (?:told|says|said|once|tells|mentioned) |
    time and (?:time )?again | again and again |
    (?:work|studies|data|research|evidence|experience|trials) (?:done )?(?:from )?(?:abroad|overseas|elsewhere) |
    done abroad | (?:shown|proved|demonstrated|said) many times | (?:we|you) (?:are|have been) told (?:by|that) |
    by (?:specialists|experts|scientists|researchers|those who know) | it says so | says so in | in the guidance |
    (?:in|per) the guidelines?(?= |[.,]|$) | everyone in the field |
    in the (?:field|know|trade|profession) (?:accepts?|agrees?|knows?|says?) | specialists? (?:think|say|tell) |
    textbooks? (?:say|agree) | (?:opinion|thought) leaders? | key opinion | consensus (?:is|holds|has) |
    international consensus | authoritative sources? | (?:confirmed|shown|reported|found) (?:several|many|countless) times |
    data from (?:overseas|abroad|elsewhere|other|several) | overseas (?:data|studies) |
    in (?:one|another|a) (?:european|american|scandinavian|foreign) (?:study|country) | elsewhere (?:in|it) |
    (?:doctors|patients|people|practices|nurses) (?:we|i) (?:spoke|talked|met) | a paper (?:found|shows|says) |
    no serious (?:doctor|clinician|scientist|person) | history (?:shows|teaches) | we all know that | undoubtedly |
    needless to say | it stands to reason | logic (?:says|dictates) | figures? (?:released|seen|suggest) |
    point the same way | same conclusion | from what we (?:hear|know|see) |
    in our (?:view|opinion|experience)(?=,? (?:most|all|every|this is))`,
  sourced: words`
    (?:check|so|make sure|see) (?:that )?(?:people|patients|they) know |
    some people | little to say | let (?:people|patients|them) know |    different conclusions? | older studies |
    another | in others | not in | (?:ng|cg|ta|qs|ph)\s?\d+ | \b(?:19|20)\d\d\b | no (?:clear|difference|effect) |
    we (?:tested|found no|do not) | cochrane | search tells | your (?:own )?(?:search|data|figures) |
    what (?:the )?evidence | reports? (?:show|tell) your | very low | of (?:\d+|\w+) trials | in \d+ | jama | not guidance |
    where the | trials of feedback | (?:agree|decide) (?:on|how|with|what|which|who|one) | look at the guideline |
    mixed results | the person | if (?:the )?formulary | audit failed | no trial | whether | \?$ | ask | both of you |
    if you | may want | some patients | we have followed | what they`,
};

export const voicesKinds: readonly GrammarKind[] = [
  {
    patterns: ["vague -sourced -asks", "unfit"],
    say: "name the study or guideline, its year and what it found, and cite it",
  },
];
