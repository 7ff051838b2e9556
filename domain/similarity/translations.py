"""German, French and Spanish words of product talk in English: the model of meanings reads that.

Each line is one English word or phrase, then the others, which may be phrases too. Spelling is
folded (no accents, no case), and endings are left off when a word is looked up. A word that is
English as well (*son*, *die*, *pour*) is not put in.
"""

from functools import cache

from domain.text.folding import fold

_WORDS = """
export: exportieren exporter exportar exportacion
import: importieren importer importar importacion
download: herunterladen telecharger descargar descarga
upload: hochladen televerser subir
invoice: rechnung facture factura
bill: abrechnung cuenta_de_cobro
password: passwort kennwort contrasena mot_de_passe
log in: anmelden einloggen anmeldung connecter connexion iniciar_sesion
log out: abmelden ausloggen deconnexion cerrar_sesion
account: konto benutzerkonto compte cuenta
delete: loschen entfernen supprimer effacer eliminar borrar
add: hinzufugen erganzen ajouter agregar anadir
edit: bearbeiten andern modifier editar modificar
change: wechseln changer cambiar
create: erstellen anlegen creer crear
save: speichern sichern enregistrer sauvegarder guardar
search: suche suchen recherche rechercher chercher buscar busqueda
find: finden trouver encontrar
show: anzeigen zeigen afficher montrer mostrar
hide: ausblenden verstecken masquer cacher ocultar
send: senden verschicken versenden schicken envoyer enviar
receive: erhalten empfangen bekomme recevoir recibir
print: drucken ausdrucken imprimer imprimir
copy: kopieren copier copiar
share: teilen partager compartir
sort: sortieren trier ordenar
filter: filtern filtrer filtrar
translate: ubersetzen traduire traducir
pay: zahlen bezahlen payer pagar
payment: zahlung paiement pago
order: bestellung commande pedido
price: preis prix precio
amount: betrag montant importe
tax: steuer mehrwertsteuer taxe impuesto ttc iva tva
including tax: inklusive_steuer toutes_taxes_comprises impuestos_incluidos
discount: rabatt reduction remise descuento
voucher: gutschein bon_de_reduction cupon
customer: kunde kunden clientes cliente
supplier: lieferant fournisseur proveedor
colleague: kollege collegue companero
employee: mitarbeiter employe empleado
manager: vorgesetzter gerant gerente
user: benutzer nutzer utilisateur usuario
team: mannschaft equipe equipo
company: firma unternehmen entreprise empresa
contact: kontakt contacto
address: adresse direccion
phone: telefon handy telephone portable telefono movil
message: nachricht mensaje
email: courriel correo correo_electronico
notification: benachrichtigung mitteilung notificacion
reminder: erinnerung rappel recordatorio
calendar: kalender calendrier calendario
appointment: termin rendez_vous cita
meeting: besprechung reunion
date: datum fecha
day: tag jour dia
week: woche semaine semana
weekly: wochentlich hebdomadaire semanal
month: monat mois mes_a_mes
monthly: monatlich mensuel mensual
year: jahr annee
yearly: jahrlich annuel anual
report: bericht rapport informe
chart: diagramm graphique grafico
dashboard: ubersicht tableau_de_bord panel_de_control
table: tabelle tableau tabla
list: liste lista
field: feld champ campo
form: formular formulaire formulario
file: datei fichier archivo
folder: ordner dossier carpeta
document: dokument documento
page: seite pagina
picture: bild imagen foto
attachment: anhang piece_jointe adjunto
note: notiz remarque nota
comment: kommentar commentaire comentario
task: aufgabe tache tarea
project: projekt projet proyecto
ticket: anfrage demande solicitud
error: fehler erreur error_de
slow: langsam lent lente lento
fast: schnell rapide rapido
dark: dunkel dunkler dunkles sombre oscuro
light: hell clair claro
white: weiss weisser blanc blanche blanco
black: schwarz noir noire negro
background: hintergrund fond fondo
mode: modus modo
color: farbe couleur
eyes: augen yeux ojos
evening: abend soir noche
language: sprache langue idioma
interface: oberflache benutzeroberflache interfaz
settings: einstellungen parametres reglages ajustes configuracion
permission: berechtigung rechte droits permisos
role: rolle rol
security: sicherheit securite seguridad
fingerprint: fingerabdruck empreinte huella huella_dactilar empreinte_digitale
device: gerat appareil dispositivo
screen: bildschirm ecran pantalla
button: knopf schaltflache bouton boton
keyboard: tastatur clavier teclado
link: verknupfung lien enlace
website: webseite site_web sitio_web
shop: laden boutique tienda
stock: lagerbestand bestand existencias inventario
warehouse: lager entrepot almacen
delivery: lieferung livraison entrega
shipping: versand envio
parcel: paket colis paquete
contract: vertrag contrat contrato
offer: angebot devis presupuesto
signature: unterschrift firma_digital
subscription: abonnement suscripcion
documentation: dokumentation documentacion
help: hilfe aide ayuda
support: unterstutzung soporte
training: schulung formacion
data: daten donnees datos
backup: sicherung sicherungskopie sauvegarde respaldo copia_de_seguridad
connection: verbindung conexion
integration: anbindung integracion
update: aktualisierung aktualisieren mise_a_jour actualizar actualizacion
version: versionsstand
reset: zurucksetzen reinitialiser restablecer
restore: wiederherstellen restaurer restaurar
forgotten: vergessen oublie olvidado
missing: fehlt fehlende manque falta
broken: kaputt defekt casse roto
open: offnen geoffnet ouvrir abrir
close: schliessen fermer cerrar
start: starten demarrer iniciar
stop: anhalten arreter detener
read: lesen lire leer
write: schreiben ecrire escribir
answer: antwort antworten reponse repondre respuesta responder
question: frage pregunta
name: nombre
new: neu neue neuen neuer nouveau nouvelle nuevo nueva
old: alt alte ancien viejo
all: alle tous toutes todos todas
several: mehrere plusieurs varios varias
at once: gleichzeitig auf_einmal en_une_fois a_la_vez de_una_vez
automatic: automatisch automatique automatico automaticamente automatiquement
by hand: manuell von_hand manuellement manualmente
duplicate: doppelt doublon duplicado
merge: zusammenfuhren fusionner fusionar
group: gruppe groupe grupo
assign: zuweisen attribuer asignar
approve: freigeben genehmigen approuver aprobar
approval: freigabe approbation aprobacion
deadline: frist faelligkeit echeance vencimiento
overdue: uberfallig en_retard atrasado
time: zeit uhrzeit temps tiempo hora
hours: stunden heures horas
working hours: arbeitszeit heures_de_travail horario_laboral
holiday: urlaub feiertag conges vacaciones
survey: umfrage sondage encuesta
currency: wahrung devise moneda
bank transfer: uberweisung virement transferencia
credit card: kreditkarte carte_bancaire carte_de_credit tarjeta_de_credito
refund: erstattung remboursement reembolso
offline: ohne_internet hors_ligne sin_conexion
video: vorschaufilm
map: landkarte carte mapa
city: stadt ville ciudad
country: land_der_lieferung pays pais
i: ich je yo
we: wir nous nosotros
not: nicht kein keine pas sin
and: und et
or: oder
with: mit avec con
without: ohne sans
for: fur para
when: wenn wann quand cuando
a: ein eine einen une una
the: der das dem den les el los las
of: von des del
in: im dans
my: mein meine meinen mon mes mi mis
our: unser unsere unseren notre nos nuestro nuestra
want: mochte mochten wollen veux voudrais quiero queremos
need: brauche brauchen besoin necesito necesitamos
can: kann konnen peux puedo podemos
please: bitte svp por_favor
is: ist est esta
"""
_ENDINGS = ("en", "er", "es", "em", "e", "n", "s", "r")
_LEAST_CHARS = 4
_ENGLISH = "the of to is are my our with for when and we not cannot from by on it i that this"


