import {
	type BinaryNode,
	Curve,
	type GroupMetadata,
	S_WHATSAPP_NET,
	type UserFacingSocketConfig,
} from '@whiskeysockets/baileys';
import {
	receiptFor,
	type Simulator,
	startSimulator,
	verifySignature,
	type VirtualContact,
	type VirtualGroup,
} from '../simulator';
import { RawClient } from '../simulator/raw-client';
import { tameBaileys } from '../support/tame-baileys';

let sim: Simulator;
let restoreTimers: () => void;
const believeEverything = Curve.verify;

/** Linked, and in most of the groups here. */
let client: RawClient;
const number = '5511900000200';

/** Clients of the test that runs now. */
const clients: RawClient[] = [];

beforeAll(async () => {
	restoreTimers = tameBaileys();
	// Ours is quick, too.
	Curve.verify = verifySignature;
	sim = await startSimulator();
	client = new RawClient(sim.endpoint);
	await client.link(sim.phone(number));
});

afterEach(async () => {
	sim.faults.clear();
	expect(sim.problems).toEqual([]);
	await Promise.all(clients.splice(0).map((each) => each.close()));
});

afterAll(async () => {
	await client.close();
	await sim.close();
	restoreTimers();
	Curve.verify = believeEverything;
});

/** Another companion, closed after the test. */
async function linked(
	phoneNumber: string,
	config?: Partial<UserFacingSocketConfig>,
): Promise<RawClient> {
	const companion = new RawClient(sim.endpoint, config);
	clients.push(companion);
	await companion.link(sim.phone(phoneNumber));
	return companion;
}

/** Numbers nobody has used before, so that tests do not meet. */
let lastNumber = 5511900000300;
const newNumber = () => String(++lastNumber);
const newContact = (name?: string) => sim.contact(newNumber(), { name });

const jidOf = (phoneNumber: string) => `${phoneNumber}${S_WHATSAPP_NET}`;

/** Picks notifications of a group by what has changed. */
const news =
	(group: VirtualGroup, tag: string) =>
	({ attrs, content }: BinaryNode) =>
		attrs.type === 'w:gp2' &&
		attrs.from === group.id &&
		Array.isArray(content) &&
		content[0]?.tag === tag;

/** A receipt from a member of a group; 'delivered' is the one without a type. */
function receiptFrom(participant: string, id: string, type: string): Promise<BinaryNode> {
	return client.stanzas.waitFor(
		({ tag, attrs }) =>
			tag === 'receipt' &&
			attrs.id === id &&
			attrs.participant === participant &&
			(attrs.type ?? 'delivered') === type,
	);
}

/** A message of the client as it was sent. */
async function sentStanza(id: string): Promise<BinaryNode> {
	const { stanza } = await sim.traffic.waitFor(
		({ direction, stanza: { tag, attrs } }) =>
			direction === 'in' && tag === 'message' && attrs.id === id,
	);
	return stanza;
}

const childTags = ({ content }: BinaryNode) =>
	Array.isArray(content) ? content.map(({ tag }) => tag) : [];

