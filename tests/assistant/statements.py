"""Quotes on subjects that the corpus doesn't hold, with statements that they carry or don't."""

SHOULDER = (
    "Een injectie met corticosteroïden kan bij een frozen shoulder de pijn in de eerste 6 weken "
    "verminderen, maar na 6 maanden is er geen verschil met placebo."
)
CUFF = (
    "Bij patiënten ouder dan 65 jaar met een degeneratieve cuffruptuur wordt een operatie niet "
    "aanbevolen als eerste behandeling."
)
KNEE = (
    "Oefentherapie verminderde bij vrouwen met knieartrose de pijn met 2,5 punten op een schaal "
    "van 0 tot 10, terwijl het gebruik van paracetamol gelijk bleef."
)
MENISCUS = (
    "Bij 25% van de volwassenen zonder knieklachten is op MRI een meniscusscheur te zien; dat "
    "aandeel is bij ouderen waarschijnlijk hoger."
)
LIGAMENT = (
    "Na een reconstructie van de voorste kruisband keert ruim een derde van de sporters niet terug "
    "op het oude niveau."
)
HIP = (
    "Na een heupoperatie mag de patiënt het rechterbeen gedurende 4-6 weken niet volledig belasten."
)
BURSITIS = (
    "Er is beperkt bewijs dat shockwavetherapie bij chronische trochanterpijn op korte termijn "
    "effectiever is dan een injectie."
)
HEADACHE = (
    "Spanningshoofdpijn komt vaker voor bij vrouwen dan bij mannen en gaat meestal binnen 72 uur "
    "vanzelf over."
)
MIGRAINE = (
    "Triptanen worden afgeraden bij patiënten met migraine en een hartinfarct in de "
    "voorgeschiedenis."
)
OVERUSE = (
    "Wie op minstens 15 dagen per maand pijnstillers slikt, kan medicatieovergebruikshoofdpijn "
    "ontwikkelen."
)
CHILDREN = (
    "Bij kinderen met acute heuppijn is het niet zinvol om routinematig een röntgenfoto te maken."
)
ANKLE = (
    "Taping lijkt bij acuut enkelletsel niet beter te werken dan een brace (oddsratio 0,94; "
    "95%-BI 0,71-1,24)."
)
RATS = "Bij ratten nam de spierkracht na 3 weken immobilisatie met 40% af."
ELBOW = (
    "De sensitiviteit van de test van Cozen is 84% en de specificiteit is onbekend; de test is "
    "alleen bij pijn aan de laterale zijde van de elleboog gebruikt."
)
TRIAL = (
    "In de interventiegroep herstelden 48 van de 60 deelnemers en in de controlegroep 36 van de 60."
)
GOUT = "Colchicine moet bij patiënten met een ernstige nierfunctiestoornis worden vermeden."

