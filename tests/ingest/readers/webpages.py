"""Saved pages, and the blocks of their main content; ⏎ stands for a line break."""

JOURNAL = """\
<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8">
<title>Nekpijn bij beeldschermwerk | Tijdschrift voor de Praktijk</title>
<meta name="citation_title" content="Nekpijn bij beeldschermwerk">
<meta name="citation_author" content="M. de Wit"><meta name="citation_author" content="J.P.
Aalbers">
<meta name="citation_publication_date" content="2023/04/11">
<meta name="citation_doi" content="10.1234/tvp.2023.77">
<meta name="citation_journal_title" content="Tijdschrift voor de Praktijk">
<style>.x{color:red}</style><script>var a = "<p>geen tekst</p>";</script></head>
<body class="has-sidebar">
<a class="skip-link" href="#main">Direct naar de inhoud</a>
<div id="cookie-consent"><p>Wij gebruiken cookies om de site te verbeteren.</p>
<button>Accepteren</button></div>
<header class="site-header"><a href="/">Tijdschrift voor de Praktijk</a>
<nav><ul><li><a href="/a">Archief</a></li><li><a href="/b">Auteurs</a></li><li><a
href="/c">Contact</a></li></ul></nav></header>
<main id="main"><article>
<nav class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/a">Archief</a></nav>
<h1>Nekpijn bij beeldschermwerk</h1>
<p class="lead">Wie lang stilzit achter een scherm, krijgt vaker last van de nek.</p>
<div class="share-buttons"><a href="f">Facebook</a><a href="x">X</a></div>
<h2>Achtergrond</h2>
<p>Ongeveer 40% van de kantoorwerkers heeft ieder jaar nekpijn.<sup><a href="#ref1">1</a>,<a
href="#ref2">2</a></sup>
De pijn trekt soms naar de schouder,<sup>3-5</sup> zelden naar de arm.</p>
<div class="advertentie"><p>Bestel nu uw bureaustoel met 20% korting!</p></div>
<h3>Risicofactoren</h3>
<ul><li>weinig pauzes</li><li>een te laag scherm<ul><li>vooral bij laptops</li><li>ook bij
tablets</li></ul></li><li>eerdere nekpijn</li></ul>
<figure><img src="a.png" alt="foto"><figcaption>Figuur 1. Houding achter een
scherm.</figcaption></figure>
<h2>Resultaten</h2>
<table><caption>Tabel 1. Pijn na 12 weken.</caption>
<thead><tr><th rowspan="2">Groep</th><th colspan="2">Pijn (NRS)</th></tr><tr><th>begin</th>
<th>na 12 weken</th></tr></thead>
<tbody><tr><td>Oefeningen</td><td>5,8</td><td>3,1</td></tr><tr><td>Geen behandeling</td>
<td>5,6</td><td>5,2</td></tr>
<tr><td colspan="3">Subgroepen</td></tr><tr><td>Vrouwen</td><td>6,0</td><td>3,4</td></tr>
</tbody></table>
<p>De BMI (in kg/m<sup>2</sup>) maakte geen verschil; I<sup>2</sup> was 38% en &chi;<sup>2</sup>
4,2. Per jaar gaat het om 10<sup>5</sup> mensen.</p>
<section><h2>Literatuur</h2><ol><li id="ref1">Bos A, Dam B. Nekpijn op kantoor. Eigen Blad
2019;12:33-9. <a href="p">PubMed</a></li>
<li id="ref2">Kok C. Pauzes. Eigen Blad 2020;13:1-4.</li></ol></section>
</article>
<aside class="related"><h2>Gerelateerde artikelen</h2><ul><li><a href="1">Rugpijn in de
bouw</a></li><li><a href="2">Schouderklachten</a></li></ul></aside>
<section id="comments"><h2>Reacties (1)</h2><article class="comment"><p>Ik heb dit ook al jaren,
vreselijk.</p></article></section>
</main>
<footer><p>© 2023 Tijdschrift voor de Praktijk. Alle rechten voorbehouden.</p><a
href="/p">Privacy</a></footer>
</body></html>
"""

JOURNAL_BLOCKS = """\
heading: Nekpijn bij beeldschermwerk
paragraph: Wie lang stilzit achter een scherm, krijgt vaker last van de nek.
heading: Achtergrond
paragraph: Ongeveer 40% van de kantoorwerkers heeft ieder jaar nekpijn. De pijn trekt soms
    naar de schouder, zelden naar de arm.
heading: Risicofactoren
item: - weinig pauzes
item: - een te laag scherm
item: - vooral bij laptops
item: - ook bij tablets
item: - eerdere nekpijn
caption: Figuur 1. Houding achter een scherm.
heading: Resultaten
caption: Tabel 1. Pijn na 12 weken.
row: | Groep: Oefeningen | Pijn (NRS) begin: 5,8 | Pijn (NRS) na 12 weken: 3,1 |
row: | Groep: Geen behandeling | Pijn (NRS) begin: 5,6 | Pijn (NRS) na 12 weken: 5,2 |
row: | Subgroepen |
row: | Groep: Vrouwen | Pijn (NRS) begin: 6,0 | Pijn (NRS) na 12 weken: 3,4 |
paragraph: De BMI (in kg/m²) maakte geen verschil; I² was 38% en χ² 4,2. Per jaar gaat het om
    10⁵ mensen.
heading: Literatuur
reference: 1. Bos A, Dam B. Nekpijn op kantoor. Eigen Blad 2019;12:33-9.
reference: 2. Kok C. Pauzes. Eigen Blad 2020;13:1-4.
"""