describe('groups', () => {
	it('are created, read and listed', async () => {
		const [bob, carol] = [await newContact(), await newContact()];
		const created = await client.socket.groupCreate('Trio', [bob.jid, carol.lid]);
		expect(created).toMatchObject({
			subject: 'Trio',
			owner: jidOf(number),
			addressingMode: 'pn',
			size: 3,
			participants: [
				{ id: jidOf(number), lid: sim.phone(number).lid, admin: 'superadmin' },
				{ id: bob.jid, lid: bob.lid, admin: null },
				{ id: carol.jid, lid: carol.lid, admin: null },
			],
		});
		expect(await client.socket.groupMetadata(created.id)).toEqual(created);
		expect(await client.socket.groupFetchAllParticipating()).toEqual({ [created.id]: created });
		expect(sim.findGroup(created.id)).toMatchObject({
			id: created.id,
			subject: 'Trio',
			members: [number, bob.number, carol.number],
			admins: [number],
		});
	});

	it('are made known to their members', async () => {
		const bob = await newContact();
		const group = await sim.group({ subject: 'Duo', members: [bob.number, number] });
		const { attrs } = await client.stanzas.waitFor(news(group, 'create'));
		expect(attrs).toMatchObject({ participant: bob.jid, participant_lid: bob.lid });
		await sim.traffic.waitFor(
			({ direction, stanza }) =>
				direction === 'in' && stanza.tag === 'ack' && stanza.attrs.id === attrs.id,
		);
		group.rename('Two');
		await client.stanzas.waitFor(news(group, 'subject'));
		const carol = await newContact();
		await group.add(carol.number);
		await client.stanzas.waitFor(news(group, 'add'));
		await group.remove(number);
		await client.stanzas.waitFor(news(group, 'remove'));
		expect(group.members).toEqual([bob.number, carol.number]);
	});

	it('take members in, and let them go', async () => {
		const [bob, carol, shy] = [await newContact(), await newContact(), await newContact()];
		sim.faults.refuseAddition(shy.number, 403);
		const group = await sim.group({ subject: 'Us', members: [number, bob.number] });
		const update = async (...args: [string[], 'add' | 'remove' | 'promote' | 'demote']) => {
			const answers = await client.socket.groupParticipantsUpdate(group.id, ...args);
			return answers.map(({ status }) => status);
		};
		const everybody = [bob.jid, carol.jid, shy.jid, jidOf('15550000000')];
		expect(await update(everybody, 'add')).toEqual(['409', '200', '403', '404']);
		expect(await update([bob.jid, shy.jid], 'promote')).toEqual(['200', '404']);
		expect(group.admins).toEqual([number, bob.number]);
		expect(await update([bob.lid], 'demote')).toEqual(['200']);
		expect(await update([bob.jid], 'remove')).toEqual(['200']);
		expect(group.members).toEqual([number, carol.number]);
		expect(group.admins).toEqual([number]);
	});

	it('keep what their members set', async () => {
		const group = await sim.group({ subject: 'Plain', members: [number, newNumber()] });
		const { socket } = client;
		await socket.groupUpdateSubject(group.id, 'Fancy ✨');
		await socket.groupUpdateDescription(group.id, 'first');
		await socket.groupUpdateDescription(group.id, 'second');
		await socket.groupSettingUpdate(group.id, 'announcement');
		await socket.groupSettingUpdate(group.id, 'locked');
		await socket.groupToggleEphemeral(group.id, 86_400);
		await socket.groupMemberAddMode(group.id, 'admin_add');
		await socket.groupJoinApprovalMode(group.id, 'on');
		expect(await socket.groupMetadata(group.id)).toMatchObject({
			subject: 'Fancy ✨',
			desc: 'second',
			descOwner: jidOf(number),
			announce: true,
			restrict: true,
			ephemeralDuration: 86_400,
			memberAddMode: false,
			joinApprovalMode: true,
		});
		expect(group).toMatchObject({
			subject: 'Fancy ✨',
			description: 'second',
			announcement: true,
			locked: true,
			ephemeralSeconds: 86_400,
			adminsAdd: true,
			joinApproval: true,
		});
		await socket.groupUpdateDescription(group.id);
		await socket.groupSettingUpdate(group.id, 'not_announcement');
		await socket.groupSettingUpdate(group.id, 'unlocked');
		await socket.groupToggleEphemeral(group.id, 0);
		await socket.groupMemberAddMode(group.id, 'all_member_add');
		await socket.groupJoinApprovalMode(group.id, 'off');
		expect(group).toMatchObject({
			description: '',
			announcement: false,
			locked: false,
			ephemeralSeconds: 0,
			adminsAdd: false,
			joinApproval: false,
		});
	});

	it('are joined by invite, and left', async () => {
		const bob = await newContact();
		const group = await sim.group({ subject: 'Open house', members: [bob.number] });
		const { socket } = client;
		expect(await socket.groupGetInviteInfo(group.inviteCode)).toMatchObject({ id: group.id });
		const joined = group.waitFor(({ members }) => members.includes(number));
		expect(await socket.groupAcceptInvite(group.inviteCode)).toBe(group.id);
		await joined;
		await group.promote(number);
		expect(await socket.groupInviteCode(group.id)).toBe(group.inviteCode);
		const old = group.inviteCode;
		expect(await socket.groupRevokeInvite(group.id)).not.toBe(old);
		await expect(socket.groupAcceptInvite(old)).rejects.toThrow('gone');
		await socket.groupLeave(group.id);
		expect(group.members).toEqual([bob.number]);
		await expect(socket.groupMetadata(group.id)).rejects.toThrow('forbidden');
	});

	it('let those wait who come by the link, where that is set', async () => {
		const [bob, carol] = [await newContact(), await newContact()];
		const group = await sim.group({ subject: 'Doorman', members: [number, bob.number] });
		const { socket } = client;
		await socket.groupJoinApprovalMode(group.id, 'on');
		await group.join(carol.number);
		const { attrs } = await client.stanzas.waitFor(news(group, 'created_membership_requests'));
		expect(attrs.participant).toBe(carol.jid);
		expect(await socket.groupRequestParticipantsList(group.id)).toEqual([
			expect.objectContaining({ jid: carol.jid, lid: carol.lid, request_method: 'invite_link' }),
		]);
		const answer = async (action: 'approve' | 'reject', ...jids: string[]) =>
			(await socket.groupRequestParticipantsUpdate(group.id, jids, action)).map(
				({ status }) => status,
			);
		expect(await answer('reject', carol.jid, bob.jid)).toEqual(['200', '404']);
		expect(group.requests).toEqual([]);
		await group.join(carol.number);
		await group.withdraw(carol.number);
		await client.stanzas.waitFor(news(group, 'revoked_membership_requests'));
		await group.join(carol.number);
		expect(await answer('approve', carol.jid)).toEqual(['200']);
		expect(group.members).toEqual([number, bob.number, carol.number]);
	});

	it('invite one person, who accepts in time', async () => {
		const bob = await newContact();
		const group = await sim.group({ subject: 'By invitation', members: [bob.number] });
		const { groupInviteMessage: invite } = await group.invite(number);
		const accept = (inviteCode: string) =>
			client.socket.groupAcceptInviteV4(bob.jid, { ...invite, inviteCode });
		await expect(accept('another')).rejects.toThrow('not-acceptable');
		expect(await accept(invite?.inviteCode ?? '')).toBe(group.id);
		expect(group.members).toEqual([bob.number, number]);
		await expect(accept(invite?.inviteCode ?? '')).rejects.toThrow('conflict');
	});

	it('are shut for those who were taken out, and where they are full', async () => {
		const bob = await newContact();
		const group = await sim.group({ subject: 'Small', members: [bob.number, number] });
		const { socket } = client;
		await group.remove(number);
		const join = () => socket.groupAcceptInvite(group.inviteCode);
		await expect(join()).rejects.toThrow('not-authorized');
		await group.add(number);
		await socket.groupLeave(group.id);
		group.limitTo(1);
		await expect(join()).rejects.toThrow('resource-limit');
		group.limitTo(2);
		expect(await join()).toBe(group.id);
	});

	it('refuse what breaks their rules', async () => {
		const { socket } = client;
		await expect(socket.groupMetadata('120363999999999999@g.us')).rejects.toThrow('item-not-found');
		const bob = await newContact();
		const group = await sim.group({ subject: 'Bobs', members: [bob.number, number] });
		const setting = socket.groupSettingUpdate(group.id, 'announcement');
		await expect(setting).rejects.toThrow('not-authorized');
		const addition = socket.groupParticipantsUpdate(group.id, [bob.jid], 'remove');
		await expect(addition).rejects.toThrow('not-authorized');
		await socket.groupUpdateSubject(group.id, 'Everybodys');
		expect(group.subject).toBe('Everybodys');
	});
});