CARRIED = [
    (
        SHOULDER,
        "Na zes maanden verschilt een corticosteroïdinjectie bij een frozen shoulder niet "
        "van placebo, al kan die in de eerste zes weken de pijn verminderen.",
    ),
    (
        SHOULDER,
        "In de eerste 6 weken geeft een injectie met corticosteroïden bij een frozen "
        "shoulder mogelijk minder pijn, maar na 6 maanden is er geen verschil met placebo.",
    ),
    (
        CUFF,
        "Een operatie wordt als eerste behandeling afgeraden bij patiënten boven 65 jaar met "
        "een degeneratieve cuffruptuur.",
    ),
    (
        CUFF,
        "Bij een degeneratieve cuffruptuur raadt men patiënten ouder dan 65 jaar een operatie "
        "als eerste behandeling af.",
    ),
    (
        KNEE,
        "Vrouwen met knieartrose hadden door oefentherapie 2,5 punten minder pijn op een schaal "
        "van 0-10, en gebruikten niet minder of meer paracetamol.",
    ),
    (
        KNEE,
        "Bij vrouwen met knieartrose nam de pijn door oefentherapie met 2,5 punten af (schaal "
        "0 tot 10); het paracetamolgebruik veranderde niet.",
    ),
    (
        MENISCUS,
        "Een kwart van de volwassenen zonder knieklachten heeft op MRI een meniscusscheur, "
        "en bij ouderen vermoedelijk meer.",
    ),
    (
        MENISCUS,
        "Op MRI is bij 25 procent van de volwassenen zonder knieklachten een meniscusscheur "
        "zichtbaar; bij ouderen is dat aandeel waarschijnlijk groter.",
    ),
    (
        LIGAMENT,
        "Meer dan een derde van de sporters komt na een voorstekruisbandreconstructie niet "
        "terug op het oude niveau.",
    ),
    (
        LIGAMENT,
        "Ruim een derde van de sporters bereikt na reconstructie van de voorste kruisband "
        "het oude niveau niet meer.",
    ),
    (
        HIP,
        "Vier tot zes weken lang mag de patiënt na een heupoperatie het rechterbeen niet volledig "
        "belasten.",
    ),
    (
        HIP,
        "Na een operatie aan de heup is volledige belasting van het rechterbeen 4 tot 6 weken "
        "niet toegestaan.",
    ),
    (
        BURSITIS,
        "Voor een groter effect van shockwavetherapie dan van een injectie op korte termijn "
        "is bij chronische trochanterpijn maar beperkt bewijs.",
    ),
    (
        BURSITIS,
        "Het bewijs is beperkt dat shockwavetherapie bij langdurige trochanterpijn op de "
        "korte termijn beter werkt dan een injectie.",
    ),
    (
        HEADACHE,
        "Vrouwen hebben vaker spanningshoofdpijn dan mannen; doorgaans verdwijnt die spontaan "
        "binnen 72 uur.",
    ),
    (
        HEADACHE,
        "Meestal is spanningshoofdpijn, die bij vrouwen vaker voorkomt dan bij mannen, binnen "
        "72 uur vanzelf over.",
    ),
    (
        MIGRAINE,
        "Bij patiënten met migraine die eerder een hartinfarct hadden, worden triptanen niet "
        "aanbevolen.",
    ),
    (
        MIGRAINE,
        "Triptanen zijn ontraden bij patiënten met migraine en een hartinfarct in de "
        "voorgeschiedenis.",
    ),
    (
        OVERUSE,
        "Medicatieovergebruikshoofdpijn kan ontstaan bij wie ten minste vijftien dagen per "
        "maand pijnstillers gebruikt.",
    ),
    (
        OVERUSE,
        "Mensen die op 15 dagen per maand of meer pijnstillers slikken, krijgen mogelijk "
        "medicatieovergebruikshoofdpijn.",
    ),
    (
        CHILDREN,
        "Routinematig een röntgenfoto maken heeft bij kinderen met acute heuppijn geen zin.",
    ),
    (CHILDREN, "Een routinematige röntgenfoto is bij kinderen met acute heuppijn zinloos."),
    (
        ANKLE,
        "Bij acuut enkelletsel werkt taping naar het lijkt niet beter dan een brace (oddsratio "
        "0,94; 95%-BI 0,71 tot 1,24).",
    ),
    (
        ANKLE,
        "Een brace en taping lijken bij acuut enkelletsel niet te verschillen in werking: "
        "oddsratio 0,94.",
    ),
    (RATS, "Drie weken immobilisatie verlaagde de spierkracht van ratten met 40 procent."),
    (RATS, "De spierkracht van ratten was na drie weken immobilisatie 40% lager."),
    (
        ELBOW,
        "De test van Cozen heeft een sensitiviteit van 84 procent; de specificiteit is niet "
        "bekend en de test is alleen gebruikt bij pijn aan de laterale zijde van de elleboog.",
    ),
    (
        TRIAL,
        "Van de 60 deelnemers in de interventiegroep herstelden er 48, tegen 36 van de 60 in de "
        "controlegroep.",
    ),
    (
        TRIAL,
        "48 van de 60 deelnemers herstelden in de interventiegroep, en 36 van de 60 in de "
        "controlegroep.",
    ),
    (GOUT, "Colchicine moet men vermijden bij patiënten met een ernstige nierfunctiestoornis."),
    (GOUT, "Patiënten met een ernstige nierfunctiestoornis moeten geen colchicine krijgen."),
]

