import {
	type BaileysEventMap,
	type BinaryNode,
	downloadContentFromMessage,
	proto,
} from '@whiskeysockets/baileys';
import { inflateSync } from 'node:zlib';
import tls from 'node:tls';
import {
	type Simulator,
	startSimulator,
	type VirtualContact,
	type VirtualGroup,
	type VirtualPhone,
} from '../simulator';
import { RawClient } from '../simulator/raw-client';
import { png } from '../support/files';
import { setStage, type Stage } from './simulator-support';

let stage: Stage;
let sim: Simulator;
let bob: VirtualContact;

beforeAll(async () => {
	stage = await setStage(5511900002000);
	({ sim } = stage);
	tls.setDefaultCACertificates([...tls.getCACertificates('default'), sim.endpoint.ca]);
	bob = await sim.contact(stage.newNumber(), { name: 'Bob' });
});
afterEach(() => stage.check());
afterAll(async () => await stage.close());

/** The next event of this kind that matches. */
function nextEvent<K extends keyof BaileysEventMap>(
	{ socket }: RawClient,
	event: K,
	matches: (arg: BaileysEventMap[K]) => boolean = () => true,
): Promise<BaileysEventMap[K]> {
	return new Promise((resolve) => {
		const listener = (arg: BaileysEventMap[K]) => {
			if (!matches(arg)) return;
			socket.ev.off(event, listener);
			resolve(arg);
		};
		socket.ev.on(event, listener);
	});
}

/** Has the key to the shared settings. */
async function ready(client: RawClient): Promise<void> {
	await client.stanzas.waitFor(() => client.creds.myAppStateKeyId !== undefined);
}

describe('shared settings', () => {
	let phone: VirtualPhone;
	let client: RawClient;
	beforeAll(async () => {
		phone = sim.phone(stage.newNumber());
		client = await stage.linked(phone.number);
		await ready(client);
	});

	it('that companions change are read on the phone', async () => {
		const id = await client.sendText(bob.jid, 'keep this');
		const message = { id, fromMe: true };
		await client.socket.chatModify({ star: { messages: [message], star: true } }, bob.jid);
		expect(await phone.waitForAppState(({ index }) => index[0] === 'star')).toMatchObject({
			collection: 'regular_low',
			index: ['star', bob.jid, id, '1', '0'],
			action: { starAction: { starred: true } },
			operation: 'set',
		});
		const key = { id, remoteJid: bob.jid, fromMe: true };
		const timestamp = 1_900_000_000;
		await client.socket.chatModify({ deleteForMe: { key, timestamp, deleteMedia: true } }, bob.jid);
		const deleted = await phone.waitForAppState(
			({ index }) => index[0] === 'deleteMessageForMe' && index[2] === id,
		);
		expect(deleted.action.deleteMessageForMeAction).toMatchObject({ deleteMedia: true });
		await client.socket.chatModify(
			{ clear: true, lastMessages: [{ key, messageTimestamp: timestamp }] },
			bob.jid,
		);
		await phone.waitForAppState(({ index }) => index[0] === 'clearChat');
		await client.socket.addOrEditContact(bob.jid, { fullName: 'Bob Best' });
		await client.socket.removeContact(bob.jid);
		const removed = await phone.waitForAppState(({ operation }) => operation === 'remove');
		expect(removed.index).toEqual(['contact', bob.jid]);
		expect(phone.appState.map(({ index }) => index[0])).toEqual([
			'star',
			'deleteMessageForMe',
			'clearChat',
			'contact',
			'contact',
		]);
	});

	it('that the phone changes are read by companions', async () => {
		// What the client has changed itself is told as well, and may come late.
		const named = nextEvent(client, 'contacts.upsert', ([contact]) => contact?.lid === bob.lid);
		await phone.addContact(bob.number, 'Robert Best', 'Robert');
		expect(await named).toMatchObject([{ id: bob.jid, name: 'Robert Best' }]);
		const id = await bob.sendText(phone.number, 'star me');
		await client.messages.waitFor(({ key }) => key.id === id);
		await phone.star(id);
		await client.stanzas.waitFor(
			({ content }) => Array.isArray(content) && content[0]?.attrs.name === 'regular_low',
		);
		// What the companion writes next fits on top of what it has read.
		await client.socket.chatModify({ pin: true }, bob.jid);
		await phone.waitForAppState(({ action }) => action.pinAction?.pinned === true);
	});

	it('wait for a phone that is offline', async () => {
		phone.online = false;
		await client.socket.chatModify({ mute: 1_900_000_000_000 }, bob.jid);
		expect(phone.appState.some(({ index }) => index[0] === 'mute')).toBe(false);
		phone.online = true;
		await phone.waitForAppState(({ index }) => index[0] === 'mute');
	});

	it('are refused from who has missed something', async () => {
		const companion = await stage.linked(phone.number);
		await ready(companion);
		// The phone is quicker: between reading and writing.
		const raced = new Promise<void>((resolve, reject) => {
			const stop = sim.traffic.subscribe(({ direction, stanza: { attrs } }) => {
				if (direction !== 'in' || attrs.xmlns !== 'w:sync:app:state') return;
				stop();
				phone.addContact(bob.number, 'Bobby').then(resolve, reject);
			});
		});
		await companion.socket.addOrEditContact(bob.jid, { fullName: 'Too late' });
		await raced;
		const conflict = await companion.stanzas.waitFor(
			({ content }) =>
				Array.isArray(content) &&
				content[0]?.tag === 'sync' &&
				JSON.stringify(content).includes('"409"'),
		);
		expect(conflict.attrs.type).toBe('result');
		// rc14 does not look at the answer, and takes it that all went well.
		const names = phone.appState.map(({ action }) => action.contactAction?.fullName);
		expect(names).toContain('Bobby');
		expect(names).not.toContain('Too late');
	});
});

