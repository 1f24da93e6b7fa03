/** How the page looks, by day and by night. */
export const STYLE = `
:root {
	color-scheme: light dark;
	--ground: light-dark(#f3f4f8, #14161c);
	--card: light-dark(#fff, #1d2028);
	--ink: light-dark(#1c1f28, #e8eaf0);
	--soft: light-dark(#5b6172, #9aa1b3);
	--line: light-dark(#e1e4ec, #2e323d);
	--accent: light-dark(#4453c4, #8b98ff);
	--on-accent: light-dark(#fff, #14161c);
	--theirs: light-dark(#eef0f6, #282c36);
	--mine: light-dark(#e3e7ff, #2f3763);
	--danger: light-dark(#b3261e, #ff8a80);
}
* { box-sizing: border-box; }
body {
	margin: 0; padding: 2rem 1.25rem; min-height: 100vh;
	font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
	background: var(--ground); color: var(--ink);
}
header, main { max-width: 60rem; margin: 0 auto; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.125rem; margin: 0; line-height: 1.3; }
[hidden] { display: none !important; }
h3 { font-size: .8125rem; margin: 1.5rem 0 .5rem; color: var(--soft); font-weight: 600; }
header p { margin: .25rem 0 1.5rem; color: var(--soft); }
main { display: grid; gap: 1.25rem; grid-template-columns: minmax(17rem, 22rem) 1fr; align-items: start; }
.side { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
.choices { display: grid; gap: .25rem; margin-bottom: .75rem; }
button.choice { display: flex; justify-content: space-between; align-items: baseline; gap: .5rem; text-align: left; background: transparent; color: var(--ink); font-weight: 500; padding: .375rem .75rem; }
button.choice[aria-pressed='true'] { background: var(--mine); }
button.choice small { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
#membership { padding: 1rem 0 0; display: grid; gap: .5rem; }
#changes { flex-wrap: wrap; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem; }
.number { margin: 0; color: var(--soft); font-variant-numeric: tabular-nums; font-size: .9375rem; }
.hint { margin: 0 0 .5rem; color: var(--accent); font-size: .9375rem; }
.hint:empty, .error:empty { display: none; }
.error { margin: .75rem 0 0; color: var(--danger); font-size: .9375rem; }
ul { list-style: none; margin: 0 0 .75rem; padding: 0; }
ul li { display: flex; align-items: center; gap: .5rem; padding: .25rem 0; }
ul li::before { content: ''; width: .5rem; height: .5rem; border-radius: 50%; background: var(--line); }
ul li.on::before { background: var(--accent); }
ul li.none { color: var(--soft); }
ul li.none::before { display: none; }
label { display: block; font-size: .875rem; margin-bottom: .25rem; }
.row { display: flex; gap: .5rem; }
input {
	flex: 1; min-width: 0; font: inherit; color: inherit; background: var(--ground);
	border: 1px solid var(--line); border-radius: 9px; padding: .5rem .75rem;
}
#code { text-transform: uppercase; letter-spacing: .12em; font-variant-numeric: tabular-nums; }
#code::placeholder { color: color-mix(in srgb, var(--soft) 55%, transparent); }
button {
	font: inherit; font-weight: 600; border: 0; border-radius: 9px; padding: .5rem 1rem; cursor: pointer;
	background: var(--accent); color: var(--on-accent);
}
button.quiet { background: transparent; color: var(--accent); border: 1px solid var(--line); padding: .375rem .75rem; }
button:disabled { opacity: .45; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.drop {
	display: grid; gap: .125rem; margin-top: .75rem; padding: 1rem; text-align: center; cursor: pointer;
	border: 1.5px dashed var(--line); border-radius: 9px;
}
.drop span { color: var(--soft); font-size: .875rem; }
.drop.over { border-color: var(--accent); }
.chat { display: flex; flex-direction: column; min-height: 30rem; }
.chat-head { display: flex; align-items: center; gap: .75rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); }
.chat-head button { margin-left: auto; }
.avatar {
	width: 2.5rem; height: 2.5rem; border-radius: 50%; display: grid; place-items: center;
	background: var(--mine); color: var(--accent); font-weight: 700;
}
ol {
	list-style: none; margin: 0; padding: 1rem 0; flex: 1; display: flex; flex-direction: column;
	gap: .375rem; overflow-y: auto; max-height: 26rem;
}
ol li { max-width: 80%; padding: .5rem .75rem; border-radius: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
ol li.owner { background: var(--theirs); align-self: flex-start; border-bottom-left-radius: 3px; }
ol li.other { background: var(--theirs); align-self: flex-start; }
ol small.from { text-align: left; color: var(--accent); }
ol li.contact { background: var(--mine); align-self: flex-end; border-bottom-right-radius: 3px; }
ol li.note { color: var(--soft); align-self: center; background: none; max-width: 100%; text-align: center; }
ol li a { color: var(--accent); display: block; }
ol small { display: block; color: var(--soft); font-size: .75rem; text-align: right; }
ol small .read { color: var(--accent); font-weight: 700; }
@media (max-width: 46rem) { main { grid-template-columns: 1fr; } body { padding: 1.25rem .875rem; } }
`;