NOT_CARRIED = [
    (
        SHOULDER,
        "Een injectie met corticosteroïden vermindert bij een frozen shoulder de pijn in de "
        "eerste 6 weken, maar na 6 maanden is er geen verschil met placebo.",
    ),
    (
        SHOULDER,
        "Een injectie met corticosteroïden kan bij een frozen shoulder de pijn in de eerste "
        "6 maanden verminderen.",
    ),
    (
        SHOULDER,
        "Een injectie met corticosteroïden kan bij een frozen shoulder de pijn in de eerste "
        "6 weken verergeren, maar na 6 maanden is er geen verschil met placebo.",
    ),
    (
        SHOULDER,
        "Een injectie met corticosteroïden kan bij een frozen shoulder in de eerste 6 weken "
        "geen pijn verminderen, maar na 6 maanden is er verschil met placebo.",
    ),
    (
        CUFF,
        "Bij patiënten met een degeneratieve cuffruptuur wordt een operatie aanbevolen als "
        "eerste behandeling.",
    ),
    (
        CUFF,
        "Bij patiënten jonger dan 65 jaar met een degeneratieve cuffruptuur wordt een operatie "
        "niet aanbevolen als eerste behandeling.",
    ),
    (
        CUFF,
        "Bij patiënten ouder dan 65 jaar met een frozen shoulder wordt een operatie niet "
        "aanbevolen als eerste behandeling.",
    ),
    (KNEE, "Oefentherapie verminderde bij mannen met knieartrose de pijn met 2,5 punten."),
    (
        KNEE,
        "Oefentherapie verminderde bij knieartrose de pijn met 2,5 punten op een schaal van 0 "
        "tot 10, terwijl het gebruik van paracetamol gelijk bleef.",
    ),
    (
        KNEE,
        "Oefentherapie verminderde bij vrouwen met knieartrose de pijn met 3,5 punten op een "
        "schaal van 0 tot 10, terwijl het gebruik van paracetamol gelijk bleef.",
    ),
    (
        KNEE,
        "Oefentherapie verminderde bij vrouwen met knieartrose de pijn met 2,5 punten op een "
        "schaal van 0 tot 10, terwijl het gebruik van paracetamol toenam.",
    ),
    (
        MENISCUS,
        "Bij 25% van de volwassenen met knieklachten is op MRI een meniscusscheur te zien; "
        "dat aandeel is bij ouderen waarschijnlijk hoger.",
    ),
    (
        MENISCUS,
        "Bij de helft van de volwassenen zonder knieklachten is op MRI een meniscusscheur te "
        "zien; dat aandeel is bij ouderen waarschijnlijk hoger.",
    ),
    (
        MENISCUS,
        "Bij 25% van de volwassenen zonder knieklachten is op MRI een meniscusscheur te "
        "zien; dat aandeel is bij ouderen hoger.",
    ),
    (
        MENISCUS,
        "Bij 25% van de volwassenen zonder knieklachten is op MRI een meniscusscheur te "
        "zien; dat aandeel is bij ouderen waarschijnlijk lager.",
    ),
    (
        MENISCUS,
        "Bij 25% van de volwassenen zonder knieklachten is op echografie een meniscusscheur "
        "te zien; dat aandeel is bij ouderen waarschijnlijk hoger.",
    ),
    (
        LIGAMENT,
        "Na een reconstructie van de voorste kruisband keert ruim een kwart van de sporters "
        "niet terug op het oude niveau.",
    ),
    (
        LIGAMENT,
        "Na een reconstructie van de achterste kruisband keert ruim een derde van de "
        "sporters niet terug op het oude niveau.",
    ),
    (
        LIGAMENT,
        "Na een reconstructie van de voorste kruisband keert ruim een derde van de sporters "
        "terug op het oude niveau.",
    ),
    (
        HIP,
        "Na een heupoperatie mag de patiënt het linkerbeen gedurende 4-6 weken niet volledig "
        "belasten.",
    ),
    (
        HIP,
        "Na een heupoperatie mag de patiënt het rechterbeen gedurende 4-8 weken niet volledig "
        "belasten.",
    ),
    (
        HIP,
        "Na een heupoperatie mag de patiënt het rechterbeen gedurende 4 weken niet volledig "
        "belasten.",
    ),
    (
        BURSITIS,
        "Er is sterk bewijs dat shockwavetherapie bij chronische trochanterpijn op korte "
        "termijn effectiever is dan een injectie.",
    ),
    (
        BURSITIS,
        "Er is beperkt bewijs dat shockwavetherapie bij chronische trochanterpijn op lange "
        "termijn effectiever is dan een injectie.",
    ),
    (
        BURSITIS,
        "Er is beperkt bewijs dat shockwavetherapie bij trochanterpijn op korte termijn "
        "effectiever is dan een injectie.",
    ),
    (
        BURSITIS,
        "Er is beperkt bewijs dat een injectie bij chronische trochanterpijn op korte "
        "termijn effectiever is dan shockwavetherapie.",
    ),
    (
        HEADACHE,
        "Spanningshoofdpijn komt vaker voor bij mannen dan bij vrouwen en gaat meestal "
        "binnen 72 uur vanzelf over.",
    ),
    (
        HEADACHE,
        "Spanningshoofdpijn komt vaker voor bij vrouwen dan bij mannen en gaat altijd binnen "
        "72 uur vanzelf over.",
    ),
    (
        HEADACHE,
        "Spanningshoofdpijn komt vaker voor bij vrouwen dan bij mannen en gaat meestal na "
        "72 uur vanzelf over.",
    ),
    (
        MIGRAINE,
        "Triptanen worden aanbevolen bij patiënten met migraine en een hartinfarct in de "
        "voorgeschiedenis.",
    ),
    (MIGRAINE, "Triptanen worden afgeraden bij patiënten met migraine."),
    (
        OVERUSE,
        "Wie op hoogstens 15 dagen per maand pijnstillers slikt, kan "
        "medicatieovergebruikshoofdpijn ontwikkelen.",
    ),
    (
        OVERUSE,
        "Wie op minstens 15 dagen per jaar pijnstillers slikt, kan "
        "medicatieovergebruikshoofdpijn ontwikkelen.",
    ),
    (
        OVERUSE,
        "Wie op minstens 15 dagen per maand pijnstillers slikt, zal "
        "medicatieovergebruikshoofdpijn ontwikkelen.",
    ),
    (
        CHILDREN,
        "Bij ouderen met acute heuppijn is het niet zinvol om routinematig een röntgenfoto "
        "te maken.",
    ),
    (
        CHILDREN,
        "Bij kinderen met acute heuppijn is het zinvol om routinematig een röntgenfoto te maken.",
    ),
    (
        CHILDREN,
        "Bij kinderen met chronische heuppijn is het niet zinvol om routinematig een "
        "röntgenfoto te maken.",
    ),
    (ANKLE, "Taping werkt bij acuut enkelletsel niet beter dan een brace."),
    (ANKLE, "Taping lijkt bij acuut enkelletsel niet slechter te werken dan een brace."),
    (
        ANKLE,
        "Taping lijkt bij acuut enkelletsel niet beter te werken dan een brace (oddsratio 0,49).",
    ),
    (RATS, "Na 3 weken immobilisatie nam de spierkracht bij mensen met 40% af."),
    (RATS, "Na 3 weken immobilisatie nam de spierkracht met 40% af."),
    (RATS, "Bij ratten nam de spierkracht na 3 weken immobilisatie met 40% toe."),
    (ELBOW, "De specificiteit van de test van Cozen is 84% en de sensitiviteit is onbekend."),
    (ELBOW, "De test is alleen bij pijn aan de mediale zijde van de elleboog gebruikt."),
    (ELBOW, "De sensitiviteit van de test van Cozen is 84% en de specificiteit is bekend."),
    (
        TRIAL,
        "In de controlegroep herstelden 48 van de 60 deelnemers en in de interventiegroep 36 "
        "van de 60.",
    ),
    (
        TRIAL,
        "In de interventiegroep herstelden 36 van de 60 deelnemers en in de controlegroep 48 "
        "van de 60.",
    ),
    (GOUT, "Colchicine kan bij patiënten met een ernstige nierfunctiestoornis worden gegeven."),
    (GOUT, "Colchicine moet worden vermeden."),
    (GOUT, "Allopurinol moet bij patiënten met een ernstige nierfunctiestoornis worden vermeden."),
]

