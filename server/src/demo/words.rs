//! What is said in the demo region, each by somebody who could have said it: children about themselves, parents about their
//! child, schools about a pupil, nurses to the next who takes over.

/// A topic of the guide, and words.
pub(super) type Said = (&'static str, &'static str);

/// Children and young people, about themselves.
pub(super) const BY_CHILDREN: &[Said] = &[
    ("low_or_worried", "Jag orkar ingenting längre och gråter nästan varje kväll."),
    ("school", "Det är inte att jag inte vill gå till skolan. Benen går inte när bussen kommer."),
    ("low_or_worried", "Jag får panik i matsalen och har slutat äta lunch."),
    ("low_or_worried", "Jag tänker på mormor hela tiden sedan hon dog."),
    ("school", "Jag kan inte koncentrera mig och alla blir arga på mig."),
    ("low_or_worried", "Jag kollar spisen tjugo gånger innan jag kan gå hemifrån."),
    ("other", "Jag ligger vaken till tre och somnar på lektionerna."),
    ("low_or_worried", "Jag vågar inte prata i klassen längre. Alla tittar."),
    ("home_unsafe", "Det är mycket skrik hemma och jag sover hos min kusin ibland."),
];

/// Parents, about their child.
pub(super) const BY_PARENTS: &[Said] = &[
    ("other", "Vårt barn får utbrott varje dag och sover nästan inte. Vi vet inte vad vi ska göra."),
    ("school", "Mitt barn har varit hemma från skolan i tre veckor och säger att magen gör ont."),
    ("low_or_worried", "Sedan i somras är glädjen borta. Ingenting är roligt, inte ens fotbollen."),
    ("other", "Sedan vi flyttade isär vill vårt barn inte prata med någon av oss."),
    ("low_or_worried", "Mitt barn är rädd för att somna och måste ha lampan tänd hela natten."),
    ("school", "Varje morgon blir det gråt i hallen. Vi kommer inte iväg till skolan."),
    ("low_or_worried", "Vårt barn tvättar händerna tills det svider."),
    ("other", "Maten har blivit en strid. Vårt barn äter nästan bara pasta."),
];

/// Schools, about a pupil, with the family's leave.
pub(super) const BY_SCHOOLS: &[Said] = &[
    ("school", "Har varit i skolan två dagar av tio. Vi har anpassat schemat. Föräldrarna är med på att vi frågar."),
    ("low_or_worried", "Drar sig undan på rasterna och räcker inte upp handen längre. Hemmet ser samma sak."),
    ("low_or_worried", "Får panik i matsalen. Vi har provat ett mindre rum. Familjen vill ha hjälp."),
    ("school", "Har svårt att vara i klassrummet trots anpassningar sedan september. Familjen önskar en bedömning."),
    ("other", "Somnar på lektionerna och säger att kvällarna är stökiga. Föräldrarna vet att vi frågar."),
];

/// What the front door writes to whoever is asked to take over, by level.
pub(super) fn summary(level: u8, number: usize) -> &'static str {
    let lines: &[&str] = match level {
        4.. => &[
            "Har nästan inte varit i skolan sedan i höstas, äter och sover dåligt. Inga tankar på att dö. Behöver en bedömning.",
            "Mycket stark oro som tar hela dagen. Familjen har provat det mesta. Vill ha en bedömning hos specialist.",
        ],
        3 => &[
            "Har mått dåligt sedan i höstas. Oron är störst på morgonen. Sover sämre. Vill ha hjälp att komma till skolan.",
            "Nedstämd sedan i somras, drar sig undan. Inga tankar på att dö. Familjen är med på att börja i första linjen.",
            "Panik i matsal och på buss. Har slutat med innebandyn. Vill kunna åka buss igen.",
        ],
        _ => &[
            "Svårt att vara i klassrummet. Mår annars bra. Vill ha någon på skolan att prata med.",
            "Tröttnar på lektionerna och hamnar i bråk på rasterna. Familj och lärare vill ha stöd på skolan.",
        ],
    };
    lines.get(number % lines.len().max(1)).copied().unwrap_or_default()
}

/// What a child wishes for.
pub(super) const WISHES: &[&str] =
    &["Någon att prata med.", "Att det ska bli lugnare.", "Att kunna sova.", "Att kunna gå till skolan igen."];