LEAFLET = """\
<html><head><title>Patiëntenfolder hernia - Ziekenhuis De Linde</title><meta
property="og:site_name" content="Ziekenhuis De Linde"></head>
<body><div class="wrapper"><div class="top-menu"><ul><li><a href="/">Home</a><li><a
href="/afd">Afdelingen</a><li><a href="/werken">Werken bij</a></ul></div>
<div class="content"><h1>Hernia in de onderrug</h1>
<p>U leest hier wat een hernia is en wat u zelf kunt doen.</p>
<h2><button aria-controls="p1" aria-expanded="false">Wat is een hernia?</button></h2>
<div id="p1" hidden><p>Bij een hernia drukt een tussenwervelschijf tegen een zenuw. Dat geeft
pijn in het been.</p></div>
<h2><button aria-controls="p2" aria-expanded="false">Wat kunt u zelf doen?</button></h2>
<div id="p2" style="display: none"><p>Blijf in beweging. Dit helpt:</p><ol><li>wandel elke
dag</li><li><p>neem zo nodig paracetamol</p><p>Volwassenen nemen niet meer dan 4 keer 1000 mg
per dag.</p></li></ol></div>
<h2>Wanneer belt u?</h2>
<dl><dt>Direct</dt><dd>U kunt uw plas niet ophouden.</dd><dt>Binnen een week</dt><dd>De pijn
wordt erger.</dd><dd>U slaapt niet meer door de pijn.</dd></dl>
<p>Heeft u vragen?<br>Bel de polikliniek.<br><br>We helpen u graag.</p>
<p><strong>Na de operatie</strong></p>
<p>De meeste mensen gaan na 1 dag naar huis.</p>
<p><a href="/folder.pdf">Lees ook: wat kost een operatie?</a></p>
</div>
<div class="sidebar"><h3>Meest gelezen</h3><ul><li><a href="1">Parkeren</a></li><li><a
href="2">Bezoektijden</a></li></ul><form><input name="q"><button>Zoek</button></form></div>
<div id="footer">Ziekenhuis De Linde, Laan 1, Utrecht <a href="/d">Disclaimer</a></div></div>
<div class="cookieBanner">Deze site plaatst cookies. <button>Akkoord</button></div></body>
</html>
"""

LEAFLET_BLOCKS = """\
heading: Hernia in de onderrug
paragraph: U leest hier wat een hernia is en wat u zelf kunt doen.
heading: Wat is een hernia?
paragraph: Bij een hernia drukt een tussenwervelschijf tegen een zenuw. Dat geeft pijn in het
    been.
heading: Wat kunt u zelf doen?
paragraph: Blijf in beweging. Dit helpt:
item: 1. wandel elke dag
item: 2. neem zo nodig paracetamol
paragraph: Volwassenen nemen niet meer dan 4 keer 1000 mg per dag.
heading: Wanneer belt u?
item: - Direct: U kunt uw plas niet ophouden.
item: - Binnen een week: De pijn wordt erger.
item: - Binnen een week: U slaapt niet meer door de pijn.
paragraph: Heeft u vragen? ⏎ Bel de polikliniek.
paragraph: We helpen u graag.
heading: Na de operatie
paragraph: De meeste mensen gaan na 1 dag naar huis.
"""

LAYOUT_TABLES = """\
<html><head><title>Whiplash: een overzicht :: Rugsite</title></head><body>
<table width="100%"><tr><td colspan="2"><img src="logo.gif"> <a href="/">Rugsite</a></td></tr>
<tr><td width="150"><a href="1">Start</a><br><a href="2">Nieuws</a><br><a
href="3">Links</a><br><a href="4">Gastenboek</a></td>
<td><font size="5"><h1>Whiplash: een overzicht</h1></font>
Na een aanrijding van achteren kan de nek pijn gaan doen. Vaak gaat dat binnen 6 weken over.
<br><br>
<b>Klachten</b><br><br>
De klachten zijn wisselend: nekpijn, hoofdpijn en soms duizeligheid. Een op de vijf houdt
klachten [1].
<p>Een halskraag wordt <i>niet</i> aangeraden.
<p>Bewegen mag, tenzij de arts iets anders zegt.
<h2>Onderzoek</h2>
<p>Een foto is alleen nodig bij:
<ul><li>pijn midden op de wervels
<li>tintelingen in armen of benen
<li>een leeftijd van 65 jaar of ouder</ul>
<p>Zie ook de <a href="r">richtlijn over nekletsel</a> voor de precieze regels.
</td></tr><tr><td colspan="2">&copy; 2004 Rugsite | <a href="m">Mail ons</a> | <a
href="s">Sitemap</a> | <a href="d">Disclaimer</a></td></tr></table></body></html>
"""

LAYOUT_TABLES_BLOCKS = """\
heading: Whiplash: een overzicht
paragraph: Na een aanrijding van achteren kan de nek pijn gaan doen. Vaak gaat dat binnen 6
    weken over.
heading: Klachten
paragraph: De klachten zijn wisselend: nekpijn, hoofdpijn en soms duizeligheid. Een op de vijf
    houdt klachten [1].
paragraph: Een halskraag wordt niet aangeraden.
paragraph: Bewegen mag, tenzij de arts iets anders zegt.
heading: Onderzoek
paragraph: Een foto is alleen nodig bij:
item: - pijn midden op de wervels
item: - tintelingen in armen of benen
item: - een leeftijd van 65 jaar of ouder
paragraph: Zie ook de richtlijn over nekletsel voor de precieze regels.
"""

