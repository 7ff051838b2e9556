"""Words of product feedback that mean the same, in four languages.

Each entry is one notion: the word that stands for it, then others; a longer one goes on in the next
line, indented. A phrase of several words counts as one. Spelling is folded (no accents, no case);
endings such as a plural fall away by themselves.
"""

NOTIONS = """
export: download | extract | exporter | exportieren | exportar | descargar | telecharger |
    herunterladen
import: load | ingest | bring in | importer | importieren | importar | importation
csv: spreadsheet | excel | xls | xlsx | google sheets | hoja de calculo | tabelle | tableur
pdf: printable document
login: log in | logging in | sign in | signing in | sign on | logon | anmelden | anmeldung |
    connexion | iniciar sesion | einloggen | authenticate
logout: log out | sign out | log off | end session | abmelden | deconnexion | cerrar sesion
sso: single sign on | identity provider | idp | saml | okta | active directory | entra
two factor: 2fa | mfa | second factor | second code | one time code | authenticator | multi factor
password: passcode | credentials | passwort | kennwort | contrasena | mot de passe
dark: night | black theme | dunkel | dunkler | dunkles | sombre | oscuro
theme: mode | colour scheme | color scheme | skin | modus | tema | appearance
slow: slowly | sluggish | lag | takes ages | takes forever | speed | performance | faster |
    langsam | lent | lente | lento | latency | fast | quick | schnell | rapide
report: reporting | analysis | statistics | bericht | rapport | informe | reporte
undo: revert | roll back | go back | rueckgangig | ruckgangig | annuler | deshacer
restore: recover | get back | bring back | wiederherstellen | restaurar | restaurer
delete: remove | erase | deletion | removal | loschen | supprimer | eliminar | borrar | wipe | get
    rid
accident: mistake | mistakenly | accidentally | versehentlich
version: revision | history | previous state
remind: reminder | erinnern | erinnerung | rappel | recordatorio | heads up | ahead
notification: notify | alert | inform | push message | benachrichtigung | benachrichtigen |
    notificacion | avertir | tell me | warn | warning | ping
due: deadline | due date | fallig | faelligkeit | echeance | vencimiento
task: todo | to do | item | job | aufgabe | tache | tarea | assignment
subtask: sub task | sub item | nested task | child task | smaller tasks | break down
recurring: repeat | repeating | every week | periodic | wiederkehrend | recurrent
bulk: several at once | multiple | in one go | all at once | mass | batch | at once | several | en
    masse | many
edit: change | modify | update | alter | bearbeiten | andern | modifier | editar | cambiar
offline: without internet | no connection | no internet | without network | airplane | hors ligne
    | sin conexion
mobile: phone | smartphone | cell | android | iphone | ios | handy | telefono | telephone | movil
    | app
invoice: bill | billing statement | rechnung | factura | facture
pay: payment | zahlen | bezahlen | payer | pagar | zahlung | paid
bank transfer: wire | sepa | direct debit | uberweisung | virement | transferencia
card: credit card | kreditkarte | debit card
search: find | look up | suche | suchen | rechercher | recherche | buscar | busqueda
typo: spelling mistake | misspelling | misspelled | spelling | fuzzy | tippfehler
guest: external | outsider | outside people | visitor | contractor | client user
permission: access | role | right | restrict | limit | may only | allowed | read only | view only
    | berechtigung | droits | permisos
calendar: kalender | calendrier | calendario | agenda | ics
sync: synchronise | synchronize | synchronisation | in step | mirror
integration: integrate | connect | connector | plugin | integracion | anbindung | verbinden
shortcut: hotkey | keyboard | key combination | tastatur
api: programmatically | rest | endpoint | interface for programs | sdk
webhook: callback | http call | event push
email: mail | mails | e mail | mailbox | inbox | correo | courriel | newsletter
spam: junk | junk folder | blacklist
currency: dollar | euro | usd | eur | money | wahrung | devise | moneda
quote: offer | proposal | estimate | angebot | devis | presupuesto
audit: audit trail | who changed | change log | activity log | protokoll | journal | traceability
field: property | attribute | feld | champ | campo | column
custom: own | self defined | personalised | personalized | benutzerdefiniert | bespoke
upload: attach | attachment | file | files | hochladen | subir | joindre | document | datei |
    fichier | archivo
crash: crashes | close unexpectedly | abort | freeze | hang | absturz | plante | breaks down
rotate: landscape | portrait | turning | orientation | drehen
expire: expires | timeout | run out of time | invalid | ablaufen
contact: address book | kontakt | contacto | person | lead
customer: client | buyer | shopper | company | account holder | kunde | cliente
print: printing | printer | drucken | imprimer | imprimir
label: sticker | etikett | etiquette
deal: sale | opportunity | sold | verkauf | vente | venta
template: blueprint | boilerplate | vorlage | modele | plantilla | preset
onboarding: new employee | new hire | new joiner | einarbeitung
checklist: to do list | steps
archive: hide | put away | archivieren | archiver | archivar | clutter
conversation: chat | thread | messages | discussion | gesprach | unterhaltung
dashboard: overview | kpi | summary page | cockpit | tableau de bord | panel | ubersicht
manager: boss | lead | supervisor | head | chef | gerente | team lead
merge: combine | join | unify | zusammenfuhren | fusionner | fusionar
duplicate: twice | double | copy | clone | doublon | doppelt | duplicado
time tracking: log the hours | log hours | timesheet | track time | zeiterfassung
shared: together | common | team | gemeinsam | compartir | partager | share
support: help desk | service desk | agent | soporte
mention: tag | at mention | call out | address somebody
colleague: teammate | coworker | team member | workmate | kollege
comment: note | remark | annotation | kommentar | commentaire | comentario
drag and drop: drag | pull
board: kanban | columns | swimlane | cards
filter: narrow | only see | only show | restrict the list | filtern | filtrer | filtrar
date: day | last week | period | range | datum | fecha
save: keep | remember | store | favourite | favorite | speichern | guardar | sauvegarder |
    enregistrer | bookmark
logo: branding | company colours | brand | white label
subscription: plan | tier | abo | abonnement | suscripcion | package
downgrade: cheaper | smaller plan | reduce plan
refund: money back | reimburse | reimbursement | erstattung | remboursement | reembolso
partial: part | fraction
order: purchase | bestellung | commande | pedido | checkout
barcode: scan | qr | scanner
warehouse: storehouse | depot | lager | almacen
user: member | seat | people | benutzer | usuario | utilisateur
draft: autosave | unsaved | lost writing | lost my text | entwurf | save automatically
font: letter size | zoom | bigger text | larger | schrift
accessibility: screen reader | blind | wcag | contrast | a11y | visually impaired | barrierefrei
translate: language | localise | localization | ubersetzen | sprache | traduire | idioma |
    traducir | spanish | english | french | japanese | german
screenshot: image | picture | photo | png | bild | imagen | captura
bug: problem | defect | issue | fehler | error | broken | fails
gantt: timeline | project schedule | zeitleiste | roadmap
account: profile | konto | compte | cuenta
slack: channel | teams message
form: formular | formulaire | formulario | contact form | questionnaire
signature: sign | esignature | e signature | docusign | unterschrift | firma | digitally
contract: agreement | vertrag | contrat | contrato
live chat: messenger on the site | chat widget | chat on the website
website: web page | site | homepage | webseite | pagina
reorder: arrange | rearrange | sequence | umsortieren
sort: order by | most recently | put on top | sortieren | trier | ordenar | ranking
approval: approve | sign off | review before | freigabe | approbation | aprobacion | authorise
publish: go live | release | veroffentlichen | publier | publicar
schedule: later date | plan ahead | planned | planen
weekend: saturday | sunday
discount: voucher | coupon | promo code | promotion | rabatt | gutschein | reduction | descuento |
    remise
stock: inventory | runs out | out of stock | quantity | bestand | inventario
digest: summary | weekly | zusammenfassung | resume | recap | round up | wochentlicher |
    hebdomadaire | semanal
map: location | geography | branches | karte | carte | mapa | place
group: grouped | per | cluster | gruppieren
assignee: assign | responsible | per person | owner | zuweisen | route | right person | ownership
session: device | devices | other devices | signed in elsewhere
private: internal | hidden from | confidential | intern | prive | privado
hours: office time | working time | quiet | disturb | arbeitszeit | do not disturb | schedule of
    work
chart: graph | visualise | visualize | diagram | plot | diagramm | grafico
video: clip | tutorial | film | screencast
help: documentation | manual | guide | docs | knowledge base | dokumentation | aide | ayuda
survey: satisfaction | satisfied | nps | csat | feedback form | rating | umfrage | encuesta
tax: vat | tax id | ust | mwst | iva | tva | net
automatic: automatically | by itself | auto | automatisch
size: megabytes | mb | large | gigabyte | too big
rename: changed name | new name | change the name | umbenennen
price: cost | amount | preis | precio | prix | fee
emoji: smiley | smileys | emoticon
title: heading | headline | name of | titel | titre | titulo
preview: view in the browser | quick look | vorschau
shipment: parcel | package delivery | delivery | tracking | paket | envio | colis | shipping
split: divide | several people pay | aufteilen
backup: s3 | bucket | nightly copy | sicherung | sauvegarde | respaldo
vote: upvote | prioritise | poll | abstimmen
idea: feature request | suggestion | wish | idee
meeting: appointment | call | video call | zoom | termin | reunion | besprechung
pin: keep at the top | stick | sticky | anheften
completed: done | closed | complete | erledigt | resolved
conflict: overwrote | overwritten | same time | simultaneously | concurrent
blank: empty | white | leer | vide
safari: mac | macos | apple browser
browser: chrome | firefox | edge
reply: answer | respond | antworten | repondre | responder
yearly: annual | once a year | per year | jahrlich | annuel | anual
monthly: every month | per month | each month | monatlich | mensuel | mensual
transfer: hand over | new owner | move to another | pass on | ubertragen
postgresql: postgres
data: daten | donnees | datos | records | entries
show: display | see | view | anzeigen | mostrar | afficher
"""
