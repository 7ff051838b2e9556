"""The names that columns of tables have, in the languages that are promised."""

import re

from domain.imports.fields import Field
from domain.text.folding import fold

_WORDS: dict[Field, str] = {
    Field.ID: (
        "id|key|number|nr|no|uuid|post id|postid|feedback id|idea id|note id|ticket|ticket id|"
        "ticket number|case id|external id|kennung|nummer|identifiant|numero|identificador|"
        "identificativo|codice|nummer id|référence|reference|canny id|productboard id|"
        "feature id|entity id|issue key|vorgang"
    ),
    Field.TEXT: (
        "text|feedback|comment|comments|message|body|content|note|notes|what was said|quote|"
        "verbatim|response|request|feature request|suggestion|rückmeldung|kommentar|nachricht|"
        "inhalt|anmerkung|wunsch|beschreibung|details|description|commentaire|commentaires|"
        "retour|avis|texte|message client|contenu|comentario|comentarios|mensaje|texto|"
        "sugerencia|opinión|commento|commenti|messaggio|testo|suggerimento|comentário|mensagem|"
        "sugestão|opmerking|bericht|tekst|reactie|komentarz|wiadomość|treść|kommentar text|"
        "meddelande|コメント|内容|フィードバック|评论|反馈|의견|отзыв|комментарий|сообщение|текст"
    ),
    Field.TITLE: (
        "title|subject|headline|summary|idea|ideas|feature|feature name|name|post|post title|"
        "request title|titel|betreff|überschrift|idee|ideen|titre|sujet|objet|idée|título|asunto|"
        "titolo|oggetto|assunto|onderwerp|tytuł|temat|pomysł|rubrik|ämne|タイトル|标题|제목|"
        "название|тема|заголовок|идея|идеи|アイデア|アイディア|创意|想法|아이디어|ideia|idé|idéer"
    ),
    Field.DESCRIPTION: (
        "description|details|body|text|content|post details|beschreibung|inhalt|erläuterung|"
        "descripción|descrizione|descrição|omschrijving|beskrivning|opis|説明|描述|설명|описание"
    ),
    Field.NAME: (
        "name|customer|customer name|company|company name|account|account name|organization|"
        "organisation|client|kunde|kundenname|firma|firmenname|unternehmen|nom|entreprise|"
        "société|cliente|empresa|nombre|azienda|nome|klant|bedrijf|klient|nazwa|kund|företag|"
        "顧客|会社|客户|公司|고객|회사|клиент|компания|название"
    ),
    Field.CUSTOMER: (
        "customer|customer name|company|company name|account|account name|organization|"
        "organisation|client|user company|author company|kunde|kundenname|firma|unternehmen|"
        "entreprise|société|compte|cliente|empresa|cuenta|azienda|società|klant|bedrijf|klient|"
        "kund|företag|顧客|会社|客户|公司|고객|회사|клиент|компания"
    ),
    Field.SAID_BY: (
        "said by|who said it|author|author name|user|user name|username|reporter|requester|"
        "submitted by|created by|contact|person|from|name|respondent|verfasser|autor|absender|"
        "ansprechpartner|kontakt|auteur|utilisateur|nom|contacto|usuario|nombre|autore|utente|"
        "nome|usuário|contato|gebruiker|naam|użytkownik|användare|作成者|作者|작성자|автор|имя"
    ),
    Field.EMAIL: (
        "email|e mail|mail|email address|user email|author email|contact email|customer email|"
        "e mail adresse|adresse email|courriel|correo|correo electrónico|posta elettronica|"
        "メール|邮箱|이메일|почта|электронная почта"
    ),
    Field.AREA: (
        "area|category|categories|idea categories|board|board name|product|product area|"
        "component|module|topic|theme|list|list name|forum|team|bereich|kategorie|thema|modul|"
        "produkt|domaine|catégorie|produit|thème|"
        "área|categoría|producto|categoria|prodotto|produto|gebied|categorie|kategoria|obszar|"
        "område|カテゴリ|类别|분류|категория|область"
    ),
    Field.TAGS: (
        "tags|tag|labels|label|keywords|schlagwörter|schlagworte|étiquettes|mots clés|etiquetas|"
        "etichette|trefwoorden|etykiety|etiketter|taggar|タグ|ラベル|标签|태그|теги|метки"
    ),
    Field.IMPORTANCE: (
        "importance|priority|urgency|severity|impact|wichtigkeit|priorität|dringlichkeit|"
        "priorité|importancia|prioridad|urgencia|importanza|priorità|importância|prioridade|"
        "prioriteit|belang|priorytet|prioritet|優先度|优先级|우선순위|приоритет|важность"
    ),
    Field.IDEA: (
        "idea|linked idea|idea reference|feature|linked feature|features|idee|verknüpfte idee|"
        "idée|idea vinculada|belongs to"
    ),
    Field.SAID_ON: (
        "date|created|created at|createdat|submitted on|submit date utc|created on|created date|"
        "creation date|submitted at|timestamp|"
        "time|when|said on|datum|erstellt|erstellt am|zeitpunkt|zeitstempel|date de création|"
        "créé le|fecha|fecha de creación|creado|data|data di creazione|creato il|data de criação|"
        "criado em|aangemaakt|aangemaakt op|data utworzenia|skapad|日付|作成日|日期|创建时间|날짜|"
        "дата|создано"
    ),
    Field.STATUS: (
        "status|state|stage|zustand|stand|statut|état|estado|stato|estado actual|stan|tillstånd|"
        "ステータス|状态|상태|статус|состояние"
    ),
    Field.RESOLUTION: (
        "resolution|state reason|statereason|outcome|close reason|closed reason|lösung|"
        "résolution|resolución|risoluzione|resolução|oplossing|rozwiązanie|lösning|解決状況|"
        "解决结果|해결책|решение"
    ),
    Field.DONE_ON: (
        "completed|completed at|completed on|done on|resolved|resolved at|closed at|closedat|"
        "closed on|shipped on|shipped at|released on|finished|erledigt am|abgeschlossen am|"
        "terminé le|completado el|completato il|concluído em|afgerond op|zakończono|完了日|"
        "完成时间|완료일|завершено"
    ),
    Field.DROPPED_ON: (
        "canceled|cancelled|canceled at|cancelled at|archived|archived at|is archived|deleted at|"
        "declined at|rejected at"
    ),
    Field.VOTES: (
        "votes|vote count|votes count|number of votes|upvotes|score|points|total votes|likes|"
        "stimmen|anzahl stimmen|punkte|nombre de votes|votos|voti|stemmen|głosy|röster|投票数|"
        "票数|투표|голоса"
    ),
    Field.VOTERS: (
        "voters|voter|voter name|voter names|voter email|voter emails|voted by|supporters|"
        "upvoted by|abgestimmt|stimmen von|unterstützer|votants|votantes|votanti|stemmers|"
        "głosujący|投票者|голосовавшие"
    ),
    Field.TIER: (
        "tier|plan|segment|level|customer tier|size|stufe|tarif|kategorie|niveau|nivel|livello|"
        "nível|abonnement|プラン|等级|уровень|тариф"
    ),
    Field.REVENUE: (
        "revenue|yearly revenue|annual revenue|arr|acv|contract value|annual contract value|"
        "amount|value|jahresumsatz|umsatz|ertrag|chiffre d affaires|revenu|revenu annuel|"
        "ingresos|ingresos anuales|facturación|ricavi|fatturato|ricavo annuo|receita|"
        "receita anual|omzet|jaaromzet|przychód|omsättning|売上|收入|매출|выручка|доход"
    ),
    Field.CURRENCY: (
        "currency|currency code|währung|devise|monnaie|moneda|divisa|valuta|moeda|waluta|通貨|"
        "货币|통화|валюта"
    ),
    Field.OWNER: (
        "owner|account owner|account manager|csm|customer success manager|responsible|"
        "verantwortlich|betreuer|zuständig|propriétaire|responsable|propietario|responsabile|"
        "proprietario|responsável|proprietário|eigenaar|właściciel|ägare|担当者|负责人|담당자|"
        "владелец|ответственный"
    ),
}

_NAMES = {field: tuple(fold(name) for name in words.split("|")) for field, words in _WORDS.items()}


def closeness(header: str, field: Field) -> float:
    """Return how well a header names a field: 0 not at all, up to 1 for the name listed first."""
    folded, names = base_name(header), _NAMES[field]
    return 1 - names.index(folded) / len(names) if folded in names else 0.0


def is_known(header: str) -> bool:
    """True for what is a usual name of a column."""
    folded = base_name(header)
    return any(folded in names for names in _NAMES.values())


def base_name(header: str) -> str:
    """Return the name of a column folded, without what tells columns of one name apart."""
    bare = re.sub(r" \(\d+\)$", "", header)
    return fold(bare) or bare.strip()


def is_question(header: str) -> bool:
    """Return whether a header is a question of a form rather than the name of a column."""
    bare = base_name(header)
    return header.rstrip(" )0123456789(").endswith(("?", "？")) or len(bare.split()) >= 5
