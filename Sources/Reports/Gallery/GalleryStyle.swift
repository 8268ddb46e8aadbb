/// The style sheet of galleries, beside the one of all pages.
enum GalleryStyle {
    static let sheet = """
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 210px), 1fr)); gap: 30px 24px; }
        .card { display: flex; flex-direction: column; break-inside: avoid; min-width: 0; }
        .card img { display: block; width: 100%; height: auto; aspect-ratio: 1; border-radius: 10px; background: var(--tint); }
        .card .name { margin: .3em 0 .5em; font-size: .8rem; white-space: nowrap; overflow: hidden; \
        text-overflow: ellipsis; }
        .card ul { list-style: none; margin: 0; padding: 0; font-size: .86rem; line-height: 1.35; }
        .card li { display: grid; grid-template-columns: minmax(0, 1fr) auto; column-gap: 10px; padding: 3px 0; \
        color: var(--soft); }
        .card li.given { color: var(--ink); font-weight: 600; }
        .card .label { overflow-wrap: anywhere; } .card .value { font-variant-numeric: tabular-nums; }
        .card .bar { grid-column: 1 / -1; height: 4px; margin-top: 3px; border-radius: 2px; background: var(--tint); \
        overflow: hidden; }
        .card .bar span { display: block; height: 100%; border-radius: 2px; background: var(--series-random); }
        .card .given .bar span { background: var(--series-0); }
        """
}
