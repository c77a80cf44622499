"""The headings by which people call each column, in English, French and German."""

from collections.abc import Iterator, Mapping

from ropa.vendor_lists.spelling import heading_key

FIELDS = (
    "name",
    "master_name",
    "aliases",
    "family",
    "legal_name",
    "address",
    "customer",
    "service",
    "role",
    "countries",
    "locations",
    "hosting",
    "access",
    "headquarters",
    "contracting",
    "website",
    "privacy_url",
    "opt_out_url",
    "activities",
    "position",
    "recipient",
    "data_limitation",
    "agreement_type",
    "mechanism",
    "signed_on",
    "expires_on",
    "contact",
    "backup_of",
    "own_product",
    "source",
    "note",
)

# Parts of the heading for the vendor's name: "Vendor", "Vendor name", "Name of the vendor", ...
_VENDOR_NOUNS = (
    "vendor, supplier, provider, service provider, processor, data processor, sub-processor, "
    "subprocessor, sub processor, subcontractor, contractor, "
    "Anbieter, Lieferant, Dienstleister, Dienstanbieter, Auftragsverarbeiter, "
    "Unterauftragsverarbeiter, Unterauftragsdatenverarbeiter, Auftragnehmer, Unterauftragnehmer, "
    "Subunternehmer, Subdienstleister, Sub-Auftragsverarbeiter, Hersteller, "
    "fournisseur, prestataire, prestataire de services, sous-traitant, sous-traitant ultérieur, "
    "sous-traitants ultérieurs, sous-traitance, éditeur, vendeur"
)
_NAME_PATTERNS = (
    "{}, {}s, {}en, {}n, {} name, {} names, {}sname, name of {}, name of the {}, "
    "Name {}, Name des {}, Name des {}s, Name der {}, nom {}, nom du {}, nom de la {}, "
    "nom de l'{}, nom des {}s, list of {}s"
)