ONLY_A_TABLE = """\
<html><head><meta charset=utf-8><title>Doseringen</title></head><body>
<nav>Menu</nav><h1>Pijnstillers bij rugpijn</h1>
<table border=1><tr><th>Middel<th>Dosis<th>Maximum per dag<th>Let op
<tr><td>paracetamol<td>500–1000 mg<td>4000 mg<td>
<tr><td rowspan=2>ibuprofen<td>400 mg<td>1200 mg<td><ul><li>maagklachten</li>
<li>nierziekte</li></ul>
<tr><td>600 mg<td>≤ 2400 mg<td>alleen op recept<sup>a</sup>
<tr><td>diclofenac<td colspan=2>niet bij hartfalen<td>zie tekst
<tfoot><tr><td colspan=4>a: overleg bij een leeftijd boven 70 jaar.</table>
<footer>Laatst gewijzigd 2021 door de webmaster</footer></body></html>
"""

ONLY_A_TABLE_BLOCKS = """\
heading: Pijnstillers bij rugpijn
row: | Middel: paracetamol | Dosis: 500–1000 mg | Maximum per dag: 4000 mg |
row: | Middel: ibuprofen | Dosis: 400 mg | Maximum per dag: 1200 mg | Let op: maagklachten;
    nierziekte |
row: | Middel: ibuprofen | Dosis: 600 mg | Maximum per dag: ≤ 2400 mg | Let op: alleen op
    recept |
row: | Middel: diclofenac | Dosis: niet bij hartfalen | Maximum per dag: niet bij hartfalen |
    Let op: zie tekst |
note: a: overleg bij een leeftijd boven 70 jaar.
"""

WINDOWS = """\
<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">
<title>Ischias</title></head><body>
<div id="menu"><a href=1>Home</a> <a href=2>Ziekten</a> <a href=3>Zoeken</a></div>
<div id="tekst"><h2>Ischias – pijn in het been</h2>
<p>Patiënten met “ischias” hebben uitstralende pijn&nbsp;in één been. De pijn is heviger dan de
rugpijn&hellip;</p>
<p>Bij ± 75% is de pijn binnen 12&nbsp;weken over &mdash; ook zónder operatie. De kosten zijn €
40.</p>
<blockquote><p>Rust roest, maar blijf wel naar uw lijf luisteren.</p></blockquote></div>
</body></html>
"""

WINDOWS_BLOCKS = """\
heading: Ischias – pijn in het been
paragraph: Patiënten met “ischias” hebben uitstralende pijn in één been. De pijn is heviger
    dan de rugpijn…
paragraph: Bij ± 75% is de pijn binnen 12 weken over — ook zónder operatie. De kosten zijn €
    40.
paragraph: Rust roest, maar blijf wel naar uw lijf luisteren.
"""

GUIDELINE = """\
<!doctype html><html><head><meta charset="utf-8"><title>Richtlijn facetpijn | Richtlijnen
Online</title>
<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [
  {"@type": "WebSite", "name": "Richtlijnen Online"},
  {"@type": "Article", "headline": "Richtlijn facetpijn",
   "datePublished": "2021-09-01T08:00:00+02:00",
   "author": [{"@type": "Person", "name": "Els Vermeer"},
              {"@type": "Organization", "name": "Werkgroep Rug"}]}]}
</script></head>
<body><div role="banner"><a href="/">Richtlijnen Online</a></div>
<div role="navigation" class="toc"><h2>Op deze pagina</h2><ul><li><a
href="#s1">Uitgangsvraag</a></li><li><a href="#s2">Aanbeveling</a></li><li><a
href="#s3">Overwegingen</a></li></ul></div>
<div role="main"><div class="module-header"><h1>Richtlijn facetpijn</h1><p>Autorisatiedatum:
01-09-2021</p></div>
<section id="s1"><h2>Uitgangsvraag</h2><p>Wat is de plaats van een blokkade bij
facetpijn?</p></section>
<section id="s2"><h2>Aanbeveling</h2><aside class="kader"><p>Doe geen proefblokkade bij mensen
met acute rugpijn (&lt; 12 weken).</p>
<p>Overweeg radiofrequente denervatie (sterk, GRADE: laag).<a href="#voet1"
id="terug1"><sup>1</sup></a></p></aside></section>
<section id="s3"><h2>Overwegingen</h2><h3>Voor- en nadelen</h3><p>Het effect was klein: −0,8
[−1,5; −0,1] op een schaal van 0 tot 10.</p>
<details><summary>Zoekverantwoording</summary><p>Er is gezocht in 2 databanken tot 1 mei
2020.</p></details>
<table><tr><td>Kwaliteit</td><td>laag</td></tr><tr><td>Aantal studies</td><td>7</td></tr>
</table></section>
<div class="footnotes"><ol><li id="voet1">Alleen na een positief proefblok. <a
href="#terug1">↩</a></li></ol></div>
<h2>Referenties</h2><p>Aalders T, Bink R. Denervatie. Rugblad. 2018;3(2):10-15. doi:
10.9999/rb.2018.3</p><p>Cramer U, et al. Facetpijn in beeld. Rugblad. 2017;2:1-9.</p>
<h2>Contact</h2><p>Vragen over deze module kunnen naar de werkgroep.</p>
<div class="feedback"><p>Was deze pagina nuttig?</p><button>Ja</button><button>Nee</button>
</div></div>
<div role="contentinfo"><ul><li><a href="/o">Over ons</a></li><li><a href="/p">Privacy</a>
</li></ul></div></body></html>
"""

