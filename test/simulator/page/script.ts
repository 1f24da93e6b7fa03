/** What the page does: asks for the state, shows it, and posts what its user does. Runs in the browser. */
export const SCRIPT = `
const at = (id) => document.getElementById(id);
const make = (tag, text, className) => Object.assign(document.createElement(tag), { textContent: text, className: className || '' });
const TICKS = { sent: '\\u2713', delivered: '\\u2713\\u2713', read: '\\u2713\\u2713' };
const STOPPED = 'stopped';
let shown = '';
/** Whom the page plays, and in which group; by default the first contact, in the chat of the two. */
const chosen = {};
const about = () => '?' + new URLSearchParams(chosen);

async function post(path, body, type = 'application/json') {
	const response = await fetch(path + about(), { method: 'POST', headers: { 'content-type': type }, body });
	const answer = await response.json();
	if (!response.ok) throw new Error(answer.error);
	return answer;
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

function choice(label, detail, isChosen, choose) {
	const button = make('button', label, 'choice');
	button.type = 'button';
	button.setAttribute('aria-pressed', isChosen);
	button.append(make('small', detail));
	button.addEventListener('click', () => { choose(); attempt('people-error', async () => {}); });
	return button;
}

function showPeople({ contacts, groups, contact, group }) {
	at('contacts').replaceChildren(...contacts.map(({ number, name }) =>
		choice(name, '+' + number, number === contact.number, () => { chosen.contact = number; })));
	at('groups').replaceChildren(
		choice('No group', 'the chat of the two', !group, () => { delete chosen.group; }),
		...groups.map(({ id, subject, members }) =>
			choice(subject, members.length + ' members', id === group?.id, () => { chosen.group = id; })));
}

/** What the phone can do with the contact in the group, and the contact himself. */
function showMembership({ owner, contacts, contact, group }) {
	at('membership').hidden = !group;
	if (!group) return;
	const nameOf = (number) => number === owner.number ? 'You' : contacts.find((one) => one.number === number)?.name || '+' + number;
	at('members').textContent = group.members.map(({ number, isAdmin }) => nameOf(number) + (isAdmin ? ' (admin)' : '')).join(', ');
	const member = group.members.find(({ number }) => number === contact.number);
	const changes = member
		? [['leave', contact.name + ' leaves'], ['remove', 'Remove'], member.isAdmin ? ['demote', 'No admin any more'] : ['promote', 'Make admin']]
		: [['join', contact.name + ' joins by link'], ['add', 'Add']];
	at('changes').replaceChildren(...changes.map(([change, label]) => {
		const button = make('button', label, 'quiet');
		button.type = 'button';
		button.addEventListener('click', () => attempt('chat-error', () => post('/api/membership', JSON.stringify({ change }))));
		return button;
	}));
}

function bubble({ id, by, from, text, at: time, file, status }, contacts) {
	const item = make('li', text, by);
	if (by === 'other') item.prepend(make('small', contacts.find(({ number }) => number === from)?.name || '+' + from, 'from'));
	if (file && by !== 'contact') {
		item.append(Object.assign(make('a', 'Download ' + file), { href: '/api/file' + about() + '&id=' + encodeURIComponent(id) }));
	}
	const small = make('small', new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) + ' ');
	const ticks = make('span', TICKS[status], status);
	ticks.setAttribute('aria-label', status);
	small.append(ticks);
	item.append(small);
	return item;
}

function showChat({ contacts, contact, group, chat }) {
	at('contact-title').textContent = group ? group.subject : contact.name;
	at('avatar').textContent = (group ? group.subject : contact.name).slice(0, 1).toUpperCase();
	at('contact-number').textContent = contact.typing ? 'Owner is ' + contact.typing + '\\u2026'
		: group ? 'as ' + contact.name : '+' + contact.number;
	at('read').disabled = !chat.some(({ by, status }) => by !== 'contact' && status !== 'read');
	const list = at('chat');
	list.replaceChildren(...chat.map((one) => bubble(one, contacts)));
	if (chat.length === 0) list.append(make('li', 'No messages yet. Send one from n8n.', 'note'));
	list.scrollTop = list.scrollHeight;
}

async function refresh() {
	const text = await (await fetch('/api/state' + about())).text();
	if (text === shown) return;
	if (shown === STOPPED) at('chat-error').textContent = '';
	shown = text;
	const state = JSON.parse(text);
	if (state.error) throw new Error(state.error);
	showPhone(state.owner);
	showPeople(state);
	showMembership(state);
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
at('contact-form').addEventListener('submit', (event) => {
	event.preventDefault();
	const contact = { name: at('contact-name').value, number: at('contact-phone').value };
	attempt('people-error', async () => {
		chosen.contact = (await post('/api/contact', JSON.stringify(contact))).number;
		event.target.reset();
	});
});
at('group-form').addEventListener('submit', (event) => {
	event.preventDefault();
	attempt('people-error', async () => {
		chosen.group = (await post('/api/group', JSON.stringify({ subject: at('subject').value }))).id;
		event.target.reset();
	});
});
at('rename-form').addEventListener('submit', (event) => {
	event.preventDefault();
	attempt('chat-error', async () => {
		await post('/api/rename', JSON.stringify({ subject: at('new-subject').value }));
		event.target.reset();
	});
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
