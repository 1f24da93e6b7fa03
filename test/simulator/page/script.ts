/** What the page does: asks for the state, shows it, and posts what its user does. Runs in the browser. */
export const SCRIPT = `
const at = (id) => document.getElementById(id);
const make = (tag, text, className) => Object.assign(document.createElement(tag), { textContent: text, className: className || '' });
const TICKS = { sent: '\\u2713', delivered: '\\u2713\\u2713', read: '\\u2713\\u2713' };
const STOPPED = 'stopped';
let shown = '';

async function post(path, body, type = 'application/json') {
	const response = await fetch(path, { method: 'POST', headers: { 'content-type': type }, body });
	const answer = await response.json();
	if (!response.ok) throw new Error(answer.error);
}

/** Does what the user asked for and shows what went wrong, if anything did. */
async function attempt(errorId, task) {
	at(errorId).textContent = '';
	document.body.setAttribute('aria-busy', 'true');
	try { await task(); } catch (error) { at(errorId).textContent = error.message; }
	await refresh();
	document.body.removeAttribute('aria-busy');
}

function showPhone({ number, devices, codeRequested }) {
	at('owner-number').textContent = '+' + number;
	at('devices').replaceChildren(...devices.map(({ id, connected }) =>
		make('li', 'Device ' + id + (connected ? '' : ' (offline)'), connected ? 'on' : '')));
	if (devices.length === 0) at('devices').append(make('li', 'None yet', 'none'));
	at('unlink').hidden = devices.length === 0;
	at('code-hint').textContent = codeRequested ? 'A device asks to be linked. Type its code.' : '';
}

function bubble({ id, by, text, at: time, file, status }) {
	const item = make('li', text, by);
	if (file && by === 'owner') {
		item.append(Object.assign(make('a', 'Download ' + file), { href: '/api/file?id=' + encodeURIComponent(id) }));
	}
	const small = make('small', new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) + ' ');
	const ticks = make('span', TICKS[status], status);
	ticks.setAttribute('aria-label', status);
	small.append(ticks);
	item.append(small);
	return item;
}

function showChat({ contact, chat }) {
	at('contact-title').textContent = contact.name;
	at('avatar').textContent = contact.name.slice(0, 1).toUpperCase();
	at('contact-number').textContent = contact.typing ? 'Owner is ' + contact.typing + '\\u2026' : '+' + contact.number;
	at('read').disabled = !chat.some(({ by, status }) => by === 'owner' && status !== 'read');
	const list = at('chat');
	list.replaceChildren(...chat.map(bubble));
	if (chat.length === 0) list.append(make('li', 'No messages yet. Send one from n8n.', 'note'));
	list.scrollTop = list.scrollHeight;
}

async function refresh() {
	const text = await (await fetch('/api/state')).text();
	if (text === shown) return;
	if (shown === STOPPED) at('chat-error').textContent = '';
	shown = text;
	const state = JSON.parse(text);
	showPhone(state.owner);
	showChat(state);
}

const scan = (picture) => attempt('phone-error', () => post('/api/qr-picture', picture, 'image/png'));
const pictureIn = (items) => [...items].find(({ type }) => type === 'image/png');

at('code-form').addEventListener('submit', (event) => {
	event.preventDefault();
	attempt('phone-error', () => post('/api/code', JSON.stringify({ code: at('code').value }))
		.finally(() => { at('code').value = ''; }));
});
at('text-form').addEventListener('submit', (event) => {
	event.preventDefault();
	const text = at('text').value;
	at('text').value = '';
	attempt('chat-error', () => post('/api/text', JSON.stringify({ text })));
});
at('read').addEventListener('click', () => attempt('chat-error', () => post('/api/read')));
at('unlink').addEventListener('click', () => attempt('phone-error', () => post('/api/unlink')));
at('drop').addEventListener('click', () => at('picture').click());
at('drop').addEventListener('keydown', ({ key }) => { if (key === 'Enter' || key === ' ') at('picture').click(); });
at('picture').addEventListener('change', ({ target }) => { if (target.files[0]) scan(target.files[0]); target.value = ''; });
at('drop').addEventListener('dragover', (event) => { event.preventDefault(); at('drop').classList.add('over'); });
at('drop').addEventListener('dragleave', () => at('drop').classList.remove('over'));
at('drop').addEventListener('drop', (event) => {
	event.preventDefault();
	at('drop').classList.remove('over');
	const picture = pictureIn(event.dataTransfer.files);
	if (picture) scan(picture);
	else at('phone-error').textContent = 'Drop a PNG picture of the QR code';
});
document.addEventListener('paste', (event) => {
	const picture = pictureIn(event.clipboardData.files);
	if (picture) scan(picture);
});

(async function follow() {
	for (;;) {
		await refresh().catch(() => { at('chat-error').textContent = 'The simulator has stopped'; shown = STOPPED; });
		await new Promise((resolve) => setTimeout(resolve, 700));
	}
})();
`;