describe.each(['pn', 'lid'] as const)('messages in groups that go by %s', (addressing) => {
	let group: VirtualGroup;
	let bob: VirtualContact;
	let carol: VirtualContact;
	/** What somebody is called in this group. */
	const nameOf = ({ jid, lid }: { jid: string; lid: string }) => (addressing === 'pn' ? jid : lid);
	const otherNameOf = ({ jid, lid }: { jid: string; lid: string }) =>
		addressing === 'pn' ? lid : jid;

	beforeEach(async () => {
		[bob, carol] = [await newContact('Bob'), await newContact('Carol')];
		const members = [number, bob.number, carol.number];
		group = await sim.group({ subject: 'Trio', members, addressing });
	});

	it('reach everybody, with the key sent along once', async () => {
		const phone = sim.phone(number);
		const id = await client.sendText(group.id, 'hello');
		for (const member of [bob, carol]) {
			expect(await member.waitForMessage(id)).toMatchObject({
				from: number,
				chat: group.id,
				text: 'hello',
				enc: 'skmsg',
			});
			expect((await receiptFrom(nameOf(member), id, 'delivered')).attrs.from).toBe(group.id);
		}
		expect(await phone.waitForCopy(id)).toMatchObject({ text: 'hello', chat: group.id });
		await receiptFrom(nameOf(phone), id, 'sender');
		expect((await client.ack(id)).attrs).toMatchObject({ from: group.id });

		const next = await client.sendText(group.id, 'again');
		expect(await bob.waitForMessage(next)).toMatchObject({ text: 'again' });
		expect(childTags(await sentStanza(id))).toContain('participants');
		expect(childTags(await sentStanza(next))).not.toContain('participants');
		expect((await sentStanza(next)).attrs.addressing_mode).toBe(addressing);
	});

	it('come from members, and from the own phone', async () => {
		const id = await bob.sendText(group.id, 'hi all');
		const { key, message, pushName } = await client.messages.waitFor((m) => m.key.id === id);
		expect(key).toMatchObject({
			remoteJid: group.id,
			participant: nameOf(bob),
			participantAlt: otherNameOf(bob),
			fromMe: false,
			addressingMode: addressing,
		});
		expect(message?.conversation).toBe('hi all');
		expect(pushName).toBe('Bob');
		expect(await carol.waitForMessage(id)).toMatchObject({ from: bob.number, chat: group.id });

		const answer = await carol.sendText(group.id, 'hi Bob', { replyTo: id });
		const answered = await client.messages.waitFor((m) => m.key.id === answer);
		expect(answered.message?.extendedTextMessage?.contextInfo).toMatchObject({
			stanzaId: id,
			participant: nameOf(bob),
		});

		const own = await sim.phone(number).sendText(group.id, 'me too');
		const copy = await client.messages.waitFor((m) => m.key.id === own);
		expect(copy.key).toMatchObject({ remoteJid: group.id, fromMe: true });
		expect(await bob.waitForMessage(own)).toMatchObject({ from: number, text: 'me too' });
		const second = await bob.sendText(group.id, 'and again');
		const { message: next } = await client.messages.waitFor((m) => m.key.id === second);
		expect(next?.conversation).toBe('and again');
	});

	it('are read and played by each for himself', async () => {
		const first = await client.sendText(group.id, 'one');
		const second = await client.sendText(group.id, 'two');
		await bob.waitForMessage(second);
		await bob.read(first, second);
		expect((await receiptFrom(nameOf(bob), first, 'read')).content).toEqual([
			{ tag: 'list', attrs: {}, content: [{ tag: 'item', attrs: { id: second } }] },
		]);
		await bob.played(second);
		await receiptFrom(nameOf(bob), second, 'played');
		carol.receiptDevice = 3;
		carol.receiptType = 'inactive';
		const third = await client.sendText(group.id, 'three');
		await receiptFrom(nameOf(carol).replace('@', ':3@'), third, 'inactive');

		const ids = [await bob.sendText(group.id, 'four'), await carol.sendText(group.id, 'five')];
		const keys = [];
		for (const id of ids) keys.push((await client.messages.waitFor((m) => m.key.id === id)).key);
		await client.socket.readMessages(keys);
		for (const [position, author] of [bob, carol].entries()) {
			await sim.traffic.waitFor(
				({ direction, stanza: { attrs } }) =>
					direction === 'in' && attrs.type === 'read' && attrs.id === ids[position],
			);
			await author.settled();
			expect(author.receipts).toContainEqual({
				ids: [ids[position]],
				type: 'read',
				from: group.id,
				participant: nameOf(sim.phone(number)),
			});
		}
	});

	it('are sent again when a member asks', async () => {
		const id = await client.sendText(group.id, 'once more');
		await bob.waitForMessage(id);
		await bob.requestRetry(id);
		const again = await bob.waitForMessage((m) => m.id === id && m.copies > 1);
		expect(again).toMatchObject({ text: 'once more' });
		const next = await client.sendText(group.id, 'and on');
		expect(await bob.waitForMessage(next)).toMatchObject({ text: 'and on', enc: 'skmsg' });
		expect(bob.received).toHaveLength(2);
	});

	it('are sent again when the companion asks', async () => {
		const first = await bob.sendText(group.id, 'first');
		await client.messages.waitFor((m) => m.key.id === first);
		const user = nameOf(bob).split('@')[0];
		const name = addressing === 'pn' ? user : `${user}_1`;
		await client.keys.set({ 'sender-key': { [`${group.id}::${name}::0`]: null } });
		for (const text of ['second', 'third']) {
			const id = await bob.sendText(group.id, text);
			const { message } = await client.messages.waitFor(
				(m) => m.key.id === id && Boolean(m.message?.conversation),
			);
			expect(message?.conversation).toBe(text);
		}
	});

	it('are for members only', async () => {
		const dave = await newContact();
		await client.sendText(group.id, 'without Dave');
		await group.add(dave.number);
		const known = await client.sendText(group.id, 'with Dave');
		expect(await dave.waitForMessage(known)).toMatchObject({ text: 'with Dave' });
		expect(dave.received).toHaveLength(1);
		await group.remove(dave.number);
		await bob.waitForMessage(await client.sendText(group.id, 'without him again'));
		await dave.settled();
		expect(dave.received).toHaveLength(1);
		await expect(dave.sendText(group.id, 'let me in')).rejects.toThrow('may not write');
	});

	it('show who is typing', async () => {
		bob.setTyping(group.id, 'composing');
		await client.stanzas.waitFor(
			({ tag, attrs }) =>
				tag === 'chatstate' && attrs.from === group.id && attrs.participant === nameOf(bob),
		);
		await client.socket.sendPresenceUpdate('composing', group.id);
		await carol.waitForMessage(await client.sendText(group.id, 'typed'));
		expect(carol.typing).toEqual(['composing', 'composing']);
	});
});