GUIDELINE_BLOCKS = """\
heading: Richtlijn facetpijn
paragraph: Autorisatiedatum: 01-09-2021
heading: Uitgangsvraag
paragraph: Wat is de plaats van een blokkade bij facetpijn?
heading: Aanbeveling
paragraph: Doe geen proefblokkade bij mensen met acute rugpijn (< 12 weken).
paragraph: Overweeg radiofrequente denervatie (sterk, GRADE: laag).
heading: Overwegingen
heading: Voor- en nadelen
paragraph: Het effect was klein: −0,8 [−1,5; −0,1] op een schaal van 0 tot 10.
heading: Zoekverantwoording
paragraph: Er is gezocht in 2 databanken tot 1 mei 2020.
row: | Kwaliteit | laag |
row: | Aantal studies | 7 |
note: 1. Alleen na een positief proefblok.
heading: Referenties
reference: Aalders T, Bink R. Denervatie. Rugblad. 2018;3(2):10-15. doi: 10.9999/rb.2018.3
reference: Cramer U, et al. Facetpijn in beeld. Rugblad. 2017;2:1-9.
heading: Contact
paragraph: Vragen over deze module kunnen naar de werkgroep.
"""

NEWS = """\
<html><head><meta charset="utf-8"><title>Minder rugoperaties dan vijf jaar geleden</title><meta
property="article:published_time" content="2022-03-05"><meta name="author" content="Redactie
Zorg"></head>
<body><div class="page"><div class="hdr"><h1>Minder rugoperaties dan vijf jaar geleden</h1>
</div>
<div class="body-wrap"><div class="story">
<p>Door Anna Smit, 5 maart 2022</p>
<p>Het aantal operaties aan de onderrug daalde met 12 procent, van 11.340 naar 9.979.</p>
<p>Volgens de onderzoekers komt dat doordat huisartsen langer afwachten.</p>
<div><span>Advertentie</span></div>
<p>"Bij de meeste mensen gaat de pijn vanzelf over", zegt een neuroloog.</p>
<div><p><strong>Lees ook:</strong> <a href="/x">Zo til je zonder rugpijn</a></p></div>
<h3>Wachttijd</h3>
<p>De wachttijd daalde niet; die bleef 9 weken.</p>
<p>Symptomen om op te letten:</p>
<ul><li><a href="/koorts">koorts</a></li><li><a href="/uitval">uitval van kracht</a></li><li><a
href="/plas">moeite met plassen</a></li></ul>
<p>Deel dit artikel</p>
<ul><li><a href="f">Facebook</a></li><li><a href="w">WhatsApp</a></li><li><a
href="l">LinkedIn</a></li></ul>
</div>
<div class="kolom"><h4>Ook interessant</h4><div><a href="1"><b>Yoga bij rugpijn</b></a>
<p>Wekelijks yoga helpt een beetje, blijkt uit nieuw onderzoek.</p></div><div><a
href="2"><b>Tillen</b></a><p>Tillen mag, mits met rechte rug.</p></div></div>
</div><div><p>Meld u aan voor onze nieuwsbrief en ontvang elke week het laatste nieuws.</p>
</div>
<div>We gebruiken cookies. Lees meer in ons <a href="/c">cookiebeleid</a>. <a
href="#">Accepteer</a></div></div></body></html>
"""

NEWS_BLOCKS = """\
heading: Minder rugoperaties dan vijf jaar geleden
paragraph: Door Anna Smit, 5 maart 2022
paragraph: Het aantal operaties aan de onderrug daalde met 12 procent, van 11.340 naar 9.979.
paragraph: Volgens de onderzoekers komt dat doordat huisartsen langer afwachten.
paragraph: "Bij de meeste mensen gaat de pijn vanzelf over", zegt een neuroloog.
heading: Wachttijd
paragraph: De wachttijd daalde niet; die bleef 9 weken.
paragraph: Symptomen om op te letten:
item: - koorts
item: - uitval van kracht
item: - moeite met plassen
"""