CARRIED += [
    (
        "Bij hardlopers met patellofemorale pijn leidde een kortere paslengte tot "
        "minder belasting van het kniegewricht.",
        "Een kortere pas verlaagde bij hardlopers met patellofemorale pijn de "
        "belasting van de knie.",
    ),
    (
        "Er zijn geen aanwijzingen dat echografie van de schouder in de "
        "huisartsenpraktijk de uitkomst verbetert.",
        "Dat echografie van de schouder in de huisartsenpraktijk tot betere "
        "uitkomsten leidt, is niet aangetoond.",
    ),
    (
        "De richtlijn adviseert om bij een vermoeden van een heupfractuur dezelfde "
        "dag een röntgenfoto te maken.",
        "Bij vermoeden van een heupfractuur is volgens de richtlijn dezelfde dag "
        "een röntgenfoto aangewezen.",
    ),
    (
        "Twee op de drie patiënten met een tenniselleboog zijn na een jaar "
        "klachtenvrij, ook zonder behandeling.",
        "Ook onbehandeld heeft twee derde van de patiënten met een tenniselleboog "
        "na een jaar geen klachten meer.",
    ),
    (
        "Het risico op een trombose is na een totale knieprothese verhoogd en neemt "
        "na 3 maanden geleidelijk af.",
        "Na een totale knieprothese is er een hoger risico op trombose, dat na drie "
        "maanden geleidelijk daalt.",
    ),
    (
        "De onderzoekers includeerden 214 patiënten met clusterhoofdpijn; 31 van hen vielen uit.",
        "Van de 214 geïncludeerde patiënten met clusterhoofdpijn vielen er 31 uit.",
    ),
    (
        "Een hogere leeftijd en overgewicht hangen samen met een slechter beloop van heupartrose.",
        "Overgewicht en een hogere leeftijd zijn geassocieerd met een ongunstiger "
        "beloop van heupartrose.",
    ),
    (
        "Bètablokkers kunnen migraineaanvallen voorkomen, maar zijn gecontra-indiceerd bij astma.",
        "Migraineaanvallen kunnen met bètablokkers worden voorkomen, maar bij astma "
        "mogen die niet worden gebruikt.",
    ),
    (
        "NSAID's werken bij jicht even goed als prednisolon.",
        "Prednisolon en NSAID's zijn bij jicht even effectief.",
    ),
    (
        "Krachttraining wordt 2 tot 3 keer per week gedurende minimaal 12 weken geadviseerd.",
        "Het advies is ten minste twaalf weken lang 2-3 maal per week krachttraining te doen.",
    ),
    (
        "Langdurige immobilisatie van de schouder moet worden voorkomen.",
        "Men moet voorkomen dat de schouder langdurig geïmmobiliseerd wordt.",
    ),
]