describe('a second companion', () => {
	it('gets what the first one writes, and is told what it has read', async () => {
		const bob = await newContact();
		const phone = sim.phone(number);
		const members = [number, bob.number];
		const group = await sim.group({ subject: 'Three', members, addressing: 'lid' });
		const second = await linked(number);
		await client.stanzas.waitFor(({ attrs }) => attrs.type === 'devices');
		const sent = await client.sendText(group.id, 'to both');
		const copy = await second.messages.waitFor((m) => m.key.id === sent);
		expect(copy.key).toMatchObject({ remoteJid: group.id, fromMe: true });
		const id = await bob.sendText(group.id, 'read me');
		const { key } = await client.messages.waitFor((m) => m.key.id === id);
		await second.messages.waitFor((m) => m.key.id === id);
		await client.socket.readMessages([key]);
		const { attrs } = await second.receipt(id, 'read-self');
		expect(attrs).toMatchObject({
			from: group.id,
			participant: phone.lid.replace('@', ':1@'),
		});
		phone.unlink(2);
	});
});

describe('the door of a group', () => {
	it('is shut with 403 and 404', async () => {
		const known = new Map<string, GroupMetadata>();
		const stale = await linked(newNumber(), {
			cachedGroupMetadata: async (jid) => known.get(jid),
		});
		const mine = stale.creds.me?.id.split(':')[0] ?? '';
		const bob = await newContact();
		const group = await sim.group({ subject: 'Ours', members: [bob.number, mine] });
		const metadata = await stale.socket.groupMetadata(group.id);
		known.set(group.id, metadata);
		const missing = '120363999999999999@g.us';
		known.set(missing, { ...metadata, id: missing });
		const errorOf = async (jid: string) =>
			(await stale.ack(await stale.sendText(jid, 'hello'))).attrs.error;

		expect(await errorOf(group.id)).toBeUndefined();
		group.setAnnouncement(true);
		expect(await errorOf(group.id)).toBe('403');
		await group.promote(mine);
		expect(await errorOf(group.id)).toBeUndefined();
		await group.remove(mine);
		expect(await errorOf(group.id)).toBe('403');
		expect(await errorOf(missing)).toBe('404');
		await bob.settled();
		expect(bob.received).toHaveLength(2);
	});
});