BLOG = """\
<html><head><meta charset="utf-8"><title>Lang zitten en je rug – FysioBlog</title></head><body>
<div id="page" class="hfeed site"><div id="masthead"><p class="site-title"><a
href="/">FysioBlog</a></p></div>
<div id="primary" class="content-area"><div class="entry"><div class="entry-title"><h1>Lang
zitten en je rug</h1></div>
<div class="entry-meta"><span>Geplaatst op 3 juni 2020</span> <a href="/a">Tim</a></div>
<div class="entry-content">
<p>Zitten is geen gif.* Toch is <em>afwisseling</em> goed voor je rug&nbsp;– en voor de rest van
je lijf.</p>
<p>1. Sta elk half uur op<br>2. Bel lopend<br>3. Neem de trap</p>
<p>Een studie onder 1.204 mensen vond een relatief risico van 1,3 (95%-BI 0,9 tot 1,8;
p&nbsp;=&nbsp;0,12).<a href="#_ftn1">[1]</a> Dat is <b>niet</b> significant.</p>
<pre>Schema
ma  10 min
di  15 min</pre>
<p>Stoffen zoals CO<sub>2</sub> en Ca<sup>2+</sup> doen er niet toe, de 1<sup>e</sup> lijn
wel.</p>
<hr>
<p>* Behalve urenlang zonder pauze.</p>
<p><a href="#_ftnref1" name="_ftn1">[1]</a> Uit het jaarverslag van de eigen praktijk.</p>
</div><div class="entry-footer"><span class="tags"><a href="t1">zitten</a> <a href="t2">rug</a>
<a href="t3">werk</a></span></div></div>
<div class="post-navigation"><a href="p">Vorige: Slapen</a> <a href="n">Volgende:
Fietsen</a></div>
<div id="comments" class="comments-area"><h2>2 reacties</h2><ol class="comment-list"><li>Goed
stuk!</li><li>Mijn rug is het er niet mee eens.</li></ol><div id="respond"><h3>Geef een
reactie</h3><form><textarea></textarea></form></div></div></div>
<div id="secondary" class="widget-area"><div class="widget"><h4>Recente berichten</h4><ul><li><a
href="1">Slapen</a></li><li><a href="2">Fietsen</a></li><li><a href="3">Zwemmen</a></li>
</ul></div></div>
<div id="colophon">Mogelijk gemaakt door WordPress</div></div></body></html>
"""

BLOG_BLOCKS = """\
heading: Lang zitten en je rug
paragraph: Zitten is geen gif.* Toch is afwisseling goed voor je rug – en voor de rest van je
    lijf.
item: 1. Sta elk half uur op
item: 2. Bel lopend
item: 3. Neem de trap
paragraph: Een studie onder 1.204 mensen vond een relatief risico van 1,3 (95%-BI 0,9 tot 1,8;
    p = 0,12). Dat is niet significant.
paragraph: Schema ⏎ ma 10 min ⏎ di 15 min
paragraph: Stoffen zoals CO2 en Ca²⁺ doen er niet toe, de 1e lijn wel.
paragraph: * Behalve urenlang zonder pauze.
note: [1] Uit het jaarverslag van de eigen praktijk.
"""