NOT_CARRIED += [
    (
        "Vóór de operatie gebruikte 60% van de patiënten opioïden, na een jaar nog 12%.",
        "Het opioïdgebruik steeg van 60% van de patiënten voor de operatie naar 12% na een jaar.",
    ),
    (
        "Vóór de operatie gebruikte 60% van de patiënten opioïden, na een jaar nog 12%.",
        "Vóór de operatie gebruikte 12% van de patiënten opioïden, na een jaar nog 60%.",
    ),
    (
        "Bètablokkers kunnen migraineaanvallen voorkomen, maar zijn gecontra-indiceerd bij astma.",
        "Bètablokkers kunnen astma voorkomen, maar zijn gecontra-indiceerd bij migraineaanvallen.",
    ),
    (
        "NSAID's werken bij jicht even goed als prednisolon.",
        "NSAID's werken bij jicht beter dan prednisolon.",
    ),
    (
        "De richtlijn adviseert om bij een vermoeden van een heupfractuur dezelfde "
        "dag een röntgenfoto te maken.",
        "De richtlijn adviseert om bij een vermoeden van een heupfractuur dezelfde "
        "dag een CT-scan te maken.",
    ),
    (
        "Krachttraining wordt 2 tot 3 keer per week gedurende minimaal 12 weken geadviseerd.",
        "Krachttraining wordt 2 tot 3 keer per dag gedurende minimaal 12 weken geadviseerd.",
    ),
    (
        "De meeste mensen met een verzwikte enkel kunnen binnen 2 weken weer werken.",
        "Alle mensen met een verzwikte enkel kunnen binnen 2 weken weer werken.",
    ),
    (
        "Een hogere leeftijd en overgewicht hangen samen met een slechter beloop van heupartrose.",
        "Een lagere leeftijd en overgewicht hangen samen met een slechter beloop van heupartrose.",
    ),
    (
        "Een hogere leeftijd en overgewicht hangen samen met een slechter beloop van heupartrose.",
        "Een hogere leeftijd en overgewicht veroorzaken heupartrose.",
    ),
    (
        "Er zijn geen aanwijzingen dat echografie van de schouder in de "
        "huisartsenpraktijk de uitkomst verbetert.",
        "Echografie van de schouder verbetert in de huisartsenpraktijk de uitkomst.",
    ),
    (
        "Triamcinolon 40 mg werd eenmaal geïnjecteerd.",
        "Triamcinolon 80 mg werd eenmaal geïnjecteerd.",
    ),
    (
        "Triamcinolon 40 mg werd eenmaal geïnjecteerd.",
        "Methylprednisolon 40 mg werd eenmaal geïnjecteerd.",
    ),
]
