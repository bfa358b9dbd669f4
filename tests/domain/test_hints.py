"""Hints on an owner's sentence: said where there is something to say, silent on a good one."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hints import hints_for, seconds_of
from kiosk.domain.starter import STARTER
from kiosk.domain.templates import compose, placeholders_of
from kiosk.domain.venue import Template
from kiosk.domain.words import LANGUAGES, Language

# What owners write: none of it needs advice.
PLAUSIBLE: tuple[tuple[Language, str], ...] = (
    ("fr", "Mesdames, messieurs, la maison ferme dans un quart d'heure. Merci de votre visite."),
    ("fr", "La commande {number} est prête, merci de venir au comptoir."),
    ("fr", "La table {table} est prête, bonne dégustation."),
    ("fr", "Joyeux anniversaire à {name} de la part de toute l'équipe !"),
    ("fr", "Une {vehicle} {place} gêne la sortie des livreurs. Merci de la déplacer."),
    ("fr", "Le petit Tom attend ses parents à l'accueil."),
    ("fr", "Un parapluie bleu a été trouvé près du bar."),
    ("fr", "Happy hour jusqu'à 19h, profitez-en !"),
    ("fr", "Le concert commence dans 10 minutes."),
    ("fr", "Dernière commande en cuisine à 22h30."),
    ("fr", "M. Durand est attendu à l'accueil, SVP."),
    ("fr", "Mme Roux, votre taxi est arrivé."),
    ("fr", "Le DJ commence à 21h."),
    ("fr", "Le brunch est servi jusqu'à 14h."),
    ("fr", "Le Wi-Fi est gratuit, demandez le code au bar."),
    ("fr", "La terrasse ferme à 23h, merci de rentrer avec vos verres."),
    ("fr", "Un téléphone a été oublié aux toilettes."),
    ("fr", "Une poussette bloque l'allée, merci de la pousser un peu."),
    ("fr", "Merci de laisser libre l'accès PMR."),
    ("fr", "Les SMS de confirmation partent ce soir."),
    ("fr", "Le menu du jour est à 14,90 €."),
    ("fr", "L'équipe vous souhaite une bonne soirée."),
    ("fr", "Votre voiture a encore ses phares allumés."),
    ("fr", "Le food truck est ouvert."),
    ("fr", "Le chef vous propose le plat du jour."),
    ("fr", "Le parking ferme à minuit."),
    ("fr", "Bienvenue à tous, installez-vous."),
    ("fr", "La salle du 1er étage est réservée."),
    ("fr", "Merci de ne pas fumer à l'intérieur."),
    ("fr", "La CB fonctionne de nouveau."),
    ("fr", "Le show commence à 20 h."),
    ("fr", "Veuillez garer les vélos dans la cour."),
    ("fr", "L'OM joue ce soir à 21h, sur grand écran."),
    ("fr", "Bonne fête à toutes les mamans."),
    ("fr", "Le QR code du menu est sur la table."),
    ("fr", "Le bus 42 part dans 5 minutes."),
    ("fr", "Le SAV est au fond du magasin."),
    ("fr", "La TVA est comprise."),
    ("fr", "Le camion de livraison arrive, merci de libérer la place."),
    ("fr", "Il reste 3 places pour la visite de 15h."),
    ("fr", "Les lots 1 à 10 sont à retirer au bar."),
    ("fr", "Merci d'avancer un peu votre voiture, un livreur attend."),
    ("fr", "Une camionnette blanche gêne le passage des piétons, merci."),
    ("fr", "Le VTC de Mme Petit est là."),
    ("fr", "Nous offrons le café à la table 4."),
    ("fr", "Police d'assurance : voir le comptoir B."),
    ("fr", "Merci de reprendre vos affaires, nous fermons."),
    ("fr", "La piscine ferme dans 30 min."),
    ("fr", "Le spa est ouvert jusqu'à 20h."),
    ("fr", "Le vestiaire ferme. Pensez à vos manteaux."),
    ("en", "Ladies and gentlemen, we close in fifteen minutes. Thank you for coming."),
    ("en", "Order {number} is ready, please come to the counter."),
    ("en", "Table {table} is ready, enjoy your meal."),
    ("en", "Happy birthday to {name} from all of us!"),
    ("en", "A {vehicle} {place} is in the way of our deliveries. Thank you for moving it."),
    ("en", "Little Tom is waiting for his parents at reception."),
    ("en", "A blue umbrella was found near the bar."),
    ("en", "Happy hour until 7pm, enjoy!"),
    ("en", "The concert starts in 10 minutes."),
    ("en", "Last orders at 10.30pm."),
    ("en", "Mr Durand, please come to reception."),
    ("en", "Mrs Roux, your taxi is here."),
    ("en", "The DJ starts at 9pm."),
    ("en", "Brunch is served until 2pm."),
    ("en", "Free Wi-Fi, ask for the code at the bar."),
    ("en", "The terrace closes at 11pm, please bring your glasses in."),
    ("en", "A phone was left in the WC."),
    ("en", "A buggy is in the aisle, please move it a little."),
    ("en", "Please keep the wheelchair access free."),
    ("en", "The menu of the day is €14.90."),
    ("en", "The team wishes you a lovely evening."),
    ("en", "Your car still has its lights on."),
    ("en", "The crêpe stand is open."),
    ("en", "The chef suggests the soup."),
    ("en", "The car park closes at midnight."),
    ("en", "Welcome everybody, have a seat."),
    ("en", "The room on the 1st floor is booked."),
    ("en", "Please do not smoke inside."),
    ("en", "Cards work again, cash too."),
    ("en", "The show starts at 8pm."),
    ("en", "Please leave bikes in the yard."),
    ("en", "The match is on the big screen at 9."),
    ("en", "Happy Mother's Day!"),
    ("en", "The QR code of the menu is on your table."),
    ("en", "Bus 42 leaves in 5 minutes."),
    ("en", "The shop desk is at the back."),
    ("en", "VAT is included."),
    ("en", "A delivery lorry is coming, please free the space."),
    ("en", "There are 3 places left for the 3pm tour."),
    ("en", "Please bring the empty glasses back."),
    ("en", "Everything is fine, thank you."),
    ("en", "A white van is in the way of people on foot, thank you."),
    ("en", "Your Uber is here, Ms Lee."),
    ("en", "Coffee is on the house at table 4."),
    ("en", "Please take your coats, we are closing."),
    ("en", "The pool closes in 30 min."),
    ("en", "The spa is open until 8pm."),
    ("en", "Pick up your order at the counter, please."),
    ("en", "The BBQ is ready."),
    ("en", "St Patrick's Day: two pints for the price of one."),
)
# What a cross person writes: each gets a hint.
CROSS: tuple[tuple[Language, str], ...] = (
    ("fr", "ATTENTION MESSIEURS"),
    ("fr", "Vous êtes mal garé"),
    ("fr", "Stationnement interdit devant l'entrée"),
    ("fr", "Votre véhicule sera enlevé"),
    ("fr", "amende certaine"),
    ("fr", "Vous n'avez pas le droit de vous garer ici"),
    ("fr", "Stationnement gênant, PV assuré"),
    ("fr", "Le contrevenant est prié de venir"),
    ("fr", "C'est illégal de stationner là"),
    ("fr", "Enlèvement demandé"),
    ("fr", "La fourrière arrive"),
    ("fr", "Bougez votre voiture tout de suite"),
    ("fr", "Vous êtes en infraction"),
    ("fr", "Le propriétaire du véhicule irrespectueux"),
    ("fr", "Dégagez la sortie"),
    ("fr", "Nous allons appeler les flics"),
    ("fr", "stationnement abusif"),
    ("fr", "Plainte déposée"),
    ("fr", "Cher client, votre order est ready"),
    ("fr", "Le tps d'attente est long"),
    ("fr", "Rdv ds 5 mn"),
    ("fr", "sous peine d'amende"),
    ("fr", "vidéosurveillance"),
    ("fr", "vous êtes filmés"),
    ("fr", "remorquage en cours"),
    ("fr", "vous êtes dans l'illégalité"),
    ("fr", "délit"),
    ("en", "WARNING EVERYBODY"),
    ("en", "Your car is illegally parked"),
    ("en", "No parking here, you will be fined"),
    ("en", "Parking fine guaranteed"),
    ("en", "We will call the police"),
    ("en", "Your car will be towed"),
    ("en", "You are not allowed to park here"),
    ("en", "Move your car now"),
    ("en", "This is an offence"),
    ("en", "The offender must come"),
    ("en", "Your car will be clamped"),
    ("en", "You are being filmed"),
    ("en", "CCTV is watching"),
    ("en", "You broke the law"),
    ("en", "Parking ticket"),
    ("en", "parked inconsiderately"),
    ("en", "wrongly parked"),
    ("en", "Votre table is ready"),
    ("en", "Pls come asap to the cptr"),
    ("en", "selfish driver"),
    ("en", "trespassing"),
    ("en", "wheel clamp"),
)


@pytest.mark.parametrize(
    ("language", "sentence", "part"),
    [
        ("fr", "Merci " * 40, "secondes"),
        ("fr", "ATTENTION à la marche, merci.", "capitales"),
        ("fr", "Bonsoir à tous !!", "Un seul"),
        ("fr", "Votre voiture est mal garée.", "« mal garée » accuse"),
        ("fr", "Vous risquez une amende.", "« amende » accuse"),
        ("fr", "C'est illégal.", "accuse"),
        ("fr", "Votre voiture ira en fourrière.", "accuse"),
        ("fr", "Please, venez.", "« Please » est un mot de l'autre langue"),
        ("fr", "Le resp. est là.", "« resp. » : abréviation inconnue"),
        ("fr", "Voyez le SRV.", "« SRV » : abréviation inconnue"),
        ("fr", "Dans {minutes}, nous fermons.", "écrivez « minutes »"),
        ("fr", "{vehicle} garée ici.", "« garé(e) »"),
        ("en", "Your car is badly parked.", "accuse"),
        ("en", "You will get a fine.", "« a fine » accuse"),
        ("en", "Bonjour, please come.", "« Bonjour » est un mot de l'autre langue"),
    ],
)
def test_one_hint_says_what_could_be_better(language: Language, sentence: str, part: str) -> None:
    (hint,) = hints_for(sentence, language)
    assert part in hint.fr
    assert hint.en
    assert hint.en != hint.fr


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "M. {name} est attendu av. Foch, SVP."),
        ("fr", "{vehicle} garé(e) {place} gêne un peu."),
        ("fr", "Fermeture dans {minutes} min. Merci."),
        ("en", "All is fine. Thank you."),
        ("fr", ""),  # a mistake, not a hint
        ("fr", "{inconnu}"),
    ],
)
def test_a_good_sentence_gets_no_hint(language: Language, sentence: str) -> None:
    assert hints_for(sentence, language) == ()


@pytest.mark.parametrize(("language", "sentence"), PLAUSIBLE)
def test_what_owners_write_is_left_in_peace(language: Language, sentence: str) -> None:
    assert hints_for(sentence, language) == ()


@pytest.mark.parametrize(("language", "sentence"), CROSS)
def test_what_accuses_shouts_or_cannot_be_read_gets_a_hint(language: Language, sentence: str) -> None:
    assert hints_for(sentence, language)


@pytest.mark.parametrize("template", STARTER.templates, ids=lambda template: template.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_we_ship_need_no_advice(template: Template, language: Language) -> None:
    sentences = template.fr if language == "fr" else template.en
    for sentence in sentences:
        others = [other for other in sentences if other != sentence]
        assert hints_for(sentence, language, others) == (), sentence


def test_a_voice_that_speaks_faster_takes_less_time() -> None:
    sentence = "Mesdames, messieurs, la maison ferme dans un quart d'heure, merci de votre visite."
    assert seconds_of(sentence, "fr", 300) == pytest.approx(seconds_of(sentence, "fr", 150) / 2)
    assert hints_for(sentence * 3, "fr", (), 150)
    assert not hints_for(sentence * 3, "fr", (), 300)


def test_a_placeholder_that_all_others_have_is_missed() -> None:
    (hint,) = hints_for("Bravo à tous.", "fr", ["Bravo {name}.", "Vive {name}, table {table}."])
    assert hint.fr == "Les autres phrases disent « nom », celle-ci non."


def test_a_longer_sentence_takes_longer() -> None:
    assert seconds_of("Merci à {name}.", "fr") < seconds_of("Merci beaucoup à {name} et à {place}.", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_estimate_is_close_to_what_the_voice_takes(language: Language) -> None:
    template = STARTER.templates[0]
    values = {row.name: row.example for row in placeholders_of(template)}
    said = compose(template, values, language, 0).spoken
    made = subprocess.run(
        ["espeak-ng", "-v", language, "-s", "150", "--stdout", said], capture_output=True, check=True, timeout=120
    ).stdout
    takes_s = (len(made) - 44) / 2 / 22050  # a WAV header, then 16 bit samples
    assert seconds_of(said, language) == pytest.approx(takes_s, rel=0.25)


@given(st.text(max_size=200), st.sampled_from(LANGUAGES), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_can_be_looked_at(sentence: str, language: Language, siblings: list[str]) -> None:
    assert all(hint.fr and hint.en for hint in hints_for(sentence, language, siblings))