_SYNONYMS = {
    "name": "names, name as spelled, spelling, Bezeichnung, nom, noms, dénomination",
    "master_name": """normalised name, normalized name, canonical name, vendor master,
        master record, official name, Stammname, Hauptname, offizieller Name, nom principal,
        nom officiel""",
    "legal_name": """legal name, legal entity, legal entity name, registered name, Firmierung,
        rechtlicher Name, juristische Person, nom légal, raison sociale, dénomination sociale,
        entité juridique""",
    "address": """addresses, postal address, business address, registered address,
        address of the registered office, Anschrift, Anschriften, Adresse, Adressen,
        Geschäftsanschrift, Postanschrift, adresse postale, adresses""",
    "customer": """customers, customer name, name of customer, name of the customer, client,
        clients, client name, controller, data controller, name of controller, controller name,
        name and contact details of controller, our entity, our company, our legal entity,
        group entity, group company, data exporter, exporter, exporting entity,
        Kunde, Kunden, Kundin, Kundenname, Name des Kunden, Auftraggeber, Auftraggeberin,
        Mandant, Verantwortlicher, unsere Gesellschaft, unsere Firma, eigene Gesellschaft,
        Konzerngesellschaft, Datenexporteur, client final, nom du client, donneur d'ordre,
        responsable du traitement, responsable de traitement, notre entité, notre société,
        exportateur, exportateur de données""",
    "aliases": """alias, also known as, aka, a.k.a., other names, other name, other spellings,
        spellings, former names, formerly, Aliasse, weitere Namen, andere Namen,
        andere Schreibweisen, Schreibweisen, früherer Name, autres noms, autre nom, variantes,
        autres orthographes, ancien nom""",
    "family": """vendor family, group, corporate group, parent, parent company, Konzern, Gruppe,
        Unternehmensgruppe, Muttergesellschaft, Mutterkonzern, Anbieterfamilie, famille, groupe,
        maison mère, société mère""",
    "service": """services, service description, description of service, description of services,
        service provided, services provided, purpose, purposes, purpose of processing,
        processing purpose, purpose of use, function, usage, use, used for, Zweck, Zwecke,
        Verarbeitungszweck, Zweck der Verarbeitung, Verwendungszweck, Leistung, Leistungen,
        Dienst, Dienste, Dienstleistung, Dienstleistungen, Einsatzzweck, Leistungsbeschreibung,
        Art der Leistung, finalité, finalités, finalité du traitement, finalités du traitement,
        prestation, prestations, service fourni, services fournis, description du service,
        objet du traitement, but, utilisation""",
    "role": """roles, GDPR role, capacity, vendor role, Rolle, Rollen, Funktion nach DSGVO,
        rôle, rôles, qualité, rôle RGPD""",
    "countries": """country, country of processing, processing country, processing countries,
        countries of processing, country code, third country, third countries, Land, Länder,
        Verarbeitungsland, Land der Verarbeitung, Drittland, Drittländer, Staat, Staaten, pays,
        pays de traitement, pays du traitement, pays tiers""",
    "locations": """location, location of processing, processing location, processing locations,
        locations of processing, place of processing, data location, region, regions,
        Standort, Standorte, Ort, Orte, Ort der Verarbeitung, Verarbeitungsort,
        Region, Regionen, lieu, lieux, lieu de traitement, lieu du traitement,
        lieux de traitement, localisation, localisations, emplacement, région, régions""",
    "hosting": """hosting location, hosting locations, hosting country, hosting region, hosted in,
        data residency, storage location, data storage location, location of data, server location,
        server locations, data center, data centre, data centers, data centres,
        data centre location, data center location, data centre locations, data center locations,
        data centre region, data center region, Serverstandort, Serverstandorte, Rechenzentrum,
        Rechenzentren, Rechenzentrumsstandort, Standort des Rechenzentrums, Speicherort,
        Hosting-Standort, Hostingland, lieu d'hébergement, lieux d'hébergement,
        pays d'hébergement, hébergement, localisation des données, centre de données,
        lieu de stockage, pays de stockage""",
    "access": """access from, access location, access locations, access country, remote access,
        remote access from, support location, support locations, support country, support from,
        location of support, Zugriff aus, Zugriff, Zugriffsland, Fernzugriff, Fernzugriff aus,
        Support-Standort, Supportstandort, accès depuis, pays d'accès, accès à distance,
        lieu du support, pays du support""",
    "headquarters": """headquarter, HQ, headquarters location, headquarters country, seat,
        registered office, place of establishment, country of establishment,
        country of incorporation, incorporated in, country of registration, Sitz, Hauptsitz,
        Firmensitz, Unternehmenssitz, Sitzland, Sitz des Unternehmens, Land des Sitzes,
        siège, siège social, pays du siège, lieu du siège, pays d'établissement""",
    "contracting": """contracting entity, contracting entity location, contracting country,
        contracting party location, entity country, entity location, country of entity,
        country of the entity, location of entity, Land des Vertragspartners,
        Sitz des Vertragspartners, pays du cocontractant, pays de l'entité""",
    "website": """web site, homepage, home page, web page, web address, Webseite, Webadresse,
        Internetseite, Internetadresse, site web, site internet, page web, adresse web""",
    "privacy_url": """privacy policy, privacy policy url, privacy policy link, privacy notice,
        privacy notice url, privacy statement, privacy, privacy link, link to privacy policy,
        Datenschutz, Datenschutzerklärung, Datenschutzhinweise, Link zur Datenschutzerklärung,
        politique de confidentialité, confidentialité, lien politique de confidentialité,
        politique de protection des données""",
    "opt_out_url": """opt-out, opt out link, optout, unsubscribe, Widerspruch, Widerspruchslink,
        Abmeldung, Abmeldelink, opposition, désinscription, lien de désinscription,
        lien d'opposition""",
    "activities": """activity, processing activities, processing activity, used in activities,
        used in, use cases, use case, activity codes, purpose codes, Verarbeitungstätigkeit,
        Verarbeitungstätigkeiten, Tätigkeit, Tätigkeiten, Verarbeitung, Verarbeitungen,
        Verfahren, activité, activités, activité de traitement, activités de traitement,
        traitement, traitements""",
    "position": "pos, order, sort order, order in line, Reihenfolge, Rang, ordre, rang",
    "recipient": """recipients, is recipient, Empfänger, ist Empfänger, destinataire,
        destinataires, est destinataire""",
    "data_limitation": """data limitations, limitation, limitations, data limitation remarks,
        restriction, restrictions, data minimisation, data minimization, Einschränkung,
        Einschränkungen, Datenminimierung, Beschränkung, Datenbeschränkung,
        limitation des données, minimisation, minimisation des données, limites""",
    "agreement_type": """agreement, type of agreement, contract, contract type,
        type of contract, DPA, DPA type, data processing agreement, Vertrag, Vertragsart,
        Vertragstyp, AVV, AV-Vertrag, Auftragsverarbeitungsvertrag, Vereinbarung, contrat,
        type de contrat, accord, type d'accord""",
    "mechanism": """mechanisms, transfer mechanism, transfer mechanisms, transfer safeguard,
        transfer safeguards, transfer tool, transfer basis, basis for transfer, safeguard,
        safeguards, appropriate safeguards, data transfer mechanism, legal basis for transfer,
        Transfermechanismus, Übermittlungsgrundlage, Transfergrundlage, Garantie, Garantien,
        geeignete Garantien, Drittlandgarantien, mécanisme de transfert, outil de transfert,
        garantie, garanties, garanties appropriées, base du transfert""",
    "signed_on": """signed, date signed, signature date, signing date, date of signature,
        DPA signed, DPA signed on, DPA date, contract date, agreement date, date of contract,
        date of agreement, effective date,
        unterzeichnet am, unterschrieben am, abgeschlossen am, Vertragsdatum, Unterzeichnung,
        Vertragsabschluss, signé le, date de signature, conclu le, date du contrat""",
    "expires_on": """expires, expiry, expiry date, expiration, expiration date, valid until,
        valid to, end date, contract end, läuft ab am, Ablauf, Ablaufdatum, gültig bis,
        Vertragsende, Laufzeit bis, Enddatum, expire le, date d'expiration, valable jusqu'au,
        valide jusqu'au, échéance, date d'échéance, date de fin""",
    "contact": """contacts, contact person, contact email, privacy contact, DPO contact, Kontakt,
        Ansprechpartner, Ansprechpartnerin, Kontaktperson, Datenschutzkontakt, interlocuteur,
        personne de contact, contact DPO""",
    "backup_of": """backup for, back-up of, fallback for, failover for, Ersatz für, Backup für,
        Backup von, Ausweich für, secours de, sauvegarde de, remplacement de""",
    "own_product": """own, own software, own service, in-house, is own product, eigenes Produkt,
        Eigenprodukt, eigene Software, produit propre, propre produit, produit maison""",
    "source": "sources, source lines, source line, Quelle, Quellen, Fundstelle, origine",
    "note": """notes, remark, remarks, comment, comments, Bemerkung, Bemerkungen, Anmerkung,
        Anmerkungen, Hinweis, Hinweise, Kommentar, Kommentare, Notiz, Notizen, remarque,
        remarques, commentaire, commentaires, observation, observations""",
}

