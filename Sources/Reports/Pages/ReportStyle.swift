/// The page's style sheet.
enum ReportStyle {
    static let sheet =
        FigureStyle.variables + "\n" + FigureStyle.rules + "\n" + """
            :root { --accent: #9a6b12; --tint: #f4f0e6; }
            @media (prefers-color-scheme: dark) { :root { --accent: #e0b354; --tint: #1d2025; } }
            * { box-sizing: border-box; }
            html { -webkit-text-size-adjust: 100%; }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
            header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 28px; }
            header { padding-top: 64px; }
            h1, h2 { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif; \
            font-weight: 600; line-height: 1.18; text-wrap: balance; overflow-wrap: anywhere; }
            h1 { font-size: clamp(1.75rem, 4.4vw, 2.75rem); letter-spacing: -.012em; margin: .3em 0 .6em; max-width: 24em; }
            h2 { font-size: 1.55rem; margin: 0 0 .8em; }
            h3 { font-size: 1rem; margin: 2.2em 0 .6em; }
            p { max-width: 44em; margin: 0 0 1em; overflow-wrap: anywhere; }
            .kicker { color: var(--accent); font-size: .8rem; font-weight: 600; letter-spacing: .09em; \
            text-transform: uppercase; margin: 0; }
            section { padding: 44px 0 8px; margin-top: 36px; border-top: 1px solid var(--line); }
            .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 18px 28px; \
            margin: 36px 0 0; padding: 22px 24px; background: var(--tint); border-radius: 10px; }
            .facts dt { color: var(--soft); font-size: .8rem; }
            .facts dd { margin: 0; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; }
            .facts dd span { display: block; font-weight: 400; color: var(--soft); font-size: .85rem; }
            .beside { display: grid; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); gap: 12px 48px; \
            align-items: center; }
            .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 28px 40px; }
            figure { margin: 0; }
            svg.figure { display: block; width: 100%; height: auto; max-width: 640px; }
            figcaption { color: var(--soft); font-size: .88rem; line-height: 1.5; margin-top: .6em; overflow-wrap: anywhere; }
            figcaption strong { color: var(--ink); }
            .charts > figure > figcaption { margin: 0 0 .5em; }
            .scroll { overflow-x: auto; margin: 0 -8px; padding: 0 8px; }
            .scroll:focus-visible { outline: 2px solid var(--accent); border-radius: 4px; }
            table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; min-width: 100%; }
            th, td { padding: .36em .75em; text-align: right; white-space: nowrap; font-weight: 400; }
            th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
            thead th { color: var(--soft); font-size: .8rem; border-bottom: 1.5px solid var(--ink); vertical-align: bottom; }
            tbody tr:last-child > * { border-bottom: 1.5px solid var(--ink); }
            tbody tr.group:not(:first-child) > * { border-top: 1px solid var(--line); }
            .leading { text-align: left; } .strong { font-weight: 650; } .dim { color: var(--soft); }
            .notes { color: var(--soft); font-size: .84rem; line-height: 1.5; margin: .8em 0 0; padding: 0; list-style: none; \
            max-width: 52em; }
            .sheets { display: grid; gap: 32px 40px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); \
            margin-top: 32px; align-items: start; }
            .sheet img { display: block; width: 100%; height: auto; border-radius: 6px; background: var(--tint); }
            .missing { color: var(--soft); font-style: italic; }
            .provenance { display: grid; grid-template-columns: minmax(9em, max-content) minmax(0, 1fr); gap: .4em 28px; \
            margin: 0; font-size: .88rem; }
            .provenance dt { color: var(--soft); } .provenance dd { margin: 0; overflow-wrap: anywhere; \
            font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; font-size: .84rem; }
            footer { color: var(--soft); font-size: .84rem; padding-top: 40px; padding-bottom: 56px; }
            @media (max-width: 760px) {
              header { padding-top: 36px; } header, main, footer { padding-left: 18px; padding-right: 18px; }
              .beside { grid-template-columns: minmax(0, 1fr); }
              section { padding-top: 32px; margin-top: 28px; } .facts { padding: 18px; grid-template-columns: 1fr 1fr; }
              .provenance { grid-template-columns: minmax(0, 1fr); gap: 0; } .provenance dd { margin-bottom: .8em; }
            }
            @media print { section { break-inside: avoid; } .scroll { overflow: visible; } }
            """
}
