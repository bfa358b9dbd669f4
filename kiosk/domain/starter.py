"""The sentences a house starts with: ten templates, French and English, variants in pairs that say the same."""

from kiosk.domain.venue import Template, Templates
from kiosk.domain.words import Words

_CAR = Template(
    id="car-badly-parked",
    name=Words(fr="Véhicule gênant", en="Vehicle in the way"),
    priority="service",
    fr=(
        "Mesdames, messieurs, {vehicle} garé(e) {place} gêne un peu le passage. Merci de bien vouloir le libérer.",
        "Votre attention, s'il vous plaît. Le conducteur du {vehicle} garé(e) {place} est attendu dehors. Merci.",
        "Vous avez laissé {vehicle} {place} ? Auriez-vous la gentillesse de libérer le passage ? Merci à vous.",
    ),
    en=(
        "Ladies and gentlemen, {vehicle} parked {place} is a little in the way. Could you kindly move it? Thank you.",
        "Your attention, please. Would the driver of the {vehicle} parked {place} kindly come outside? Thank you.",
        "Did you leave {vehicle} {place}? Would you be so kind as to clear the way? We are most grateful.",
    ),
)
_CAR_AGAIN = Template(
    id="car-badly-parked-second",
    name=Words(fr="Véhicule gênant, deuxième rappel", en="Vehicle in the way, second reminder"),
    priority="service",
    fr=(
        "Un petit rappel : {vehicle} se trouve toujours {place}. Merci de bien vouloir libérer le passage.",
        "Nous nous permettons d'insister : le conducteur du {vehicle} garé(e) {place} est toujours attendu. Merci.",
        "Mesdames, messieurs, {vehicle} est encore {place}. Quelques instants suffiraient pour libérer le passage.",
    ),
    en=(
        "A gentle reminder: {vehicle} is still {place}. Thank you for clearing the way.",
        "Forgive us for asking again: would the driver of the {vehicle} parked {place} please come outside? Thank you.",
        "Ladies and gentlemen, {vehicle} is still {place}. It would take only a moment to clear the way.",
    ),
)
_CAR_LAST = Template(
    id="car-badly-parked-last",
    name=Words(fr="Véhicule gênant, dernier rappel", en="Vehicle in the way, last reminder"),
    priority="service",
    fr=(
        "Dernier appel : {vehicle} est toujours {place} et il nous faut le passage. Nous comptons sur vous, merci.",
        "Une dernière fois, nous prions le conducteur du {vehicle} garé(e) {place} de venir dès maintenant. Merci.",
        "Pardonnez notre insistance : {vehicle} est encore {place}. Merci de nous rejoindre dehors sans attendre.",
    ),
    en=(
        "Last call: {vehicle} is still {place} and we need the way clear. We are counting on you, thank you.",
        "For the last time, we kindly ask the driver of the {vehicle} parked {place} to come now. Thank you.",
        "Forgive our insistence: {vehicle} is still {place}. Please join us outside without delay.",
    ),
)
_ORDER = Template(
    id="order-ready",
    name=Words(fr="Commande prête", en="Order ready"),
    priority="service",
    fr=(
        "{order} est prête. Vous pouvez la retirer au comptoir. Merci.",
        "Bonne nouvelle : {order} vous attend au comptoir.",
        "Merci d'avoir patienté : {order} est à votre disposition au comptoir.",
    ),
    en=(
        "{order} is ready. Please collect it at the counter. Thank you.",
        "Good news: {order} is waiting for you at the counter.",
        "Thank you for your patience: you may now collect {order} at the counter.",
    ),
)
_TABLE = Template(
    id="table-ready",
    name=Words(fr="Table prête", en="Table ready"),
    priority="service",
    fr=(
        "{booking} est prête. Nous vous y conduisons avec plaisir.",
        "Merci de votre patience : {booking} vous attend.",
        "Nous avons le plaisir de vous annoncer que {booking} est dressée. Rejoignez-nous à l'accueil.",
    ),
    en=(
        "{booking} is ready. It will be our pleasure to show you the way.",
        "Thank you for your patience: {booking} is waiting for you.",
        "We are pleased to tell you that {booking} is laid. Please join us at reception.",
    ),
)
_CLOSING = Template(
    id="closing-soon",
    name=Words(fr="Fermeture prochaine", en="Closing soon"),
    priority="routine",
    fr=(
        "Mesdames, messieurs, notre maison fermera ses portes dans {minutes} minutes. Merci de votre visite.",
        "Il vous reste {minutes} minutes avant la fermeture. Profitez-en tranquillement, et à très bientôt.",
        "Nous fermons dans {minutes} minutes. D'ici là, toute l'équipe reste à votre disposition.",
    ),
    en=(
        "Ladies and gentlemen, our house will be closing in {minutes} minutes. Thank you for your visit.",
        "There are {minutes} minutes left before we close. Enjoy them in peace, and see you very soon.",
        "We are closing in {minutes} minutes. Until then, the whole team remains at your service.",
    ),
)
# Neither name nor description nor whereabouts of the child: whoever comes forward is checked by the staff.
_CHILD = Template(
    id="lost-child",
    name=Words(fr="Enfant qui attend ses proches", en="Child waiting for family"),
    priority="urgent",
    fr=(
        "Votre attention, s'il vous plaît. Si vous cherchez un enfant, adressez-vous tout de suite à notre équipe.",
        "Mesdames, messieurs, un enfant attend ses proches et tout va bien. Merci de parler à un membre de l'équipe.",
        "Vous ne voyez plus l'enfant qui vous accompagne ? Soyez sans inquiétude et venez voir notre équipe.",
    ),
    en=(
        "Your attention, please. If you are looking for a child, please speak to our staff straight away.",
        "Ladies and gentlemen, a child is waiting for their family and all is well. Please speak to a member of staff.",
        "Can you no longer see the child who came with you? Please do not worry, and come to see our staff.",
    ),
)
_PROPERTY = Template(
    id="lost-property",
    name=Words(fr="Objet trouvé", en="Lost property"),
    priority="routine",
    fr=(
        "Nous avons retrouvé {item}. Si c'est à vous, passez nous voir à l'accueil.",
        "L'un de nos hôtes a oublié {item}. Nous l'attendons à l'accueil avec plaisir.",
        "Avant de partir, pensez à vos affaires : on nous a confié {item}. Renseignez-vous à l'accueil.",
    ),
    en=(
        "We have found {item}. If it belongs to you, please come and see us at reception.",
        "One of our guests has left {item} behind. We shall be glad to return what is yours at reception.",
        "Before you leave, please check your belongings: we were handed {item}. Just ask at reception.",
    ),
)
_BIRTHDAY = Template(
    id="birthday",
    name=Words(fr="Anniversaire", en="Birthday"),
    priority="routine",
    fr=(
        "Toute la maison souhaite un très joyeux anniversaire à {name} !",
        "Mesdames, messieurs, c'est aujourd'hui l'anniversaire de {name}. Nous lui adressons tous nos vœux.",
        "Une belle année commence pour {name} : joyeux anniversaire, et merci de le fêter avec nous.",
    ),
    en=(
        "The whole house wishes {name} a very happy birthday!",
        "Ladies and gentlemen, today is the birthday of {name}. Please join us in sending our best wishes.",
        "A wonderful year begins for {name}: happy birthday, and thank you for celebrating it with us.",
    ),
)
_WELCOME = Template(
    id="welcome",
    name=Words(fr="Bienvenue", en="Welcome"),
    priority="routine",
    fr=(
        "Mesdames, messieurs, soyez les bienvenus. Toute l'équipe est à votre service.",
        "Merci d'avoir choisi notre maison. Si vous avez besoin de quoi que ce soit, nous sommes là.",
        "C'est un plaisir de vous recevoir. Nous vous souhaitons un très agréable moment.",
    ),
    en=(
        "Ladies and gentlemen, welcome. The whole team is at your service.",
        "Thank you for choosing our house. If there is anything you need, we are here.",
        "It is a pleasure to have you with us. We wish you a most enjoyable time.",
    ),
)

STARTER = Templates(
    templates=(
        _CAR, _CAR_AGAIN, _CAR_LAST, _ORDER, _TABLE, _CLOSING, _CHILD, _PROPERTY, _BIRTHDAY, _WELCOME,
    ),
    version=1,
)  # fmt: skip
"""What `templates` holds until the owner saves something else."""