describe('scripts', () => {
	it('send receipts of people who do not exist', async () => {
		const group = '120363000000000999@g.us';
		const crowd = Array.from({ length: 20 }, (_, position) => `15550100${100 + position}`);
		sim.script(
			number,
			...crowd.map((user) => receiptFor('M1', { from: group, participant: jidOf(user) })),
			receiptFor('M1', { from: group, participant: '777:4@lid', type: 'read', t: '1700000000' }),
			receiptFor(['M2', 'M3', 'M4'], { from: `15550100200:3${S_WHATSAPP_NET}`, type: 'read' }),
			receiptFor('M5', {
				from: jidOf(number),
				type: 'read-self',
				recipient: jidOf('15550100201'),
			}),
			{ tag: 'notification', attrs: { id: 'N1', from: S_WHATSAPP_NET, type: 'unheard-of' } },
		);
		await sim.traffic.waitFor(
			({ direction, stanza }) =>
				direction === 'in' && stanza.tag === 'ack' && stanza.attrs.id === 'N1',
		);
		const receipts = client.stanzas.all.filter(
			({ tag, attrs }) => tag === 'receipt' && attrs.id === 'M1',
		);
		expect(receipts.map(({ attrs }) => attrs.participant)).toEqual([
			...crowd.map(jidOf),
			'777:4@lid',
		]);
		expect(receipts.every(({ attrs }) => Number(attrs.t) >= 1_700_000_000)).toBe(true);
		const batch = await client.receipt('M2', 'read');
		expect(batch.content).toMatchObject([{ content: [{ attrs: { id: 'M3' } }, {}] }]);
		expect(() => sim.script('15550000000', receiptFor('M', { from: group }))).toThrow(
			'no companions',
		);
	});
});