SAVED_BY_WORD = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><meta name=Generator
content="Microsoft Word 15">
<title>Werkafspraak lage rugpijn</title><!--[if gte mso
9]><xml><o:DocumentProperties><o:Author>x</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=NL><div class=WordSection1>
<h1><span style='color:black'>Werkafspraak lage rugpijn<o:p></o:p></span></h1>
<p class=MsoNormal>Deze afspraak geldt voor de huisarts
en de fysiotherapeut in de regio.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if
!supportFootnotes]><span class=MsoFootnoteReference><span
style='font-size:11pt'>[1]</span></span><![endif]></span></span></a></p>
<p class=MsoNormal><b>Stap 1: verwijzing<o:p></o:p></b></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Verwijs binnen 6 weken.</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt'><span
style='font-family:Symbol'>·<span>&nbsp;&nbsp; </span></span>Geef een 4DKL-lijst mee.</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Klacht</b></p></td><td><p
class=MsoNormal><b>Wie</b></p></td></tr>
<tr><td><p class=MsoNormal>Acuut</p></td><td><p class=MsoNormal>Huisarts</p></td></tr><tr><td>
<p>Langer dan 12 weken</p></td><td><p>Fysiotherapeut</p><p>of oefentherapeut</p></td></tr>
</table>
</div><div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><span
class=MsoFootnoteReference>[1]</span></a> Behalve in het weekend.</p></div></div></body></html>
"""

SAVED_BY_WORD_BLOCKS = """\
heading: Werkafspraak lage rugpijn
paragraph: Deze afspraak geldt voor de huisarts en de fysiotherapeut in de regio.
heading: Stap 1: verwijzing
item: - Verwijs binnen 6 weken.
item: - Geef een 4DKL-lijst mee.
row: | Klacht: Acuut | Wie: Huisarts |
row: | Klacht: Langer dan 12 weken | Wie: Fysiotherapeut of oefentherapeut |
note: [1] Behalve in het weekend.
"""

WIKI = """\
<!DOCTYPE html><html class="client-js"><head><meta charset="UTF-8"><title>Lumbago -
Encyclopedie</title></head>
<body class="mediawiki ltr"><div id="mw-page-base"></div><div id="content" class="mw-body"
role="main">
<h1 id="firstHeading">Lumbago</h1><div id="bodyContent"><div id="siteSub">Uit
Encyclopedie</div><div id="contentSub"></div>
<a class="mw-jump-link" href="#mw-head">Naar navigatie springen</a><a class="mw-jump-link"
href="#searchInput">Naar zoeken springen</a>
<div id="mw-content-text"><div class="mw-parser-output">
<table class="infobox"><caption>Lumbago</caption><tbody><tr><th>ICD-10</th><td>M54.5</td></tr>
<tr><th>ICD-9</th><td>724.2</td></tr></tbody></table>
<p><b>Lumbago</b> of <b>spit</b> is een plotse <a href="/wiki/Pijn">pijn</a> in de <a
href="/wiki/Rug">onderrug</a>.<sup id="cite_ref-1" class="reference"><a
href="#cite_note-1">[1]</a></sup> De pijn duurt meestal kort.<sup id="cite_ref-2"
class="reference"><a href="#cite_note-2">[2]</a></sup></p>
<div id="toc" class="toc" role="navigation"><div class="toctitle"><h2>Inhoud</h2></div><ul>
<li><a href="#Oorzaak"><span>1</span> <span>Oorzaak</span></a></li><li><a
href="#B"><span>2</span> <span>Behandeling</span></a></li></ul></div>
<h2><span class="mw-headline" id="Oorzaak">Oorzaak</span><span class="mw-editsection">[<a
href="/e">bewerken</a>]</span></h2>
<p>Vaak is er geen oorzaak te vinden. Soms begint het bij <a href="/t">tillen</a>, <a
href="/b">bukken</a> of <a href="/d">draaien</a>.</p>
<h2><span class="mw-headline">Behandeling</span><span class="mw-editsection">[<a
href="/e">bewerken</a>]</span></h2>
<ul><li><a href="/w/Paracetamol">Paracetamol</a></li><li><a href="/w/Warmte">Warmte</a></li>
<li><a href="/w/Bewegen">Bewegen</a></li></ul>
<p>Rust helpt niet.</p>
<h2>Zie ook</h2><ul><li><a href="/w/Hernia">Hernia</a></li><li><a
href="/w/Ischias">Ischias</a></li><li><a href="/w/Rug">Rug</a></li></ul>
<div class="reflist"><h2>Bronnen, noten en/of referenties</h2><ol class="references"><li
id="cite_note-1"><span class="mw-cite-backlink"><a href="#cite_ref-1">↑</a></span> <span
class="reference-text">Jansen, P. (2001). <i>Spit</i>. Uitgeverij Rug.</span></li><li
id="cite_note-2"><span class="mw-cite-backlink"><a href="#cite_ref-2">↑</a></span> <span>Volgens
de huisarts in de film.</span></li></ol></div>
</div><div class="printfooter">Overgenomen van "https://example.org/Lumbago"</div></div><div
id="catlinks"><a href="/c">Categorieën</a>: <ul><li><a href="/c1">Symptoom</a></li><li><a
href="/c2">Rug</a></li></ul></div></div></div>
<div id="mw-navigation"><h2>Navigatiemenu</h2><div><ul><li><a href="1">Niet aangemeld</a>
</li></ul></div></div>
<div id="footer"><ul><li>Deze pagina is voor het laatst bewerkt op 2 jan 2020 om 10:00.</li>
</ul></div></body></html>
"""

WIKI_BLOCKS = """\
heading: Lumbago
paragraph: Uit Encyclopedie
caption: Lumbago
row: | ICD-10 | M54.5 |
row: | ICD-9 | 724.2 |
paragraph: Lumbago of spit is een plotse pijn in de onderrug. De pijn duurt meestal kort.
heading: Oorzaak
paragraph: Vaak is er geen oorzaak te vinden. Soms begint het bij tillen, bukken of draaien.
heading: Behandeling
item: - Paracetamol
item: - Warmte
item: - Bewegen
paragraph: Rust helpt niet.
heading: Bronnen, noten en/of referenties
reference: 1. Jansen, P. (2001). Spit. Uitgeverij Rug.
reference: 2. Volgens de huisarts in de film.
"""

PUBLISHER = """\
<!DOCTYPE html><html><head><meta charset="utf-8"><title>Exercise for chronic neck pain: a trial
| Journal of Spines</title>
<meta name="dc.title" content="Exercise for chronic neck pain: a trial"><meta name="dc.creator"
content="Janssen, Anna"><meta name="dc.date" content="2020-02"><meta name="dc.identifier"
content="doi:10.5555/jos.2020.1"></head>
<body><header class="c-header"><div class="c-header__menu"><a href="/login">Log in</a><a
href="/search">Search</a></div></header>
<div class="u-container"><div class="c-article-main-column"><article lang="en">
<div class="c-article-header"><ul class="c-article-identifiers"><li>Research article</li>
<li>Open Access</li><li>Published: 03 February 2020</li></ul>
<h1 class="c-article-title">Exercise for chronic neck pain: a trial</h1><ul
class="c-article-author-list"><li><a href="#auth-1">Anna Janssen</a><sup><a
href="#Aff1">1</a></sup> &amp; </li><li><a href="#auth-2">Bo Li</a><sup><a
href="#Aff2">2</a></sup></li></ul></div>
<section aria-labelledby="Abs1" data-title="Abstract"><div class="c-article-section"><h2
id="Abs1">Abstract</h2><div><h3>Background</h3><p>Neck pain is common.</p><h3>Methods</h3><p>We
randomised 120 adults.</p></div></div></section>
<section data-title="Results"><h2>Results</h2><div><p>Pain fell by 1.9 points (95% CI 1.2–2.6)
[<a href="#ref-CR1" data-track="click">1</a>, <a href="#ref-CR2">2</a>], see Table <a
href="#Tab1">1</a> and Fig. <a href="#Fig1">1</a>.</p>
<div class="c-article-table"><figure><figcaption><b id="Tab1">Table 1 Baseline</b>
</figcaption><div><table class="data"><thead><tr><th></th><th>Exercise (<i>n</i> = 60)</th>
<th>Control (<i>n</i> = 60)</th></tr></thead><tbody><tr><td>Age, years</td><td>44.1 ± 9.8</td>
<td>45.0 ± 10.2</td></tr><tr><td>Women<sup>a</sup></td><td>41 (68%)</td><td>39 (65%)</td>
</tr></tbody></table></div><div class="c-article-table-footer"><ul>
<li><sup>a</sup>Self-reported</li></ul></div></figure></div></div></section>
<section><h2>Discussion</h2><p>Exercise helps; the effect size was R<sup>2</sup>=0.31 at 6
months<sup>3</sup>.</p></section>
<div id="MagazineFulltextArticleBodySuffix"><section aria-labelledby="Bib1"
data-title="References"><div><h2 id="Bib1">References</h2><ol><li id="ref-CR1"><p
id="ref-CR1x">Smith A. Necks. Spine. 2011;1:1–9.</p><p class="c-article-references__links"><a
href="d">Article</a> <a href="p">PubMed</a> <a href="g">Google Scholar</a></p></li><li
id="ref-CR2"><p>Doe J. More necks. Spine. 2012;2:10–19.</p></li></ol><p><a
href="/citations">Download references</a></p></div></section></div>
<section><h2>Acknowledgements</h2><p>We thank all participants.</p></section></article></div>
<aside class="c-sidebar"><div class="c-ad"><p>Advertisement</p></div><h3>Sections</h3><ul><li><a
href="#a">Abstract</a></li><li><a href="#r">Results</a></li><li><a href="#d">Discussion</a>
</li></ul></aside></div>
<footer><nav><a href="1">Terms</a></nav></footer></body></html>
"""

PUBLISHER_BLOCKS = """\
item: - Research article
item: - Open Access
item: - Published: 03 February 2020
heading: Exercise for chronic neck pain: a trial
item: - Anna Janssen &
item: - Bo Li
heading: Abstract
heading: Background
paragraph: Neck pain is common.
heading: Methods
paragraph: We randomised 120 adults.
heading: Results
paragraph: Pain fell by 1.9 points (95% CI 1.2–2.6) [1, 2], see Table 1 and Fig. 1.
caption: Table 1 Baseline
row: | Age, years | Exercise (n = 60): 44.1 ± 9.8 | Control (n = 60): 45.0 ± 10.2 |
row: | Women | Exercise (n = 60): 41 (68%) | Control (n = 60): 39 (65%) |
item: - a Self-reported
heading: Discussion
paragraph: Exercise helps; the effect size was R²=0.31 at 6 months.
heading: References
reference: 1. Smith A. Necks. Spine. 2011;1:1–9.
reference: 2. Doe J. More necks. Spine. 2012;2:10–19.
heading: Acknowledgements
paragraph: We thank all participants.
"""

ACCORDION = """\
<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Ik heb nekpijn |
Gezond.example</title><meta property="og:title" content="Ik heb nekpijn | Gezond.example">
</head>
<body><div id="app"><div class="notification-bar cookie-notice" role="alert">Gezond.example
gebruikt alleen functionele cookies. <a href="/c">Meer over cookies</a><button>OK</button></div>
<div class="site-nav-wrapper"><nav><a href="/">Home</a></nav></div>
<div class="layout"><div class="layout__main"><div class="intro"><h1>Ik heb nekpijn</h1></div>
<div class="summary box"><h2>In het kort</h2><ul><li>Nekpijn gaat meestal vanzelf over.</li>
<li>Blijf uw nek bewegen.</li></ul></div>
<div class="video"><video controls><p>Uw browser kan geen video tonen.</p></video><div
class="transcript"><h3>Bekijk de tekst van de video</h3><p>Hallo, ik ben huisarts. Nekpijn kan
lastig zijn.</p></div></div>
<div class="accordion-item"><h2 class="accordion-header">Wat is nekpijn?</h2><div
class="accordion-body collapsed" aria-hidden="true"><p>U heeft pijn in uw nek. U kunt uw hoofd
niet goed draaien.</p></div></div>
<div class="accordion-item"><h2 class="accordion-header">Wat kan ik doen?</h2><div
class="accordion-body collapsed" aria-hidden="true"><p>Wat helpt <span class="tooltip"
title="uitleg">vaak</span>:</p><ul><li>warmte</li><li>rustig bewegen</li></ul><p>Neem geen <a
href="/nsaid">ibuprofen</a> als u een maagzweer heeft gehad.</p></div></div>
<div class="meta">Deze tekst is aangepast op <time>4 mei 2022</time></div>
<div class="card-grid"><h2>Meer over dit onderwerp</h2><div class="card"><a href="1"><h3>Ik heb
hoofdpijn</h3><p>Hoofdpijn komt vaak door spanning.</p></a></div><div class="card"><a
href="2"><h3>Ik heb rugpijn</h3><p>Rugpijn gaat meestal over.</p></a></div></div>
<div class="poll"><p>Heeft deze informatie u geholpen?</p><button>Ja</button>
<button>Nee</button></div>
</div></div><div class="site-footer"><p>Gezond.example is een initiatief van een
vereniging.</p><a href="/o">Over ons</a></div></div></body></html>
"""

ACCORDION_BLOCKS = """\
heading: Ik heb nekpijn
heading: In het kort
item: - Nekpijn gaat meestal vanzelf over.
item: - Blijf uw nek bewegen.
heading: Bekijk de tekst van de video
paragraph: Hallo, ik ben huisarts. Nekpijn kan lastig zijn.
heading: Wat is nekpijn?
paragraph: U heeft pijn in uw nek. U kunt uw hoofd niet goed draaien.
heading: Wat kan ik doen?
paragraph: Wat helpt vaak:
item: - warmte
item: - rustig bewegen
paragraph: Neem geen ibuprofen als u een maagzweer heeft gehad.
paragraph: Deze tekst is aangepast op 4 mei 2022
"""

PROTOCOL = """\
<html><head><meta charset="iso-8859-1"><title>Protocol</title></head><body bgcolor=white>
<center><h2>Protocol: röntgenfoto van de nek</h2></center>
<p><b>1. Doel</b><br>Dit protocol beschrijft wanneer een foto nodig is.</p>
<p><b>2. Indicaties</b></p><p>Maak een foto bij &eacute;&eacute;n van deze punten:</p>
<table cellpadding=3><tr><td>a.</td><td>leeftijd &gt; 65 jaar;</td></tr><tr><td>b.</td><td>val
van meer dan 1 meter;</td></tr><tr><td>c.</td><td>kracht- of gevoelsverlies.</td></tr></table>
<p>De stralingsdosis is 0,2&nbsp;mSv (10<sup>-3</sup> Sv = 1 mSv). De vertraging bedraagt 9,8
m/s<sup>2</sup>.</p>
<table border=1><tr><td><b>Leeftijd</b></td><td><b>Gevoeligheid</b></td><td><b>95%-BI</b>
</td></tr><tr><td>16–64</td><td>99,4%</td><td>96–100</td></tr><tr><td>65+</td><td>98,0%</td>
<td>91–99</td></tr></table>
<p><i>Bron: eigen onderzoek<sup>2</sup> in 2015<sup>3</sup> onder 1.200 mensen.</i></p>
<p>- Bij twijfel: overleg met de radioloog.<br>- Bij kinderen: geen foto.</p>
<p><a href="index.html">Terug</a> | <a href="p2.html">Volgende</a></p></body></html>
"""

PROTOCOL_BLOCKS = """\
heading: Protocol: röntgenfoto van de nek
heading: 1. Doel
paragraph: Dit protocol beschrijft wanneer een foto nodig is.
heading: 2. Indicaties
paragraph: Maak een foto bij één van deze punten:
row: | a. | leeftijd > 65 jaar; |
row: | b. | val van meer dan 1 meter; |
row: | c. | kracht- of gevoelsverlies. |
paragraph: De stralingsdosis is 0,2 mSv (10⁻³ Sv = 1 mSv). De vertraging bedraagt 9,8 m/s².
row: | Leeftijd: 16–64 | Gevoeligheid: 99,4% | 95%-BI: 96–100 |
row: | Leeftijd: 65+ | Gevoeligheid: 98,0% | 95%-BI: 91–99 |
paragraph: Bron: eigen onderzoek in 2015 onder 1.200 mensen.
item: - Bij twijfel: overleg met de radioloog.
item: - Bij kinderen: geen foto.
"""

BARE_DIVS = """\
<!DOCTYPE html><html><head><title>Manuele therapie</title></head><body><div><div><div>Kliniek
Noord</div><div><a href=a>Over ons</a><a href=b>Tarieven</a><a href=c>Contact</a></div></div>
<div><div>Manuele therapie bij nekpijn</div><div>Manuele therapie is een behandeling met de
handen. De therapeut beweegt de gewrichten van de nek.</div>
<div>Bijwerkingen<span> komen vaak voor, maar zijn meestal licht.</span> Ernstige schade is
zeldzaam: 1 op de 1.000.000 behandelingen.</div>
<div>Niet doen bij:<div>• osteoporose</div><div>• gebruik van bloedverdunners</div></div>
<div>Cookies helpen ons deze site te verbeteren. Door verder te gaan stemt u in. Akkoord</div>
<div>Afspraak maken? Bel 010-1234567.</div></div>
<div>© Kliniek Noord 2019</div></div></body></html>
"""

BARE_DIVS_BLOCKS = """\
paragraph: Kliniek Noord
paragraph: Manuele therapie bij nekpijn
paragraph: Manuele therapie is een behandeling met de handen. De therapeut beweegt de
    gewrichten van de nek.