it('a phone complains of settings that it cannot verify', async () => {
	const strict = await startSimulator();
	const phone = strict.phone('5511900000001');
	const client = new RawClient(strict.endpoint);
	await client.link(phone);
	await ready(client);
	const friend = await strict.contact('5511900000002');
	const raced = new Promise<void>((resolve, reject) => {
		const stop = strict.traffic.subscribe(({ direction, stanza: { attrs } }) => {
			if (direction !== 'in' || attrs.xmlns !== 'w:sync:app:state') return;
			stop();
			phone.addContact(friend.number, 'Friend').then(resolve, reject);
		});
	});
	await client.socket.addOrEditContact(bob.jid, { fullName: 'Too late' });
	await raced;
	// rc14 took its refused change for written, so what it hashes from here on is not what there is.
	await client.socket.addOrEditContact(bob.jid, { fullName: 'Again' });
	await phone.settled();
	expect(strict.problems.map(String)).toEqual([
		expect.stringContaining('LTHash verification failed'),
	]);
	expect(phone.appState).toHaveLength(1);
	await client.close();
	await strict.close();
});

describe('what an account shows and hides', () => {
	let client: RawClient;
	let second: RawClient;
	let group: VirtualGroup;
	beforeAll(async () => {
		const number = stage.newNumber();
		[client, second] = await Promise.all([stage.linked(number), stage.linked(number)]);
		group = await sim.group({ subject: 'Trips', members: [number, bob.number] });
	});

	/** The other companion is told that something of the account has changed. */
	const told = async (what: string) =>
		await second.stanzas.next(
			({ attrs, content }) =>
				attrs.type === 'account_sync' && Array.isArray(content) && content[0]?.tag === what,
		);

	it('is told to the other companions', async () => {
		const me = client.socket.user?.id ?? '';
		const changes = [
			['status', () => client.socket.updateProfileStatus('busy')],
			['picture', () => client.socket.updateProfilePicture(me, png())],
			['picture', () => client.socket.removeProfilePicture(me)],
		] as const;
		for (const [what, change] of changes) {
			const news = told(what);
			await change();
			await news;
		}
		for (const [action, type] of [
			['block', 'add'],
			['unblock', 'remove'],
		] as const) {
			const news = nextEvent(second, 'blocklist.update');
			await client.socket.updateBlockStatus(bob.jid, action);
			expect(await news).toEqual({ blocklist: [bob.lid], type });
		}
	});

	it('is told of a group to its members', async () => {
		const changed = (imgUrl: string) =>
			nextEvent(second, 'contacts.update', ([entry]) => entry?.imgUrl === imgUrl);
		const set = changed('changed');
		await client.socket.updateProfilePicture(group.id, png());
		expect(await set).toMatchObject([{ id: group.id }]);
		expect(await client.socket.profilePictureUrl(group.id, 'image')).toMatch(/^https:/);
		const removed = changed('removed');
		await client.socket.removeProfilePicture(group.id);
		await removed;
		await expect(client.socket.profilePictureUrl(group.id)).rejects.toThrow('item-not-found');
	});

	it('can be kept from others', async () => {
		const shy = await sim.contact(stage.newNumber());
		shy.about = 'Secret';
		shy.picture = png();
		expect(await client.socket.fetchStatus(shy.jid)).toMatchObject([
			{ status: { status: 'Secret' } },
		]);
		shy.show('about', false);
		shy.show('picture', false);
		expect(await client.socket.fetchStatus(shy.jid)).toMatchObject([{ status: { status: '' } }]);
		await expect(client.socket.profilePictureUrl(shy.jid)).rejects.toThrow('not-authorized');
	});

	it('is no picture where it is no JPEG, and nobody is blocked by a number alone', async () => {
		const query = (xmlns: string, content: BinaryNode[]) =>
			client.socket.query({
				tag: 'iq',
				attrs: { to: '@s.whatsapp.net', type: 'set', xmlns },
				content,
			});
		const picture = { tag: 'picture', attrs: { type: 'image' }, content: png() };
		await expect(query('w:profile:picture', [picture])).rejects.toThrow('not-acceptable');
		for (const attrs of [{ jid: bob.jid }, { jid: bob.lid }]) {
			const item = { tag: 'item', attrs: { ...attrs, action: 'block' } };
			await expect(query('blocklist', [item])).rejects.toThrow('bad-request');
		}
	});

	it.each([
		['5511900001234', '551100001234'],
		['551190001234', '5511990001234'],
		['5215512345678', '525512345678'],
		['541112345678', '5491112345678'],
	])('leads to %s from %s, which is another way to write it', async (number, written) => {
		const { jid } = await sim.contact(number);
		expect(await client.socket.onWhatsApp(written)).toEqual([{ jid, exists: true }]);
	});
});

