"""What a French voice is given: each row is (written, said)."""

import re
import subprocess

import pytest

from kiosk.domain.spoken import spoken_text

PLATES = [
    ("AB-123-CD", "A B, un deux trois, C D"),
    ("la voiture AB-123-CD gêne", "la voiture A B, un deux trois, C D gêne"),
    ("AB 123 CD", "A B, un deux trois, C D"),
    ("AB123CD", "A B, un deux trois, C D"),
    ("ab-123-cd", "A B, un deux trois, C D"),
    ("GA-007-ZZ", "G A, zéro zéro sept, Z Z"),
    ("1234 AB 75", "un deux trois quatre, A B, soixante-quinze"),  # before 2009, Paris
    ("123 ABC 06", "un deux trois, A B C, zéro six"),
    ("1234 AB 2A", "un deux trois quatre, A B, deux A"),  # Corsica
    ("1234 AB 974", "un deux trois quatre, A B, neuf cent soixante-quatorze"),  # overseas
    ("B-MW 1234", "B, M W, un deux trois quatre"),  # German
    ("AB12 CDE", "A B, un deux, C D E"),  # British
    ("1-ABC-123", "un, A B C, un deux trois"),  # Belgian
    ("1234 BCD", "un deux trois quatre, B C D"),  # Spanish
    ("MENU DU 123 EN BAS", "MENU DU cent vingt-trois EN BAS"),  # no plate: French ones have no U
    ("1200 TTC", "mille deux cents toutes taxes comprises"),
]
NUMBERS = [
    ("0", "zéro"),
    ("1", "un"),
    ("16", "seize"),
    ("17", "dix-sept"),
    ("21", "vingt et un"),
    ("22", "vingt-deux"),
    ("31", "trente et un"),
    ("60", "soixante"),
    ("70", "soixante-dix"),
    ("71", "soixante et onze"),
    ("72", "soixante-douze"),
    ("77", "soixante-dix-sept"),
    ("80", "quatre-vingts"),
    ("81", "quatre-vingt-un"),
    ("90", "quatre-vingt-dix"),
    ("91", "quatre-vingt-onze"),
    ("99", "quatre-vingt-dix-neuf"),
    ("100", "cent"),
    ("101", "cent un"),
    ("180", "cent quatre-vingts"),
    ("200", "deux cents"),
    ("201", "deux cent un"),
    ("999", "neuf cent quatre-vingt-dix-neuf"),
    ("1000", "mille"),
    ("1001", "mille un"),
    ("2026", "deux mille vingt-six"),
    ("80 000", "quatre-vingt mille"),
    ("200 000", "deux cent mille"),
    ("1 000 000", "un million"),
    ("2 500 000", "deux millions cinq cent mille"),
    ("1 250", "mille deux cent cinquante"),
    ("1\u202f250 couverts", "mille deux cent cinquante couverts"),
    ("3,5", "trois virgule cinq"),
    ("3,14", "trois virgule quatorze"),
    ("0,05", "zéro virgule zéro cinq"),
    ("2,0", "deux virgule zéro"),
    ("007", "zéro zéro sept"),  # a code, not a quantity
    ("1234567", "un deux trois quatre cinq six sept"),
    ("-5", "moins cinq"),
    ("1/2", "un demi"),
    ("3/4 d'heure", "trois quarts d'heure"),
    ("1½", "un et demi"),
    ("٣ pièces", "trois pièces"),  # Arabic-Indic digits
]
FEMININE = [
    ("1 voiture", "une voiture"),
    ("21 voitures", "vingt et une voitures"),
    ("31 personnes", "trente et une personnes"),
    ("101 places", "cent une places"),
    ("1 fois", "une fois"),
    ("21 couverts", "vingt et un couverts"),
    ("1 camion", "un camion"),
    ("11 tables", "onze tables"),
    ("table 1", "table un"),  # a number after its noun does not agree
    ("la table 21", "la table vingt et un"),
]
TABLES_AND_CODES = [
    ("table 12", "table douze"),
    ("la commande A12", "la commande A douze"),
    ("chambre 12B", "chambre douze B"),
    ("table T4", "table T quatre"),
    ("n° 12", "numéro douze"),
    ("N°12", "numéro douze"),
    ("nº 7", "numéro sept"),
    ("no 7", "numéro sept"),
    ("n° A12", "numéro A douze"),
    ("#42", "numéro quarante-deux"),
    ("№ 3", "numéro trois"),
    ("iPhone15", "iPhone quinze"),
    ("un 4x4 noir", "un quatre-quatre noir"),
]
TIMES = [
    ("19 h 30", "dix-neuf heures trente"),
    ("19h30", "dix-neuf heures trente"),
    ("19H30", "dix-neuf heures trente"),
    ("19:30", "dix-neuf heures trente"),
    ("19 heures 30", "dix-neuf heures trente"),
    ("19h", "dix-neuf heures"),
    ("7h05", "sept heures cinq"),
    ("1h", "une heure"),
    ("21h", "vingt et une heures"),
    ("12h", "midi"),
    ("12h30", "douze heures trente"),
    ("0h", "minuit"),
    ("00:15", "zéro heure quinze"),
    ("de 12h à 14h30", "de midi à quatorze heures trente"),
    ("12h-14h", "midi à quatorze heures"),
    ("15 minutes", "quinze minutes"),
    ("1 minute", "une minute"),
    ("15 min", "quinze minutes"),
    ("1 min", "une minute"),
    ("21 min", "vingt et une minutes"),
    ("30 s", "trente secondes"),
    ("10-15 minutes", "dix à quinze minutes"),
    ("24h/24", "vingt-quatre heures sur vingt-quatre"),
    ("7j/7", "sept jours sur sept"),
]
DATES = [
    ("24/11/2026", "vingt-quatre novembre deux mille vingt-six"),
    ("le 1/12", "le premier décembre"),
    ("01/05/26", "premier mai deux mille vingt-six"),
    ("2026-11-24", "vingt-quatre novembre deux mille vingt-six"),
    ("le 1 mai", "le premier mai"),
    ("le 14 juillet", "le quatorze juillet"),
    ("le 31 décembre 2026", "le trente et un décembre deux mille vingt-six"),
]
RANKS = [
    ("1er étage", "premier étage"),
    ("1re fois", "première fois"),
    ("1ère table", "première table"),
    ("2e étage", "deuxième étage"),
    ("2ème service", "deuxième service"),
    ("2nd", "second"),
    ("5e", "cinquième"),
    ("9e", "neuvième"),
    ("11e", "onzième"),
    ("21e", "vingt et unième"),
    ("80e", "quatre-vingtième"),
    ("100e", "centième"),
    ("avenue Louis XIV", "avenue Louis quatorze"),
    ("rue Henri IV", "rue Henri quatre"),
    ("rue François Ier", "rue François premier"),
    ("le XVIe arrondissement", "le seizième arrondissement"),
    ("le Ve", "le cinquième"),
    ("le XXe siècle", "le vingtième siècle"),
]
MONEY = [
    ("12,50 €", "douze euros cinquante"),
    ("12.50€", "douze euros cinquante"),
    ("12€50", "douze euros cinquante"),
    ("12 €", "douze euros"),
    ("1 €", "un euro"),
    ("1,50 €", "un euro cinquante"),
    ("0,80 €", "quatre-vingts centimes"),
    ("0,01 €", "un centime"),
    ("1 250 €", "mille deux cent cinquante euros"),
    ("21 £", "vingt et une livres"),
    ("3 $", "trois dollars"),
    ("20 %", "vingt pour cent"),
    ("-20 %", "moins vingt pour cent"),
]
UNITS = [
    ("2 kg", "deux kilos"),
    ("1 kg", "un kilo"),
    ("75 cl", "soixante-quinze centilitres"),
    ("1,5 l", "un virgule cinq litre"),
    ("18 °C", "dix-huit degrés"),
    ("30 m", "trente mètres"),
    ("30 m²", "trente mètres carrés"),
    ("50 km/h", "cinquante kilomètres-heure"),
    ("4 pers.", "quatre personnes"),
    ("1 pers.", "une personne"),
]
PHONES = [
    ("01 42 68 53 00", "zéro un, quarante-deux, soixante-huit, cinquante-trois, zéro zéro"),
    ("01.42.68.53.00", "zéro un, quarante-deux, soixante-huit, cinquante-trois, zéro zéro"),
    ("0612345678", "zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit"),
    ("+33 6 12 34 56 78", "plus trente-trois, six, douze, trente-quatre, cinquante-six, soixante-dix-huit"),
]
ABBREVIATIONS = [
    ("M. Dupont", "monsieur Dupont"),
    ("Mr Dupont", "monsieur Dupont"),
    ("MM. Dupont et Durand", "messieurs Dupont et Durand"),
    ("Mme Martin", "madame Martin"),
    ("Mme. Martin", "madame Martin"),
    ("Mmes Martin", "mesdames Martin"),
    ("Mlle Léa", "mademoiselle Léa"),
    ("le Dr Roux", "le docteur Roux"),
    ("12 av. Foch", "douze avenue Foch"),
    ("bd Voltaire", "boulevard Voltaire"),
    ("bd St-Michel", "boulevard Saint Michel"),
    ("pl. Ste Anne", "place Sainte Anne"),
    ("tél. fixe", "téléphone fixe"),
    ("SVP", "s'il vous plaît"),
    ("s.v.p.", "s'il vous plaît"),
    ("un RDV", "un rendez-vous"),
    ("au RDC", "au rez-de-chaussée"),
    ("les WC", "les toilettes"),
    ("cafés, thés, etc.", "cafés, thés, et cetera."),
    ("env. 10 minutes", "environ dix minutes"),
    ("l'av. Foch", "l'avenue Foch"),
    ("pains & vins", "pains et vins"),
    ("contact@maison-rouge.fr", "contact arobase maison tiret rouge point fr"),
    ("www.chez-nous.fr", "w w w point chez tiret nous point fr"),
    ("https://maison.fr/menu", "maison point fr barre menu"),
    ("entrée/sortie", "entrée, sortie"),
    ("Arrivé(e) hier", "Arrivé hier"),
]
TYPED_BY_A_WAITER = [
    ("Table 4 : addition de 23,40 €, merci", "Table quatre : addition de vingt-trois euros quarante, merci"),
    ("M. et Mme Petit, table 7", "monsieur et madame Petit, table sept"),
    ("M.Dupont", "monsieur Dupont"),
    ("Pour M Dupont", "Pour monsieur Dupont"),
    ("mme Martin", "madame Martin"),
    ("M. le maire", "monsieur le maire"),
    ("le 25 déc. à 11h", "le vingt-cinq décembre à onze heures"),
    ("Fermé du 3 au 5 janv.", "Fermé du trois au cinq janvier."),
    ("lun. et mar. fermé", "lundi et mardi fermé"),
    ("lun-ven 9h-18h", "lundi à vendredi neuf heures à dix-huit heures"),
    ("Vue sur la mer. Merci.", "Vue sur la mer. Merci."),  # no Wednesday
    ("vers 20h15min", "vers vingt heures quinze"),
    ("dans 1 h 30 min", "dans une heure trente"),
    ("1 h 1/2", "une heure et demie"),
    ("1/2 h", "demi-heure"),
    ("une 1/2 baguette", "une demi-baguette"),
    ("de 18h à 24h", "de dix-huit heures à minuit"),
    ("ouvert 24h sur 24", "ouvert vingt-quatre heures sur vingt-quatre"),
    ("7j/7 et 24h/24", "sept jours sur sept et vingt-quatre heures sur vingt-quatre"),
    ("2x10 €", "deux fois dix euros"),
    ("4 x 100 ml", "quatre fois cent millilitres"),
    ("1,50€/pièce", "un euro cinquante la pièce"),
    ("3 €/kg", "trois euros le kilo"),
    ("10 €/pers.", "dix euros par personne"),
    ("Menu enfant (-12 ans)", "Menu enfant (moins de douze ans)"),
    ("0 800 12 34 56", "zéro, huit cents, douze, trente-quatre, cinquante-six"),
    ("+ 33 6 12 34 56 78", "plus trente-trois, six, douze, trente-quatre, cinquante-six, soixante-dix-huit"),
    ("Gare S.N.C.F.", "Gare SNCF."),
    ("le TPE et le RER", "le T P E et le R E R"),
    ("Bât. C, 3ème ét.", "bâtiment C, troisième étage"),
    ("Il reste 2 pl. en terrasse", "Il reste deux places en terrasse"),
    ("A/C en panne", "climatisation en panne"),
]
# espeak-ng says these with its English voice in the middle of a French sentence.
ENGLISH_WORDS = [
    ("le parking", "le parkigne"),
    ("Bon week-end", "Bon ouik-ènde"),
    ("Brunch et cookies", "breunche et couki"),
    ("le Wi-Fi de la maison", "le ouifi de la maison"),
    ("un scooter noir", "un scouteur noir"),
    ("Happy hour avec DJ", "appi aoueur avec di-djé"),
    ("par e-mail", "par i-mèle"),
]
KEPT_OR_CLEANED = [
    ("Mesdames, messieurs, merci.", "Mesdames, messieurs, merci."),
    ("Ensemble, à ma table", "Ensemble, à ma table"),
    ("Allée M, porte V, salle C", "Allée M, porte V, salle C"),
    ("un CD taille XL", "un CD taille X L"),
    ("Joyeux anniversaire\u00a0!", "Joyeux anniversaire !"),
    ("l’entrée", "l'entrée"),
    ("« bonsoir »", "bonsoir"),
    ("Bravo 🎂 Léa !!!", "Bravo Léa !"),
    ("{place} [[x]] <b>", "place x b"),  # nothing a voice could take for phonemes or tags
    ("un\ntexte\tcoupé", "un texte coupé"),
    ("garde-\u00admanger", "garde-manger"),
    ("Attendez...", "Attendez."),
    ("", ""),
]
ROWS = [
    *PLATES, *NUMBERS, *FEMININE, *TABLES_AND_CODES, *TIMES, *DATES, *RANKS, *MONEY, *UNITS, *PHONES, *ABBREVIATIONS,
    *TYPED_BY_A_WAITER, *ENGLISH_WORDS, *KEPT_OR_CLEANED,
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), ROWS)
def test_written_french_is_said_as_people_say_it(written: str, said: str) -> None:
    assert spoken_text(written, "fr") == said


@pytest.mark.parametrize(("written", "said"), ROWS)
def test_what_is_said_stays_as_it_is_when_it_is_said_again(written: str, said: str) -> None:
    assert spoken_text(said, "fr") == said


def test_espeak_reads_every_row_in_french_alone() -> None:
    said = "\n\n".join(said for _, said in ROWS)
    read = subprocess.run(
        ["espeak-ng", "-v", "fr", "-q", "--ipa"], input=said, text=True, capture_output=True, check=True, timeout=120
    ).stdout
    assert read.strip()
    assert re.findall(r"\([a-z-]+\)\S*", read) == []  # "(en)" is where it changes its accent