paragraph: Bijwerkingen komen vaak voor, maar zijn meestal licht. Ernstige schade is zeldzaam:
    1 op de 1.000.000 behandelingen.
paragraph: Niet doen bij:
item: - osteoporose
item: - gebruik van bloedverdunners
paragraph: Afspraak maken? Bel 010-1234567.
"""

PAGES = [
    (JOURNAL, JOURNAL_BLOCKS, "utf-8"),
    (LEAFLET, LEAFLET_BLOCKS, "utf-8"),
    (LAYOUT_TABLES, LAYOUT_TABLES_BLOCKS, "utf-8"),
    (ONLY_A_TABLE, ONLY_A_TABLE_BLOCKS, "utf-8"),
    (WINDOWS, WINDOWS_BLOCKS, "cp1252"),
    (GUIDELINE, GUIDELINE_BLOCKS, "utf-8"),
    (NEWS, NEWS_BLOCKS, "utf-8"),
    (BLOG, BLOG_BLOCKS, "utf-8"),
    (SAVED_BY_WORD, SAVED_BY_WORD_BLOCKS, "cp1252"),
    (WIKI, WIKI_BLOCKS, "utf-8"),
    (PUBLISHER, PUBLISHER_BLOCKS, "utf-8"),
    (ACCORDION, ACCORDION_BLOCKS, "utf-8"),
    (PROTOCOL, PROTOCOL_BLOCKS, "cp1252"),
    (BARE_DIVS, BARE_DIVS_BLOCKS, "utf-8"),
]