# Headings that a field takes when no better one is there, from the next best downwards, even
# where the heading would do for another field: a list with a country and a location of
# processing fills both, a list with the location alone fills `countries`.
_SECOND_CHOICES = {
    "name": (
        """company, company name, companies, third party, third parties, third-party provider,
        organisation, organization, entity, entity name, partner, tool, tools, product, system,
        software, application, brand, Firma, Firmen, Firmenname, Unternehmen, Unternehmensname,
        Dritter, Dritte, Drittanbieter, Partner, Produkt, Software, Anwendung, société,
        entreprise, tiers, partenaire, outil, outils, produit, logiciel, solution""",
        """legal name, legal entity, legal entity name, official name, Firmierung, raison sociale,
        nom légal, entité juridique""",
        "recipient, recipients, Empfänger, destinataire, destinataires",
    ),
    "service": (
        """description, category, category of service, nature of processing,
        subject matter, Beschreibung, Kategorie, Gegenstand, Art der Verarbeitung, objet,
        catégorie, nature du traitement, nature de la prestation""",
    ),
    "countries": (
        """location, location of processing, processing location, processing locations,
        locations of processing, place of processing, data location, Standort, Ort der Verarbeitung,
        Verarbeitungsort, lieu de traitement, lieu du traitement, lieux de traitement,
        localisation""",
    ),
    "website": ("web, url, domain, site, Domäne, domaine",),
    "contact": (
        """email, e-mail, email address, DPO, E-Mail-Adresse, DSB, courriel, adresse e-mail,
        DPD""",
    ),
}


def _keys(*lists: str) -> Iterator[str]:
    """The keys of comma-separated headings, umlauts also as the two letters people type."""
    for heading in ",".join(lists).split(","):
        yield heading_key(heading)
        typed = heading.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
        yield heading_key(typed.replace("Ä", "Ae").replace("Ö", "Oe").replace("Ü", "Ue"))


def _name_headings() -> str:
    nouns = [each.strip() for each in _VENDOR_NOUNS.split(",")]
    return ",".join(_NAME_PATTERNS.replace("{}", noun) for noun in nouns)


def _first_choices() -> Mapping[str, str]:
    found = {heading_key(field): field for field in FIELDS}
    found |= dict.fromkeys(_keys(_name_headings()), "name")
    for field, headings in _SYNONYMS.items():
        found |= dict.fromkeys(_keys(headings), field)
    return found


FIRST_CHOICES = _first_choices()  # key of a heading -> field
SECOND_CHOICES = tuple(
    (field, frozenset(_keys(headings)))
    for field, tiers in _SECOND_CHOICES.items()
    for headings in tiers
)
