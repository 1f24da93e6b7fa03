import type { BinaryNode } from '@whiskeysockets/baileys';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	EngineEvent,
	IncomingMessageEvent,
	MessageContent,
} from '../../engine/gateway/contract';
import { EVENTS } from '../../nodes/WhatsAppLinkedTrigger/events';
import { itemsFrom } from '../../nodes/WhatsAppLinkedTrigger/items';
import type { VirtualGroup } from '../simulator';
import { BOB, collect, link, OWNER, send, type Collected, useBench } from './support';

/** By their paths; a list has those of its first value. */
function fields(value: unknown, path = ''): string[] {
	if (typeof value !== 'object' || value === null) return [path];
	const members = Array.isArray(value) ? [['[]', value[0]] as const] : Object.entries(value);
	return members.flatMap(([name, inner]) => fields(inner, `${path}.${name}`)).sort();
}

const FILE = join(__dirname, '..', '..', 'docs', 'events.md');
const EXAMPLE = /<!-- example: (\w+) -->\n(?:\n```json\n([^]*?)\n```\n)?/g;

/** The examples of docs/events.md are real output. `UPDATE_DOCS=1` writes them anew (prettier does the rest). */
const POST_ID = '3EB0C0FFEE0000000098';
const OTHER_POST_ID = '3EB0C0FFEE0000000099';