def in_english(text: str) -> str:
    """Return a text with its German, French and Spanish words in English.

    A text in English, and one in which only small words are known (*con*, *de*), stays as it is.
    """
    words = fold(text).split()
    known, english_words = _phrases(), _ENGLISH.split()
    if any(word in english_words for word in words) and not any(
        word in known and len(word) < _LEAST_CHARS for word in words
    ):
        return text
    found: list[str] = []
    place, is_telling = 0, False
    while place < len(words):
        taken, english = _at(words, place)
        phrase = " ".join(words[place : place + taken])
        is_telling |= english is not None and len(phrase) >= _LEAST_CHARS
        found.append(english or phrase)
        place += taken
    return " ".join(found) if is_telling else text


def _at(words: list[str], place: int) -> tuple[int, str | None]:
    """How many words a known phrase takes here, and its English; one and None when unknown."""
    known = _phrases()
    for length in range(min(4, len(words) - place), 1, -1):
        english = known.get(" ".join(words[place : place + length]))
        if english is not None:
            return length, english
    word = words[place]
    if word in known or word in _own_words():
        return 1, known.get(word)
    starts = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    if any(start in _own_words() for start in starts):
        return 1, None
    each = (known.get(start) for start in starts if len(start) >= _LEAST_CHARS)
    return 1, next((english for english in each if english), None)


@cache
def _phrases() -> dict[str, str]:
    """The English of each phrase."""
    found: dict[str, str] = {}
    for line in _WORDS.strip().splitlines():
        english, _, others = line.partition(":")
        for phrase in others.split():
            found.setdefault(phrase.replace("_", " "), english)
    return found


@cache
def _own_words() -> frozenset[str]:
    """The English words of the table."""
    return frozenset(word for english in _phrases().values() for word in english.split())