describe('a new companion', () => {
	it('learns chats, contacts and names', async () => {
		const phone = sim.phone(stage.newNumber());
		const carol = await sim.contact(stage.newNumber(), { name: '~carol' });
		await phone.addContact(carol.number, 'Carol Clark');
		await phone.addChat(bob.number, {
			name: 'Bob from work',
			unread: 2,
			messages: [
				{ text: 'hi', at: 1_800_000_000 },
				{ id: 'LAST', text: 'hello', fromMe: true, at: 1_800_000_060 },
			],
		});
		const client = await stage.linked(phone.number, { shouldSyncHistoryMessage: () => true });
		const seen = new Map<string, string>();
		const texts: unknown[] = [];
		await new Promise<void>((resolve) => {
			client.socket.ev.process((events) => {
				const { contacts = [], messages = [] } = events['messaging-history.set'] ?? {};
				for (const { id, name, notify } of [...contacts, ...(events['contacts.upsert'] ?? [])]) {
					const known = seen.get(id) ?? '';
					seen.set(id, [known, name, notify].filter(Boolean).join(' / '));
				}
				for (const { message } of messages) texts.push(message?.conversation);
				const carols = seen.get(carol.jid) ?? '';
				if (/Clark/.test(carols) && /~carol/.test(carols) && texts.length > 0) resolve();
			});
		});
		expect(seen.get(carol.jid)).toContain('Carol Clark');
		expect(seen.get(carol.jid)).toContain('~carol');
		expect(seen.get(bob.jid)).toContain('Bob from work');
		expect(texts).toEqual(['hello', 'hi']);
	});

	it('may be told to fetch the history from the media host', async () => {
		const phone = sim.phone(stage.newNumber());
		phone.historyDelivery = 'media';
		await phone.addChat(bob.number, { name: 'Bob' });
		const client = await stage.linked(phone.number);
		const { message } = await client.messages.waitFor(({ message: content }) =>
			Boolean(content?.protocolMessage?.historySyncNotification),
		);
		const notice = message?.protocolMessage?.historySyncNotification;
		const { host } = new URL(sim.media.urlOf('/'));
		const stream = await downloadContentFromMessage(notice ?? {}, 'md-msg-hist', { host });
		const content = inflateSync(Buffer.concat(await stream.toArray()));
		const { conversations } = proto.HistorySync.decode(content);
		expect(conversations).toMatchObject([{ id: bob.jid, name: 'Bob', lidJid: bob.lid }]);
	});
});