describe('docs/events.md', () => {
	const bench = useBench({ linked: false });
	let heard: Collected;
	let raw: EngineEvent[];
	const examples = new Map<string, string>();

	beforeAll(async () => {
		heard = await collect(bench);
		raw = [];
		await bench.host.subscribe(
			bench.account,
			{ events: ['message.incoming'], start: 'now', raw: true },
			async ({ events }) => void raw.push(...events),
		);
		bench.phone.platform = 'smba';
		await link(bench);
		await makeAll();
	});

	const incoming = (messageId: string) =>
		heard.next('message.incoming', (event) => event.messageId === messageId);

	async function sendContent(key: string, to: string, content: MessageContent): Promise<string> {
		const { messageId } = await send(bench, { to, content, origin: { key } });
		await bench.bob.waitForMessage(messageId);
		return messageId;
	}

	/** What changes from run to run is replaced. */
	function stable(value: object): string {
		const ids = new Map<string, string>();
		return JSON.stringify(value, null, 2)
			.replace(/"(?:reference|url|directPath|fileEncSha256)": "[^"]+"/g, (text) =>
				text.replace(/: ".*"/, ': "..."'),
			)
			.replace(/"timestamp": "[^"]+"/g, '"timestamp": "2026-07-01T12:00:00.000Z"')
			.replace(/("(?:momment|time)": )\d+/g, '$11782907200000')
			.replace(/("mediaKeyTimestamp": )"\d+"/g, '$1"1782907200"')
			.replace(/\b(?:3EB0|3A)[0-9A-F]{16,30}\b/g, (id) => {
				const known = ids.get(id) ?? `3EB0C0FFEE${String(ids.size + 1).padStart(10, '0')}`;
				ids.set(id, known);
				return known;
			})
			.replace(/\b[0-9A-F]{16}(?=:\w+"|")/g, 'A1B2C3D4E5F60718')
			.replace(/chat\.whatsapp\.com\/[\w-]+/g, 'chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv')
			.replace(/("sessionId": )"[^"]+"/g, '$1"f3hQz0K8yZ1vXw2Lr6TnGA"')
			.replace(/("secondsSinceLast\w+": )\d+/g, '$160')
			.replace(/("firstContact": )\w+/g, '$1false')
			.replace(/("until": )"[^"]+"/g, '$1"2026-07-01T13:00:00.000Z"')
			.replace(/\buntil \d{4}-[\d:.T-]+Z/g, 'until 2026-07-01T13:00:00.000Z')
			.replace(/("since": )"[^"]+"/g, '$1"2026-07-01T12:00:00.000Z"')
			.replace(/("lastSeen": )"[^"]+"/g, '$1"2026-07-01T12:00:00.000Z"')
			.replace(/\b[0-9A-F]{32}\b/g, 'F44E0E2011E7C784BB9A4AC11749C436')
			.replace(/:\d{13}(?=[":])/g, ':1782907200000')
			.replace(/(?<=[":])(?!120363000000009999)\d+@g\.us/g, '120363000000000001@g.us');
	}

	function keep(name: string, value: object): void {
		examples.set(name, stable(value));
	}

	function keepEvent(name: string, event: EngineEvent): void {
		keep(name, itemsFrom([{ event }], 'simplified')[0]?.json ?? {});
	}

	/** Only what a kind has of its own. */
	function keepKind(name: string, event: object): void {
		const { type, text, [name]: own } = event as Record<string, unknown>;
		keep(name, { type, text, [name]: own });
	}

	async function makeAll(): Promise<void> {
		keepEvent('connected', await heard.next('session.connected'));
		keepEvent(
			'text',
			await incoming(await bench.bob.sendText(OWNER, 'Do you deliver on Sundays?')),
		);

		const hello = await sendContent('hello', BOB, { type: 'text', text: 'Good morning!' });
		keepEvent(
			'status',
			await heard.next('message.received', ({ messageId }) => messageId === hello),
		);
		const answer = await bench.bob.sendMessage(OWNER, {
			extendedTextMessage: {
				text: 'Good morning',
				contextInfo: {
					stanzaId: hello,
					participant: bench.phone.jid,
					quotedMessage: { conversation: 'Good morning!' },
					externalAdReply: {
						title: 'Summer sale',
						body: 'Everything must go',
						mediaType: 1,
						sourceType: 'ad',
						sourceId: '23722824350495506',
						sourceUrl: 'https://fb.me/example',
						ctwaClid: 'ARB5fGh2',
					},
				},
			},
		});
		keepEvent('answer', await incoming(answer));

		const typo = await bench.bob.sendText(OWNER, 'At eihgt');
		await incoming(typo);
		const editId = await bench.bob.edit(typo, 'At eight');
		keepEvent('edited', await heard.next('message.edited', (event) => event.editId === editId));
		await bench.bob.deleteForEveryone(typo);
		keepEvent('deleted', await heard.next('message.deleted'));

		bench.simulator.faults.damageNext(OWNER);
		await incoming(await bench.bob.sendText(OWNER, 'Can you read this?'));
		keepEvent('waiting', await heard.next('message.waiting'));

		const image = await bench.bob.sendMedia(OWNER, 'image', Buffer.from('a picture'), {
			mimetype: 'image/jpeg',
			caption: 'Is this one in stock?',
		});
		const picture = await incoming(image);
		keepEvent('image', picture);
		const asRaw = raw.filter((event) => 'messageId' in event && event.messageId === image);
		keep(
			'raw',
			itemsFrom(
				asRaw.map((event) => ({ event })),
				'raw',
			)[0]?.json ?? {},
		);
		keep('zapi', itemsFrom([{ event: picture }], 'zapi')[0]?.json ?? {});

		const jpeg = { mimetype: 'image/jpeg' };
		const asked = { albums: 'collected' as const, messageTypes: ['album' as const] };
		let tell: (album: EngineEvent) => void = () => undefined;
		const collected = new Promise<EngineEvent>((resolve) => (tell = resolve));
		await bench.host.subscribe(
			bench.account,
			{ events: ['message.incoming'], filters: { 'message.incoming': asked }, start: 'now' },
			async ({ events }) => events.forEach(tell),
		);
		await bench.bob.sendAlbum(OWNER, [
			{ kind: 'image', content: Buffer.from('front'), details: { ...jpeg, caption: 'Front' } },
			{ kind: 'image', content: Buffer.from('back'), details: jpeg },
		]);
		keepKind('album', await collected);

		const times = { quietMs: 60_000, longestMs: 60_000, most: 3 };
		const joined = new Promise<IncomingMessageEvent>((resolve) => {
			tell = (event) => resolve(event as IncomingMessageEvent);
		});
		await bench.host.subscribe(
			bench.account,
			{
				...{ events: ['message.incoming'], start: 'now' },
				filters: { 'message.incoming': { collect: times } },
			},
			async ({ events }) => events.forEach(tell),
		);
		await bench.bob.sendText(OWNER, 'Good morning');
		await bench.bob.sendMedia(OWNER, 'image', Buffer.from('a chair'), jpeg);
		await bench.bob.sendText(OWNER, 'Do you have it in blue?');
		const { messageId: last, type, text, messages = [] } = await joined;
		const its = messages.map((one) => ({
			messageId: one.messageId,
			type: one.type,
			text: one.text,
		}));
		keep('collected', { messageId: last, type, text, messages: its });

		const poll = await sendContent('poll', BOB, {
			type: 'poll',
			question: 'When shall we come?',
			options: ['Morning', 'Evening'],
			selectable: 1,
		});
		const vote = await bench.bob.vote(poll, ['Evening']);
		keepKind(
			'pollVote',
			await heard.next('message.pollVote', ({ messageId }) => messageId === vote),
		);
		await bench.bob.react(hello, '👍');
		keepKind('reaction', await heard.next('message.reaction'));

		const party = { name: 'Opening', startTime: 1_900_000_000, location: 'Shop' };
		keepKind('eventDetails', await incoming(await bench.bob.createEvent(OWNER, party)));
		const event = await bench.phone.createEvent(BOB, party);
		await bench.bob.waitForMessage(event);
		await heard.next('message.sentFromPhone', ({ messageId }) => messageId === event);
		keepKind('eventAnswer', await incoming(await bench.bob.answerEvent(event, 'GOING')));

		const buttons = await bench.phone.sendMessage(BOB, {
			buttonsMessage: {
				contentText: 'Is that right?',
				buttons: [{ buttonId: 'yes', buttonText: { displayText: 'Yes, please' }, type: 1 }],
			},
		});
		await bench.bob.waitForMessage(buttons);
		keepKind('buttonAnswer', await incoming(await bench.bob.pressButton(buttons, 'yes')));
		const list = await bench.phone.sendMessage(BOB, {
			listMessage: {
				description: 'What would you like?',
				buttonText: 'Menu',
				listType: 1,
				sections: [{ rows: [{ rowId: 'soup', title: 'Soup', description: 'Of the day' }] }],
			},
		});
		await bench.bob.waitForMessage(list);
		keepKind('listAnswer', await incoming(await bench.bob.chooseRow(list, 'soup')));

		const place = { degreesLatitude: -23.55, degreesLongitude: -46.63, name: 'Shop' };
		keepKind(
			'location',
			await incoming(await bench.bob.sendMessage(OWNER, { locationMessage: place })),
		);
		const vcard =
			'BEGIN:VCARD\nVERSION:3.0\nFN:Eve\nTEL;waid=5511900000009:+55 11 90000-0009\nEND:VCARD';
		const card = { contactMessage: { displayName: 'Eve', vcard } };
		keepKind('contacts', await incoming(await bench.bob.sendMessage(OWNER, card)));

		await makeCalls();
		const toRead = await bench.bob.sendText(OWNER, 'Please read');
		await incoming(toRead);
		await bench.phone.read(toRead);
		keepEvent('readByMe', await heard.next('message.readByMe'));

		const carol = await bench.simulator.contact('5511900000004', { name: 'Carol' });
		await carol.sendText(OWNER, 'Hello');
		keepEvent(
			'chatStarted',
			await heard.next('chat.started', ({ chat }) => chat.phone === carol.number),
		);
		await bench.phone.changeChat(BOB, { mutedUntil: Date.UTC(2030, 0, 1) });
		keepEvent('chatChanged', await heard.next('chat.changed', ({ change }) => change === 'muted'));
		await bench.phone.changeLabel('6', { name: 'Regular customer', color: 1 });
		keepEvent('labelChanged', await heard.next('label.changed'));
		await bench.phone.label('6', BOB);
		keepEvent('chatLabelled', await heard.next('chat.labelled'));
		await bench.host.request(bench.account, 'conversation.pause', { chat: BOB, minutes: 60 });
		keepEvent('conversationPaused', await heard.next('conversation.paused'));
		await bench.host.request(bench.account, 'conversation.resume', { chat: BOB });
		keepEvent('conversationResumed', await heard.next('conversation.resumed'));

		const group = await bench.simulator.group({ subject: 'Trio', members: [BOB, OWNER] });
		const eve = await bench.simulator.contact('5511900000009', { name: 'Eve' });
		await group.add(eve.number);
		keepEvent(
			'participantsChanged',
			await heard.next('group.participantsChanged', ({ includesMe }) => !includesMe),
		);
		keepEvent('groupJoined', await heard.next('group.joined'));
		await group.remove(eve.number);
		const toGroup = await sendContent('group', group.id, { type: 'text', text: 'Hello all' });
		keepEvent(
			'groupStatus',
			await heard.next('message.received', ({ messageId }) => messageId === toGroup),
		);
		await makeStatuses();
		await makeChannels();
		await makeNotices(group);
		await makeRestrictions();
	}

	async function makeRestrictions(): Promise<void> {
		const until = bench.clock.now() + 3 * 24 * 60 * 60_000;
		bench.phone.restrict(until);
		keepEvent('restricted', await heard.next('session.restricted'));
		bench.phone.restrict(undefined);
		keepEvent('restrictionLifted', await heard.next('session.restrictionLifted'));
		bench.phone.limitNewChats({ total: 50, used: 50, until });
		keepEvent('limitReached', await heard.next('session.limitReached'));
	}

	async function makeStatuses(): Promise<void> {
		const posted = await bench.bob.postStatus('New in the shop: sunflowers', [OWNER]);
		keepEvent(
			'statusPosted',
			await heard.next('status.posted', ({ messageId }) => messageId === posted),
		);
		const { messageId } = await send(bench, {
			to: 'status@broadcast',
			audience: { visibleTo: 'only', people: [BOB] },
			content: { type: 'statusText', text: 'Fresh sunflowers' },
			origin: { key: 'status' },
		});
		await bench.bob.waitForMessage(messageId);
		await bench.bob.read(messageId);
		keepEvent('statusViewed', await heard.next('status.viewed'));
	}

	async function makeChannels(): Promise<void> {
		const channel = await bench.simulator.channel({ name: 'Offers', admins: [OWNER] });
		channel.promote(BOB);
		keepEvent('channelAdminChanged', await heard.next('channel.adminChanged'));
		channel.rename('Weekly offers');
		keepEvent('channelChanged', await heard.next('channel.changed'));
		// WhatsApp is asked to tell of it once a minute at least.
		bench.clock.skip(61_000);
		await bench.simulator.traffic.waitFor(
			({ direction, stanza: { attrs } }) =>
				direction === 'in' && attrs.xmlns === 'newsletter' && attrs.to === channel.id,
		);
		channel.post('New in the shop: tulips', POST_ID);
		channel.react(OWNER, channel.posts[0]?.serverId ?? 0, '👍');
		keepEvent('postReactions', await heard.next('channel.postReactions'));
		const followed = { name: 'News', admins: [BOB], subscribers: [OWNER] };
		(await bench.simulator.channel(followed)).post('New in the shop: sunflowers', OTHER_POST_ID);
		keepEvent(
			'channelPosted',
			await heard.next('channel.posted', ({ messageId }) => messageId === OTHER_POST_ID),
		);
	}

	/** Calls, and what becomes of them. */
	async function makeCalls(): Promise<void> {
		const { bob, phone } = bench;
		const missed = bob.call(OWNER);
		keepEvent('call', await heard.next('call.received', ({ callId }) => callId === missed));
		keepEvent('callMissed', await heard.next('call.missed'));
		const ring = async () => {
			const call = bob.ring(OWNER);
			await heard.next('call.received', ({ callId }) => callId === call.id);
			return call;
		};
		phone.rejectCall((await ring()).id);
		keepEvent('callRejected', await heard.next('call.rejected'));
		const call = await ring();
		phone.answerCall(call.id);
		keepEvent('callAnsweredElsewhere', await heard.next('call.answeredElsewhere'));
		call.hangUp(95);
		keepEvent('callEnded', await heard.next('call.ended'));
	}

	/** What WhatsApp tells of groups and people. */
	async function makeNotices(group: VirtualGroup): Promise<void> {
		const { simulator, bob, phone } = bench;
		const notify = (type: string, from: string, content: BinaryNode, more: object = {}) => {
			const attrs = { id: `A1B2C3D4E5F6071${told++}`, type, from, ...more };
			simulator.script(OWNER, { tag: 'notification', attrs, content: [content] });
		};
		const byBob = { participant: bob.jid, participant_lid: bob.lid };
		const asking = { tag: 'requested_user', attrs: { jid: bob.jid, lid: bob.lid } };
		notify(
			'w:gp2',
			group.id,
			{
				tag: 'created_membership_requests',
				attrs: { request_method: 'invite_link' },
				content: [asking],
			},
			byBob,
		);
		keepEvent('joinRequest', await heard.next('group.joinRequest'));
		group.setAnnouncement(true);
		keepEvent('groupChanged', await heard.next('group.changed'));
		group.setAnnouncement(false);
		const linked = { tag: 'group', attrs: { jid: group.id, subject: 'Trio' } };
		notify(
			'w:gp2',
			'120363000000009999@g.us',
			{ tag: 'link', attrs: { link_type: 'sub_group' }, content: [linked] },
			byBob,
		);
		keepEvent('communityGroupsChanged', await heard.next('community.groupsChanged'));
		bob.change(OWNER).about('On holiday');
		keepEvent('contactChanged', await heard.next('contact.changed'));
		bob.change(OWNER).business('Flowers by Bob', 'unknown');
		await heard.next('contact.businessChanged');
		bob.change(OWNER).business('Flowers by Bob', 'high');
		keepEvent(
			'businessChanged',
			await heard.next('contact.businessChanged', ({ level }) => level === 'high'),
		);
		bob.change(OWNER).noBusiness();
		await heard.next('contact.businessChanged', ({ level }) => level === null);
		await bench.host.request(bench.account, 'chat.subscribePresence', { chat: BOB });
		await heard.next('presence.changed');
		bob.goOffline();
		keepEvent(
			'presenceChanged',
			await heard.next('presence.changed', ({ presence }) => presence === 'unavailable'),
		);
		await bob.goOnline();
		const item = { tag: 'item', attrs: { jid: bob.lid, action: 'block' } };
		notify('account_sync', phone.jid, { tag: 'blocklist', attrs: {}, content: [item] });
		keepEvent('blocklistChanged', await heard.next('blocklist.changed'));
		await phone.changeAppState({
			collection: 'critical_block',
			index: ['setting_pushName'],
			action: { pushNameSetting: { name: 'Ana from the shop' } },
			operation: 'set',
			apiVersion: 1,
		});
		keepEvent('profileChanged', await heard.next('profile.changed'));
	}
	let told = 0;

	/** A sample says which fields an event has; what came out really has just these. */
	test.each([
		['text', 'message.incoming'],
		['status', 'message.received'],
		['edited', 'message.edited'],
		['deleted', 'message.deleted'],
		['statusPosted', 'status.posted'],
		['statusViewed', 'status.viewed'],
		['channelPosted', 'channel.posted'],
		['channelAdminChanged', 'channel.adminChanged'],
		['channelChanged', 'channel.changed'],
		['postReactions', 'channel.postReactions'],
		['participantsChanged', 'group.participantsChanged'],
		['groupJoined', 'group.joined'],
		['joinRequest', 'group.joinRequest'],
		['groupChanged', 'group.changed'],
		['communityGroupsChanged', 'community.groupsChanged'],
		['contactChanged', 'contact.changed'],
		['businessChanged', 'contact.businessChanged'],
		['presenceChanged', 'presence.changed'],
		['blocklistChanged', 'blocklist.changed'],
		['profileChanged', 'profile.changed'],
		['call', 'call.received'],
		['callMissed', 'call.missed'],
		['callRejected', 'call.rejected'],
		['callAnsweredElsewhere', 'call.answeredElsewhere'],
		['callEnded', 'call.ended'],
		['readByMe', 'message.readByMe'],
		['chatStarted', 'chat.started'],
		['chatChanged', 'chat.changed'],
		['labelChanged', 'label.changed'],
		['chatLabelled', 'chat.labelled'],
		['conversationPaused', 'conversation.paused'],
		['conversationResumed', 'conversation.resumed'],
		['connected', 'session.connected'],
		['restricted', 'session.restricted'],
		['restrictionLifted', 'session.restrictionLifted'],
		['limitReached', 'session.limitReached'],
	] as const)('shows the fields of the sample (%s)', (name, type) => {
		const example = JSON.parse(examples.get(name) ?? '{}') as object;
		expect(example).toHaveProperty('event', type);
		expect(fields(example)).toEqual(fields(EVENTS[type].sample));
	});

	test('has the examples that really come out', () => {
		const text = readFileSync(FILE, 'utf8');
		const written = [...text.matchAll(EXAMPLE)].map(([, name = '', json]) => [name, json] as const);
		if (process.env.UPDATE_DOCS) {
			const block = (name: string) => `\n\`\`\`json\n${examples.get(name)}\n\`\`\`\n`;
			const marker = (name: string) => `<!-- example: ${name} -->\n`;
			writeFileSync(
				FILE,
				text.replace(EXAMPLE, (_, name: string) => marker(name) + block(name)),
			);
			return;
		}
		const parsed = (entries: Iterable<readonly [string, string | undefined]>) =>
			Object.fromEntries([...entries].map(([name, json]) => [name, JSON.parse(json ?? 'null')]));
		expect(parsed(written)).toEqual(parsed(examples));
	});
});
