"""What is wrong with a part, in words, with its cure: the one table of health codes, French and English."""

from dataclasses import dataclass

from kiosk.domain.words import Words


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Cause and cure of one code, as the desk and `kiosk doctor` show them."""

    cause: Words
    cure: Words


TROUBLES: dict[str, Trouble] = {
    "camera-away": Trouble(
        cause=Words(fr="La caméra ne répond pas.", en="The camera does not answer."),
        cure=Words(fr="Vérifiez son câble et son alimentation.", en="Check its cable and its power."),
    ),
    "camera-ended": Trouble(
        cause=Words(fr="La vidéo est terminée.", en="The video has ended."),
        cure=Words(fr="Choisissez une autre source.", en="Choose another source."),
    ),
    "camera-covered": Trouble(
        cause=Words(fr="La caméra ne voit rien : quelque chose couvre l'objectif.",
                    en="The camera sees nothing: something covers the lens."),
        cure=Words(fr="Dégagez l'objectif ; si un camion est arrêté devant, attendez qu'il parte.",
                   en="Uncover the lens; if a lorry stands before it, wait until it has gone."),
    ),
    "camera-black": Trouble(
        cause=Words(fr="L'image est noire : il fait trop sombre, ou l'objectif est couvert.",
                    en="The picture is black: it is too dark, or the lens is covered."),
        cure=Words(fr="La nuit, éclairez la rue ou attendez le jour ; le jour, dégagez l'objectif.",
                   en="At night, light the street or wait for the day; by day, uncover the lens."),
    ),
    "camera-unfocused": Trouble(
        cause=Words(fr="L'image est floue : l'objectif est sale, mouillé ou déréglé.",
                    en="The picture is blurred: the lens is dirty, wet or out of focus."),
        cure=Words(fr="Nettoyez l'objectif et la vitre, puis refaites la mise au point.",
                   en="Clean the lens and the pane, then focus again."),
    ),
    "camera-frozen": Trouble(
        cause=Words(fr="L'image est figée : la caméra renvoie toujours la même.",
                    en="The picture is frozen: the camera sends the same one again and again."),
        cure=Words(fr="Débranchez la caméra et rebranchez-la.", en="Unplug the camera and plug it in again."),
    ),
    "camera-moved": Trouble(
        cause=Words(fr="La caméra a bougé : les zones ne sont plus au bon endroit, rien n'est surveillé.",
                    en="The camera was moved: the zones are no longer in place, and nothing is watched."),
        cure=Words(fr="Remettez-la comme avant, ou redessinez les zones à la page Zones.",
                   en="Turn it back, or draw the zones again on the Zones page."),
    ),
    "camera-shifted": Trouble(
        cause=Words(fr="La caméra a un peu bougé : l'image est recalée, la surveillance continue.",
                    en="The camera was moved a little: the picture is moved back, and watching goes on."),
        cure=Words(fr="Redessinez les zones à la page Zones, ou remettez la caméra comme avant.",
                   en="Draw the zones again on the Zones page, or turn the camera back."),
    ),
    "no-zones": Trouble(
        cause=Words(fr="Aucune zone n'est dessinée.", en="No zone has been drawn."),
        cure=Words(fr="Dessinez une zone à la page Zones.", en="Draw a zone on the Zones page."),
    ),
    "model-missing": Trouble(
        cause=Words(fr="Le modèle de détection n'est pas installé : seul le mouvement est surveillé.",
                    en="The detector's model is not installed: only movement is watched."),
        cure=Words(fr="Lancez « kiosk models install ».", en="Run `kiosk models install`."),
    ),
    "no-voice": Trouble(
        cause=Words(fr="La voix de synthèse ne fonctionne pas.", en="The voice does not work."),
        cure=Words(fr="Redémarrez le boîtier ; si cela persiste, lancez « kiosk doctor ».",
                   en="Restart the box; if it goes on, run `kiosk doctor`."),
    ),
    "recording-missing": Trouble(
        cause=Words(fr="Un enregistrement de la maison n'est pas arrivé : la voix de synthèse l'a remplacé.",
                    en="A recording of the house has not arrived: the voice spoke instead."),
        cure=Words(fr="Vérifiez que la console fonctionne ; sinon, enregistrez de nouveau à la page Voix.",
                   en="Check that the console runs; if it does, record it again on the Voice page."),
    ),
    "voice-stand-in": Trouble(
        cause=Words(fr="La voix choisie ne répond pas : une voix de secours parle à sa place.",
                    en="The chosen voice does not answer: another one speaks in its place."),
        cure=Words(fr="Lancez « kiosk doctor voice » : il dit ce qui manque. La voix reviendra d'elle-même.",
                   en="Run `kiosk doctor voice`: it says what is missing. The voice comes back by itself."),
    ),
    "no-sound": Trouble(
        cause=Words(fr="La sortie son ne fonctionne pas.", en="The sound output does not work."),
        cure=Words(fr="Vérifiez que l'ampli est branché et la carte son choisie.",
                   en="Check that the amplifier is plugged in and the sound card chosen."),
    ),
    "panel-away": Trouble(
        cause=Words(fr="Les boutons, le voyant ou le relais de l'ampli ne répondent pas.",
                    en="The buttons, the lamp or the amplifier's relay do not answer."),
        cure=Words(fr="Lancez « kiosk doctor panel » et vérifiez les broches de [panel].",
                   en="Run `kiosk doctor panel` and check the pins of [panel]."),
    ),
    "panel-pins": Trouble(
        cause=Words(fr="Une broche des boutons, du voyant ou du relais sert déjà à autre chose.",
                    en="A pin of the buttons, the lamp or the relay is used for something else."),
        cure=Words(fr="Choisissez une autre broche dans [panel].", en="Choose another pin in [panel]."),
    ),
    "fire-alarm": Trouble(
        cause=Words(fr="Alarme incendie : aucune annonce n'est faite.",
                    en="Fire alarm: nothing is announced."),
        cure=Words(fr="Tout reprend quand l'alarme est levée ; s'il n'y en a pas, vérifiez le câble de son contact.",
                   en="All goes on when the alarm is over; if there is none, check the cable of its contact."),
    ),
    "not-heard": Trouble(
        cause=Words(fr="Le micro de contrôle n'entend pas les annonces.",
                    en="The microphone does not hear the announcements."),
        cure=Words(fr="Vérifiez l'ampli, son volume et les enceintes, puis lancez « kiosk doctor sound ».",
                   en="Check the amplifier, its volume and the loudspeakers, then run `kiosk doctor sound`."),
    ),
    "heard-softly": Trouble(
        cause=Words(fr="Les annonces couvrent à peine le bruit de la salle.",
                    en="The announcements are hardly louder than the room."),
        cure=Words(fr="Montez le volume de l'ampli, ou celui de cette heure à la page Maison.",
                   en="Turn up the amplifier, or the volume of this hour on the page House."),
    ),
    "heard-distorted": Trouble(
        cause=Words(fr="Le son arrive saturé au micro de contrôle.", en="The sound is distorted at the microphone."),
        cure=Words(fr="Baissez l'ampli, ou l'entrée du micro (« alsamixer », touche F4).",
                   en="Turn down the amplifier, or the microphone's input (`alsamixer`, key F4)."),
    ),
    "wrong-output": Trouble(
        cause=Words(fr="Le son sort d'une autre prise que celle de l'ampli.",
                    en="The sound leaves by another socket than the amplifier's."),
        cure=Words(fr="Mettez dans sound.card la sortie indiquée.", en="Set sound.card to the output named here."),
    ),
    "no-ear": Trouble(
        cause=Words(fr="Le micro de contrôle ne donne rien : on ne sait pas si les annonces sont entendues.",
                    en="The microphone gives nothing: whether announcements are heard is not known."),
        cure=Words(fr="Vérifiez sa prise et sound.ear : « arecord -L » liste les micros.",
                   en="Check its plug and sound.ear: `arecord -L` lists the microphones."),
    ),
    "volume-limited": Trouble(
        cause=Words(fr="Le volume voulu à cette heure saturerait : il est limité.",
                    en="The volume wanted at this hour would distort: it is limited."),
        cure=Words(fr="Montez l'ampli et baissez d'autant sound.gain_db et les autres heures.",
                   en="Turn up the amplifier, and lower sound.gain_db and the other hours by as much."),
    ),
    "disk-full": Trouble(
        cause=Words(fr="La carte mémoire est pleine.", en="The memory card is full."),
        cure=Words(fr="Libérez de la place, puis redémarrez.", en="Free some space, then restart."),
    ),
    "watcher-away": Trouble(
        cause=Words(fr="Le guetteur (caméra) ne répond pas : les cartes ne sont plus à jour.",
                    en="The watcher (camera) does not answer: the cards are out of date."),
        cure=Words(fr="Rebranchez le boîtier de la vitrine ; les autres annonces restent possibles.",
                   en="Plug the box at the window in again; the other announcements still work."),
    ),
    "announcer-away": Trouble(
        cause=Words(fr="L'annonceur (haut-parleur) ne répond pas.", en="The announcer (loudspeaker) does not answer."),
        cure=Words(fr="Vérifiez que son boîtier est allumé et relié au réseau.",
                   en="Check that its box is switched on and on the network."),
    ),
    "journal-damaged": Trouble(
        cause=Words(fr="Le journal des annonces était abîmé : un nouveau a été commencé.",
                    en="The journal of announcements was damaged: a new one was started."),
        cure=Words(fr="Si cela se répète, changez la carte mémoire.",
                   en="If it happens again, change the memory card."),
    ),
    "broker-away": Trouble(
        cause=Words(fr="La messagerie interne ne répond pas.", en="The message broker does not answer."),
        cure=Words(fr="Vérifiez le réseau et le service Mosquitto.", en="Check the network and the Mosquitto service."),
    ),
    "broker-refused": Trouble(
        cause=Words(fr="La messagerie interne refuse le mot de passe.", en="The message broker refuses the password."),
        cure=Words(fr="Corrigez le fichier de mot de passe.", en="Correct the password file."),
    ),
    "console-away": Trouble(
        cause=Words(fr="La console ne répond pas.", en="The console does not answer."),
        cure=Words(fr="Lancez « kiosk console » et vérifiez console.host et console.port.",
                   en="Start `kiosk console` and check console.host and console.port."),
    ),
    "no-traces": Trouble(
        cause=Words(fr="La durée des arrêts n'est plus notée ; tout le reste fonctionne.",
                    en="How long vehicles stood is no longer noted; everything else works."),
        cure=Words(fr="Redémarrez le boîtier ; si cela persiste, lancez « kiosk doctor ».",
                   en="Restart the box; if it goes on, run `kiosk doctor`."),
    ),
    "state-folder-locked": Trouble(
        cause=Words(fr="Le dossier des données ne peut pas être écrit.", en="The state folder cannot be written to."),
        cure=Words(fr="Donnez-le à l'utilisateur du service, ou changez state_folder.",
                   en="Give it to the service's user, or change state_folder."),
    ),
    "clock-wrong": Trouble(
        cause=Words(fr="L'horloge n'est pas à l'heure : le boîtier ne sait pas si la maison est ouverte.",
                    en="The clock is not set: the box does not know whether the house is open."),
        cure=Words(fr="Reliez le boîtier à Internet, ou ajoutez-lui une horloge à pile.",
                   en="Connect the box to the Internet, or add a battery-backed clock."),
    ),
    "too-hot": Trouble(
        cause=Words(fr="Le boîtier a trop chaud et ralentit.", en="The box is too hot and slows down."),
        cure=Words(fr="Éloignez-le du soleil et laissez l'air circuler.", en="Keep it out of the sun and let air in."),
    ),
    "weak-power": Trouble(
        cause=Words(fr="L'alimentation du boîtier est trop faible.", en="The power supply of the box is too weak."),
        cure=Words(fr="Utilisez l'alimentation d'origine du Raspberry Pi, sans rallonge USB.",
                   en="Use the Raspberry Pi's own power supply, without a USB extension."),
    ),
    "watching-slowly": Trouble(
        cause=Words(fr="Le boîtier ne suit pas : la rue est regardée moins souvent que demandé.",
                    en="The box cannot keep up: the street is looked at less often than asked."),
        cure=Words(fr="Dessinez moins de zones ou de plus petites, baissez watching.frames_per_s, ou prenez un boîtier "
                      "plus rapide.",
                   en="Draw fewer or smaller zones, lower watching.frames_per_s, or take a faster box."),
    ),
    "check-failed": Trouble(
        cause=Words(fr="La vérification n'a pas abouti.", en="The check itself did not finish."),
        cure=Words(fr="Redémarrez le boîtier et recommencez.", en="Restart the box and try again."),
    ),
}  # fmt: skip