describe('faults', () => {
	it('say in an ack that other devices should have got the message', async () => {
		const bob = await newContact();
		sim.faults.mismatchPhash(({ to }) => to === bob.jid);
		const first = await client.sendText(bob.jid, 'to whom?');
		expect((await client.ack(first)).attrs).toMatchObject({ from: bob.jid, phash: '2:0ther/' });
		await bob.waitForMessage(first);
		const second = await client.sendText(bob.jid, 'to all');
		expect((await client.ack(second)).attrs.phash).toBeUndefined();
	});

	it('leave questions about numbers open', async () => {
		const bob = await newContact();
		const hasty = await linked(newNumber(), { defaultQueryTimeoutMs: 2_000 });
		sim.faults.silenceUsync();
		expect(await hasty.socket.onWhatsApp(bob.number)).toBeUndefined();
		expect(await hasty.socket.onWhatsApp(bob.number)).toEqual([{ jid: bob.jid, exists: true }]);
	});

	it('hide the devices of a person', async () => {
		const bob = await newContact();
		const fault = sim.faults.emptyDevices(bob.number);
		const lost = await client.sendText(bob.jid, 'to nobody');
		await client.ack(lost);
		await sim.phone(number).waitForCopy(lost);
		expect(bob.received).toEqual([]);
		fault.release();
		await bob.waitForMessage(await client.sendText(bob.jid, 'to Bob'));
	});

	it('hide the devices of a member, who asks for what he cannot read', async () => {
		const bob = await newContact();
		const group = await sim.group({ subject: 'Two', members: [number, bob.number] });
		const fault = sim.faults.emptyDevices(bob.number);
		const stop = sim.traffic.subscribe(({ direction, stanza: { tag } }) => {
			if (direction === 'in' && tag === 'message') fault.release();
		});
		const id = await client.sendText(group.id, 'psst');
		expect(await bob.waitForMessage(id)).toMatchObject({ text: 'psst', copies: 1 });
		stop();
		await client.stanzas.waitFor(
			({ attrs }) => attrs.id === id && attrs.type === 'retry' && attrs.from === group.id,
		);
	});
});

describe('on this WhatsApp', () => {
	it('a number may lead to another', async () => {
		const alias = newNumber();
		const bob = await sim.contact(newNumber(), { alias });
		expect(await client.socket.onWhatsApp(alias, bob.number)).toEqual([
			{ jid: bob.jid, exists: true },
			{ jid: bob.jid, exists: true },
		]);
	});

	it('a companion is told what has waited for it', async () => {
		const bob = await newContact();
		const absent = await linked(newNumber());
		const mine = absent.creds.me?.id.split(':')[0] ?? '';
		const group = await sim.group({ subject: 'Away', members: [bob.number, mine] });
		await absent.stanzas.waitFor(news(group, 'create'));
		await absent.close();
		absent.stanzas.clear();
		group.rename('Far away');
		const ids = [await bob.sendText(group.id, 'one'), await bob.sendText(mine, 'two')];
		const opened = absent.opened();
		absent.connect();
		await opened;
		await absent.messages.waitFor((m) => m.key.id === ids[1]);
		const previews = absent.stanzas.all.filter(({ tag }) => tag === 'ib');
		const [preview] = (previews[0]?.content ?? []) as BinaryNode[];
		expect(preview).toMatchObject({ tag: 'offline_preview', attrs: { message: '2' } });
		const renamed = absent.stanzas.all.find(news(group, 'subject'));
		expect(renamed?.attrs.offline).toBeDefined();
		await sim.traffic.waitFor(
			({ direction, number: by, stanza }) =>
				direction === 'in' && by === mine && childTags(stanza).includes('offline_batch'),
		);
	});
});
